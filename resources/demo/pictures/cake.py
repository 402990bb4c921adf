"""This file is where the birthday cake stands: pistachio icing, raspberries and candles in a dark room."""

import numpy as np
from PIL import Image

from resources.demo.pictures.canvas import Array, coordinates, floats, look_up, photo, smooth, soften, tile
from resources.demo.pictures.shapes import bumps, capsule, lathe, oval
from resources.demo.pictures.solid import Lamp, Light, Solid, View, trace, vec

_CANDLES = [(0.46 * np.cos(a), 0.46 * np.sin(a)) for a in np.linspace(0.3, 2 * np.pi + 0.3, 9)[:-1]]
_BERRIES = [(0.78 * np.cos(a), 0.78 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 17)[:-1]]
_WAX = ((0.95, 0.45, 0.5), (0.95, 0.85, 0.5), (0.5, 0.75, 0.95), (0.7, 0.9, 0.6))


def cake(width: int = 1120, height: int = 840) -> Image.Image:
    """The cake from slightly above, lit by its own candles; friends' lamps are blurs in the dark behind it."""
    view = View((0.0, 2.15, 3.6), (0.0, 0.55, 0.0), 0.86, width, height)
    light = Light(
        [Lamp((0.25, 1.0, 0.15), (1.05, 0.62, 0.28), 0.6), Lamp((-0.9, 0.5, 0.8), (0.24, 0.17, 0.16), 0.3)],
        (0.17, 0.115, 0.095),
        (0.16, 0.09, 0.05),
    )
    seen = trace(_scene(), view, light, _room(width, height))
    return photo(_flames(seen.image, view), 101, grain=0.008, vignette=0.7)


def _scene() -> list[Solid]:
    crumbs, swirl = tile(102, 0.9), tile(103, 1.6)
    table = Solid(lambda p: p[:, 1] + 0.10, lambda p, n: _wood(p, swirl), 0.25, 40)
    plate = Solid(
        lambda p: lathe(p, [(0, -0.1), (1.15, -0.1), (1.42, 0.0), (1.42, 0.02), (1.1, -0.04), (0, -0.04)], 0.01),
        _flat(0.85, 0.83, 0.80),
        0.5,
        60,
        bound=(0, 0, 0, 1.5),
    )
    side = [(0, -0.05), (0.97, -0.05), (0.99, 0.0), (0.99, 0.60), (0.95, 0.64), (0, 0.64)]
    body = Solid(
        lambda p: lathe(p, side, 0.012) - 0.012 * bumps(p, swirl, 0.9) - 0.006 * bumps(p, crumbs, 2.5),
        lambda p, n: _icing(p, crumbs),
        0.12,
        18,
        soft=0.35,
        bound=(0, 0.3, 0, 1.2),
    )
    drip = Solid(lambda p: _drip(p) * 0.6, _flat(0.30, 0.035, 0.09), 0.6, 50, bound=(0, 0.5, 0, 1.15))
    piped = Solid(lambda p: _piped(p) * 0.7, _flat(0.93, 0.90, 0.80), 0.15, 20, soft=0.4, bound=(0, 0.68, 0, 1.05))
    berries = Solid(_berries, _flat(0.62, 0.05, 0.11), 0.5, 25, soft=0.3, bound=(0, 0.78, 0, 1.0))
    sticks = Solid(_sticks, _stripes, 0.3, 30, glow=0.10, soft=0.6, bound=(0, 0.9, 0, 0.75))
    return [table, plate, body, drip, piped, berries, sticks]


def _flat(r: float, g: float, b: float):  # type: ignore[no-untyped-def]
    return lambda p, n: np.broadcast_to(vec(r, g, b), p.shape)


def _wood(p: Array, swirl: Array) -> Array:
    grain = look_up(swirl, p[:, 0] * 0.12, p[:, 2] * 1.1)
    return vec(0.32, 0.18, 0.09) * (0.6 + 0.8 * grain)[:, None]


def _icing(p: Array, crumbs: Array) -> Array:
    flecks = smooth(0.66, 0.74, bumps(p, crumbs, 2.2))
    return floats(vec(0.66, 0.74, 0.42) + flecks[:, None] * (vec(0.30, 0.42, 0.14) - vec(0.66, 0.74, 0.42)))


def _around(p: Array, count: int) -> tuple[Array, Array]:
    """Points folded into one of `count` equal sectors: (folded points, the sector's number)."""
    angle = np.arctan2(p[:, 2], p[:, 0])
    step = 2 * np.pi / count
    number = np.round(angle / step)
    turned = angle - number * step
    radius = np.hypot(p[:, 0], p[:, 2])
    return np.stack([radius * np.cos(turned), p[:, 1], radius * np.sin(turned)], 1).astype(np.float32), number % count


def _drip(p: Array) -> Array:
    """Raspberry sauce over the rim: tongues of different length and a ring joining them."""
    folded, number = _around(p, 26)
    length = 0.10 + 0.17 * (np.sin(number * 7.3) * 0.5 + 0.5)
    y = np.clip(folded[:, 1], 0.62 - length, 0.63)
    tongue = np.sqrt((folded[:, 0] - 1.0) ** 2 + (folded[:, 1] - y) ** 2 + folded[:, 2] ** 2) - 0.055
    radius = np.hypot(p[:, 0], p[:, 2])
    ring = np.hypot(radius - 0.965, p[:, 1] - 0.635) - 0.05
    return floats(np.minimum(tongue, ring))


def _piped(p: Array) -> Array:
    folded, _ = _around(p, 16)
    folded[:, 0] -= 0.78
    height = folded[:, 1] - 0.64
    angle = np.arctan2(folded[:, 2], folded[:, 0]) + height * 9
    radius = np.hypot(folded[:, 0], folded[:, 2])
    star = radius - (0.125 - height * 0.75) * (1 + 0.14 * np.cos(angle * 6))
    return floats(np.maximum(star, np.maximum(height - 0.13, -height - 0.02)))


def _berries(p: Array) -> Array:
    folded, _ = _around(p, 16)
    base = oval(folded, (0.78, 0.80, 0.0), (0.085, 0.10, 0.085))
    knobs = np.sin(folded[:, 1] * 95) * np.cos(np.arctan2(folded[:, 2], folded[:, 0] - 0.78) * 7)
    return floats(base * 0.8 - 0.007 * knobs)


def _sticks(p: Array) -> Array:
    rods = [capsule(p, (x, 0.62, z), (x, 1.06, z), 0.028, 0.026) for x, z in _CANDLES]
    return floats(np.minimum.reduce(rods))


def _stripes(p: Array, n: Array) -> Array:
    which = np.argmin([np.hypot(p[:, 0] - x, p[:, 2] - z) for x, z in _CANDLES], axis=0) % 4
    wax = np.array(_WAX, np.float32)[which]
    white = np.sin(p[:, 1] * 52 + np.arctan2(n[:, 2], n[:, 0])) > 0.25
    top = smooth(0.80, 1.06, p[:, 1])[:, None]
    return np.where(white[:, None], 0.95, wax).astype(np.float32) * (0.75 + 0.9 * top)


def _room(width: int, height: int) -> Array:
    """Lamps and window lights far out of focus."""
    x, y = coordinates(width, height)
    image = np.zeros((height, width, 3), np.float32) + vec(0.035, 0.022, 0.025)
    random = np.random.default_rng(104)
    for _ in range(26):
        cx, cy, radius = random.random(), random.uniform(0, 0.30), random.uniform(0.012, 0.045)
        disc = smooth(1.0, 0.82, np.hypot((x - cx) * width / height, y - cy) / radius)
        colour = vec(1.0, random.uniform(0.5, 0.8), random.uniform(0.15, 0.5))
        image += disc[..., None] * colour * np.float32(random.uniform(0.06, 0.35))
    return soften(image, 3)


def _flames(image: Array, view: View) -> Array:
    """Flames painted where the wicks are in the image, with a halo around each."""
    x, y = coordinates(view.width, view.height)
    px, py = (x - 0.5) * view.width / view.height * view.field, (0.5 - y) * view.field
    forward = vec(*view.target) - vec(*view.eye)
    forward = forward / np.linalg.norm(forward)
    up = np.cross(np.cross(forward, vec(0, 1, 0)), forward)
    up = up / np.linalg.norm(up)
    for number, (cx, cz) in enumerate(_CANDLES):
        away = vec(cx, 1.13, cz) - vec(*view.eye)
        deep = float(away @ forward)
        u, v = (px - away[0] / deep) * deep, (py - float(away @ up) / deep) * deep
        v = v + 0.01 * (number % 3)
        lean = u - 0.12 * np.clip(v, 0, 1) * np.sin(number * 2.1)
        thin = 0.036 * np.clip(1 - v / 0.16, 0.02, 1) * smooth(-0.075, 0.0, v)
        core = smooth(1.15, 0.55, np.abs(lean) / np.maximum(thin, 1e-4)) * (v < 0.165) * (v > -0.07)
        colour = np.stack([1.6 + 0 * v, 1.25 - 2.2 * np.clip(v, 0, 0.3), 0.75 - 3.4 * np.clip(v + 0.02, 0, 0.2)], -1)
        halo = np.exp(-(u**2 + (v - 0.02) ** 2) / 0.016) * 0.36 + np.exp(-(u**2 + v**2) / 0.14) * 0.10
        image = image + halo[..., None] * vec(1.0, 0.56, 0.20)
        image = image + (colour.astype(np.float32) - image) * soften(core.astype(np.float32), 1.0)[..., None]
    return image.astype(np.float32)
