"""Float images, noise and finishing; this file is where the brushes common to all demo pictures are.

An image is a float array (height, width, 3) with values around [0, 1]; a mask is (height, width) in [0, 1].
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Array = NDArray[Any]
Colour = tuple[float, float, float]


def floats(values: Any) -> Array:
    return np.asarray(values, np.float32)


def coordinates(width: int, height: int) -> tuple[Array, Array]:
    """Pixel centres as x and y arrays (height, width), both from 0 to 1."""
    x = (np.arange(width, dtype=np.float32) + 0.5) / width
    y = (np.arange(height, dtype=np.float32) + 0.5) / height
    return np.broadcast_to(x, (height, width)), np.broadcast_to(y[:, None], (height, width))


def tile(seed: int, roughness: float = 1.6, size: int = 512) -> Array:
    """A square of fractal noise in [0, 1] that repeats without a seam; amplitude falls as frequency^-roughness."""
    spectrum = np.fft.rfft2(np.random.default_rng(seed).standard_normal((size, size)))
    down = np.fft.fftfreq(size)[:, None] * size
    across = np.fft.rfftfreq(size)[None, :] * size
    spectrum = spectrum / np.maximum(np.hypot(down, across), 1.0) ** roughness
    spectrum[0, 0] = 0.0
    field = np.fft.irfft2(spectrum, (size, size))
    return floats(np.clip(0.5 + field / (field.std() * 6), 0, 1))


def look_up(texture: Array, u: Array, v: Array) -> Array:
    """Bilinear samples of a repeating texture at (u, v), where 1.0 is one whole tile."""
    size = texture.shape[0]
    u, v = (u % 1) * size, (v % 1) * size
    left, top = np.floor(u).astype(np.int32), np.floor(v).astype(np.int32)
    across, down = u - left, v - top
    left, top = left % size, top % size
    right, bottom = (left + 1) % size, (top + 1) % size
    upper = texture[top, left] * (1 - across) + texture[top, right] * across
    lower = texture[bottom, left] * (1 - across) + texture[bottom, right] * across
    return floats(upper * (1 - down) + lower * down)


def ramp(amount: Array, stops: Sequence[tuple[float, Colour]]) -> Array:
    """Colours along a gradient: stops are (position, colour) in rising order."""
    places = [place for place, _ in stops]
    channels = [np.interp(amount, places, [colour[i] for _, colour in stops]) for i in range(3)]
    return np.stack(channels, axis=-1).astype(np.float32)


def blend(below: Array, above: Array | Colour, mask: Array) -> Array:
    return (below + (np.asarray(above, np.float32) - below) * mask[..., None]).astype(np.float32)


def smooth(low: float, high: float, value: Array) -> Array:
    """0 below `low`, 1 above `high` (or the other way round), an even S between."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return (t * t * (3 - 2 * t)).astype(np.float32)


def soften(image: Array, radius: float) -> Array:
    """Gaussian blur (radius in pixels, edges mirrored) of an image or a mask."""
    pad = min(int(radius * 3) + 1, image.shape[0] - 1, image.shape[1] - 1)
    width = [(pad, pad), (pad, pad)] + [(0, 0)] * (image.ndim - 2)
    padded = np.pad(image, width, mode="reflect")
    down, across = np.fft.fftfreq(padded.shape[0])[:, None], np.fft.rfftfreq(padded.shape[1])[None, :]
    kernel = np.exp(-2 * (np.pi * radius) ** 2 * (down**2 + across**2))
    kernel = kernel[..., None] if image.ndim == 3 else kernel
    blurred = np.fft.irfft2(np.fft.rfft2(padded, axes=(0, 1)) * kernel, padded.shape[:2], axes=(0, 1))
    return blurred[pad:-pad, pad:-pad].astype(np.float32)


def stencil(width: int, height: int, draw: Callable[[ImageDraw.ImageDraw, float], None], finer: int = 3) -> Array:
    """A mask drawn `finer` times larger and scaled down; `draw` gets the pen and the scale and paints with 255."""
    sheet = Image.new("L", (width * finer, height * finer))
    draw(ImageDraw.Draw(sheet), float(finer))
    return np.asarray(sheet.resize((width, height), Image.Resampling.BOX), np.float32) / 255


def photo(image: Array, seed: int, grain: float = 0.006, vignette: float = 0.22) -> Image.Image:
    """What a camera adds: glow around highlights, darker corners, an S-shaped tone curve and grain."""
    height, width = image.shape[:2]
    image = image + soften(np.clip(image - 0.82, 0, 2), width / 90) * 0.7
    x, y = coordinates(width, height)
    corners = np.clip(1 - vignette * ((x - 0.5) ** 2 + (y - 0.5) ** 2) * 2, 0, 1)
    image = image * corners[..., None]
    image = np.clip(image, 0, None) / (1 + np.clip(image - 0.8, 0, None) * 0.6)
    noise = np.random.default_rng(seed).standard_normal((height, width, 1)).astype(np.float32)
    return to_picture(image + soften(noise[..., 0], 0.6)[..., None] * grain * 2)


def to_picture(image: Array) -> Image.Image:
    return Image.fromarray((np.clip(image, 0, 1) * 255 + 0.5).astype(np.uint8))


def from_picture(picture: Image.Image) -> Array:
    return np.asarray(picture.convert("RGB"), np.float32) / 255
