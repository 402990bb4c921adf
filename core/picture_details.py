"""This file is where it is read what a picture's file says of itself: when, with what and where it was taken (EXIF)."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image

from core.media import UNREADABLE, opened_picture
from core.types import PictureDetails

_EXIF, _GPS = 0x8769, 0x8825
_TAKEN, _WRITTEN, _MAKE, _MODEL = 0x9003, 0x0132, 0x010F, 0x0110
_LONGEST = 60


def picture_details(path: Path) -> PictureDetails:
    """Nothing is told of a file that is no readable picture, or over core.media.MAX_PIXELS; never raises."""
    with suppress(*UNREADABLE), opened_picture(path) as picture:
        moves = bool(getattr(picture, "is_animated", False))
        try:
            return _told(picture, moves)
        except Exception:  # EXIF blocks are written by anybody, and Pillow trips over broken ones in many ways
            return PictureDetails(moves=moves)
    return PictureDetails()


def _told(picture: Image.Image, moves: bool) -> PictureDetails:
    if picture.format == "PNG" and "exif" not in picture.info:
        # Pillow would decode the whole picture to look behind its pixels.
        return PictureDetails(moves=moves)
    block = picture.getexif()
    shot, where = block.get_ifd(_EXIF), block.get_ifd(_GPS)
    taken = _moment(shot.get(_TAKEN)) or _moment(block.get(_WRITTEN))
    return PictureDetails(taken, _camera(block.get(_MAKE), block.get(_MODEL)), _place(where), moves)


def _moment(written: Any) -> str | None:
    """ "2024:05:03 14:05:00" as ISO; None for what is no time, as the zeros of a camera without a clock."""
    with suppress(ValueError):
        return datetime.strptime(_line(written)[:19], "%Y:%m:%d %H:%M:%S").isoformat()  # noqa: DTZ007
    return None


def _camera(make: Any, model: Any) -> str:
    """The model, with its maker unless the model says it."""
    maker, name = _line(make), _line(model)
    if not name or name.casefold().startswith(maker.casefold()[:5]):
        return name or maker
    return f"{maker} {name}".strip()


def _place(block: dict[int, Any]) -> tuple[float, float] | None:
    """Latitude and longitude in degrees; None where there is none, or one that is not on Earth."""
    try:
        latitude, longitude = _degrees(block[2]), _degrees(block[4])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    latitude = -latitude if _line(block.get(1)).upper().startswith("S") else latitude
    longitude = -longitude if _line(block.get(3)).upper().startswith("W") else longitude
    # Two zeros are what cameras write that found no satellite; a comparison with "not a number" is False.
    there = abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0, 0)
    return (round(latitude, 6), round(longitude, 6)) if there else None


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def _line(value: Any) -> str:
    """Text of a tag on one line; "" for what is none."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return " ".join(text.replace("\0", " ").split())[:_LONGEST] if isinstance(text, str) else ""
