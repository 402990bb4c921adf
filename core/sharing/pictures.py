"""This file is where a picture is made ready to be shared: drawn anew, so that no metadata travel with it."""

import base64
import io
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image, ImageOps

from core.media import UNREADABLE, opened_picture

LONGEST_SIDE = 1280
"""Pixels; larger pictures are scaled down."""


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A picture file that holds pixels and nothing else. kind: "jpeg" or, where it has transparency, "png"."""

    kind: Literal["jpeg", "png"]
    data: bytes


def redrawn(path: Path) -> Redrawn | None:
    """The picture (of an animation the first one), upright. None when the file is missing, no readable picture, or over
    MAX_PIXELS."""
    with suppress(*UNREADABLE), opened_picture(path) as picture:
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        return _encoded(ImageOps.exif_transpose(picture).convert("RGBA"))
    return None


def data_uri(path: Path) -> str | None:
    """The picture drawn anew as a data URI; None as in `redrawn`."""
    made = redrawn(path)
    return f"data:image/{made.kind};base64,{base64.b64encode(made.data).decode('ascii')}" if made else None


def _encoded(picture: Image.Image) -> Redrawn:
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    opaque = picture.getchannel("A").getextrema() == (255, 255)
    # A fresh image has pixels and nothing else: no comment, colour profile, position or camera.
    fresh = Image.new("RGB" if opaque else "RGBA", picture.size)
    fresh.paste(picture.convert(fresh.mode))
    target = io.BytesIO()
    if opaque:
        fresh.save(target, "JPEG", quality=85, optimize=True)
        return Redrawn("jpeg", target.getvalue())
    fresh.save(target, "PNG", optimize=True)
    return Redrawn("png", target.getvalue())
