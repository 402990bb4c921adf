"""This file is where each picture of the demo gets its name, size and JPEG form."""

import io
from collections.abc import Callable

from PIL import Image

from resources.demo.pictures import (
    boiler,
    boxes,
    cake,
    cat,
    city,
    felt_map,
    mountains,
    papers,
    plant,
    pork,
    screens,
    sea,
    tiles,
    umbrella,
)

PICTURES: dict[str, Callable[[], Image.Image]] = {
    "map": felt_map.street_map,
    "transfer": screens.transfer,
    "boxes": boxes.boxes,
    "wifi": papers.wifi,
    "boiler": boiler.boiler,
    "card": papers.card,
    "flight": screens.flight,
    "tiles": tiles.tiles,
    "sunset": sea.sunset,
    "cat": cat.cat,
    "beach": sea.beach,
    "cake": cake.cake,
    "receipt": papers.receipt,
    "pork": pork.pork,
    "mountains": mountains.mountains,
    "plant": plant.plant,
    "chart": screens.chart,
    "city": city.city,
    "umbrella": umbrella.umbrella,
}
# EXIF orientation: 6 is shown after a quarter turn clockwise, 8 after one counter-clockwise; stored the other way.
_TURNED = {"cat": (6, Image.Transpose.ROTATE_90), "umbrella": (8, Image.Transpose.ROTATE_270)}
_TRACED = {
    "boxes": (1408, 1056),
    "cat": (1440, 1080),
    "cake": (1408, 1056),
    "pork": (1408, 1056),
    "plant": (1056, 1408),
    "umbrella": (1056, 1408),
}
_ORIENTATION_TAG = 0x0112


def upright(name: str) -> Image.Image:
    """The picture as it should be seen; traced scenes are drawn larger and scaled down, which smooths their edges."""
    if name not in _TRACED:
        return PICTURES[name]()
    width, height = _TRACED[name]
    large = PICTURES[name](width, height)  # type: ignore[call-arg]
    return large.resize((width * 3 // 4, height * 3 // 4), Image.Resampling.LANCZOS)


def jpeg_of(name: str) -> bytes:
    """The picture as a camera or phone would have stored it."""
    picture = upright(name)
    exif = Image.Exif()
    if name in _TURNED:
        orientation, quarter = _TURNED[name]
        exif[_ORIENTATION_TAG] = orientation
        picture = picture.transpose(quarter)
    file = io.BytesIO()
    picture.convert("RGB").save(file, "JPEG", quality=86, optimize=True, exif=exif.tobytes() if exif else b"")
    return file.getvalue()
