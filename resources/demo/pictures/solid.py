"""This file is where solid things are lit: a sphere tracer for distance fields, in numpy.

A solid is a distance function plus a colour; a scene is a list of solids. Points are float32 arrays (n, 3), y up.
Sphere tracing: walk along each ray by the distance to the nearest surface until it is tiny (J. C. Hart, 1996).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from resources.demo.pictures.canvas import Array, Colour, floats

Distance = Callable[[Array], Array]
Paint = Callable[[Array, Array], Array]


@dataclass(frozen=True)
class Solid:
    """`paint` maps points and normals to colours (n, 3); `gloss` is the strength of the highlight, `glow` emits light.

    bound: (x, y, z, radius) of a sphere around it; outside of it the distance to the sphere is good enough.
    """

    distance: Distance
    paint: Paint
    gloss: float = 0.0
    sharp: float = 30.0
    glow: float = 0.0
    soft: float = 0.0
    bound: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Lamp:
    """A distant light; `toward` points from the scene to it, `size` widens its shadows."""

    toward: tuple[float, float, float]
    colour: Colour
    size: float = 0.12


@dataclass(frozen=True)
class View:
    """A camera at `eye` looking at `target`; `field` is the height of the image plane at distance 1."""

    eye: tuple[float, float, float]
    target: tuple[float, float, float]
    field: float = 0.7
    width: int = 1100
    height: int = 825


@dataclass(frozen=True)
class Light:
    """The lamps and the light from everywhere: sky from above, ground from below."""

    lamps: Sequence[Lamp]
    sky: Colour
    ground: Colour
    reach: float = 14.0


@dataclass
class Rendered:
    """image (h, w, 3); which solid each pixel shows (h, w), -1 for none; the points and normals seen (h, w, 3)."""

    image: Array
    solid: Array
    points: Array
    normals: Array


class _Seen(NamedTuple):
    """What the rays met: points, normals and rays (n, 3), and the number of the solid (n,)."""

    points: Array
    normals: Array
    rays: Array
    which: Array


def trace(scene: Sequence[Solid], view: View, light: Light, background: Array) -> Rendered:
    """Renders `view`; rays that meet nothing show `background` (h, w, 3). Works in bands to bound memory."""
    rows = np.array_split(np.arange(view.height), max(1, view.height * view.width // 150_000))
    parts = [_band(scene, view, light, background[band], band) for band in rows]
    joined = [
        np.concatenate([getattr(part, name) for part in parts]) for name in ("image", "solid", "points", "normals")
    ]
    return Rendered(*joined)


def unit(vectors: Array) -> Array:
    return floats(vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9))


def vec(*values: float) -> Array:
    return np.array(values, np.float32)


def _band(scene: Sequence[Solid], view: View, light: Light, background: Array, band: Array) -> Rendered:
    rays = _rays(view, band)
    start = vec(*view.eye)
    depth, hit = _march(scene, start, rays, light.reach)
    image = background.reshape(-1, 3).copy()
    points = start + rays * depth[:, None]
    which = np.full(len(rays), -1)
    normals = np.zeros_like(points)
    if hit.any():
        seen = points[hit]
        which[hit] = _nearest(scene, seen)
        normals[hit] = _normals(scene, seen, which[hit])
        image[hit] = _shade(scene, light, _Seen(seen, normals[hit], rays[hit], which[hit]))
    shape = (len(band), view.width)
    return Rendered(
        image.reshape(*shape, 3), which.reshape(shape), points.reshape(*shape, 3), normals.reshape(*shape, 3)
    )


def _rays(view: View, band: Array) -> Array:
    forward = unit(vec(*view.target) - vec(*view.eye))
    right = unit(np.cross(forward, vec(0, 1, 0)))
    up = np.cross(right, forward)
    across = (np.arange(view.width, dtype=np.float32) + 0.5 - view.width / 2) / view.height * view.field
    down = (view.height / 2 - band - 0.5).astype(np.float32) / view.height * view.field
    plane = forward + across[None, :, None] * right + down[:, None, None] * up
    return unit(plane.reshape(-1, 3))


def _field(scene: Sequence[Solid], points: Array) -> Array:
    """Distance to the nearest solid, with the cheap bound where a solid is far away."""
    best = np.full(len(points), 1e9, np.float32)
    for solid in scene:
        if solid.bound is None:
            np.minimum(best, solid.distance(points), out=best)
    bounded = [solid for solid in scene if solid.bound is not None]
    if not bounded:
        return best
    around = _to_bounds(points, np.array([solid.bound for solid in bounded], np.float32))
    near = (around < 0.15) & (around < best[:, None])
    np.minimum(best, np.where(near, 1e9, np.maximum(around, 0.1)).min(axis=1), out=best)
    for number in np.flatnonzero(near.any(axis=0)):
        close = np.flatnonzero(near[:, number])
        best[close] = np.minimum(best[close], bounded[number].distance(points[close]))
    return best


def _to_bounds(points: Array, spheres: Array) -> Array:
    """Distances of points (n, 3) to spheres (k, 4) as (n, k), through one matrix product."""
    squared = (points**2).sum(1)[:, None] - 2 * (points @ spheres[:, :3].T) + (spheres[:, :3] ** 2).sum(1)
    return floats(np.sqrt(np.maximum(squared, 0)) - spheres[:, 3])


def _nearest(scene: Sequence[Solid], points: Array) -> Array:
    best, which = np.full(len(points), 1e9, np.float32), np.zeros(len(points), np.int64)
    for number, solid in enumerate(scene):
        close = np.arange(len(points))
        if solid.bound is not None:
            close = np.flatnonzero(_to_bounds(points, floats([solid.bound]))[:, 0] < 0.1)
        away = solid.distance(points[close])
        nearer = away < best[close]
        which[close[nearer]] = number
        best[close[nearer]] = away[nearer]
    return which


def _march(scene: Sequence[Solid], start: Array, rays: Array, reach: float) -> tuple[Array, Array]:
    depth = np.zeros(len(rays), np.float32)
    hit = np.zeros(len(rays), bool)
    active = np.arange(len(rays))
    for _ in range(130):
        away = _field(scene, start + rays[active] * depth[active, None])
        depth[active] += away * 0.85
        done = away < 0.0006 * (1 + depth[active])
        hit[active[done]] = True
        active = active[~done & (depth[active] < reach)]
        if not len(active):
            break
    return depth, hit


def _normals(scene: Sequence[Solid], points: Array, which: Array) -> Array:
    """Gradient of the field of the solid each point lies on, by central differences."""
    normals = np.zeros_like(points)
    step = np.float32(0.0015)
    for number in np.unique(which):
        own = which == number
        here = points[own]
        for axis in range(3):
            offset = np.zeros(3, np.float32)
            offset[axis] = step
            normals[own, axis] = scene[number].distance(here + offset) - scene[number].distance(here - offset)
    return unit(normals)


def _shade(scene: Sequence[Solid], light: Light, seen: _Seen) -> Array:
    """Light from everywhere, then from each lamp, then the thing's own glow."""
    points, normals, rays, which = seen
    colour = np.zeros_like(points)
    for number in np.unique(which):
        own = which == number
        colour[own] = scene[number].paint(points[own], normals[own])
    gloss, glow = (np.array([getattr(solid, name) for solid in scene], np.float32)[which] for name in ("gloss", "glow"))
    open_sky = _occlusion(scene, points, normals)
    upward = normals[:, 1:2] * 0.5 + 0.5
    total = colour * (vec(*light.ground) * (1 - upward) + vec(*light.sky) * upward) * open_sky[:, None]
    facing = np.clip(1 + (rays * normals).sum(1), 0, 1)
    total += (facing**4 * (0.05 + 0.5 * gloss) * open_sky)[:, None] * vec(*light.sky) * 0.6
    for lamp in light.lamps:
        total += _lit_by(lamp, scene, seen, colour)
    return np.asarray(total + colour * glow[:, None], np.float32)


def _lit_by(lamp: Lamp, scene: Sequence[Solid], seen: _Seen, colour: Array) -> Array:
    """Diffuse light that wraps around soft things, and a highlight, both behind the shadows of the scene."""
    points, normals, rays, which = seen
    soft, gloss, sharp = (
        np.array([getattr(solid, name) for solid in scene], np.float32)[which] for name in ("soft", "gloss", "sharp")
    )
    toward = unit(vec(*lamp.toward))
    wrapped = np.clip(((normals @ toward) + soft) / (1 + soft), 0, 1)
    lit = _shadow(scene, points + normals * 0.006, toward, lamp.size)
    lit = lit + soft * 0.25 * (1 - lit)
    half = unit(toward - rays)
    shine = gloss * np.clip((normals * half).sum(1), 0, 1) ** sharp
    return np.asarray((colour * wrapped[:, None] + shine[:, None]) * lit[:, None] * vec(*lamp.colour), np.float32)


def _occlusion(scene: Sequence[Solid], points: Array, normals: Array) -> Array:
    """How much of the sky a point sees: distances along the normal compared with the free case."""
    closed = np.zeros(len(points), np.float32)
    for step, weight in ((0.02, 1.0), (0.06, 0.7), (0.14, 0.5), (0.30, 0.3)):
        closed += weight * (step - np.clip(_field(scene, points + normals * step), 0, step)) / step
    return floats(np.clip(1 - closed * 0.36, 0.08, 1))


def _shadow(scene: Sequence[Solid], points: Array, toward: Array, size: float) -> Array:
    """1 in full light, 0 in full shadow; near misses darken a little, which widens with the lamp's size."""
    lit = np.ones(len(points), np.float32)
    gone = np.full(len(points), 0.012, np.float32)
    active = np.arange(len(points))
    for _ in range(36):
        away = _field(scene, points[active] + toward * gone[active, None])
        lit[active] = np.minimum(lit[active], 0.5 + 0.5 * away / (size * gone[active] + 1e-4))
        gone[active] += np.clip(away, 0.012, 0.35)
        active = active[(lit[active] > 0) & (gone[active] < 6)]
        if not len(active):
            break
    lit = np.clip(lit, 0, 1)
    return lit * lit * (3 - 2 * lit)
