"""This file is where Miso sleeps: a curled-up ginger cat on a sofa, with fur combed over the traced body."""

import numpy as np
from PIL import Image, ImageDraw

from resources.demo.pictures.canvas import Array, from_picture, photo, smooth, soften, tile, to_picture
from resources.demo.pictures.shapes import ball, box, bumps, capsule, join, oval, string, turn
from resources.demo.pictures.solid import Lamp, Light, Rendered, Solid, View, trace, unit, vec

_HEAD = (-0.70, 0.40, 0.52)
_NOSE = (-0.74, 0.31, 0.83)
_TAIL = [
    (0.98, 0.20, -0.05),
    (1.16, 0.13, 0.30),
    (1.0, 0.11, 0.62),
    (0.62, 0.10, 0.78),
    (0.20, 0.10, 0.84),
    (-0.10, 0.11, 0.86),
]


def cat(width: int = 1120, height: int = 840) -> Image.Image:
    """Afternoon light from the left, a blue sofa, a mustard cushion, and the cat in the middle."""
    view = View((-0.30, 2.0, 4.1), (0.12, 0.40, 0.0), 0.60, width, height)
    light = Light([Lamp((-0.75, 0.85, 0.55), (1.12, 0.98, 0.80), 0.16)], (0.42, 0.45, 0.52), (0.26, 0.22, 0.20))
    background = np.zeros((height, width, 3), np.float32) + vec(0.36, 0.33, 0.30)
    seen = trace(_scene(), view, light, background)
    return photo(_fur(seen, view), 111, vignette=0.4)


def _scene() -> list[Solid]:
    weave, folds = tile(112, 0.25), tile(113, 1.8)
    coat = tile(114, 1.5)
    cloth = lambda p, n: vec(0.16, 0.27, 0.38) * (0.66 + 0.68 * bumps(p, weave, 1.1))[:, None]  # noqa: E731
    mustard = lambda p, n: vec(0.80, 0.52, 0.14) * (0.70 + 0.6 * bumps(p, weave, 1.3))[:, None]  # noqa: E731
    sofa = Solid(lambda p: _sofa(p) - 0.035 * bumps(p, folds, 0.35), cloth)
    cushion = Solid(lambda p: _cushion(p) - 0.02 * bumps(p, folds, 0.5), mustard, bound=(1.55, 0.62, -0.62, 0.95))
    body = Solid(_cat, lambda p, n: _coat(p, coat), bound=(0.1, 0.35, 0.2, 1.4))
    nose = Solid(
        lambda p: oval(p, _NOSE, (0.045, 0.03, 0.03)),
        lambda p, n: p * 0 + vec(0.80, 0.42, 0.40),
        0.3,
        bound=(*_NOSE, 0.06),
    )
    return [sofa, cushion, body, nose]


def _sofa(p: Array) -> Array:
    seat = box(p, (0, -0.45, 0.1), (3.4, 0.47, 1.35), 0.16)
    for sag in ((0.1, 0.35, 0.2, 0.9), (1.5, 0.5, -0.5, 0.5)):
        away = np.hypot(p[:, 0] - sag[0], p[:, 2] - sag[2])
        seat = seat + 0.05 * np.exp(-((away / sag[3]) ** 2))
    back = np.minimum(
        box(p, (-1.62, 0.75, -1.45), (1.6, 0.95, 0.42), 0.26), box(p, (1.62, 0.75, -1.45), (1.6, 0.95, 0.42), 0.26)
    )
    arm = box(p, (-2.75, 0.25, 0.0), (0.38, 0.75, 1.6), 0.3)
    return np.minimum(np.minimum(seat, back), arm).astype(np.float32)


def _cushion(p: Array) -> Array:
    local = turn(turn(p - vec(1.55, 0.60, -0.66), 0, -0.42), 2, 0.35)
    bulge = 0.21 * np.clip(1 - (local[:, 0] / 0.72) ** 4, 0, 1) * np.clip(1 - (local[:, 1] / 0.72) ** 4, 0, 1)
    flat = box(local, (0, 0, 0), (0.68, 0.68, 0.05), 0.05)
    return (
        np.maximum(flat - bulge, np.maximum(np.abs(local[:, 0]), np.abs(local[:, 1])) - 0.70).astype(np.float32) * 0.6
    )


def _cat(p: Array) -> Array:
    trunk = join(oval(p, (0.10, 0.34, -0.12), (0.92, 0.42, 0.58)), oval(p, (0.62, 0.38, 0.10), (0.52, 0.44, 0.54)), 0.2)
    trunk = join(trunk, oval(p, (-0.52, 0.33, 0.05), (0.42, 0.37, 0.46)), 0.2)
    thigh = oval(p, (0.45, 0.24, 0.48), (0.42, 0.27, 0.26))
    trunk = join(trunk, thigh, 0.07)
    paws = np.minimum(
        capsule(p, (-0.30, 0.10, 0.62), (-0.70, 0.09, 0.86), 0.12, 0.10),
        capsule(p, (-0.05, 0.09, 0.70), (-0.46, 0.08, 0.93), 0.11, 0.09),
    )
    shape = join(join(trunk, paws, 0.08), _head(p), 0.06)
    return join(shape, string(p, _TAIL, 0.13, 0.085), 0.05)


def _head(p: Array) -> Array:
    skull = oval(p, _HEAD, (0.33, 0.28, 0.30))
    muzzle = join(ball(p, (-0.79, 0.28, 0.76), 0.095), ball(p, (-0.66, 0.27, 0.77), 0.095), 0.05)
    skull = join(skull, muzzle, 0.09)
    for side, tip in ((-0.90, -0.98), (-0.52, -0.42)):
        ear = capsule(p, (side, 0.58, 0.46), (tip, 0.85, 0.42), 0.135, 0.012)
        hollow = capsule(p, (side, 0.59, 0.585), (tip, 0.82, 0.535), 0.085, 0.01)
        skull = join(skull, np.maximum(ear, -hollow), 0.05)
    return skull


def _coat(p: Array, coat: Array) -> Array:
    """Ginger with darker bands across the back, a pale muzzle, chest and paws, and two closed eyes."""
    wander = bumps(p, coat, 0.5)
    near_head = smooth(0.55, 0.30, np.linalg.norm(p - vec(*_HEAD), axis=1))
    along = p[:, 0] * 13 + p[:, 2] * 4 + wander * 16
    forehead = p[:, 0] * 34 + wander * 9
    tail = smooth(0.24, 0.14, p[:, 1]) * smooth(0.45, 0.65, p[:, 2]) * smooth(-0.1, 0.1, p[:, 0])
    bands = np.sin(np.where(tail > 0.5, p[:, 0] * 24, along)) * (1 - near_head) + np.sin(forehead) * near_head * (
        p[:, 1] > 0.45
    )
    stripe = smooth(-0.1, 0.75, bands) * smooth(0.05, 0.3, p[:, 1] + 0.3 * tail)
    colour = vec(0.80, 0.54, 0.30) + stripe[:, None] * (vec(0.50, 0.27, 0.12) - vec(0.80, 0.54, 0.30))
    pale = smooth(0.26, 0.12, np.linalg.norm((p - vec(-0.73, 0.26, 0.80)) * vec(1, 1.1, 1), axis=1))
    pale = np.maximum(pale, smooth(0.17, 0.08, p[:, 1]) * smooth(0.15, -0.05, p[:, 0]) * smooth(0.5, 0.7, p[:, 2]))
    colour = colour + pale[:, None] * (vec(0.95, 0.90, 0.82) - colour)
    inner = smooth(
        0.09,
        0.03,
        np.minimum(
            capsule(p, (-0.90, 0.62, 0.55), (-0.97, 0.74, 0.52), 0.03, 0.005),
            capsule(p, (-0.52, 0.62, 0.55), (-0.44, 0.74, 0.52), 0.03, 0.005),
        ),
    )
    colour = colour + (inner * smooth(0.5, 0.56, p[:, 1]))[:, None] * 0.55 * (vec(0.85, 0.55, 0.48) - colour)
    return np.where(_eyes(p)[:, None], vec(0.10, 0.05, 0.03), colour).astype(np.float32)


def _eyes(p: Array) -> Array:
    """Two closed lids and the mouth: dark arcs on the front of the face."""
    front = p[:, 2] > 0.68
    lines = np.zeros(len(p), bool)
    for cx in (-0.86, -0.59):
        u = (p[:, 0] - cx) / 0.075
        lines |= (np.abs(p[:, 1] - (0.405 + 0.028 * (u * u - 1))) < 0.011) & (np.abs(u) < 1)
    lines |= (np.abs(p[:, 0] + 0.735) < 0.007) & (p[:, 1] > 0.235) & (p[:, 1] < 0.29)
    return lines & front


def _fur(seen: Rendered, view: View) -> Array:
    """Fine strokes over the cat in the direction the coat lies, each a little lighter or darker than below."""
    finer = 2
    base = to_picture(seen.image / 1.35)
    sheet = base.resize((view.width * finer, view.height * finer), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(sheet)
    random = np.random.default_rng(115)
    rows, columns = np.nonzero(seen.solid == 2)
    keep = _eyes(seen.points[rows, columns]) == 0
    rows, columns = rows[keep], columns[keep]
    chosen = random.integers(0, len(rows), int(len(rows) * 0.42))
    chosen = chosen[np.argsort(rows[chosen], kind="stable")]
    rows, columns = rows[chosen], columns[chosen]
    lie = _lie(seen.points[rows, columns], seen.normals[rows, columns], view)
    lie = lie + random.normal(0, 0.22, lie.shape)
    face = np.linalg.norm(seen.points[rows, columns] - vec(*_NOSE), axis=1)
    long = view.height / 840 * random.uniform(9, 21, len(rows)) * np.clip(face / 0.5, 0.22, 1)
    tint = np.clip(random.normal(1.04, 0.15, len(rows)), 0.65, 1.55)[:, None]
    colours = np.clip(seen.image[rows, columns] / 1.35 * tint * 255, 0, 255).astype(int)
    for row, column, (dx, dy), length, colour in zip(rows, columns, lie, long, colours, strict=True):
        x, y = column * finer, row * finer
        pen.line(
            (x, y, x + dx * length * finer * 0.7, y + dy * length * finer * 0.7), fill=tuple(colour.tolist()), width=2
        )
    _whiskers(pen, view, finer)
    furry = from_picture(sheet.resize((view.width, view.height), Image.Resampling.LANCZOS)) * 1.35
    close = soften((seen.solid >= 2).astype(np.float32), 5)
    return np.where((close > 0.02)[..., None], furry, seen.image).astype(np.float32)


def _lie(points: Array, normals: Array, view: View) -> Array:
    """Unit directions in the image along which hair lies: away from the nose, backwards and down the sides."""
    away = unit(points - vec(*_NOSE))
    flow = away * vec(1.0, 0.6, 0.7) + vec(0.35, -0.45, 0.1)
    flow = flow - normals * (flow * normals).sum(1, keepdims=True) * 0.75
    start, end = _project(points, view), _project(points + unit(flow) * 0.05, view)
    return unit((end - start).astype(np.float32))


def _project(points: Array, view: View) -> Array:
    forward = unit(vec(*view.target) - vec(*view.eye))
    right = unit(np.cross(forward, vec(0, 1, 0)))
    up = np.cross(right, forward)
    away = points - vec(*view.eye)
    deep = away @ forward
    scale = view.height / view.field
    return np.stack([view.width / 2 + away @ right / deep * scale, view.height / 2 - away @ up / deep * scale], 1)


def _whiskers(pen: ImageDraw.ImageDraw, view: View, finer: int) -> None:
    for side in (-1, 1):
        for number in range(4):
            root = vec(-0.735 + side * 0.09, 0.275 + 0.012 * number, 0.85)
            reach = root + vec(side * (0.34 - 0.03 * number), -0.09 + 0.05 * number, 0.05)
            middle = (root + reach) / 2 + vec(0, 0.03, 0.02)
            line = _project(np.stack([root, middle, reach]), view) * finer
            pen.line([tuple(point) for point in line.tolist()], fill=(235, 225, 210), width=2)
