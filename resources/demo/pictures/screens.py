"""This file is where phone screens are drawn: the flight booking, the bank transfer in Chinese and the pace chart."""

import numpy as np
from PIL import Image, ImageDraw

from resources.demo.pictures.canvas import coordinates, look_up, ramp, tile, to_picture
from resources.demo.pictures.lettering import font, put

_INK, _GREY = (28, 34, 48), (120, 128, 142)
_PACE = (
    ("Apr", 6.20),
    ("", 6.12),
    ("May", 6.07),
    ("", 5.95),
    ("Jun", 5.83),
    ("", 5.85),
    ("Jul", 5.68),
    ("", 5.77),
    ("Aug", 5.52),
    ("", 5.40),
)


def flight() -> Image.Image:
    """The airline's confirmation page with both legs and a boarding code."""
    sheet = Image.new("RGB", (900, 1400), (238, 242, 248))
    x, y = coordinates(900, 330)
    sky = ramp(y + 0.12 * x, [(0, (0.05, 0.23, 0.46)), (0.7, (0.12, 0.45, 0.66)), (1.1, (0.98, 0.66, 0.42))])
    sheet.paste(to_picture(sky + 0.10 * (look_up(tile(171, 1.9), x * 0.6, y * 0.4) - 0.5)[..., None]), (0, 0))
    _status_bar(sheet, "15:18", (255, 255, 255))
    put(sheet, (56, 104), "Meridiano Air", font("bold", 50), fill=(255, 255, 255))
    put(sheet, (56, 178), "Booking confirmed", font("sans", 38), fill=(226, 238, 248))
    put(sheet, (844, 104), "REFERENCE", font("sans", 26), fill=(206, 226, 240), anchor="ra")
    put(sheet, (844, 142), "QX7T4L", font("monobold", 58), fill=(255, 255, 255), anchor="ra")
    legs = (
        (260, "Outbound · Thu 8 May 2025", "ME 2417", ("06:55", "HWK", "Harwick"), ("09:40", "LIS", "Lisbon")),
        (588, "Return · Mon 12 May 2025", "ME 2418", ("20:15", "LIS", "Lisbon"), ("23:00", "HWK", "Harwick")),
    )
    for top, title, number, start, end in legs:
        _leg(sheet, top, (title, number), start, end)
    _panel(sheet, (40, 916, 860, 1360))
    put(sheet, (80, 946), "4 passengers", font("bold", 36), fill=_INK)
    for row, (name, seat) in enumerate((("Nora", "14A"), ("Tomás", "14B"), ("Zhe", "14C"), ("Priya", "15A"))):
        put(sheet, (80, 1006 + row * 48), name, font("sans", 34), fill=_INK)
        put(sheet, (330, 1006 + row * 48), seat, font("mono", 34), fill=_GREY, anchor="ra")
    put(sheet, (80, 1216), "Cabin bag 8 kg included", font("sans", 30), fill=_GREY)
    put(sheet, (80, 1276), "Paid  £472.00", font("bold", 44), fill=(18, 104, 84))
    _code(sheet, (510, 960, 820, 1270))
    return sheet


def transfer() -> Image.Image:
    """A bank app's receipt in Chinese: the deposit share."""
    sheet = Image.new("RGB", (864, 1400), (243, 244, 246))
    pen = ImageDraw.Draw(sheet)
    x, y = coordinates(864, 420)
    teal = ramp(y * 0.7 + x * 0.5, [(0, (0.02, 0.36, 0.40)), (1.2, (0.10, 0.62, 0.56))])
    waves = 0.05 * np.sin(y * 30 + 3 * np.sin(x * 5))
    sheet.paste(to_picture(teal + waves[..., None].astype(np.float32)), (0, 0))
    _status_bar(sheet, "21:08", (255, 255, 255))
    put(sheet, (432, 116), "海湾银行", font("cjkbold", 42), fill=(255, 255, 255), anchor="mm")
    put(sheet, (52, 116), "‹", font("sans", 60), fill=(255, 255, 255), anchor="lm")
    _panel(sheet, (40, 190, 824, 1230))
    pen.ellipse((382, 236, 482, 336), fill=(30, 168, 110))
    pen.line([(408, 288), (426, 308), (458, 266)], fill=(255, 255, 255), width=11, joint="curve")
    put(sheet, (432, 384), "转账成功", font("cjkbold", 46), fill=_INK, anchor="mm")
    put(sheet, (432, 474), "£ 496.00", font("bold", 78), fill=_INK, anchor="mm")
    put(sheet, (432, 546), "折合人民币 4,538.40 元", font("cjk", 32), fill=_GREY, anchor="mm")
    rows = (
        ("收款人", "Nora（14 Quay Street）"),
        ("付款人", "林悦"),
        ("付款账户", "尾号 0071 储蓄卡"),
        ("附言", "押金 3B 林悦"),
        ("手续费", "25.00 元"),
        ("转账时间", "2025-02-19 21:07:33"),
        ("预计到账", "两个工作日内"),
        ("流水号", "HW20250219 000417"),
    )
    for row, (name, value) in enumerate(rows):
        top = 606 + row * 74
        pen.line((80, top, 784, top), fill=(232, 234, 238), width=2)
        put(sheet, (80, top + 37), name, font("cjk", 34), fill=_GREY, anchor="lm")
        put(sheet, (784, top + 37), value, font("cjk", 34), fill=_INK, anchor="rm")
    pen.rounded_rectangle((40, 1266, 420, 1354), 44, outline=(16, 130, 122), width=3)
    pen.rounded_rectangle((444, 1266, 824, 1354), 44, fill=(16, 130, 122))
    put(sheet, (230, 1308), "保存截图", font("cjk", 36), fill=(16, 130, 122), anchor="mm")
    put(sheet, (634, 1308), "完成", font("cjkbold", 36), fill=(255, 255, 255), anchor="mm")
    return sheet


def chart() -> Image.Image:
    """Average pace from April to August: falls from 6:12 to 5:24 per kilometre, with the goal as a dashed line."""
    finer = 2
    sheet = Image.new("RGB", (1200 * finer, 820 * finer), (252, 251, 247))
    pen = ImageDraw.Draw(sheet)

    def at(number: float, pace: float) -> tuple[float, float]:
        return (120 + number * 110) * finer, (150 + (6.4 - pace) / 1.2 * 540) * finer

    put(sheet, (60 * finer, 40 * finer), "Tomás · average pace, long runs 2025", font("bold", 34 * finer), fill=_INK)
    put(sheet, (60 * finer, 92 * finer), "minutes per km — lower is faster", font("sans", 23 * finer), fill=_GREY)
    for pace in (6.4, 6.2, 6.0, 5.8, 5.6, 5.4, 5.2):
        pen.line([at(-0.2, pace), at(9.3, pace)], fill=(224, 226, 228), width=2 * finer)
        put(sheet, (96 * finer, at(0, pace)[1]), _clock(pace), font("sans", 22 * finer), fill=_GREY, anchor="rm")
    points = [at(number, pace) for number, (_, pace) in enumerate(_PACE)]
    shade = Image.new("L", sheet.size)
    ImageDraw.Draw(shade).polygon([*points, at(9, 5.2), at(0, 5.2)], fill=46)
    sheet.paste(Image.new("RGB", sheet.size, (232, 110, 60)), (0, 0), shade)
    goal = 5 + 27 / 60
    for step in np.arange(-0.2, 9.3, 0.24):
        pen.line([at(step, goal), at(step + 0.13, goal)], fill=(20, 120, 110), width=4 * finer)
    put(
        sheet,
        (at(0.0, goal)[0], at(0, goal)[1] - 10 * finer),
        "goal: half marathon under 1:55 = 5:27 /km",
        font("sans", 23 * finer),
        fill=(20, 120, 110),
        anchor="ls",
    )
    pen.line(points, fill=(214, 84, 40), width=6 * finer, joint="curve")
    for (label, pace), (px, py) in zip(_PACE, points, strict=True):
        pen.ellipse(
            (px - 9 * finer, py - 9 * finer, px + 9 * finer, py + 9 * finer),
            fill=(252, 251, 247),
            outline=(214, 84, 40),
            width=4 * finer,
        )
        below = pace < 5.6
        put(
            sheet,
            (px - 14 * finer * below, py + (38 if below else -20) * finer),
            _clock(pace),
            font("bold", 21 * finer),
            fill=(150, 60, 30),
            anchor="ms",
        )
        put(sheet, (px, 716 * finer), label, font("sans", 25 * finer), fill=_INK, anchor="mm")
    px, py = points[7]
    put(sheet, (px + 16 * finer, py - 62 * finer), "knee :(", font("hand", 28 * finer), fill=(90, 60, 150), anchor="ms")
    put(
        sheet,
        (1140 * finer, 782 * finer),
        "chart: Zhe (fee: 1 beer)   data: watch",
        font("sans", 20 * finer),
        fill=_GREY,
        anchor="rm",
    )
    return sheet.resize((1200, 820), Image.Resampling.LANCZOS)


def _clock(pace: float) -> str:
    seconds = round(pace * 60)
    return f"{seconds // 60}:{seconds % 60:02d}"


def _status_bar(sheet: Image.Image, clock: str, ink: tuple[int, int, int]) -> None:
    wide = sheet.width
    pen = ImageDraw.Draw(sheet)
    put(sheet, (40, 24), clock, font("bold", 30), fill=ink)
    for bar in range(4):
        pen.rectangle((wide - 196 + bar * 14, 52 - bar * 7 - 8, wide - 187 + bar * 14, 54), fill=ink)
    pen.rounded_rectangle((wide - 116, 28, wide - 56, 56), 7, outline=ink, width=3)
    pen.rectangle((wide - 111, 33, wide - 78, 51), fill=ink)
    pen.rectangle((wide - 54, 37, wide - 49, 47), fill=ink)


def _panel(sheet: Image.Image, box: tuple[int, int, int, int]) -> None:
    pen = ImageDraw.Draw(sheet)
    left, top, right, bottom = box
    for grow, shade in ((7, 228), (4, 222), (2, 214)):
        pen.rounded_rectangle(
            (left - grow, top - grow + 4, right + grow, bottom + grow + 4), 26, fill=(shade, shade + 3, shade + 8)
        )
    pen.rounded_rectangle(box, 24, fill=(255, 255, 255))


def _leg(
    sheet: Image.Image, top: int, head: tuple[str, str], start: tuple[str, str, str], end: tuple[str, str, str]
) -> None:
    pen = ImageDraw.Draw(sheet)
    _panel(sheet, (40, top, 860, top + 300))
    put(sheet, (80, top + 28), head[0], font("sans", 34), fill=_GREY)
    put(sheet, (820, top + 28), head[1], font("bold", 34), fill=(20, 96, 150), anchor="ra")
    pen.line((80, top + 92, 820, top + 92), fill=(228, 232, 238), width=3)
    for place, anchor, (clock, code, town) in ((80, "la", start), (820, "ra", end)):
        put(sheet, (place, top + 108), clock, font("bold", 66), fill=_INK, anchor=anchor)
        put(sheet, (place, top + 192), code, font("monobold", 44), fill=(20, 96, 150), anchor=anchor)
        put(sheet, (place, top + 246), town, font("sans", 30), fill=_GREY, anchor=anchor)
    pen.line((330, top + 150, 570, top + 150), fill=(160, 176, 196), width=4)
    pen.polygon([(566, top + 134), (606, top + 150), (566, top + 166)], fill=(20, 96, 150))
    put(sheet, (450, top + 182), "direct, 2 h 45", font("sans", 27), fill=_GREY, anchor="mm")


def _code(sheet: Image.Image, box: tuple[int, int, int, int]) -> None:
    """A square pattern that looks like a boarding code and holds nothing."""
    random = np.random.default_rng(172)
    pen = ImageDraw.Draw(sheet)
    cells, size = random.random((25, 25)) < 0.5, (box[2] - box[0]) / 25
    for row, column in np.argwhere(cells).tolist():
        left, top = box[0] + column * size, box[1] + row * size
        pen.rectangle((left, top, left + size - 0.5, top + size - 0.5), fill=_INK)
    for row, column in ((0, 0), (0, 18), (18, 0)):
        left, top = box[0] + column * size, box[1] + row * size
        for inset, colour in ((0, _INK), (1, (255, 255, 255)), (2, _INK)):
            pen.rectangle(
                (left + inset * size, top + inset * size, left + (7 - inset) * size, top + (7 - inset) * size),
                fill=colour,
            )
