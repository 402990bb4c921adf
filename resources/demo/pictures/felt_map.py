"""This file is where Tomás draws the way from the station with felt pens."""

import numpy as np
from PIL import Image, ImageDraw

from resources.demo.pictures.canvas import coordinates, look_up, photo, tile
from resources.demo.pictures.laying import crease, daylight, lay
from resources.demo.pictures.lettering import write_by_hand


def street_map() -> Image.Image:
    """A map drawn with felt pens on squared paper, photographed on a train table."""
    x, y = coordinates(1120, 840)
    base = 0.34 + 0.06 * look_up(tile(160, 0.5), x * 2, y * 2)
    image = np.stack([base, base * 1.03, base * 1.08], -1).astype(np.float32)
    image = lay(image, crease(_drawn_map(), 161, 0.05), [(70, 62), (1052, 40), (1084, 800), (44, 812)], 14, 0.5)
    return photo(daylight(image, (0.9, 0.1), 0.4), 162, vignette=0.35)


def _drawn_map() -> Image.Image:
    """From the station along the canal to the flat; the boat does look like a duck."""
    sheet = Image.new("RGB", (1400, 1060), (250, 249, 243))
    pen = ImageDraw.Draw(sheet)
    for step in range(0, 1400, 40):
        pen.line((step, 0, step, 1060), fill=(214, 226, 236), width=2)
        pen.line((0, step, 1400, step), fill=(214, 226, 236), width=2)
    _pen_line(pen, [(60, 560), (330, 470), (640, 480), (900, 420), (1340, 450)], 74, (166, 208, 232))
    _pen_line(pen, [(60, 560), (330, 470), (640, 480), (900, 420), (1340, 450)], 60, (186, 221, 240))
    for road in (
        [(240, 940), (250, 620), (262, 330), (270, 60)],
        [(100, 640), (420, 610), (760, 610), (1020, 575), (1360, 590)],
        [(1030, 1020), (1020, 770), (1015, 580), (1030, 330), (1060, 60)],
        [(700, 1020), (720, 820), (735, 610)],
        [(560, 60), (590, 220), (600, 395)],
        [(1010, 800), (1180, 790), (1360, 800)],
    ):
        _pen_line(pen, road, 9, (70, 72, 80))
    _house(pen, (150, 800, 350, 930), (232, 190, 120))
    _house(pen, (905, 610, 1000, 690), (240, 200, 150))
    _house(pen, (1120, 820, 1230, 960), (200, 150, 140))
    _pen_line(
        pen,
        [(260, 790), (262, 700), (268, 632), (420, 626), (600, 628), (760, 628), (900, 605), (1010, 596)],
        13,
        (214, 40, 46),
        2,
    )
    _pen_line(pen, [(1010, 596), (1040, 690), (1044, 780), (1110, 812), (1165, 818)], 13, (214, 40, 46), 2)
    pen.ellipse((1140, 706, 1206, 772), fill=(214, 40, 46))
    pen.polygon([(1144, 752), (1202, 752), (1173, 818)], fill=(214, 40, 46))
    pen.ellipse((1159, 724, 1187, 752), fill=(250, 249, 243))
    _duck_boat(pen, 470, 455)
    ink = (36, 44, 60)
    for place, words, size, colour in (
        ((150, 985), "STATION (north exit!!)", 50, ink),
        ((880, 735), "bakery", 46, (150, 90, 30)),
        ((640, 400), "canal ~~~", 46, (40, 100, 160)),
        ((1046, 1020), "14 QUAY ST  3B", 46, (190, 30, 36)),
        ((370, 705), "9 min walk", 56, (190, 30, 36)),
        ((420, 560), "follow the water", 40, ink),
        ((1080, 250), "lighthouse", 42, ink),
        ((300, 130), "tannery lane (bad!)", 38, (120, 120, 130)),
    ):
        write_by_hand(sheet, place, words, size, colour)
    _lighthouse(pen)
    return sheet


def _pen_line(
    pen: ImageDraw.ImageDraw, points: list[tuple[int, int]], width: int, ink: tuple[int, int, int], dashed: int = 0
) -> None:
    """A felt-pen line that trembles a little; `dashed` leaves gaps."""
    random = np.random.default_rng(sum(x + y for x, y in points))
    path = np.array(points, float)
    knots = np.linspace(0, len(path) - 1, len(path) * 9)
    x, y = (np.interp(knots, np.arange(len(path)), path[:, i]) + random.normal(0, 1.6, len(knots)) for i in (0, 1))
    for i in range(len(knots) - 1):
        if dashed and i % 3 == dashed:
            continue
        pen.line((x[i], y[i], x[i + 1], y[i + 1]), fill=ink, width=width)
        pen.ellipse((x[i] - width / 2, y[i] - width / 2, x[i] + width / 2, y[i] + width / 2), fill=ink)


def _house(pen: ImageDraw.ImageDraw, box: tuple[int, int, int, int], fill: tuple[int, int, int]) -> None:
    left, top, right, bottom = box
    pen.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], fill=fill)
    roof = [(left - 12, top), ((left + right) // 2, top - 46), (right + 12, top)]
    pen.polygon(roof, fill=tuple(int(v * 0.8) for v in fill))
    for line in ([(left, top), (left, bottom), (right, bottom), (right, top)], roof):
        _pen_line(pen, line, 6, (50, 50, 60))
    pen.rectangle(
        (left + (right - left) // 2 - 12, bottom - 40, left + (right - left) // 2 + 12, bottom), fill=(70, 60, 60)
    )


def _duck_boat(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
    pen.polygon([(x - 80, y), (x + 70, y), (x + 44, y + 46), (x - 52, y + 46)], fill=(240, 200, 70))
    pen.ellipse((x + 38, y - 62, x + 96, y - 4), fill=(240, 200, 70))
    pen.polygon([(x + 90, y - 40), (x + 128, y - 32), (x + 90, y - 22)], fill=(226, 120, 40))
    pen.ellipse((x + 68, y - 44, x + 78, y - 34), fill=(40, 40, 40))
    _pen_line(pen, [(x - 80, y), (x + 40, y - 2)], 6, (50, 50, 60))
    _pen_line(pen, [(x - 80, y), (x - 52, y + 46), (x + 44, y + 46), (x + 80, y - 8)], 6, (50, 50, 60))


def _lighthouse(pen: ImageDraw.ImageDraw) -> None:
    for row in range(5):
        colour = (214, 60, 50) if row % 2 else (250, 249, 243)
        pen.polygon(
            [
                (1190 - row * 4, 90 + row * 22),
                (1222 + row * 4, 90 + row * 22),
                (1226 + row * 4, 112 + row * 22),
                (1186 - row * 4, 112 + row * 22),
            ],
            fill=colour,
            outline=(50, 50, 60),
        )
    pen.polygon([(1184, 90), (1228, 90), (1206, 56)], fill=(70, 72, 80))
