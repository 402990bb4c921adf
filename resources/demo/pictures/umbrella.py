"""This file is where the lost umbrella hangs: dark green, a carved duck's head, on a hook in a cafe."""

import numpy as np
from PIL import Image

from resources.demo.pictures.canvas import Array, floats, look_up, photo, smooth, tile
from resources.demo.pictures.lettering import font, put
from resources.demo.pictures.shapes import ball, box, bumps, capsule, join, lathe, oval, string
from resources.demo.pictures.solid import Lamp, Light, Solid, View, trace, vec

_BEND = [(0.235 - 0.235 * np.cos(a), 1.06 + 0.26 * np.sin(a), 0.0) for a in np.linspace(0.0, 2.55, 12)]
_NECK = [(0.0, 0.55, 0.0), *_BEND, (0.49, 1.12, 0.0)]
_CANOPY = [
    (0, -2.35),
    (0.03, -2.34),
    (0.06, -2.05),
    (0.16, -1.3),
    (0.20, -0.6),
    (0.15, 0.1),
    (0.10, 0.33),
    (0.07, 0.40),
    (0, 0.42),
]


def umbrella(width: int = 820, height: int = 1090) -> Image.Image:
    """Upright, as the eye sees it; the gallery stores it the way a turned phone does."""
    view = View((0.75, 0.35, 5.4), (0.14, -0.28, 0.0), 0.78, width, height)
    light = Light(
        [Lamp((-0.62, 0.75, 0.7), (1.12, 0.92, 0.66), 0.10), Lamp((0.9, 0.2, 0.6), (0.16, 0.18, 0.24), 0.5)],
        (0.36, 0.34, 0.34),
        (0.22, 0.17, 0.13),
    )
    seen = trace(_scene(), view, light, np.zeros((height, width, 3), np.float32) + vec(0.3, 0.26, 0.2))
    return photo(seen.image, 141, vignette=0.45)


def _scene() -> list[Solid]:
    plaster, grain, cloth = tile(142, 1.4), tile(143, 1.7), tile(144, 0.6)
    wood = lambda p, n: _carved(p, grain)  # noqa: E731
    wall = Solid(lambda p: p[:, 2] + 0.42 - 0.012 * bumps(p, plaster, 0.5), lambda p, n: _plaster(p, plaster))
    panel = Solid(_panel, lambda p, n: _painted(p, grain), 0.12, 16)
    handle = Solid(_duck, wood, 0.35, 26, bound=(0.2, 0.95, 0, 0.75))
    eye = Solid(
        lambda p: ball(p, (0.535, 1.15, 0.125), 0.024),
        lambda p, n: p * 0 + vec(0.02, 0.02, 0.02),
        1.0,
        60,
        bound=(0.53, 1.15, 0.12, 0.04),
    )
    collar = Solid(
        lambda p: lathe(p, [(0, 0.46), (0.085, 0.46), (0.085, 0.57), (0, 0.57)], 0.008),
        lambda p, n: p * 0 + vec(0.75, 0.55, 0.22),
        0.9,
        40,
        bound=(0, 0.5, 0, 0.16),
    )
    canopy = Solid(_canopy, lambda p, n: _cloth(p, cloth), 0.12, 14, bound=(0, -0.95, 0, 1.5))
    strap = Solid(_strap, lambda p, n: p * 0 + vec(0.035, 0.12, 0.075), 0.1, bound=(0, -0.55, 0, 0.35))
    tip = Solid(
        lambda p: capsule(p, (0, -2.3, 0), (0, -2.62, 0), 0.032, 0.022),
        lambda p, n: p * 0 + vec(0.6, 0.5, 0.32),
        0.8,
        40,
        bound=(0, -2.45, 0, 0.25),
    )
    hook = Solid(_hook, lambda p, n: p * 0 + vec(0.06, 0.055, 0.05), 0.7, 24, bound=(0.2, 1.3, -0.2, 0.7))
    return [wall, panel, handle, eye, collar, canopy, strap, tip, hook, _sign()]


def _plaster(p: Array, plaster: Array) -> Array:
    return vec(0.80, 0.71, 0.56) * (0.78 + 0.36 * bumps(p, plaster, 0.35))[:, None]


def _panel(p: Array) -> Array:
    """Tongue-and-groove boards below a rail, and the board that carries the hooks."""
    groove = np.abs((p[:, 0] / 0.34) % 1 - 0.5) * 0.34
    boards = box(p, (0, -2.4, -0.42), (6, 1.5, 0.08)) + 0.022 * smooth(0.022, 0.004, groove)
    rail = box(p, (0, -0.86, -0.38), (6, 0.07, 0.13), 0.03)
    rack = box(p, (0, 1.42, -0.38), (6, 0.17, 0.07), 0.02)
    return np.minimum(np.minimum(boards, rail), rack).astype(np.float32)


def _painted(p: Array, grain: Array) -> Array:
    worn = look_up(grain, p[:, 0] * 1.2, p[:, 1] * 0.16)
    return (
        np.where((p[:, 1] > 0.5)[:, None], vec(0.36, 0.22, 0.12), vec(0.20, 0.36, 0.38)) * (0.72 + 0.5 * worn)[:, None]
    )


def _carved(p: Array, grain: Array) -> Array:
    line = look_up(grain, p[:, 0] * 1.6 + p[:, 2], p[:, 1] * 0.35)
    bill = smooth(0.60, 0.64, p[:, 0]) * (p[:, 1] < 1.2)
    return floats((vec(0.50, 0.28, 0.12) + bill[:, None] * vec(0.20, 0.12, -0.02)) * (0.62 + 0.75 * line)[:, None])


def _duck(p: Array) -> Array:
    """A bent neck that ends in a round head with a flat bill."""
    neck = string(p, _NECK, 0.085, 0.095)
    head = join(neck, oval(p, (0.52, 1.10, 0.0), (0.165, 0.15, 0.14)), 0.08)
    bill = oval(p, (0.71, 1.02, 0.0), (0.17, 0.035, 0.085))
    lower = oval(p, (0.69, 0.985, 0.0), (0.13, 0.022, 0.07))
    return join(head, np.minimum(bill, lower), 0.03)


def _canopy(p: Array) -> Array:
    """Rolled cloth: folds run down it in a slow spiral and are deepest where it is widest."""
    angle = np.arctan2(p[:, 2], p[:, 0]) + p[:, 1] * 0.9
    fold = np.abs(((angle / (2 * np.pi) * 8) % 1) - 0.35)
    deep = 0.055 * smooth(-2.3, -0.9, p[:, 1]) * smooth(0.45, 0.0, p[:, 1])
    pinch = 0.035 * np.exp(-(((p[:, 1] + 0.55) / 0.12) ** 2))
    ribs = 0.008 * np.sin(p[:, 1] * 7 + angle * 3)
    return ((lathe(p, _CANOPY, 0.02) + deep * (0.5 - fold) + pinch + ribs) * 0.7).astype(np.float32)


def _cloth(p: Array, cloth: Array) -> Array:
    return vec(0.045, 0.19, 0.105) * (0.7 + 0.6 * bumps(p, cloth, 1.4))[:, None]


def _strap(p: Array) -> Array:
    around = np.hypot(p[:, 0], p[:, 2])
    band = np.maximum(np.abs(around - 0.19) - 0.012, np.abs(p[:, 1] + 0.55 - 0.1 * p[:, 0]) - 0.05)
    return np.minimum(band, ball(p, (0.10, -0.54, 0.17), 0.028)).astype(np.float32) * 0.8


def _hook(p: Array) -> Array:
    plate = box(p, (0.20, 1.42, -0.30), (0.09, 0.16, 0.025), 0.02)
    arm = string(
        p,
        [(0.20, 1.36, -0.28), (0.20, 1.20, -0.14), (0.20, 1.18, 0.02), (0.20, 1.22, 0.16), (0.20, 1.32, 0.22)],
        0.036,
        0.028,
    )
    screws = np.minimum(ball(p, (0.20, 1.53, -0.275), 0.024), ball(p, (0.20, 1.31, -0.275), 0.02))
    other = np.minimum(
        box(p, (-1.05, 1.42, -0.30), (0.09, 0.16, 0.025), 0.02),
        string(p, [(-1.05, 1.36, -0.28), (-1.05, 1.20, -0.14), (-1.05, 1.18, 0.02), (-1.05, 1.30, 0.2)], 0.036, 0.028),
    )
    return np.minimum(np.minimum.reduce([plate, arm, other]), np.minimum(screws, ball(p, (0.20, 1.33, 0.22), 0.045)))


def _sign() -> Solid:
    """An enamel sign with the cafe's name."""
    sheet = Image.new("RGB", (600, 380), (238, 230, 208))
    frame = Image.new("RGB", (560, 340), (28, 66, 74))
    frame.paste((238, 230, 208), (10, 10, 550, 330))
    sheet.paste(frame, (20, 20))
    put(sheet, (300, 140), "CAFÉ BOIA", font("serifbold", 74), fill=(28, 66, 74), anchor="mm")
    put(sheet, (300, 228), "perdidos e achados", font("serif", 38), fill=(150, 60, 40), anchor="mm")
    put(sheet, (300, 284), "lost & found", font("serif", 34), fill=(90, 90, 84), anchor="mm")
    text = np.asarray(sheet, np.float32) / 255

    def paint(p: Array, n: Array) -> Array:
        u = np.clip(((p[:, 0] + 0.98) / 1.06 + 0.5) * 600, 0, 599).astype(int)
        v = np.clip((0.5 - (p[:, 1] - 0.38) / 0.68) * 380, 0, 379).astype(int)
        return floats(text[v, u] * np.float32(0.92))

    return Solid(lambda p: box(p, (-0.98, 0.38, -0.39), (0.53, 0.34, 0.03), 0.02), paint, 0.45, 40)
