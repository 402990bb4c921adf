"""This file is where papers are photographed: the restaurant's receipt, the wifi note, the plumber's card."""

import numpy as np
from PIL import Image, ImageDraw

from resources.demo.pictures.canvas import blend, coordinates, look_up, photo, smooth, soften, tile
from resources.demo.pictures.laying import crease, daylight, lay, table
from resources.demo.pictures.lettering import font, put, write_by_hand

_ITEMS = (
    ("2 Mushroom dumplings", 15.00),
    ("1 Smoked aubergine", 9.20),
    ("1 Sea bass w/ ginger", 24.50),
    ("2 Squash laksa (v)", 28.00),
    ("1 Lamb skewers", 16.40),
    ("4 Steamed rice", 10.00),
    ("2 Jasmine tea, pot", 8.00),
    ("1 House white 75cl", 21.00),
    ("5 Cake plating", 3.90),
)


def receipt() -> Image.Image:
    """A till receipt on a dark table, with the corner of a plate and a spoon's light."""
    image = table(960, 1280, 151, (0.40, 0.235, 0.13))
    image = _plate(image)
    image = lay(image, crease(_till_roll(), 152), [(196, 96), (724, 66), (812, 1216), (190, 1238)], 18, 0.62)
    return photo(daylight(image, (0.15, 0.1)), 153, vignette=0.5)


def wifi() -> Image.Image:
    """A yellow note under a magnet on the refrigerator."""
    x, y = coordinates(1100, 850)
    steel = look_up(tile(154, 1.2), x * 0.05, y * 4) * 0.10 + look_up(tile(155, 1.8), x * 0.6, y * 0.4) * 0.16
    image = np.stack([0.60 + steel, 0.63 + steel, 0.66 + steel], -1).astype(np.float32)
    image = lay(image, crease(_wifi_note(), 156, 0.05), [(196, 112), (902, 82), (934, 770), (170, 744)], 16, 0.45)
    image = _magnet(image, (552, 112), 44)
    return photo(daylight(image, (0.2, 0.0), 0.6), 157, vignette=0.35)


def card() -> Image.Image:
    """The plumber's business card on the kitchen table, a set of keys' worth of shadow beside it."""
    image = table(1100, 825, 158, (0.66, 0.50, 0.34))
    image = lay(image, _business_card(), [(150, 205), (905, 118), (978, 560), (182, 672)], 12, 0.55)
    return photo(daylight(image, (0.8, 0.0)), 159, vignette=0.4)


def _till_roll() -> Image.Image:
    sheet = Image.new("RGB", (760, 1560), (247, 245, 238))
    ink = (44, 42, 48)
    put(sheet, (380, 90), "THE COPPER LADLE", font("monobold", 56), fill=ink, anchor="mm")
    for row, line in enumerate(("40 Ferry Road, Harwick", "Tel 01632 960227", "VAT no. 000 1234 56")):
        put(sheet, (380, 158 + row * 42), line, font("mono", 32), fill=ink, anchor="mm")
    put(sheet, (60, 308), "21/06/2025  22:41   Table 12", font("mono", 34), fill=ink)
    put(sheet, (60, 354), "Server: Ilse        Covers: 5", font("mono", 34), fill=ink)
    put(sheet, (60, 400), "-" * 31, font("mono", 34), fill=ink)
    for row, (name, price) in enumerate(_ITEMS):
        put(sheet, (60, 452 + row * 56), name, font("mono", 34), fill=ink)
        put(sheet, (700, 452 + row * 56), f"{price:.2f}", font("mono", 34), fill=ink, anchor="ra")
    subtotal = sum(price for _, price in _ITEMS)
    service = subtotal / 10
    put(sheet, (60, 966), "-" * 31, font("mono", 34), fill=ink)
    for row, (name, price) in enumerate((("Subtotal", subtotal), ("Service 10%", service))):
        put(sheet, (60, 1016 + row * 52), name, font("mono", 34), fill=ink)
        put(sheet, (700, 1016 + row * 52), f"{price:.2f}", font("mono", 34), fill=ink, anchor="ra")
    put(sheet, (60, 1140), "TOTAL GBP", font("monobold", 50), fill=ink)
    put(sheet, (700, 1140), f"{subtotal + service:.2f}", font("monobold", 50), fill=ink, anchor="ra")
    put(sheet, (60, 1226), "Card ending 0042    APPROVED", font("mono", 34), fill=ink)
    put(sheet, (380, 1318), "Thank you & happy birthday!", font("mono", 34), fill=ink, anchor="mm")
    _bars(sheet, (130, 1372, 630, 1470))
    put(sheet, (380, 1504), "7 0042 2106 25-12", font("mono", 28), fill=ink, anchor="mm")
    fade = np.linspace(1, 0.88, 1560)[:, None, None] * 255
    faded = 255 - (255 - np.asarray(sheet, np.float32)) * fade / 255
    return Image.fromarray(faded.astype(np.uint8))


def _bars(sheet: Image.Image, box: tuple[int, int, int, int]) -> None:
    random = np.random.default_rng(163)
    pen, x = ImageDraw.Draw(sheet), float(box[0])
    while x < box[2]:
        wide = float(random.choice([3, 3, 6, 9]))
        pen.rectangle((x, box[1], x + wide, box[3]), fill=(36, 34, 40))
        x += wide + float(random.choice([3, 5, 8]))


def _plate(image: np.ndarray) -> np.ndarray:
    """The rim of a white plate in the upper right corner."""
    height, width = image.shape[:2]
    x, y = coordinates(width, height)
    away = np.hypot(x * width - 985, y * height + 10) / 300
    shadow = smooth(1.22, 0.92, np.hypot(x * width - 1003, y * height - 14) / 300)
    image = image * (1 - 0.55 * shadow)[..., None]
    shine = 0.86 + 0.10 * np.sin(away * 26) * np.exp(-((away - 0.8) ** 2) / 0.01)
    return blend(image.astype(np.float32), np.stack([shine, shine * 0.985, shine * 0.95], -1), smooth(1.0, 0.992, away))


def _wifi_note() -> Image.Image:
    sheet = Image.new("RGB", (1000, 920), (252, 228, 118))
    blue, red = (28, 52, 128), (176, 40, 44)
    write_by_hand(sheet, (90, 170), "WiFi 密码 !!!", 86, red)
    write_by_hand(sheet, (90, 320), "HarbourNest_5G", 84, blue)
    write_by_hand(sheet, (90, 470), "tidal-otter-88", 98, blue)
    ImageDraw.Draw(sheet).line([(92, 492), (300, 500), (520, 492), (745, 502)], fill=red, width=5, joint="curve")
    write_by_hand(sheet, (90, 620), "guest: see the group chat", 50, (60, 60, 66))
    write_by_hand(sheet, (90, 716), "重启路由器：拔电 30 秒", 54, blue)
    write_by_hand(sheet, (560, 850), "— 阿哲 16/3", 54, (60, 60, 66))
    return sheet


def _magnet(image: np.ndarray, place: tuple[int, int], radius: int) -> np.ndarray:
    height, width = image.shape[:2]
    x, y = coordinates(width, height)
    px, py = x * width, y * height
    image = (
        image
        * (1 - 0.5 * soften(smooth(radius * 1.1, radius * 0.9, np.hypot(px - place[0] - 9, py - place[1] - 13)), 7))[
            ..., None
        ]
    )
    away = np.hypot(px - place[0], py - place[1])
    shine = (
        0.5
        + 0.5 * (place[1] - py + radius) / (2 * radius)
        + 1.1 * np.exp(-(((px - place[0] + 14) ** 2 + (py - place[1] + 16) ** 2) / 110))
    )
    colour = shine[..., None] * np.array([0.80, 0.16, 0.14], np.float32)
    return blend(image.astype(np.float32), colour.astype(np.float32), smooth(radius, radius - 1.6, away))


def _business_card() -> Image.Image:
    sheet = Image.new("RGB", (1100, 660), (250, 249, 245))
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 0, 300, 660), fill=(24, 72, 108))
    pen.polygon([(150, 150), (70, 300), (230, 300)], fill=(120, 190, 225))
    pen.ellipse((66, 228, 234, 396), fill=(120, 190, 225))
    pen.arc((98, 268, 202, 366), 95, 200, fill=(240, 250, 255), width=12)
    put(sheet, (150, 500), "PELL", font("bold", 62), fill=(250, 250, 250), anchor="mm")
    put(sheet, (150, 558), "HEATING & PLUMBING", font("sans", 23), fill=(190, 220, 238), anchor="mm")
    ink = (34, 46, 58)
    put(sheet, (350, 84), "Dario Pell", font("bold", 74), fill=ink)
    put(sheet, (352, 180), "Plumber · boilers · leaks", font("sans", 38), fill=(90, 104, 118))
    pen.line((352, 258, 1040, 258), fill=(24, 72, 108), width=4)
    put(sheet, (352, 290), "07700 900461", font("bold", 66), fill=ink)
    put(sheet, (352, 392), "dario@pell-heating.example", font("sans", 40), fill=ink)
    put(sheet, (352, 456), "Unit 5, Slipway Yard, Harwick", font("sans", 40), fill=ink)
    put(sheet, (352, 548), "Emergency call-out every day 7–22", font("sans", 36), fill=(150, 60, 40))
    return sheet
