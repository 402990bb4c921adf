"""This file is where a picture is made ready to be embedded: drawn anew, so that no metadata travel with it."""

import base64
import io
from contextlib import suppress
from pathlib import Path

from PIL import Image, ImageOps

from core.media import UNREADABLE, opened_picture

LONGEST_SIDE = 1280
"""Pixels; larger pictures are scaled down."""


def data_uri(path: Path) -> str | None:
    """The picture (of an animation the first one), upright, as a JPEG or, where it has transparency, PNG data URI.

    None when the file is missing, no readable picture, or over MAX_PIXELS.
    """
    with suppress(*UNREADABLE), opened_picture(path) as picture:
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        return _encoded(ImageOps.exif_transpose(picture).convert("RGBA"))
    return None


def _encoded(picture: Image.Image) -> str:
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    opaque = picture.getchannel("A").getextrema() == (255, 255)
    # A fresh image has pixels and nothing else: no comment, colour profile, position or camera.
    fresh = Image.new("RGB" if opaque else "RGBA", picture.size)
    fresh.paste(picture.convert(fresh.mode))
    target = io.BytesIO()
    if opaque:
        fresh.save(target, "JPEG", quality=85, optimize=True)
    else:
        fresh.save(target, "PNG", optimize=True)
    kind = "jpeg" if opaque else "png"
    return f"data:image/{kind};base64,{base64.b64encode(target.getvalue()).decode('ascii')}"
