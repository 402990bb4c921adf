"""This file is where the misty mountain ridges are painted, back to front."""

import numpy as np
from PIL import Image

from resources.demo.pictures.canvas import Array, blend, coordinates, floats, look_up, photo, ramp, smooth, tile


def mountains() -> Image.Image:
    """Seven ridges with fog rising between them; the light comes from the upper right."""
    width, height = 1280, 853
    x, y = coordinates(width, height)
    image = ramp(y, [(0, (0.52, 0.64, 0.76)), (0.22, (0.80, 0.82, 0.80)), (0.42, (0.97, 0.90, 0.76))])
    sun = np.exp(-(((x - 0.76) * 1.5) ** 2 + (y - 0.17) ** 2) / 0.03)
    image = image + sun[..., None].astype(np.float32) * np.array([0.30, 0.24, 0.12], np.float32)
    for layer in range(7):
        image = _ridge(image, x, y, layer)
    return photo(image * 1.12, 31, vignette=0.3)


def _ridge(image: Array, x: Array, y: Array, layer: int) -> Array:
    """One ridge over what lies behind it: the nearer, the darker, the more textured and the more wooded."""
    near = layer / 6
    crest = _crest(x, layer)
    below = (y - crest).astype(np.float32)
    crest = crest - _treetops(x, layer) if layer >= 5 else crest
    rock = ramp(np.full_like(y, near), [(0, (0.66, 0.72, 0.77)), (0.5, (0.33, 0.44, 0.50)), (1, (0.055, 0.11, 0.115))])
    folds = look_up(tile(40 + layer, 1.7), x * 0.9 + below * 0.5, y * 0.8 - x * 0.35)
    lit = look_up(tile(40 + layer, 1.7), x * 0.9 + below * 0.5 + 0.010, y * 0.8 - x * 0.35 - 0.004)
    rock = rock * (1 + np.clip((folds - lit) * (1 + 2.6 * near), -0.3, 0.3))[..., None]
    rock = rock + (smooth(0.02, 0.0, below) * (1 - near) * 0.06)[..., None] * np.array([1.0, 0.85, 0.6], np.float32)
    wisps = look_up(tile(50 + layer, 1.8), x * 0.8 + layer * 0.3, y * 1.7)
    fog = smooth(0.03, 0.27, below + (wisps - 0.5) * 0.16) * (0.97 - 0.72 * near**4)
    warm = np.exp(-((x - 0.76) ** 2) / 0.12).astype(np.float32)
    veil = ramp(warm, [(0, (0.80, 0.84, 0.86)), (1, (0.98, 0.93, 0.84))])
    edge = smooth(-0.0012, 0.0012, y - crest)
    return blend(image, blend(rock, veil, fog), edge)


def _crest(x: Array, layer: int) -> Array:
    """Height of a ridge per column: sharp far peaks and rounder near hills."""
    near = layer / 6
    bumps = look_up(tile(60 + layer, 1.9), x * 0.55 + layer * 0.31, x * 0)
    peaks = 1 - 2 * np.abs(bumps - 0.5)
    detail = look_up(tile(70 + layer, 1.5), x * 0.8, x * 0) - 0.5
    relief = (0.24 * (1 - near) + 0.02) * peaks + (0.12 + 0.16 * near) * bumps
    line = 0.44 + 0.58 * near**1.2 - relief - detail * 0.045 * (1 - 0.6 * near)
    if layer == 1:
        line = line - 0.17 * np.exp(-np.abs(x - 0.30) / 0.10) - 0.07 * np.exp(-np.abs(x - 0.44) / 0.06)
    return floats(line)


def _treetops(x: Array, layer: int) -> Array:
    """Slender crowns of firs along the crest, standing in groups with gaps between."""
    random = np.random.default_rng(80 + layer)
    columns = x[0]
    profile = np.zeros_like(columns)
    size = 1.0 if layer == 5 else 2.3
    for _ in range(330 if layer == 5 else 120):
        place, tall = random.random(), random.uniform(0.012, 0.032) * size
        if np.sin(place * 21 + layer) + np.sin(place * 47) < -0.5:
            tall *= 0.4
        away = np.abs(columns - place) / (tall * 0.17)
        branches = 0.16 * np.abs(np.sin(away * 9)) * (away > 0.12)
        profile = np.maximum(profile, tall * np.clip(1 - away * 0.8 - branches, 0, 1))
    return np.broadcast_to(profile, x.shape)
