"""This file is where flat sheets are laid on a surface: perspective, a soft shadow, uneven light, and the table."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from resources.demo.pictures.canvas import (
    Array,
    Colour,
    blend,
    coordinates,
    floats,
    from_picture,
    look_up,
    smooth,
    soften,
    tile,
)

Corner = tuple[float, float]


def table(width: int, height: int, seed: int, tone: Colour = (0.50, 0.32, 0.19)) -> Array:
    """Boards with grain, a few knots and dark seams."""
    x, y = coordinates(width, height)
    aspect = width / height
    board = np.floor(y * 4.2 + 0.3)
    bend = look_up(tile(seed, 1.9), x * 0.5 + board * 0.31, y * 0.6)
    rings = np.sin((y * 30 + bend * 34 + board * 7) * 2.2)
    fibre = look_up(tile(seed + 1, 1.05), x * aspect * 0.20 + board * 0.17, y * 3.4)
    seam = smooth(0.0, 0.035, 0.5 - np.abs((y * 4.2 + 0.3) % 1 - 0.5))
    light = (0.62 + 0.10 * rings + 0.55 * fibre + 0.05 * np.sin(board * 9)) * (0.4 + 0.6 * seam)
    return floats(np.array(tone, np.float32) * light[..., None])


def lay(below: Array, sheet: Image.Image, corners: Sequence[Corner], shadow: float = 14, dark: float = 0.5) -> Array:
    """Puts a sheet (its transparent parts stay clear) with its corners, clockwise from the top left, at pixels."""
    height, width = below.shape[:2]
    coefficients = _homography(corners, sheet.size)
    finer = 2
    scaled = [value * (1 if i in (2, 5) else 1 / finer) for i, value in enumerate(coefficients)]
    warped = sheet.convert("RGBA").transform(
        (width * finer, height * finer), Image.Transform.PERSPECTIVE, scaled, Image.Resampling.BICUBIC
    )
    warped = warped.resize((width, height), Image.Resampling.LANCZOS)
    mask = np.asarray(warped, np.float32)[..., 3] / 255
    fallen = np.roll(mask, (int(shadow * 0.8), int(shadow * 0.6)), (0, 1))
    shaded = below * (1 - dark * soften(fallen, shadow))[..., None] * (1 - 0.35 * soften(mask, 3))[..., None]
    return blend(shaded.astype(np.float32), from_picture(warped), mask)


def crease(sheet: Image.Image, seed: int, depth: float = 0.10) -> Image.Image:
    """Paper that was folded and carried in a pocket: soft folds, waves and a fine fibre."""
    width, height = sheet.size
    x, y = coordinates(width, height)
    waves = look_up(tile(seed, 1.8), x * 0.5, y * 0.5 * height / width)
    fibre = look_up(tile(seed + 1, 0.6), x * 1.5, y * 1.5 * height / width)
    folds = np.zeros_like(x)
    for place in (0.34, 0.67):
        away = (y - place - 0.004 * np.sin(x * 9)) * height
        folds = folds + 0.10 * np.exp(-((away / 3) ** 2)) - 0.09 * np.exp(-(((away - 7) / 6) ** 2))
    light = 1 + depth * 2.2 * (waves - 0.5) + 0.05 * (fibre - 0.5) + folds * depth * 6
    shaded = from_picture(sheet) * light[..., None]
    return Image.fromarray((np.clip(shaded, 0, 1) * 255).astype(np.uint8))


def daylight(image: Array, towards: Corner, strength: float = 0.45) -> Array:
    """Light falling off from one corner of the picture."""
    x, y = coordinates(image.shape[1], image.shape[0])
    away = np.hypot(x - towards[0], y - towards[1])
    fall = 1 + strength * (0.55 - away)
    return (image * fall[..., None] * np.array([1.03, 1.0, 0.96], np.float32)).astype(np.float32)


def _homography(corners: Sequence[Corner], size: tuple[int, int]) -> list[float]:
    """The eight numbers with which Pillow finds, for each pixel of the photo, the place on the sheet."""
    wide, high = size
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, ((0, 0), (wide, 0), (wide, high), (0, high)), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return [float(value) for value in np.linalg.solve(np.array(rows, float), np.array(values, float))]
