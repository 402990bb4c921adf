"""This file is where the hallway is full: labelled cardboard boxes on a wooden floor."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from resources.demo.pictures.canvas import Array, look_up, photo, smooth, tile
from resources.demo.pictures.lettering import write_by_hand
from resources.demo.pictures.shapes import box, bumps, capsule
from resources.demo.pictures.solid import Lamp, Light, Solid, View, trace, vec


@dataclass(frozen=True)
class Carton:
    """Centre, half sizes, a turn around the vertical, what is written on it and the colour of its tape."""

    at: tuple[float, float, float]
    half: tuple[float, float, float]
    turn: float
    words: tuple[str, ...]
    tape: tuple[float, float, float] = (0.62, 0.47, 0.28)


_CARTONS = (
    Carton((-1.10, 0.46, 0.00), (0.62, 0.46, 0.48), 0.10, ("KITCHEN", "19", "pots + 锅")),
    Carton((-1.02, 1.28, -0.06), (0.52, 0.36, 0.42), -0.12, ("林悦 4/9", "15", "厨房 小心!")),
    Carton((0.28, 0.40, 0.16), (0.58, 0.40, 0.46), -0.06, ("ROUTER", "11", "open FIRST"), (0.72, 0.10, 0.09)),
    Carton((0.22, 1.16, 0.08), (0.46, 0.36, 0.40), 0.16, ("BOOKS", "3", "heavy, sorry")),
    Carton((1.52, 0.48, -0.06), (0.54, 0.48, 0.48), 0.05, ("NORA", "22", "bathroom")),
    Carton((1.44, 1.24, -0.12), (0.48, 0.28, 0.40), -0.20, ("GAMES", "8", "fragile!!")),
    Carton((1.18, 0.26, 1.02), (0.40, 0.26, 0.34), 0.30, ("KETTLE", "7", "mugs, tea")),
    Carton((-0.98, 2.00, -0.10), (0.40, 0.36, 0.36), 0.08, ("coats", "24", "winter")),
)


def boxes(width: int = 1120, height: int = 840) -> Image.Image:
    """Evening ceiling light and the door's daylight from the right."""
    view = View((0.35, 1.75, 5.2), (0.18, 0.92, 0.0), 0.62, width, height)
    light = Light(
        [Lamp((0.55, 0.80, 0.62), (0.92, 0.82, 0.66), 0.14), Lamp((-0.6, 0.5, 0.7), (0.16, 0.18, 0.24), 0.6)],
        (0.42, 0.40, 0.38),
        (0.26, 0.20, 0.15),
    )
    seen = trace(_scene(), view, light, np.zeros((height, width, 3), np.float32) + vec(0.5, 0.48, 0.44))
    return photo(seen.image, 201, vignette=0.4)


def _scene() -> list[Solid]:
    plaster, grain, board = tile(202, 1.4), tile(203, 1.7), tile(204, 1.3)
    floor = Solid(lambda p: p[:, 1], lambda p, n: _parquet(p, grain), 0.22, 24)
    wall = Solid(
        lambda p: p[:, 2] + 1.1, lambda p, n: vec(0.70, 0.70, 0.64) * (0.86 + 0.2 * bumps(p, plaster, 0.4))[:, None]
    )
    skirting = Solid(
        lambda p: box(p, (0, 0.1, -1.06), (9, 0.13, 0.06), 0.02), lambda p, n: p * 0 + vec(0.86, 0.85, 0.82), 0.2
    )
    lamp = Solid(
        lambda p: np.minimum(
            capsule(p, (-2.05, 0, -0.5), (-2.05, 2.0, -0.5), 0.03, 0.03),
            box(p, (-2.05, 0.02, -0.5), (0.25, 0.03, 0.25), 0.02),
        ),
        lambda p, n: p * 0 + vec(0.10, 0.10, 0.10),
        0.5,
    )
    shade = Solid(
        _lampshade,
        lambda p, n: p * 0 + vec(0.95, 0.78, 0.50),
        0.0,
        glow=0.55,
        bound=(-2.05, 2.2, -0.5, 0.6),
    )
    return [
        floor,
        wall,
        skirting,
        lamp,
        shade,
        *(_carton(carton, board, number) for number, carton in enumerate(_CARTONS)),
    ]


def _parquet(p: Array, grain: Array) -> Array:
    row = np.floor(p[:, 2] / 0.28)
    shift = p[:, 0] + (row * 0.618 % 1) * 1.9
    plank = np.floor(shift / 1.9)
    tone = np.sin(row * 12.3 + plank * 45.1) * 0.5 + 0.5
    line = look_up(grain, shift * 0.16 + tone, p[:, 2] * 1.4)
    gap = smooth(0.0, 0.03, 0.5 - np.abs((p[:, 2] / 0.28) % 1 - 0.5)) * smooth(
        0, 0.006, 0.5 - np.abs((shift / 1.9) % 1 - 0.5)
    )
    return vec(0.55, 0.36, 0.20) * ((0.50 + 0.28 * tone + 0.5 * line) * (0.45 + 0.55 * gap))[:, None]


def _lampshade(p: Array) -> Array:
    height = p[:, 1] - 2.2
    radius = np.hypot(p[:, 0] + 2.05, p[:, 2] + 0.5)
    return (np.maximum(np.abs(radius - 0.32 + height * 0.35) - 0.012, np.abs(height) - 0.24) * 0.8).astype(np.float32)


def _carton(carton: Carton, board: Array, number: int) -> Solid:
    label = _label(carton.words, number)
    sin, cos = np.float32(np.sin(carton.turn)), np.float32(np.cos(carton.turn))

    def local(p: Array) -> Array:
        q = p - vec(*carton.at)
        return np.stack([q[:, 0] * cos - q[:, 2] * sin, q[:, 1], q[:, 0] * sin + q[:, 2] * cos], 1)

    def distance(p: Array) -> Array:
        q = local(p)
        bulge = 0.012 * np.cos(q[:, 0] / carton.half[0] * 1.5) * np.cos(q[:, 1] / carton.half[1] * 1.5)
        return box(q, (0, 0, 0), carton.half, 0.018) - bulge - 0.006 * bumps(p, board, 0.8)

    def paint(p: Array, n: Array) -> Array:
        q = local(p)
        flutes = 0.025 * np.sin(q[:, 0] * 150)
        tone = 0.80 + 0.34 * bumps(p + number, board, 0.6) + flutes
        colour = vec(0.62, 0.45, 0.28) * tone[:, None] * (0.93 + 0.03 * (number % 5))
        seam = (np.abs(q[:, 2]) < 0.006) & (q[:, 1] > carton.half[1] * 0.9)
        colour = np.where(seam[:, None], colour * 0.35, colour)
        across = np.abs(q[:, 2]) < 0.075
        down = (np.abs(q[:, 2]) < 0.075) & (q[:, 1] > carton.half[1] * 0.45)
        front = (q[:, 2] > carton.half[2] * 0.93) & (np.abs(q[:, 0]) < 0.07) & (q[:, 1] > carton.half[1] * 0.62)
        taped = (across & (q[:, 1] > carton.half[1] * 0.9)) | (down & (np.abs(q[:, 0]) > carton.half[0] * 0.9)) | front
        colour = np.where(taped[:, None], vec(*carton.tape) * (0.85 + 0.3 * tone)[:, None], colour)
        return _stamped(colour, q, carton, label)

    reach = float(np.linalg.norm(carton.half)) + 0.03
    return Solid(distance, paint, 0.05, 10, bound=(*carton.at, reach))


def _label(words: tuple[str, ...], number: int) -> Array:
    """The front in ink: a word, the box's number in large figures, a remark."""
    sheet = Image.new("RGB", (640, 480), (255, 255, 255))
    ink = (26, 26, 34) if number % 3 else (20, 40, 120)
    write_by_hand(sheet, (50, 165), words[0], 92, ink)
    write_by_hand(sheet, (410, 350), words[1], 150, ink)
    write_by_hand(sheet, (50, 440), words[2], 56, ink)
    return np.asarray(sheet, np.float32) / 255


def _stamped(colour: Array, q: Array, carton: Carton, label: Array) -> Array:
    front = (q[:, 2] > carton.half[2] * 0.9) & (np.abs(q[:, 0]) < carton.half[0] * 0.95)
    scale = min(carton.half[0] / 320, carton.half[1] / 240) * 0.93
    u, v = (q[:, 0] / scale + 320).astype(int), (240 - q[:, 1] / scale).astype(int)
    inside = front & (u >= 0) & (u < 640) & (v >= 0) & (v < 480)
    ink = np.ones_like(colour)
    ink[inside] = label[v[inside], u[inside]]
    return (colour * ink).astype(np.float32)
