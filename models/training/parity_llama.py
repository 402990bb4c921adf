"""This file is where an exported GGUF pair computes a prompt as exactly as llama.cpp can: what parity is measured on.

Other than the reader (models.gguf_reader) it keeps nothing, reads on the CPU, and has a cache and attention in float32,
so that what differs from transformers is the files and not the short cuts.
"""

import ctypes
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from models.gguf.library import library
from models.gguf.library import threads as all_threads
from models.vision_language.prompt import Control, Part, Shown

_FLOAT32 = 0


class LlamaSide:
    """A model and its vision tower in memory. threads: 0 for as many as there are cores; room: tokens that a prompt and
    its answer may have."""

    def __init__(self, bundle: Path, threads: int = 0, room: int = 4096) -> None:
        loaded = library()
        self._llama, self._mtmd, self._room = loaded.llama, loaded.mtmd, room
        self._threads = threads or all_threads()
        files = bundle / "reader"
        parameters = self._llama.llama_model_default_params()
        parameters.n_gpu_layers = 0
        parameters = loaded.fit_for_this_processor(parameters)
        self._model = self._llama.llama_model_load_from_file(str(files / "model.gguf").encode(), parameters)
        if not self._model:
            raise ModelError(f"llama.cpp cannot load {files / 'model.gguf'}.")
        self._size = self._llama.llama_vocab_n_tokens(self._llama.llama_model_get_vocab(self._model))
        seeing = self._mtmd.mtmd_context_params_default()
        seeing.use_gpu = seeing.print_timings = seeing.warmup = False
        seeing.n_threads = self._threads
        seeing.flash_attn_type = self._llama.LLAMA_FLASH_ATTN_TYPE_DISABLED
        self._tower = self._mtmd.mtmd_init_from_file(str(files / "mmproj.gguf").encode(), self._model, seeing)
        if not self._tower:
            raise ModelError(f"llama.cpp cannot load {files / 'mmproj.gguf'} for this model.")

    def likeliest(self, parts: Sequence[Part], following: Sequence[int]) -> tuple[NDArray[np.float32], list[int]]:
        """(the logits after the prompt, of shape (vocabulary,), the likeliest token in the place of each that follows,
        those before it being as given)."""
        context = self._context()
        batch = self._llama.llama_batch_init(1, 0, 1)
        try:
            place = self._read(context, parts)
            scores = [self._logits(context)]
            for at, token in enumerate(following[:-1]):
                batch.n_tokens, batch.token[0], batch.pos[0] = 1, token, place + at
                batch.n_seq_id[0], batch.seq_id[0][0], batch.logits[0] = 1, 0, 1
                _check(self._llama.llama_decode(context, batch))
                scores.append(self._logits(context))
            return scores[0], [int(each.argmax()) for each in scores]
        finally:
            self._llama.llama_batch_free(batch)
            self._llama.llama_free(context)

    def close(self) -> None:
        self._mtmd.mtmd_free(self._tower)
        self._llama.llama_model_free(self._model)

    def _context(self) -> Any:
        parameters = self._llama.llama_context_default_params()
        parameters.n_ctx = parameters.n_batch = parameters.n_ubatch = self._room
        parameters.type_k = parameters.type_v = _FLOAT32
        parameters.flash_attn_type = self._llama.LLAMA_FLASH_ATTN_TYPE_DISABLED
        parameters.n_threads = parameters.n_threads_batch = self._threads
        return self._llama.llama_init_from_model(self._model, parameters)

    def _read(self, context: Any, parts: Sequence[Part]) -> int:
        """Computes the prompt; returns the position of what follows."""
        kept: list[Any] = []
        made = [self._part(part, kept) for part in parts]
        pointers = (ctypes.POINTER(self._mtmd.mtmd_input_part) * len(made))(*map(ctypes.pointer, made))
        chunks = self._mtmd.mtmd_input_chunks_init()
        after = self._llama.llama_pos(0)
        try:
            _check(self._mtmd.mtmd_tokenize_from_parts(self._tower, chunks, pointers, len(made), False))
            _check(
                self._mtmd.mtmd_helper_eval_chunks(
                    self._tower, context, chunks, 0, 0, self._room, True, ctypes.byref(after)
                )
            )
        finally:
            self._mtmd.mtmd_input_chunks_free(chunks)
            for part in made:
                if part.bitmap:
                    self._mtmd.mtmd_bitmap_free(part.bitmap)
        return int(after.value)

    def _part(self, part: Part, kept: list[Any]) -> Any:
        made = self._mtmd.mtmd_input_part()
        if isinstance(part, Shown):
            pixels = np.ascontiguousarray(part.pixels)
            height, width = pixels.shape[:2]
            data = pixels.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8))
            made.bitmap = self._mtmd.mtmd_bitmap_init(width, height, data)
        else:
            raw = part.text.encode()
            text = self._mtmd.mtmd_input_text(
                text=raw, text_len=len(raw), add_special=False, parse_special=isinstance(part, Control)
            )
            made.text = ctypes.pointer(text)
            kept += [raw, text]
        return made

    def _logits(self, context: Any) -> NDArray[np.float32]:
        return np.ctypeslib.as_array(self._llama.llama_get_logits_ith(context, -1), (self._size,)).copy()


def _check(code: int) -> None:
    if code != 0:
        raise ModelError(f"llama.cpp cannot read the prompt (code {code}).")
