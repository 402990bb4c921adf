"""This file is where llama.cpp reads a prompt and remembers it: what the next prompt begins with too is not read again.

Every entry is a token or a picture. A picture takes a cell of the cache per token but moves what follows only by its
longer side (M-RoPE), so cells and positions are counted apart, and a cut is only ever made between entries.
"""

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from models.gguf.interruption import Interruption
from models.gguf.library import Library
from models.gguf.pictures import Picture, VisionTower

BATCH = 512
"""Tokens that are computed in one go; between two goes the work can be ended."""

Entry = int | Picture
Logits = NDArray[np.float32]
"""Shape (size of the vocabulary,)."""

_FULL = 1


class PromptCache:
    """One llama_context and what is in it. After any failure it is empty and fit for the next prompt."""

    def __init__(self, library: Library, context: Any, interruption: Interruption) -> None:
        self._llama, self._mtmd, self._context = library.llama, library.mtmd, context
        self._interruption = interruption
        vocabulary = self._llama.llama_model_get_vocab(self._llama.llama_get_model(context))
        self._size: int = self._llama.llama_vocab_n_tokens(vocabulary)
        self._entries: list[Entry] = []
        self._position = 0
        self._batch = self._llama.llama_batch_init(BATCH, 0, 1)
        self._llama.llama_set_abort_callback(context, interruption.while_reading, None)
        self.cells: int = self._llama.llama_n_ctx(context)

    def read(self, entries: Sequence[Entry], tower: VisionTower | None) -> int:
        """Brings the cache to exactly these entries, the last of which is a token; returns how many entries it knew.

        To be called within Interruption.asking."""
        known = self._common(entries)
        try:
            self._cut(known)
            place = known
            while place < len(entries):
                place += self._read_on(entries, place, tower)
        except BaseException:
            self.forget()
            raise
        return known

    def read_on(self, tokens: Sequence[int]) -> None:
        """Adds tokens, a few, behind what was read. To be called within Interruption.asking."""
        try:
            self._decode(tokens, wanted=True)
        except BaseException:
            self.forget()
            raise

    def logits(self) -> Logits:
        """Of what comes after the last entry; valid until more is read."""
        pointer = self._llama.llama_get_logits_ith(self._context, -1)
        if not pointer:
            raise ModelError("The model gave no answer. Search again; if it happens again, add the model anew.")
        return np.ctypeslib.as_array(pointer, (self._size,))

    def forget(self) -> None:
        """Empties the cache."""
        self._llama.llama_memory_clear(self._llama.llama_get_memory(self._context), True)
        self._entries.clear()
        self._position = 0

    def close(self) -> None:
        self._llama.llama_batch_free(self._batch)
        self._llama.llama_free(self._context)

    def _common(self, entries: Sequence[Entry]) -> int:
        """How many entries the cache begins with too; never all of them, since the last has to be computed."""
        most = min(len(entries) - 1, len(self._entries))
        return next((at for at in range(most) if entries[at] != self._entries[at]), most)

    def _cut(self, known: int) -> None:
        memory = self._llama.llama_get_memory(self._context)
        if known < len(self._entries):
            self._position -= _positions(self._entries[known:])
            if not self._llama.llama_memory_seq_rm(memory, 0, self._position, -1):
                raise ModelError("This kind of model cannot be used: its memory cannot be cut.")
            del self._entries[known:]

    def _read_on(self, entries: Sequence[Entry], place: int, tower: VisionTower | None) -> int:
        """Reads one picture or a run of tokens; returns how many entries that were."""
        first = entries[place]
        if isinstance(first, Picture):
            if tower is None:
                raise ModelError("This model has no file for pictures.")
            self._look(first, tower)
            return 1
        run = []
        for entry in entries[place : place + BATCH]:
            if isinstance(entry, Picture):
                break
            run.append(entry)
        self._decode(run, wanted=place + len(run) == len(entries))
        return len(run)

    def _decode(self, tokens: Sequence[int], *, wanted: bool) -> None:
        """wanted: whether the logits after the last token are."""
        batch, start, count = self._batch, self._position, len(tokens)
        batch.n_tokens = count
        for place, token in enumerate(tokens):
            batch.token[place], batch.pos[place] = token, start + place
            batch.n_seq_id[place], batch.seq_id[place][0] = 1, 0
            batch.logits[place] = 0
        batch.logits[count - 1] = int(wanted)
        _raise_if_failed(self._llama.llama_decode(self._context, batch))
        self._entries.extend(tokens)
        self._position += count

    def _look(self, shown: Picture, tower: VisionTower) -> None:
        seen = tower.seen(shown)
        self._interruption.stop_if_asked()
        tower.keep(shown, seen)
        after = ctypes.c_int32(0)
        with tower.chunk(shown, blank=True) as chunk:
            failed = self._mtmd.mtmd_helper_decode_image_chunk(
                tower.handle,
                self._context,
                chunk,
                seen.ctypes.data_as(ctypes.POINTER(ctypes.c_float)),
                self._position,
                0,
                BATCH,
                ctypes.byref(after),
                self._interruption.between_batches,
                None,
            )
        _raise_if_failed(failed)
        self._entries.append(shown)
        self._position += shown.positions


def cells_of(entries: Sequence[Entry]) -> int:
    """Cells of the cache that entries take: one per token, also of a picture."""
    return sum(entry.tokens if isinstance(entry, Picture) else 1 for entry in entries)


def _positions(entries: Sequence[Entry]) -> int:
    return sum(entry.positions if isinstance(entry, Picture) else 1 for entry in entries)


def _raise_if_failed(code: int) -> None:
    if code == _FULL:
        raise ModelError("The prompt does not fit into the model's memory.")
    if code != 0:
        raise ModelError("The model stopped while it read: most likely there is not enough memory for it.")
