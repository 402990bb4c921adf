"""Sky over water; this file is where the sunset and the beach are painted."""

from itertools import pairwise

import numpy as np
from PIL import Image

from resources.demo.pictures.canvas import (
    Array,
    blend,
    coordinates,
    floats,
    look_up,
    photo,
    ramp,
    smooth,
    soften,
    stencil,
    tile,
)

_SUN = (0.62, 0.505)


def sunset() -> Image.Image:
    """A low sun over the sea, seen from a terrace: clouds lit from below, a glitter path, a lamp in silhouette."""
    width, height, horizon = 1280, 860, 0.56
    x, y = coordinates(width, height)
    sky = _evening_sky(x, y / horizon * 0.56)
    image = blend(sky, _evening_water(x, y, horizon), smooth(horizon - 0.0012, horizon + 0.0012, y))
    image = blend(image, (0.30, 0.16, 0.20), _headland(x, y, horizon) * 0.86)
    image = image + _sun_glow(x, y, 0.012)[..., None] * np.array([0.16, 0.07, 0.02], np.float32)
    image = blend(image, (0.035, 0.022, 0.035), _terrace(width, height))
    return photo(image, 11, vignette=0.3)


def beach() -> Image.Image:
    """Noon at a wide beach: breaking waves, wet sand, footprints and dune grass in front."""
    width, height, horizon = 1280, 900, 0.36
    x, y = coordinates(width, height)
    image = ramp(y / horizon, [(0, (0.20, 0.46, 0.80)), (0.7, (0.52, 0.74, 0.92)), (1, (0.82, 0.90, 0.94))])
    clouds = look_up(tile(21, 1.9), x * 0.7, np.log(horizon + 0.06 - np.minimum(y, horizon)) * -0.35)
    image = blend(image, (0.97, 0.97, 0.98), smooth(0.52, 0.78, clouds) * smooth(0.0, 0.12, horizon - y) * 0.85)
    image = blend(image, _shallow_water(x, y, horizon), smooth(horizon - 0.001, horizon + 0.0015, y))
    image = _shore(image, x, y)
    image = blend(image, (0.96, 0.96, 0.93), _sail(width, height))
    image = _grass(image, width, height)
    return photo(image * np.array([1.02, 1.0, 0.97], np.float32), 22)


def _sun_glow(x: Array, y: Array, width: float) -> Array:
    away = ((x - _SUN[0]) * 1.49) ** 2 + (y - _SUN[1]) ** 2
    return (np.exp(-away / width) + 0.5 * np.exp(-away / (width * 12))).astype(np.float32)


def _evening_sky(x: Array, y: Array) -> Array:
    """`y` runs from 0 (top) to 0.56 (horizon); works mirrored for the reflection too."""
    stops = [(0, (0.13, 0.15, 0.36)), (0.2, (0.38, 0.24, 0.47)), (0.36, (0.80, 0.40, 0.42))]
    sky = ramp(y, [*stops, (0.48, (0.99, 0.60, 0.32)), (0.56, (1.0, 0.78, 0.45))])
    sky = sky + _sun_glow(x, y, 0.004)[..., None] * np.array([0.5, 0.28, 0.08], np.float32)
    far = 1 / (0.60 - np.clip(y, 0, 0.56))
    body = look_up(tile(12, 1.75), x * far * 0.16 + 0.1, far * 0.21)
    edge = look_up(tile(12, 1.75), x * far * 0.16 + 0.1, far * 0.21 - 0.012)
    cover = smooth(0.5, 0.72, body) * smooth(0.56, 0.47, y)
    lit = np.clip((body - edge) * 9 + 0.45, 0, 1)
    near_sun = np.exp(-(((x - _SUN[0]) * 1.2) ** 2) / 0.12)
    shade = ramp(y, [(0.05, (0.25, 0.19, 0.37)), (0.3, (0.52, 0.27, 0.40)), (0.5, (0.72, 0.38, 0.36))])
    glow = ramp(near_sun.astype(np.float32), [(0, (0.86, 0.45, 0.45)), (1, (1.12, 0.70, 0.38))])
    sky = blend(sky, blend(shade, glow, lit), cover * 0.9)
    disc = np.hypot((x - _SUN[0]) * 1.49, y - _SUN[1])
    return blend(sky, (1.5, 1.3, 0.85), smooth(0.034, 0.031, disc))


def _evening_water(x: Array, y: Array, horizon: float) -> Array:
    """The sky mirrored in waves: slopes from noise in perspective bend what each point reflects."""
    down = np.maximum(y - horizon, 1e-4)
    far = 0.06 / down
    u, v = (x - 0.5) * far * 0.9, far * 0.55
    waves = look_up(tile(13, 1.25), u * 1.3, v * 3.2) + 0.6 * look_up(tile(14, 0.9), u * 4, v * 9) - 0.8
    calm = np.clip(down * 7, 0.15, 1)
    mirrored = np.clip(horizon - down * (0.9 + 0.4 * waves) - np.abs(waves) * 0.30 * calm, 0.02, 0.555)
    water = _evening_sky(x + waves * 0.03, mirrored.astype(np.float32)) * 0.72
    water = water * np.array([0.86, 0.84, 0.98], np.float32) * (0.86 - 0.5 * np.clip(waves, -0.6, 0.6))[..., None]
    spread = 0.028 + down * 0.21
    path = np.exp(-(((x - _SUN[0]) / spread) ** 2))
    sparkle = smooth(0.0, 0.34, waves + path.astype(np.float32) * 0.30 - 0.10) * path
    return floats(water + sparkle[..., None] * np.array([1.05, 0.62, 0.26], np.float32))


def _headland(x: Array, y: Array, horizon: float) -> Array:
    crest = horizon - 0.075 * np.clip((0.36 - x) / 0.36, 0, 1) ** 0.7
    crest = crest - 0.02 * (look_up(tile(15, 1.5), x * 0.9, x * 0) - 0.5) * smooth(0.37, 0.25, x)
    return smooth(-0.0015, 0.0015, y - crest) * (y < horizon + 0.002) * (x < 0.36)


def _terrace(width: int, height: int) -> Array:
    """The railing of a viewpoint and a lamp post."""
    mask = stencil(width, height, _draw_terrace)
    return soften(mask, 0.8)


def _draw_terrace(pen, scale):  # type: ignore[no-untyped-def]
    def at(*points: float) -> list[float]:
        return [point * scale for point in points]

    pen.rectangle(at(0, 838, 1280, 860), fill=255)
    pen.rectangle(at(0, 742, 1280, 751), fill=255)
    for post in range(-6, 1280, 27):
        pen.rectangle(at(post, 748, post + 4, 842), fill=255)
    for post in range(60, 1280, 270):
        pen.rectangle(at(post, 728, post + 16, 860), fill=255)
        pen.ellipse(at(post - 2, 712, post + 18, 732), fill=255)
    pen.rectangle(at(176, 250, 185, 860), fill=255)
    pen.rectangle(at(168, 700, 193, 860), fill=255)
    pen.polygon(at(160, 196, 201, 196, 193, 252, 168, 252), fill=255)
    pen.polygon(at(154, 197, 207, 197, 181, 168), fill=255)
    pen.arc(at(179, 250, 239, 300), 180, 280, fill=255, width=int(4 * scale))


def _shallow_water(x: Array, y: Array, horizon: float) -> Array:
    down = np.maximum(y - horizon, 1e-4)
    far = 0.08 / (down + 0.012)
    stops = [
        (0, (0.06, 0.30, 0.50)),
        (0.06, (0.08, 0.42, 0.58)),
        (0.16, (0.16, 0.60, 0.66)),
        (0.27, (0.52, 0.78, 0.74)),
    ]
    water = ramp(down, stops)
    waves = look_up(tile(23, 1.3), (x - 0.5) * far * 0.8, far * 2.4)
    ripples = look_up(tile(24, 0.8), (x - 0.5) * far * 2.5, far * 7)
    water = water * (0.66 + 0.5 * waves + 0.2 * ripples)[..., None]
    sparkle = smooth(0.72, 0.9, ripples * 0.6 + waves * 0.5)
    return blend(water, (0.95, 0.98, 1.0), sparkle * 0.55)


def _shore(image: Array, x: Array, y: Array) -> Array:
    """Foam lines along a wandering edge, a band of wet sand that mirrors the sky, dry sand with footprints."""
    wander = 0.045 * np.sin(x * 5.2 + 0.8) + 0.05 * (look_up(tile(25, 1.8), x * 0.8, x * 0 + 0.3) - 0.5)
    edge = 0.585 + wander + 0.05 * (x - 0.5)
    fine = look_up(tile(26, 1.45), x * 2, y * 3.4)
    veil = look_up(tile(20, 1.15), x * 2.4, y * 4.6)
    depth = (y - edge).astype(np.float32)
    grains = look_up(tile(27, 0.35), x * 2.6, y * 3.1)
    dunes = look_up(tile(28, 1.7), x * 1.2, y * 2.6)
    lift = look_up(tile(28, 1.7), x * 1.2 + 0.006, y * 2.6 - 0.012)
    sand = np.array([0.87, 0.76, 0.58], np.float32) * (0.80 + 0.20 * dunes + 0.22 * grains)[..., None]
    sand = sand * (1 + (dunes - lift) * 2.0)[..., None]
    sand = _footprints(sand, x, y)
    wet = np.array([0.60, 0.54, 0.44], np.float32) * (0.9 + 0.2 * grains)[..., None]
    wet = blend(wet, (0.70, 0.80, 0.86), smooth(0.10, 0.0, depth) * 0.55)
    ground = blend(wet, sand, smooth(0.075, 0.125, depth + (fine - 0.5) * 0.03))
    image = blend(image, ground, smooth(-0.004, 0.004, depth + (fine - 0.5) * 0.02))
    foam = np.zeros_like(depth)
    for offset, thickness, strength in (
        (0.0, 0.017, 1.0),
        (-0.055, 0.012, 0.9),
        (-0.105, 0.007, 0.75),
        (-0.15, 0.004, 0.6),
    ):
        ragged = (
            depth
            - wander * offset * 4.5
            - offset
            + (fine - 0.5) * (0.028 + offset * 0.08)
            + 0.010 * np.sin(x * (15 - offset * 60))
        )
        front, trail = smooth(thickness * 0.4, 0.0, ragged), smooth(-thickness * 3.4, 0.0, ragged)
        lace = smooth(0.30, 0.75, veil + trail * 0.45)
        foam = np.maximum(foam, front * trail**1.3 * strength * lace)
    shadow = smooth(0.012, 0.002, np.abs(depth - 0.008 + (fine - 0.5) * 0.028))
    image = image * (1 - 0.16 * shadow * (foam < 0.3))[..., None]
    return blend(image, (0.98, 0.99, 0.99), np.clip(foam, 0, 1))


def _footprints(sand: Array, x: Array, y: Array) -> Array:
    for step in range(17):
        far = step / 16
        size = 0.024 * (1 - far * 0.62)
        cx = 0.30 + 0.38 * far + (0.022 if step % 2 else -0.022) * (1 - far * 0.6)
        cy = 1.0 - 0.30 * far**0.8
        u, v = (x - cx - (y - cy) * -0.5) / size * 1.42, (y - cy) / (size * 1.1)
        hollow = np.exp(-((u * 1.7) ** 2 + v**2) * 1.6)
        rim = np.exp(-((u * 1.7 + 0.7) ** 2 + (v - 0.8) ** 2) * 2.2)
        sand = sand * (1 - 0.50 * hollow + 0.20 * rim)[..., None]
    return sand.astype(np.float32)


def _sail(width: int, height: int) -> Array:
    def draw(pen, scale):  # type: ignore[no-untyped-def]
        pen.polygon([v * scale for v in (322, 330, 322, 288, 346, 329)], fill=255)
        pen.polygon([v * scale for v in (319, 330, 319, 297, 305, 330)], fill=235)
        pen.polygon([v * scale for v in (304, 333, 346, 333, 340, 339, 310, 339)], fill=120)

    return stencil(width, height, draw)


def _grass(image: Array, width: int, height: int) -> Array:
    """Blades from the lower corners, drawn as thin curved strokes in three greens from back to front."""
    random = np.random.default_rng(29)
    for layer, colour in enumerate(((0.34, 0.40, 0.20), (0.47, 0.52, 0.26), (0.66, 0.66, 0.36))):
        blades = [_blade(random, width, height, layer) for _ in range(150)]

        def draw(pen, scale, blades=blades):  # type: ignore[no-untyped-def]
            for points, thick in blades:
                for start, (a, b) in enumerate(pairwise(points)):
                    pen.line(
                        [v * scale for v in (*a, *b)], fill=255, width=max(1, int(thick * scale * (1 - start / 9)))
                    )

        mask = stencil(width, height, draw, 2)
        image = image * (1 - 0.22 * soften(mask, 6))[..., None]
        image = blend(image, colour, soften(mask, 0.7))
    return image


def _blade(random: np.random.Generator, width: int, height: int, layer: int) -> tuple[list[tuple[float, float]], float]:
    side = random.random() < 0.68
    root = abs(random.normal(0, 0.10)) if side else 1 - abs(random.normal(0, 0.055))
    tall = random.uniform(0.12, 0.36) * (0.8 if side else 0.6)
    lean = random.normal(0.05 if side else -0.05, 0.06)
    base = 1.03 + layer * 0.01
    steps = np.linspace(0, 1, 9)
    return [(float((root + lean * t**2) * width), float((base - tall * t) * height)) for t in steps], random.uniform(
        2, 4.4
    )
