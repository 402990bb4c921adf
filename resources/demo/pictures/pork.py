"""This file is where dinner is served: a bowl of red-braised pork seen from above, with rice, chopsticks and steam."""

import numpy as np
from PIL import Image

from resources.demo.pictures.canvas import (
    Array,
    coordinates,
    floats,
    look_up,
    photo,
    smooth,
    soften,
    tile,
)
from resources.demo.pictures.rice import bowl_of_rice, grained
from resources.demo.pictures.shapes import box, bumps, capsule, lathe, turn
from resources.demo.pictures.solid import Distance, Lamp, Light, Solid, View, trace, vec

_BOWL = [
    (0, 0.0),
    (0.55, 0.0),
    (0.60, 0.06),
    (1.0, 0.36),
    (1.22, 0.66),
    (1.17, 0.67),
    (0.95, 0.42),
    (0.55, 0.16),
    (0, 0.13),
]


def pork(width: int = 1160, height: int = 870) -> Image.Image:
    """Window light from the upper left on glazed cubes in dark sauce."""
    view = View((0.16, 4.3, 2.7), (0.22, 0.25, -0.05), 0.66, width, height)
    light = Light([Lamp((-0.65, 0.85, -0.45), (1.35, 1.18, 0.98), 0.22)], (0.42, 0.42, 0.44), (0.22, 0.15, 0.10))
    scene = _scene()
    seen = trace(scene, view, light, np.zeros((height, width, 3), np.float32))
    return photo(_steam(grained(seen, len(scene) - 3)), 121, vignette=0.45)


def _scene() -> list[Solid]:
    grain, rough = tile(122, 1.7), tile(123, 1.65)
    table = Solid(lambda p: p[:, 1] + 0.02, lambda p, n: _planks(p, grain, rough), 0.10, 14)
    bowl = Solid(lambda p: lathe(p, _BOWL, 0.012) * 0.95, _glaze, 0.6, 70, bound=(0, 0.3, 0, 1.3))
    sauce = Solid(
        lambda p: np.maximum(
            np.hypot(p[:, 0], p[:, 2]) - 1.0, np.abs(p[:, 1] - 0.40 - 0.015 * bumps(p, rough, 0.6)) - 0.03
        ),
        lambda p, n: p * 0 + vec(0.17, 0.052, 0.018),
        0.9,
        60,
        bound=(0, 0.4, 0, 1.05),
    )
    cubes = [_cube(place, rough) for place in _places()]
    return [table, bowl, sauce, *cubes, *_garnish(), *bowl_of_rice(), *_chopsticks(grain)]


def _planks(p: Array, grain: Array, rough: Array) -> Array:
    board = np.floor(p[:, 2] / 0.72)
    lines = look_up(grain, p[:, 0] * 0.10 + board * 0.37, p[:, 2] * 0.9 + board * 0.21)
    fibre = look_up(tile(128, 1.1), p[:, 0] * 0.25, p[:, 2] * 4)
    seam = smooth(0.0, 0.02, np.abs((p[:, 2] / 0.72) % 1 - 0.5) * -1 + 0.5)
    tone = 0.55 + 0.65 * lines + 0.25 * fibre + 0.10 * np.sin(board * 5)
    return floats(vec(0.47, 0.29, 0.16) * (tone * (0.35 + 0.65 * seam))[:, None])


def _glaze(p: Array, n: Array) -> Array:
    """White porcelain with two blue rings and a painted wave on the outside."""
    radius, angle = np.hypot(p[:, 0], p[:, 2]), np.arctan2(p[:, 2], p[:, 0])
    ring = (np.abs(p[:, 1] - 0.625) < 0.022) | (np.abs(p[:, 1] - 0.57) < 0.007)
    wave = np.abs(p[:, 1] - 0.47 - 0.035 * np.sin(angle * 22)) < 0.012
    outside = (n[:, 0] * p[:, 0] + n[:, 2] * p[:, 2]) > 0
    blue = ring | (wave & outside & (radius > 0.8))
    return np.where(blue[:, None], vec(0.10, 0.20, 0.50), vec(0.88, 0.89, 0.88)).astype(np.float32)


def _places() -> list[tuple[float, ...]]:
    """Position, three angles and size of each cube: a ring, an inner ring and a few on top."""
    random = np.random.default_rng(125)
    places: list[tuple[float, ...]] = []
    for count, radius, height in ((11, 0.74, 0.47), (6, 0.38, 0.56), (3, 0.20, 0.80)):
        for number in range(count):
            angle = number / count * 2 * np.pi + random.uniform(-0.12, 0.12) + height
            r = radius + random.uniform(-0.05, 0.05)
            spin = (random.uniform(-0.45, 0.45), random.uniform(0, 3.1), random.uniform(-0.45, 0.45))
            place = (r * np.cos(angle), height + random.uniform(-0.03, 0.05), r * np.sin(angle))
            places.append((*place, *spin, random.uniform(0.155, 0.20)))
    return places


def _cube(place: tuple[float, ...], rough: Array) -> Solid:
    x, y, z, a, b, c, size = place

    def local(p: Array) -> Array:
        return turn(turn(turn(p - vec(x, y, z), 0, a), 1, b), 2, c)

    def distance(p: Array) -> Array:
        q = local(p)
        return (box(q, (0, 0, 0), (size * 1.15, size * 0.95, size), 0.055) - 0.035 * (bumps(q, rough, 0.7) - 0.5)) * 0.9

    def paint(p: Array, n: Array) -> Array:
        q = local(p)
        layer = q[:, 1] / size + 0.35 * (bumps(q, rough, 0.5) - 0.5) + 0.12 * np.sin(q[:, 0] * 16 + x * 9)
        stops, tones = (
            [-1, -0.36, -0.28, 0.02, 0.10, 0.30, 0.40, 0.66, 0.76, 1.1],
            [
                (0.34, 0.115, 0.05),
                (0.40, 0.14, 0.06),
                (0.74, 0.46, 0.24),
                (0.72, 0.42, 0.20),
                (0.38, 0.13, 0.055),
                (0.42, 0.15, 0.06),
                (0.82, 0.55, 0.30),
                (0.76, 0.45, 0.20),
                (0.36, 0.09, 0.025),
                (0.30, 0.07, 0.02),
            ],
        )
        colour = np.stack([np.interp(layer, stops, [tone[i] for tone in tones]) for i in range(3)], 1)
        return (colour * (0.75 + 0.5 * bumps(q, rough, 1.6))[:, None]).astype(np.float32)

    return Solid(distance, paint, 0.85, 46, soft=0.25, bound=(x, y, z, size * 1.9))


def _garnish() -> list[Solid]:
    """Rings of spring onion and two stars of anise."""
    random = np.random.default_rng(126)
    rings = [
        (random.normal(0, 0.36), random.normal(0, 0.36), random.uniform(0, 3), random.uniform(0.035, 0.06))
        for _ in range(26)
    ]
    cubes = _places()

    def top(x: float, z: float) -> float:
        close = [c[1] + c[6] for c in cubes if np.hypot(c[0] - x, c[2] - z) < c[6] * 1.1]
        return max(close, default=0.45) + 0.012

    def onion(x: float, z: float, lean: float, radius: float) -> Solid:
        y = top(x, z)

        def distance(p: Array) -> Array:
            q = turn(p - vec(x, y, z), 0, 0.5 * np.sin(lean * 5))
            shell = np.abs(np.hypot(q[:, 0], q[:, 2]) - radius) - 0.008
            return np.maximum(shell, np.abs(q[:, 1]) - 0.022).astype(np.float32) - 0.004

        green = vec(0.28, 0.52, 0.12) if lean < 2 else vec(0.55, 0.72, 0.32)
        return Solid(distance, lambda p, n: p * 0 + green, 0.3, 30, soft=0.5, bound=(x, y, z, radius + 0.04))

    def anise(x: float, y: float, z: float, tilt: float) -> Solid:
        def distance(p: Array) -> Array:
            q = turn(p - vec(x, y, z), 2, tilt)
            step = np.pi / 4
            angle = np.arctan2(q[:, 2], q[:, 0])
            angle = angle - np.round(angle / step) * step
            radius = np.hypot(q[:, 0], q[:, 2])
            f = np.stack([radius * np.cos(angle), q[:, 1], radius * np.sin(angle)], 1).astype(np.float32)
            return (
                np.maximum(
                    capsule(f, (0.0, 0, 0), (0.15, 0.02, 0), 0.018, 0.034),
                    -capsule(f, (0.05, 0.045, 0), (0.16, 0.06, 0), 0.008, 0.02),
                )
                * 0.8
            )

        return Solid(distance, lambda p, n: p * 0 + vec(0.22, 0.09, 0.035), 0.3, 20, bound=(x, y, z, 0.25))

    return [onion(*ring) for ring in rings] + [anise(-0.60, 0.72, 0.33, 0.35), anise(0.80, 0.66, -0.22, -0.4)]


def _chopsticks(grain: Array) -> list[Solid]:
    pairs = (((-1.85, 0.16, -1.0), (-1.35, 0.05, 1.5)), ((-1.70, 0.16, -1.02), (-1.24, 0.05, 1.46)))
    rods: Distance = lambda p: np.minimum(*(capsule(p, a, b, 0.045, 0.026) for a, b in pairs))  # noqa: E731

    def lacquer(p: Array, n: Array) -> Array:
        band = (p[:, 2] < -0.52) | ((p[:, 2] > -0.46) & (p[:, 2] < -0.42))
        wood = vec(0.34, 0.14, 0.07) * (0.7 + 0.6 * look_up(grain, p[:, 0] * 3, p[:, 2] * 0.3))[:, None]
        return np.where(band[:, None], vec(0.62, 0.10, 0.07), wood).astype(np.float32)

    rest = Solid(
        lambda p: box(p, (-1.74, 0.06, -0.72), (0.22, 0.07, 0.09), 0.05),
        lambda p, n: p * 0 + vec(0.75, 0.80, 0.85),
        0.6,
    )
    return [Solid(rods, lacquer, 0.55, 60), rest]


def _steam(image: Array) -> Array:
    """Thin rising veils: noise stretched upwards, brightest above the bowl."""
    height, width = image.shape[:2]
    x, y = coordinates(width, height)
    drift = 0.05 * np.sin(y * 9 + 1) + 0.03 * np.sin(y * 17)
    veil = look_up(tile(127, 1.9), (x + drift) * 1.25, y * 0.36)
    place = np.exp(-(((x - 0.45 - drift) / 0.20) ** 2)) * smooth(0.72, 0.42, y) * smooth(-0.12, 0.22, y)
    amount = soften((smooth(0.50, 0.80, veil) * place).astype(np.float32), 4) * 0.50
    return (image + (vec(0.93, 0.93, 0.94) - image) * amount[..., None]).astype(np.float32)
