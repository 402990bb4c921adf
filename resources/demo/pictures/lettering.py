"""Fonts and written lines; this file is where text gets into the demo pictures.

The fonts (DejaVu, Noto CJK) are looked up on the developer's machine; who uses the project only needs the pictures.
"""

from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

Font = ImageFont.FreeTypeFont
_FILES = {
    "sans": "DejaVuSans.ttf",
    "bold": "DejaVuSans-Bold.ttf",
    "mono": "DejaVuSansMono.ttf",
    "monobold": "DejaVuSansMono-Bold.ttf",
    "hand": "DejaVuSansCondensed-Oblique.ttf",
    "serif": "DejaVuSerif.ttf",
    "serifbold": "DejaVuSerif-Bold.ttf",
    "light": "DejaVuSans-ExtraLight.ttf",
    "cjk": "NotoSansCJK-Regular.ttc",
    "cjkbold": "NotoSansCJK-Bold.ttc",
}
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")


@cache
def font(name: str, size: int) -> Font:
    """A font by its short name; the Noto collections are asked for simplified Chinese. Raises OSError if missing."""
    file = _FILES[name]
    for folder in _FOLDERS:
        for path in sorted(Path(folder).expanduser().rglob(file)):
            return ImageFont.truetype(str(path), size, index=2 if file.endswith(".ttc") else 0)
    raise OSError(f"{file} is not installed; it is only needed to draw the demo pictures again.")


def put(sheet: Image.Image, place: tuple[float, float], text: str, face: Font, **look: object) -> None:
    """Text with its anchor at `place`; `look` is fill and anchor as Pillow names them."""
    ImageDraw.Draw(sheet).text(place, text, font=face, **look)  # type: ignore[arg-type]


def write_by_hand(
    sheet: Image.Image, place: tuple[float, float], text: str, size: int, ink: tuple[int, int, int] = (30, 50, 120)
) -> float:
    """Writes each character a little tilted, raised and stretched, as a hand would; returns where the line ends."""
    random = np.random.default_rng(sum(map(ord, text)) + size)
    x, y = place
    slope = random.uniform(-0.012, 0.012)
    for character in text:
        face = font("cjk" if ord(character) > 0x2E80 else "hand", max(8, int(size * random.uniform(0.94, 1.07))))
        wide = face.getlength(character)
        stamp = Image.new("L", (size * 3, size * 3))
        ImageDraw.Draw(stamp).text(
            (size, size * 2), character, font=face, fill=255, anchor="ls", stroke_width=size // 34
        )
        stamp = stamp.rotate(random.normal(0, 3.2), Image.Resampling.BICUBIC, center=(size + wide / 2, size * 2))
        corner = (int(x - size), int(y - size * 2 + random.normal(0, size * 0.028)))
        sheet.paste(Image.new("RGB", stamp.size, ink), corner, stamp.point(lambda v: int(v * 0.92)))
        x += wide * random.uniform(0.95, 1.04)
        y += slope * wide
    return x
