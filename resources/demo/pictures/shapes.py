"""Distance fields; this file is where the building blocks of the traced scenes are (points (n, 3) to distances (n,)).

The formulas are the textbook ones for boxes, capsules, tori and the polynomial smooth union.
"""

import numpy as np

from resources.demo.pictures.canvas import Array, floats, look_up
from resources.demo.pictures.solid import vec


def ball(points: Array, centre: tuple[float, float, float], radius: float) -> Array:
    return floats(np.linalg.norm(points - vec(*centre), axis=1) - np.float32(radius))


def oval(points: Array, centre: tuple[float, float, float], radii: tuple[float, float, float]) -> Array:
    """Ellipsoid; the distance is a bound that is exact on the surface."""
    scaled = (points - vec(*centre)) / vec(*radii)
    near = np.linalg.norm(scaled, axis=1)
    slope = np.linalg.norm(scaled / vec(*radii), axis=1)
    return floats(near * (near - 1) / np.maximum(slope, 1e-6))


def box(
    points: Array, centre: tuple[float, float, float], half: tuple[float, float, float], round_: float = 0.0
) -> Array:
    away = np.abs(points - vec(*centre)) - vec(*half) + np.float32(round_)
    outside = np.linalg.norm(np.maximum(away, 0), axis=1)
    return floats(outside + np.minimum(away.max(axis=1), 0) - np.float32(round_))


def capsule(points: Array, a: tuple[float, float, float], b: tuple[float, float, float], ra: float, rb: float) -> Array:
    """A rod from a to b whose radius goes from ra to rb."""
    along = vec(*b) - vec(*a)
    t = np.clip(((points - vec(*a)) @ along) / np.float32(along @ along), 0, 1)
    axis = vec(*a) + t[:, None] * along
    return floats(np.linalg.norm(points - axis, axis=1) - (ra + (rb - ra) * t))


def string(points: Array, knots: list[tuple[float, float, float]], ra: float, rb: float) -> Array:
    """Capsules along a line of knots, thinning from ra to rb."""
    radii = np.linspace(ra, rb, len(knots))
    rods = [capsule(points, knots[i], knots[i + 1], radii[i], radii[i + 1]) for i in range(len(knots) - 1)]
    return floats(np.minimum.reduce(rods))


def lathe(points: Array, profile: list[tuple[float, float]], thick: float = 0.0) -> Array:
    """A closed polygon (radius, height) turned around the y axis; `thick` rounds it."""
    p = np.stack([np.hypot(points[:, 0], points[:, 2]), points[:, 1]], axis=1)
    best = np.full(len(p), 1e9, np.float32)
    inside = np.zeros(len(p), bool)
    for (ax, ay), (bx, by) in zip(profile, profile[1:] + profile[:1], strict=True):
        a, edge = vec(ax, ay), vec(bx - ax, by - ay)
        t = np.clip(((p - a) @ edge) / max(float(edge @ edge), 1e-9), 0, 1)
        best = np.minimum(best, np.linalg.norm(p - a - t[:, None] * edge, axis=1))
        cross = (ay > p[:, 1]) != (by > p[:, 1])
        at = ax + (p[:, 1] - ay) / ((by - ay) or 1e-9) * (bx - ax)
        inside ^= cross & (p[:, 0] < at)
    return np.where(inside, -best, best).astype(np.float32) - np.float32(thick)


def join(a: Array, b: Array, width: float) -> Array:
    """Smooth union: the seam is `width` wide."""
    h = np.clip(0.5 + 0.5 * (b - a) / width, 0, 1)
    return (b + (a - b) * h - width * h * (1 - h)).astype(np.float32)


def turn(points: Array, axis: int, angle: float) -> Array:
    """The points turned by `angle` around an axis, which turns the shape the other way."""
    i, j = [(1, 2), (2, 0), (0, 1)][axis]
    out = points.copy()
    out[:, i] = points[:, i] * np.cos(angle) - points[:, j] * np.sin(angle)
    out[:, j] = points[:, i] * np.sin(angle) + points[:, j] * np.cos(angle)
    return out


def bumps(points: Array, texture: Array, scale: float) -> Array:
    """Noise on all sides of a thing, the mean of three projections, in [0, 1]."""
    x, y, z = (points * np.float32(scale)).T
    return (
        look_up(texture, x + 0.37 * z, y) + look_up(texture, y + 0.37 * x, z) + look_up(texture, z, x + 0.37 * y)
    ) / 3
