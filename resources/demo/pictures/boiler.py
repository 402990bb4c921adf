"""This file is where the boiler shows its fault: panel, display, pressure gauge and rating plate."""

import numpy as np
from PIL import Image, ImageDraw

from resources.demo.pictures.canvas import Array, blend, coordinates, floats, look_up, photo, smooth, soften, tile
from resources.demo.pictures.laying import daylight, lay
from resources.demo.pictures.lettering import font, put

_WIDTH, _HEIGHT = 1100, 860


def boiler() -> Image.Image:
    """White enamel in poor cupboard light, the display reading F22 and the gauge's needle near zero."""
    x, y = coordinates(_WIDTH, _HEIGHT)
    image: Array
    shade = 0.78 + 0.10 * look_up(tile(181, 1.8), x * 0.5, y * 0.5) - 0.16 * smooth(0.55, 1.0, y)
    image = np.stack([shade * 1.0, shade * 0.99, shade * 0.96], -1).astype(np.float32)
    image = image * (1 - 0.5 * np.exp(-(((y - 0.615) * _HEIGHT / 2.2) ** 2)))[..., None]
    image = lay(image, _panel(), [(70, 70), (1036, 52), (1040, 486), (66, 500)], 10, 0.35)
    image = _glow(image)
    image = lay(image, _plate(), [(150, 560), (788, 548), (792, 822), (146, 832)], 4, 0.3)
    image = _screws(image)
    glare = np.exp(-(((x * 0.8 + y * 0.6 - 0.72) / 0.05) ** 2)) * 0.10
    return photo(
        daylight(image + glare[..., None].astype(np.float32), (0.35, 0.1), 0.7), 182, grain=0.010, vignette=0.5
    )


def _panel() -> Image.Image:
    sheet = Image.new("RGB", (1400, 630), (52, 56, 62))
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 0, 1400, 14), fill=(86, 90, 98))
    put(sheet, (60, 56), "FERRANT", font("bold", 72), fill=(226, 228, 230))
    put(sheet, (430, 82), "Combi 24", font("light", 50), fill=(190, 194, 198))
    pen.rounded_rectangle((60, 190, 640, 470), 18, fill=(20, 26, 24), outline=(96, 100, 106), width=6)
    pen.rectangle((90, 220, 610, 440), fill=(132, 158, 118))
    put(sheet, (350, 318), "F22", font("monobold", 178), fill=(30, 44, 34), anchor="mm")
    put(sheet, (350, 418), "low water pressure", font("mono", 34), fill=(38, 54, 42), anchor="mm")
    for column, name in enumerate(("MODE", "−", "+", "RESET")):
        left = 60 + column * 150
        pen.rounded_rectangle((left, 510, left + 128, 590), 20, fill=(74, 78, 86), outline=(104, 108, 116), width=3)
        put(sheet, (left + 64, 550), name, font("sans", 30), fill=(220, 222, 224), anchor="mm")
    pen.ellipse((650 + 20, 530, 650 + 60, 570), fill=(230, 60, 44))
    _gauge(sheet, (1060, 320), 235)
    return sheet


def _gauge(sheet: Image.Image, centre: tuple[int, int], radius: int) -> None:
    pen = ImageDraw.Draw(sheet)
    cx, cy = centre
    for grow, colour in ((14, (150, 154, 160)), (6, (92, 96, 102)), (0, (244, 244, 240))):
        pen.ellipse((cx - radius - grow, cy - radius - grow, cx + radius + grow, cy + radius + grow), fill=colour)

    def angle(bar: float) -> float:
        return 135 + bar / 4 * 270

    for low, high, colour in ((0, 0.7, (214, 60, 48)), (1.0, 1.5, (60, 160, 84)), (2.7, 4, (214, 60, 48))):
        pen.arc(
            (cx - radius + 24, cy - radius + 24, cx + radius - 24, cy + radius - 24),
            angle(low),
            angle(high),
            fill=colour,
            width=24,
        )
    for tenth in range(0, 41):
        a = np.radians(angle(tenth / 10))
        inner = radius - (78 if tenth % 10 == 0 else 62)
        pen.line(
            (
                cx + np.cos(a) * (radius - 50),
                cy + np.sin(a) * (radius - 50),
                cx + np.cos(a) * inner,
                cy + np.sin(a) * inner,
            ),
            fill=(50, 52, 58),
            width=5 if tenth % 10 == 0 else 2,
        )
        if tenth % 10 == 0:
            put(
                sheet,
                (cx + np.cos(a) * (radius - 106), cy + np.sin(a) * (radius - 106)),
                str(tenth // 10),
                font("bold", 36),
                fill=(50, 52, 58),
                anchor="mm",
            )
    put(sheet, (cx, cy + 84), "bar", font("sans", 36), fill=(80, 82, 88), anchor="mm")
    a = np.radians(angle(0.3))
    tip, side = (cx + np.cos(a) * (radius - 54), cy + np.sin(a) * (radius - 54)), (np.sin(a) * 9, -np.cos(a) * 9)
    pen.polygon([tip, (cx + side[0], cy + side[1]), (cx - side[0], cy - side[1])], fill=(24, 24, 28))
    pen.ellipse((cx - 20, cy - 20, cx + 20, cy + 20), fill=(40, 42, 46))


def _plate() -> Image.Image:
    """The silver rating plate."""
    x, y = coordinates(1000, 430)
    brushed = 0.74 + 0.12 * look_up(tile(183, 0.9), x * 0.06, y * 3) + 0.08 * x
    sheet = Image.fromarray((np.stack([brushed, brushed, brushed * 1.01], -1) * 255).clip(0, 255).astype(np.uint8))
    ink = (32, 34, 38)
    ImageDraw.Draw(sheet).rectangle((12, 12, 988, 418), outline=ink, width=3)
    put(sheet, (40, 34), "FERRANT HEATING LTD", font("bold", 42), fill=ink)
    rows = (
        ("Model", "Combi 24 / FC24-B"),
        ("Serial no.", "21-0877-4410"),
        ("Made", "2021"),
        ("Max. pressure", "3.0 bar"),
        ("Heat input", "24.6 kW"),
    )
    for row, (name, value) in enumerate(rows):
        put(sheet, (40, 108 + row * 58), name, font("sans", 36), fill=ink)
        put(sheet, (360, 108 + row * 58), value, font("monobold", 40), fill=ink)
    put(sheet, (952, 364), "IPX4D", font("bold", 34), fill=ink, anchor="ra")
    return sheet


def _glow(image: Array) -> Array:
    """The green light of the display and the red lamp spill onto the panel."""
    x, y = coordinates(_WIDTH, _HEIGHT)
    green = np.exp(-(((x - 0.285) / 0.15) ** 2 + ((y - 0.33) / 0.12) ** 2)) * 0.14
    red = np.exp(-(((x - 0.487) ** 2 + ((y - 0.508) * 0.78) ** 2) / 0.0009)) * 0.55
    lit = green[..., None] * np.array([0.6, 1.0, 0.5]) + red[..., None] * np.array([1.0, 0.15, 0.08])
    return floats(image + lit)


def _screws(image: Array) -> Array:
    x, y = coordinates(_WIDTH, _HEIGHT)
    px, py = x * _WIDTH, y * _HEIGHT
    for cx, cy in ((900, 620), (900, 780)):
        away = np.hypot(px - cx, py - cy)
        image = image * (1 - 0.4 * soften(smooth(24, 18, np.hypot(px - cx - 3, py - cy - 5)), 3))[..., None]
        shine = 0.55 + 0.3 * (cy - py) / 18
        slot = np.abs((px - cx) * 0.7 + (py - cy) * 0.7) < 2.5
        image = blend(
            image.astype(np.float32),
            np.stack([np.where(slot, 0.2, shine)] * 3, -1).astype(np.float32),
            smooth(18, 16.5, away),
        )
    return image
