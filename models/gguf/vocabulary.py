"""This file is where text becomes llama.cpp's tokens: what we wrote with special tokens, what people wrote without.

llama.cpp leaves control tokens alone in text that is not ours, but not tokens that a checkpoint added (user-defined
ones): where a person's words spell one, they are cut apart and tokenized in two halves.
"""

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.errors import ModelError
from models.gguf.library import Library

_SPECIAL, _ADDED = 1 << 0 | 1 << 3, 1 << 4
"""llama_token_attr: unknown and control; user-defined."""


class Vocabulary:
    """The tokens of a model's file, read without its weights. size: how many; special: those that are no text; pieces:
    those of printable ASCII, by their ids: all that an answer can consist of.

    Raises ModelError when llama.cpp does not know the file's kind of tokens."""

    def __init__(self, library: Library, path: Path) -> None:
        self._llama = library.llama
        self._model = self._load(library, path)
        self._vocab = self._llama.llama_model_get_vocab(self._model)
        self.size: int = self._llama.llama_vocab_n_tokens(self._vocab)
        self.pieces: dict[int, str] = {}
        self.special: set[int] = set()
        self._added = self._look_through()

    def ours(self, text: str) -> list[int]:
        """The tokens of what we wrote; special tokens in it are special."""
        return self._tokens(text, special=True)

    def written(self, text: str) -> list[int]:
        """The tokens of what a person wrote: none of them is special, whatever the text looks like."""
        return [token for part in self._apart(text) for token in self._tokens(part, special=False)]

    def close(self) -> None:
        self._llama.llama_model_free(self._model)

    def _load(self, library: Library, path: Path) -> Any:
        parameters = self._llama.llama_model_default_params()
        parameters.vocab_only = True
        nowhere = (ctypes.c_void_p * 1)(None)
        parameters.devices = ctypes.cast(nowhere, ctypes.c_void_p)
        with library.listener.hearing():
            model = self._llama.llama_model_load_from_file(str(path).encode("utf-8"), parameters)
        if not model:
            raise ModelError(f"llama.cpp does not know the tokens of {path}. Add another file of the model.")
        return model

    def _look_through(self) -> re.Pattern[str] | None:
        """Fills `pieces` and `special`; returns what finds the added tokens in a text, None where there are none."""
        added: list[str] = []
        for token in range(self.size):
            text = self._llama.llama_vocab_get_text(self._vocab, token) or b""
            attributes = self._llama.llama_vocab_get_attr(self._vocab, token)
            if attributes & (_SPECIAL | _ADDED):
                self.special.add(token)
            if attributes & _ADDED and len(text) > 1:
                added.append(text.decode("utf-8", "replace"))
            # Byte-level BPE writes these bytes as themselves, all others as letters beyond ASCII.
            if text.isascii() and text:
                self.pieces[token] = text.decode("ascii")
        return re.compile(f"(?=(?:{'|'.join(map(re.escape, added))}))") if added else None

    def _apart(self, text: str) -> Iterator[str]:
        """The text, cut behind the first character of whatever spells an added token, until nothing does."""
        text = unicodedata.normalize("NFC", text)
        cuts = [match.start() + 1 for match in self._added.finditer(text)] if self._added else []
        for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
            yield text[start:end]

    def _tokens(self, text: str, *, special: bool) -> list[int]:
        # Qwen's tokenizer puts text into NFC first; llama.cpp does not. Half a surrogate pair has no UTF-8.
        data = unicodedata.normalize("NFC", text).encode("utf-8", "replace")
        room = len(data) + 8
        tokens = (ctypes.c_int32 * room)()
        count = self._llama.llama_tokenize(self._vocab, data, len(data), tokens, room, False, special)
        if count < 0:
            raise ModelError("A message is too long for this model.")
        return tokens[:count]
