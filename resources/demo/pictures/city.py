"""This file is where the night skyline is painted: towers, windows, the river and lights out of focus."""

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

_WIDTH, _HEIGHT, _SHORE = 1200, 900, 640


def city() -> Image.Image:
    """The view from a high office: far towers in haze, near ones with lit windows, their lights in the water."""
    random = np.random.default_rng(90)
    x, y = coordinates(_WIDTH, _HEIGHT)
    image = ramp(y, [(0, (0.012, 0.02, 0.06)), (0.4, (0.07, 0.07, 0.19)), (0.72, (0.46, 0.23, 0.30))])
    clouds = look_up(tile(91, 1.8), x * 0.8, y * 1.6)
    image = image + (smooth(0.5, 0.8, clouds) * smooth(0.0, 0.7, y) * 0.10)[..., None] * np.array(
        [1.0, 0.6, 0.7], np.float32
    )
    for near, count in ((0.0, 46), (0.45, 30), (1.0, 17)):
        image = _row(image, random, near, count)
    image = _landmark(image)
    image = _water(image, x)
    image = image + soften(np.clip(image - 0.35, 0, 1.5), 16) * 0.55
    image = _bokeh(image, random)
    return photo(image * 1.25, 92, grain=0.009, vignette=0.5)


def _row(image: Array, random: np.random.Generator, near: float, count: int) -> Array:
    for _ in range(count):
        wide = int(random.uniform(34, 78) * (0.7 + 0.7 * near))
        left = int(random.uniform(-30, _WIDTH))
        high = 70 + (330 - 120 * near) * random.beta(2.2, 2.6) * 1.25
        image = _tower(image, random, (left, max(int(_SHORE - high), 120), wide), near)
    return image


def _tower(image: Array, random: np.random.Generator, place: tuple[int, int, int], near: float) -> Array:
    """A box with its own window grid, wall colour and share of lit rooms; some carry a mast with a red light."""
    left, top, wide = place
    right, left = min(left + wide, _WIDTH), max(left, 0)
    if right - left < 8 or top >= _SHORE - 10:
        return image
    if random.random() < 0.35:
        step = int((right - left) * random.uniform(0.15, 0.3))
        image[top - step : top, left + step : right - step] = (0.05, 0.05, 0.085)
    rows, columns = np.mgrid[0 : _SHORE - top, 0 : right - left]
    cell_h, cell_w = int(5 + 3 * near + random.integers(0, 3)), int(4 + 4 * near + random.integers(0, 4))
    lit = _rooms(random, (_SHORE - top) // cell_h + 1, (right - left) // cell_w + 1)
    rooms = lit[rows // cell_h, columns // cell_w]
    pane = (rows % cell_h > cell_h * 0.35) & (columns % cell_w > cell_w * 0.28)
    side = 0.75 + 0.5 * columns / max(right - left, 1)
    haze = np.array([0.17, 0.10, 0.17]) * (1 - near) * (0.5 + 0.5 * rows[..., None] / (_SHORE - top))
    wall = np.array([0.030, 0.034, 0.055]) * side[..., None] + haze * 0.8
    wall = wall + rooms * pane[..., None] * (0.55 + 0.85 * near)
    image[top:_SHORE, left:right] = wall
    if random.random() < 0.3:
        mast, middle = int(random.uniform(16, 46)), (left + right) // 2
        image[max(top - mast, 0) : top, middle : middle + 2] = (0.06, 0.05, 0.08)
        image[max(top - mast - 3, 0) : max(top - mast, 3), middle - 1 : middle + 3] = (1.6, 0.12, 0.10)
    return image


def _rooms(random: np.random.Generator, rows: int, columns: int) -> Array:
    """Light per room: whole floors tend to be lit or dark together; warm, neutral and a few cold lamps."""
    share = random.uniform(0.2, 0.58)
    floors = random.random((rows, 1)) * 0.6 + random.random((rows, columns)) * 0.4
    on = (floors < share) * random.uniform(0.35, 1.15, (rows, columns))
    lamps = np.array([(1.0, 0.74, 0.40), (1.0, 0.86, 0.62), (0.72, 0.86, 1.0)])
    mood = random.choice(3, p=[0.5, 0.35, 0.15])
    colours = lamps[np.where(random.random((rows, columns)) < 0.78, mood, random.integers(0, 3, (rows, columns)))]
    return floats(on[..., None] * colours)


def _landmark(image: Array) -> Array:
    """A slender tower with two lit spheres and a tapering tip."""
    centre = 742

    def shaft(pen, scale):  # type: ignore[no-untyped-def]
        pen.polygon(
            [v * scale for v in (centre - 2, 150, centre + 2, 150, centre + 11, 640, centre - 11, 640)], fill=255
        )
        pen.polygon(
            [v * scale for v in (centre - 6, 560, centre + 6, 560, centre + 46, 640, centre - 46, 640)], fill=255
        )

    def globes(pen, scale):  # type: ignore[no-untyped-def]
        for top, radius in ((285, 17), (492, 29)):
            box = (centre - radius, top - radius, centre + radius, top + radius)
            pen.ellipse([v * scale for v in box], fill=255)

    x, y = coordinates(_WIDTH, _HEIGHT)
    px, py = x * _WIDTH, y * _HEIGHT
    stripes = 0.65 + 0.35 * np.sin(py * 0.55)
    image = blend(image, np.stack([stripes * c for c in (0.62, 0.30, 0.85)], -1), stencil(_WIDTH, _HEIGHT, shaft))
    upper = py < 400
    middle, radius = np.where(upper, 285, 492), np.where(upper, 17, 29)
    across, down = (px - centre) / radius, (py - middle) / radius
    round_light = 0.35 + 0.75 * np.sqrt(np.clip(1 - across**2 - down**2, 0, 1)) + 0.3 * np.exp(-((down + 0.4) ** 2) * 9)
    bands = 0.86 + 0.14 * np.sign(np.sin(down * 11))
    ball = (round_light * bands)[..., None] * np.array([0.95, 0.28, 0.66])
    image = blend(image, ball.astype(np.float32), stencil(_WIDTH, _HEIGHT, globes))
    image[140:150, centre - 1 : centre + 2] = (1.5, 0.2, 0.2)
    return image


def _water(image: Array, x: Array) -> Array:
    """The skyline mirrored, drawn out downwards and broken by ripples; a lit promenade along the bank."""
    rows = np.arange(_SHORE, _HEIGHT)
    down = (rows - _SHORE)[:, None]
    u = x[rows]
    far = 30 / (down + 12)
    ripple = look_up(tile(93, 1.1), u * far * 1.1, far * 1.4 + u * 0) - 0.5
    long = image.copy()
    for _ in range(2):
        long = 0.5 * long + 0.25 * (np.roll(long, 9, 0) + np.roll(long, -9, 0))
    shift = np.clip((ripple * (18 + down * 0.25)).astype(int), -40, 40)
    source_y = np.clip(_SHORE - (down * 1.25).astype(int) - np.abs(shift) * 2 - 2, 0, _SHORE - 1)
    source_x = np.clip((u * _WIDTH).astype(int) + shift, 0, _WIDTH - 1)
    mirrored = long[np.broadcast_to(source_y, source_x.shape), source_x]
    tall = soften(mirrored, 3.0)
    fade = np.clip(0.78 - down / 480, 0.2, 1)
    image[rows] = (0.35 * mirrored + 0.65 * tall) * fade[..., None] * np.array([0.85, 0.88, 1.0]) + np.array(
        [0.008, 0.012, 0.03]
    )
    random = np.random.default_rng(94)
    for lamp in np.cumsum(random.integers(9, 31, 55)).tolist():
        bright = random.uniform(0.5, 1.3)
        image[_SHORE - 4 : _SHORE, lamp : lamp + 4] = np.array([1.3, 0.9, 0.45]) * bright
        streak = np.exp(-np.arange(_HEIGHT - _SHORE) / 46.0)[:, None, None] * (
            0.5 + 1.1 * (ripple[:, lamp, None, None] > 0.0)
        )
        image[_SHORE:, lamp : lamp + 4] += (streak * np.array([0.50, 0.32, 0.13]) * bright).astype(np.float32)
    return image.astype(np.float32)


def _bokeh(image: Array, random: np.random.Generator) -> Array:
    """Large soft discs near the lower edge: street lights far out of focus, with a brighter rim."""
    x, y = coordinates(_WIDTH, _HEIGHT)
    px, py = x * _WIDTH, y * _HEIGHT
    colours = ((1.0, 0.62, 0.25), (1.0, 0.80, 0.5), (0.95, 0.25, 0.2), (0.35, 0.65, 1.0))
    for _ in range(34):
        cx, cy = random.uniform(0, _WIDTH), _HEIGHT - abs(random.normal(0, 62))
        radius = random.uniform(17, 46)
        away = np.hypot(px - cx, py - cy) / radius
        disc = smooth(1.0, 0.94, away) * (0.55 + 0.45 * away**4)
        colour = np.array(colours[random.choice(4, p=[0.45, 0.3, 0.1, 0.15])], np.float32)
        image = image + disc[..., None] * colour * np.float32(random.uniform(0.10, 0.34))
    return image.astype(np.float32)
