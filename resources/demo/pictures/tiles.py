"""This file is where a Lisbon wall is painted: blue tiles in a repeating pattern, glaze, grout and afternoon shadow."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from resources.demo.pictures.canvas import Array, blend, coordinates, floats, look_up, photo, smooth, soften, tile

_COLUMNS, _ROWS = 7, 5.0


def tiles() -> Image.Image:
    """Seven by five tiles seen a little from the side; a tree's shadow falls across them."""
    width, height = 1240, 900
    x, y = coordinates(width, height)
    depth = 1 + 0.20 * (x - 0.5) - 0.05 * (y - 0.5)
    u, v = (x - 0.5) / depth * _COLUMNS + 3.5, (y - 0.5) / depth * _ROWS + 2.5
    column, row = np.floor(u), np.floor(v)
    own = _per_tile(column, row)
    a, b = (u - column - 0.5) * 2, (v - row - 0.5) * 2
    wobble = look_up(tile(191, 1.4), u * 0.13, v * 0.13) - 0.5
    paint = _pattern(a + wobble * 0.05 + (own(1) - 0.5) * 0.02, b - wobble * 0.05)
    wash = look_up(tile(192, 1.3), u * 0.21 + own(2), v * 0.21)
    blue = np.array([0.09, 0.21, 0.52], np.float32) * (0.72 + 0.75 * wash)[..., None]
    white = np.array([0.90, 0.91, 0.89], np.float32) * (0.90 + 0.14 * own(3) - 0.05 * (wash - 0.5))[..., None]
    image = blend(white, blue, paint * (0.78 + 0.28 * wash))
    image = blend(image, (0.86, 0.62, 0.16), _yellow(a, b) * 0.9)
    image = _glazed(image, a, b, own)
    image = _worn(image, (u, v), (a, b), own)
    return photo(_shadow(image, x, y), 193, vignette=0.3)


def _per_tile(column: Array, row: Array) -> Callable[[int], Array]:
    """Random values in [0, 1], one per tile and `what`."""

    def value(what: int) -> Array:
        mixed = np.sin(column * 12.9898 + row * 78.233 + what * 37.719) * 43758.547
        return (mixed - np.floor(mixed)).astype(np.float32)

    return value


def _line(away: Array, half: float) -> Array:
    return smooth(half + 0.012, half - 0.012, np.abs(away))


def _pattern(a: Array, b: Array) -> Array:
    """A star flower in the middle, quarter rings in the corners, leaves between: four-fold symmetric."""
    radius, angle = np.hypot(a, b), np.arctan2(b, a)
    petals = 0.36 + 0.17 * np.cos(angle * 8)
    flower = smooth(0.012, -0.012, radius - petals) - smooth(0.012, -0.012, radius - petals * 0.72) * 0.62
    ring = _line(radius - 0.66, 0.022) + _line(radius - 0.73, 0.010)
    p, q = np.abs(a), np.abs(b)
    corner = np.hypot(1 - p, 1 - q)
    arcs = (
        _line(corner - 0.46, 0.03)
        + _line(corner - 0.36, 0.012)
        + smooth(0.135, 0.11, corner)
        + _line(corner - 0.22, 0.016)
    )
    fan = np.arctan2(1 - q, 1 - p)
    scallop = smooth(0.02, -0.02, np.abs(corner - 0.41) - 0.05 * np.abs(np.sin(fan * 6))) * 0.75
    mid = np.minimum(np.hypot(1 - p, b), np.hypot(1 - q, a))
    leaf = smooth(0.02, -0.02, np.hypot((1 - np.maximum(p, q) - 0.13) * 1.1, np.minimum(p, q) * 2.6) - 0.13)
    buds = smooth(0.02, -0.02, np.hypot(p - 0.50, q - 0.50) - 0.055) + _line(mid - 0.05, 0.012)
    return floats(np.clip(flower + ring + arcs + scallop + leaf + buds, 0, 1))


def _yellow(a: Array, b: Array) -> Array:
    radius = np.hypot(a, b)
    heart = smooth(0.135, 0.115, radius)
    dots = smooth(0.036, 0.022, np.hypot(np.abs(a) - 0.695 * 0.7071, np.abs(b) - 0.695 * 0.7071))
    return floats(np.clip(heart + dots, 0, 1))


def _glazed(image: Array, a: Array, b: Array, own: Callable[[int], Array]) -> Array:
    """Each tile sits at its own slight angle: its own brightness, a soft highlight and rounded edges."""
    tilt = 0.86 + 0.22 * own(4) + 0.05 * (own(5) - 0.5) * a + 0.06 * (own(6) - 0.5) * b
    image = image * tilt[..., None]
    edge = np.maximum(np.abs(a), np.abs(b))
    lit = smooth(0.90, 0.955, np.maximum(-a, -b)) * 0.12 - smooth(0.90, 0.955, np.maximum(a, b)) * 0.14
    image = image * (1 + lit)[..., None]
    shine = np.exp(-(((a + 0.5 - own(7)) ** 2 + (b + 0.8 * own(8)) ** 2) / 0.35)) * 0.10 * own(9)
    image = image + shine[..., None]
    return blend(image.astype(np.float32), (0.60, 0.56, 0.50), smooth(0.955, 0.972, edge))


def _worn(image: Array, place: tuple[Array, Array], inside: tuple[Array, Array], own: Callable[[int], Array]) -> Array:
    """Chips at some corners, hairline cracks and a little grime in the joints."""
    (u, v), (a, b) = place, inside
    rough = look_up(tile(194, 1.2), u * 0.5, v * 0.5)
    chip = (np.hypot(1 - np.abs(a), 1 - np.abs(b)) < 0.20 * (rough + 0.25) * (own(10) > 0.6)).astype(np.float32)
    sides = (np.sign(a) * np.sign(b) > 0) & (own(11) > 0.4)
    image = blend(
        image, np.stack([0.62 + 0.2 * rough, 0.50 + 0.2 * rough, 0.40 + 0.2 * rough], -1), soften(chip * sides, 0.8)
    )
    crack = np.abs(a * (own(12) - 0.5) * 2 + b + 0.5 * (look_up(tile(195, 1.5), u * 0.3, v * 0.3) - 0.5) + 0.3)
    image = image * (1 - 0.35 * smooth(0.012, 0.003, crack) * (own(13) > 0.82))[..., None]
    grime = smooth(0.80, 1.0, np.maximum(np.abs(a), np.abs(b))) * smooth(0.4, 0.8, rough)
    return (image * (1 - 0.22 * grime)[..., None]).astype(np.float32)


def _shadow(image: Array, x: Array, y: Array) -> Array:
    leaves = look_up(tile(196, 1.5), x * 0.8 + y * 0.35, y * 0.7)
    cover = soften(smooth(0.50, 0.545, leaves + 0.34 * (x - 0.62) - 0.10 * (y - 0.4)), 5)
    sunny = image * np.array([1.10, 1.03, 0.90], np.float32)
    shaded = image * np.array([0.48, 0.53, 0.64], np.float32)
    return blend(sunny, shaded, cover)
