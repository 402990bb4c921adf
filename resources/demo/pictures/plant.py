"""This file is where the monstera stands at the kitchen window, with the harbour out of focus behind it."""

import numpy as np
from PIL import Image

from resources.demo.pictures.canvas import Array, blend, coordinates, floats, look_up, photo, ramp, smooth, soften, tile
from resources.demo.pictures.shapes import box, bumps, lathe, string
from resources.demo.pictures.solid import Lamp, Light, Solid, View, trace, unit, vec

# Where each leaf's stalk ends, which way its tip points (turn, droop) and how large it is.
_LEAVES = (
    ((-0.50, 1.62, 0.10), 2.80, 0.30, 0.70),
    ((0.50, 1.78, 0.06), 0.30, 0.25, 0.74),
    ((-0.16, 2.06, -0.05), 2.30, 0.10, 0.60),
    ((0.22, 1.24, 0.45), 0.75, 0.70, 0.62),
    ((-0.34, 1.08, 0.48), 2.35, 0.75, 0.60),
    ((0.62, 1.02, 0.05), 0.10, 0.60, 0.52),
    ((0.16, 2.25, 0.02), 1.0, 0.0, 0.44),
)


def plant(width: int = 820, height: int = 1090) -> Image.Image:
    """Morning light comes in from behind and shines through the leaves; a mug and a watering can keep it company."""
    view = View((0.10, 1.72, 5.2), (0.06, 1.20, 0.0), 0.76, width, height)
    light = Light(
        [Lamp((-0.55, 0.75, -0.62), (1.5, 1.28, 0.98), 0.2), Lamp((0.35, 0.5, 0.8), (0.24, 0.24, 0.27), 0.7)],
        (0.44, 0.49, 0.55),
        (0.30, 0.25, 0.20),
    )
    seen = trace(_scene(), view, light, _outside(width, height))
    return photo(seen.image, 131, vignette=0.4)


def _outside(width: int, height: int) -> Array:
    """Sky, a far shore, water and masts, all blurred."""
    x, y = coordinates(width, height)
    image = ramp(
        y, [(0, (0.86, 0.92, 1.0)), (0.42, (1.08, 1.03, 0.94)), (0.43, (0.62, 0.70, 0.72)), (0.8, (0.78, 0.86, 0.90))]
    )
    hills = smooth(0.0, 0.01, y - 0.40 + 0.06 * look_up(tile(132, 1.9), x * 0.4, x * 0)) * (y < 0.43)
    image = blend(image, (0.50, 0.60, 0.64), hills.astype(np.float32))
    tower = (np.abs(x - 0.83) < 0.012 + (y - 0.28) * 0.06) & (y > 0.28) & (y < 0.44)
    image = blend(image, (0.95, 0.93, 0.90), tower.astype(np.float32))
    red = tower & (((y > 0.31) & (y < 0.345)) | ((y > 0.38) & (y < 0.41)))
    image = blend(image, (0.80, 0.30, 0.26), red.astype(np.float32))
    random = np.random.default_rng(133)
    for _ in range(9):
        mast = (np.abs(x - random.random()) < 0.0022) & (y > random.uniform(0.3, 0.4)) & (y < 0.47)
        image = blend(image, (0.45, 0.42, 0.42), mast.astype(np.float32) * 0.8)
    return soften(image, width / 110)


def _scene() -> list[Solid]:
    grain, rough, clay = tile(134, 1.7), tile(135, 1.0), tile(136, 1.6)
    white = lambda p, n: vec(0.82, 0.81, 0.78) * (0.92 + 0.16 * bumps(p, clay, 0.4))[:, None]  # noqa: E731
    sill = Solid(lambda p: box(p, (0, -0.62, 0.5), (4, 0.12, 1.15), 0.05), lambda p, n: _wood(p, grain), 0.18, 22)
    frame = Solid(_frame, white, 0.1, 20)
    pot_line = [
        (0, -0.5),
        (0.44, -0.5),
        (0.62, 0.22),
        (0.68, 0.22),
        (0.70, 0.42),
        (0.60, 0.42),
        (0.56, 0.26),
        (0, 0.26),
    ]
    pot = Solid(lambda p: lathe(p, pot_line, 0.012), lambda p, n: _terracotta(p, clay), 0.06, 12, bound=(0, 0, 0, 0.95))
    earth = Solid(
        lambda p: (
            np.maximum(np.hypot(p[:, 0], p[:, 2]) - 0.6, np.abs(p[:, 1] - 0.28 - 0.09 * bumps(p, rough, 1.2)) - 0.04)
            * 0.7
        ),
        lambda p, n: vec(0.12, 0.08, 0.055) * (0.5 + bumps(p, rough, 2))[:, None],
        bound=(0, 0.3, 0, 0.7),
    )
    saucer = Solid(
        lambda p: lathe(p, [(0, -0.5), (0.62, -0.5), (0.74, -0.42), (0.70, -0.42), (0.58, -0.46), (0, -0.46)], 0.012),
        lambda p, n: _terracotta(p, clay),
        0.06,
        bound=(0, -0.46, 0, 0.8),
    )
    leaves = [_leaf(*leaf, vein=tile(137, 1.5)) for leaf in _LEAVES]
    stalks = [
        Solid(_stalk(leaf[0]), lambda p, n: p * 0 + vec(0.30, 0.42, 0.14), 0.2, bound=_stalk_bound(leaf[0]))
        for leaf in _LEAVES
    ]
    return [sill, frame, pot, earth, saucer, *stalks, *leaves, _mug()]


def _wood(p: Array, grain: Array) -> Array:
    line = look_up(grain, p[:, 0] * 0.16, p[:, 2] * 1.3)
    return vec(0.62, 0.45, 0.29) * (0.62 + 0.7 * line)[:, None]


def _terracotta(p: Array, clay: Array) -> Array:
    stain = smooth(0.45, 0.8, bumps(p * vec(1, 0.5, 1), clay, 0.5))
    colour = vec(0.68, 0.35, 0.21) * (0.75 + 0.4 * bumps(p, clay, 1.2))[:, None]
    return floats(colour + stain[:, None] * vec(0.10, 0.11, 0.10))


def _frame(p: Array) -> Array:
    bars = [box(p, (-1.85, 1.5, -0.75), (0.16, 2.6, 0.12), 0.03), box(p, (1.95, 1.5, -0.75), (0.16, 2.6, 0.12), 0.03)]
    bars += [
        box(p, (0.05, 2.02, -0.75), (2.0, 0.055, 0.07), 0.02),
        box(p, (0.05, -0.42, -0.75), (2.0, 0.13, 0.14), 0.03),
    ]
    bars += [box(p, (1.02, 1.5, -0.75), (0.055, 2.6, 0.07), 0.02), box(p, (0.05, 3.9, -0.75), (2.1, 0.2, 0.14), 0.03)]
    bars += [box(p, (-3.1, 1.5, -0.75), (1.12, 4, 0.05)), box(p, (3.2, 1.5, -0.75), (1.12, 4, 0.05))]
    return floats(np.minimum.reduce(bars))


def _stalk_knots(end: tuple[float, float, float]) -> list[tuple[float, float, float]]:
    """From the earth up and outwards in a bow."""
    x, y, z = end
    return [
        (x * 0.10 * t + x * 0.90 * t**2.2, 0.25 + (y - 0.25) * (1.25 * t - 0.25 * t * t), z * t**1.8)
        for t in np.linspace(0, 1, 7)
    ]


def _stalk(end: tuple[float, float, float]):  # type: ignore[no-untyped-def]
    knots = _stalk_knots(end)
    return lambda p: string(p, knots, 0.032, 0.018)


def _stalk_bound(end: tuple[float, float, float]) -> tuple[float, float, float, float]:
    x, y, z = end
    return (x / 2, (y + 0.25) / 2, z / 2, float(np.linalg.norm([x, y - 0.25, z])) / 2 + 0.15)


def _leaf(end: tuple[float, float, float], heading: float, droop: float, size: float, vein: Array) -> Solid:
    """A heart with slits between the ribs, bent along the middle, in its own axes (along, across, off the blade)."""
    along = unit(
        vec(np.cos(heading) * np.cos(droop), 0.12 - np.sin(droop), np.sin(heading) * 0.35 * np.cos(droop) + 0.2)
    )
    off = unit(np.cross(np.cross(along, vec(0.0, 0.55, 0.85)), along))
    across = np.cross(off, along)
    centre = vec(*end) + along * size * 0.42

    def local(p: Array) -> tuple[Array, Array, Array]:
        q = (p - centre) / np.float32(size)
        return q @ along, q @ across, q @ off

    def distance(p: Array) -> Array:
        u, v, w = local(p)
        bend = 0.16 * v * v * 1.6 - 0.20 * (u + 0.1) ** 2 + 0.02 * np.sin(np.abs(v) * 18 - u * 9)
        return floats(np.maximum(_outline(u, v), np.abs(w - bend) - 0.012) * size * 0.55)

    def paint(p: Array, n: Array) -> Array:
        u, v, _ = local(p)
        rib = np.abs(np.sin((u - np.abs(v) * 0.75) * 13 + 0.6))
        pale = np.maximum(smooth(0.03, 0.008, np.abs(v)), 0.6 * smooth(0.16, 0.03, rib) * smooth(0.62, 0.2, np.abs(v)))
        tone = 0.72 + 0.5 * bumps(p, vein, 0.9)
        young = vec(0.42, 0.66, 0.20) if size < 0.45 else vec(0.12, 0.36, 0.10)
        return floats(young * tone[:, None] + pale[:, None] * vec(0.20, 0.24, 0.10))

    return Solid(distance, paint, 0.30, 22, soft=0.75, bound=(*centre.tolist(), size * 1.05))


def _outline(u: Array, v: Array) -> Array:
    """Distance-like value to a heart of about unit size, negative inside; slits and a few holes taken out."""
    side = np.abs(v)
    heart = np.hypot(u * 0.98 + 0.02, side * (1.12 - 0.10 * u)) - 0.60 - 0.28 * u * np.clip(1 - side * 1.6, 0, 1)
    notch = 0.13 - np.hypot((u + 0.60) * 0.8, side * 1.9)
    phase = (u - side * 0.75) * 13 / np.pi + 0.7
    away = np.abs(phase - np.round(phase)) * 0.24
    slit = (0.026 + 0.03 * smooth(0.3, 0.6, side)) - away - 0.4 * np.clip(0.27 - side, 0, 1)
    slit = np.where((u > -0.40) & (u < 0.62), slit, -1)
    holes = 0.030 - np.hypot(away, (side - 0.15) * 0.55)
    holes = np.where((u > -0.25) & (u < 0.35), holes, -1)
    return floats(np.maximum.reduce([heart, notch, slit, holes]))


def _mug() -> Solid:
    at = vec(1.12, -0.5, 0.62)
    line = [(0, 0), (0.22, 0), (0.24, 0.03), (0.24, 0.46), (0.21, 0.46), (0.205, 0.06), (0, 0.06)]

    def distance(p: Array) -> Array:
        q = p - at
        ring = np.hypot(np.hypot(q[:, 0] - 0.27, q[:, 1] - 0.24) - 0.12, q[:, 2]) - 0.028
        return floats(np.minimum(lathe(q, line, 0.008), np.maximum(ring, 0.21 - np.hypot(q[:, 0], q[:, 2]))))

    def paint(p: Array, n: Array) -> Array:
        band = np.abs(p[:, 1] + 0.26) < 0.07
        return np.where(band[:, None], vec(0.16, 0.30, 0.46), vec(0.84, 0.82, 0.77)).astype(np.float32)

    return Solid(distance, paint, 0.5, 50, bound=(1.2, -0.26, 0.62, 0.5))
