"""This file is where the rice comes from: its bowl, the heap, and the single grains drawn over it."""

import numpy as np
from PIL import Image, ImageDraw

from resources.demo.pictures.canvas import Array, floats, from_picture, soften, tile, to_picture
from resources.demo.pictures.shapes import ball, bumps, lathe
from resources.demo.pictures.solid import Rendered, Solid, vec

_CUP = [
    (0, 0.0),
    (0.36, 0.0),
    (0.40, 0.05),
    (0.66, 0.32),
    (0.74, 0.56),
    (0.70, 0.57),
    (0.60, 0.36),
    (0.3, 0.12),
    (0, 0.1),
]
_CUP_AT = (1.72, 0.0, -0.98)


def bowl_of_rice() -> list[Solid]:
    """A small celadon bowl heaped with rice, at the upper right."""
    shift, rice = vec(*_CUP_AT), tile(124, 1.55)

    def heap(p: Array) -> Array:
        dome = (ball((p - shift) * vec(1, 1.35, 1), (0, 0.36, 0), 0.60) - 0.05 * bumps(p, rice, 1.2)) * 0.6
        return floats(np.maximum(dome, 0.38 - p[:, 1]))

    bowl = Solid(
        lambda p: lathe(p - shift, _CUP, 0.012),
        lambda p, n: p * 0 + vec(0.55, 0.70, 0.62),
        0.6,
        60,
        bound=(1.72, 0.3, -0.98, 0.85),
    )
    grains = Solid(
        heap,
        lambda p, n: vec(0.93, 0.92, 0.88) * (0.78 + 0.3 * bumps(p, rice, 1.2))[:, None],
        0.2,
        20,
        soft=0.4,
        bound=(1.72, 0.4, -0.98, 0.75),
    )
    return [bowl, grains]


def grained(seen: Rendered, heap: int) -> Array:
    """Single grains over the heap of rice: short thick strokes in all directions, lit like the heap below them."""
    height, width = seen.solid.shape
    finer, bright = 2, 1.35
    sheet = to_picture(seen.image / bright).resize((width * finer, height * finer), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(sheet)
    random = np.random.default_rng(129)
    rows, columns = np.nonzero(seen.solid == heap)
    size = height / 1056
    chosen = np.sort(random.integers(0, len(rows), int(len(rows) / (26 * size * size))))
    light = soften(seen.image, 3 * size)
    for place in chosen.tolist():
        row, column = int(rows[place]), int(columns[place])
        angle, long = random.uniform(0, np.pi), random.uniform(6, 9) * size
        shade = light[row, column] / bright * random.uniform(0.86, 1.22)
        x, y = column * finer, row * finer
        dx, dy = np.cos(angle) * long, np.sin(angle) * long * 0.7
        for wide, tone in ((9, 0.62), (6, 1.0), (2, 1.10)):
            ink = tuple(int(value) for value in np.clip(shade * tone * 255, 0, 255))
            pen.line((x - dx, y - dy, x + dx, y + dy), fill=ink, width=max(1, round(wide * size)))
    return from_picture(sheet.resize((width, height), Image.Resampling.LANCZOS)) * bright
