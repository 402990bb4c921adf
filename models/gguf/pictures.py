"""This file is where pictures become what the text model reads in their place: llama.cpp's vision tower (mtmd).

Pictures come in the size that the tower takes (models.pixels): llama.cpp's own way of making them smaller gives other
features than the models were trained with. What was seen once is kept for a while, because windows overlap and the
same candidates come again.
"""

import ctypes
import hashlib
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.protocols import Pixels
from models.gguf.interruption import Interruption
from models.gguf.library import Library
from models.pixels import SIDE

_KEPT_BYTES = 96 << 20
_IMAGE = 1
_FEWEST_TOKENS, _MOST_TOKENS = 1, 16_384

Seen = NDArray[np.float32]
"""What a picture became: shape (tokens, width of the text model)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a prompt, in its size for the tower. rows, columns: of its tokens.

    Pictures with the same pixels are equal, so that a prompt's beginning can be known again.
    """

    digest: bytes
    rows: int
    columns: int
    pixels: Pixels = field(compare=False, repr=False)

    @property
    def tokens(self) -> int:
        return self.rows * self.columns

    @property
    def positions(self) -> int:
        """How far it moves what follows: its tokens count rows and columns at once (M-RoPE, Qwen2-VL)."""
        return max(self.rows, self.columns)


def picture(pixels: Pixels) -> Picture:
    """A picture that models.pixels.fit has brought into its size."""
    height, width = pixels.shape[:2]
    solid = np.ascontiguousarray(pixels, np.uint8)
    digest = hashlib.blake2b(solid.tobytes(), digest_size=16).digest()
    return Picture(digest, height // SIDE, width // SIDE, solid)


class VisionTower:
    """The loaded mmproj file, on the processor that `parameters` name."""

    def __init__(self, library: Library, handle: Any, width: int) -> None:
        self._mtmd, self._handle, self._width = library.mtmd, handle, width
        self._seen: OrderedDict[bytes, Seen] = OrderedDict()
        self._bytes = 0

    def seen(self, shown: Picture) -> Seen:
        """What the tower sees. To be called within Interruption.asking: a picture may take a minute on a CPU."""
        known = self._seen.get(shown.digest)
        if known is not None:
            self._seen.move_to_end(shown.digest)
            return known
        with self.chunk(shown, blank=False) as chunk:
            if self._mtmd.mtmd_encode_chunk(self._handle, chunk) != 0:
                raise ModelError("The model could not look at a picture: most likely there is too little memory.")
            output = ctypes.cast(self._mtmd.mtmd_get_output_embd(self._handle), ctypes.POINTER(ctypes.c_float))
            return np.ctypeslib.as_array(output, (shown.tokens, self._width)).copy()

    def keep(self, shown: Picture, seen: Seen) -> None:
        """Remembers what was seen, once it is sure that nothing ended the tower's work halfway."""
        if shown.digest not in self._seen:
            self._seen[shown.digest] = seen
            self._bytes += seen.nbytes
        while self._bytes > _KEPT_BYTES and len(self._seen) > 1:
            self._bytes -= self._seen.popitem(last=False)[1].nbytes

    @contextmanager
    def chunk(self, shown: Picture, *, blank: bool) -> Iterator[Any]:
        """llama.cpp's note of a picture, valid inside; a blank one has its size and no pixels."""
        height, width = shown.pixels.shape[:2]
        data = None if blank else shown.pixels.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8))
        bitmap = self._mtmd.mtmd_bitmap_init(width, height, data)
        chunks = self._mtmd.mtmd_input_chunks_init()
        try:
            part = self._mtmd.mtmd_input_part(bitmap=bitmap)
            parts = (ctypes.POINTER(self._mtmd.mtmd_input_part) * 1)(ctypes.pointer(part))
            if self._mtmd.mtmd_tokenize_from_parts(self._handle, chunks, parts, 1, False) != 0:
                raise ModelError("The model's file for pictures does not take pictures. Add the right one.")
            yield self._image(chunks, shown)
        finally:
            self._mtmd.mtmd_input_chunks_free(chunks)
            self._mtmd.mtmd_bitmap_free(bitmap)

    def close(self) -> None:
        self._mtmd.mtmd_free(self._handle)
        self._seen.clear()

    @property
    def handle(self) -> Any:
        return self._handle

    def _image(self, chunks: Any, shown: Picture) -> Any:
        """The one chunk that is a picture: those around it are <|vision_start|> and <|vision_end|>."""
        for place in range(self._mtmd.mtmd_input_chunks_size(chunks)):
            chunk = self._mtmd.mtmd_input_chunks_get(chunks, place)
            if self._mtmd.mtmd_input_chunk_get_type(chunk) == _IMAGE:
                if self._mtmd.mtmd_input_chunk_get_n_tokens(chunk) != shown.tokens:
                    raise ModelError("The model's file for pictures makes them another size. Add the right one.")
                return chunk
        raise ModelError("The model's file for pictures does not take pictures. Add the right one.")


def tower_parameters(library: Library, interruption: Interruption, device: Any, threads: int) -> Any:
    """mtmd_context_params. device: llama.cpp's pointer to a graphics processor, None for the CPU."""
    parameters = library.mtmd.mtmd_context_params_default()
    parameters.use_gpu = device is not None
    parameters.device = device
    parameters.print_timings = False
    parameters.n_threads = threads
    # A graphics processor is asked first whether it can; on the CPU it always works, and is half as fast again.
    on_cpu = library.llama.LLAMA_FLASH_ATTN_TYPE_ENABLED
    parameters.flash_attn_type = library.llama.LLAMA_FLASH_ATTN_TYPE_AUTO if device is not None else on_cpu
    parameters.warmup = device is not None
    parameters.image_min_tokens, parameters.image_max_tokens = _FEWEST_TOKENS, _MOST_TOKENS
    parameters.cb_eval = interruption.while_looking
    parameters.progress_callback = interruption.while_loading_pictures
    return parameters
