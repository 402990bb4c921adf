"""This file is where a GGUF file's header is read and its length checked, before native code is given the file.

The format is that of ggml's docs/gguf.md: magic, version, counts, key-value pairs, tensor infos, aligned data.
"""

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from core.errors import ModelError

Value = int | float | bool | str | tuple[int | float | bool, ...] | None

_MAGIC, _VERSIONS = b"GGUF", (2, 3)
_MOST_PAIRS, _MOST_TENSORS, _MOST_ITEMS = 4_096, 65_536, 4_000_000
_LONGEST_KEY, _LONGEST_TEXT, _LONGEST_LIST = 65_535, 1 << 20, 1_024
_STRING, _ARRAY = 8, 9
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_BLOCKS: Mapping[int, tuple[int, int]] = {
    **{0: (1, 4), 1: (1, 2), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 30: (1, 2)},
    **{2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36), 20: (32, 18)},
    **{10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292)},
    **{16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 21: (256, 110), 22: (256, 82), 23: (256, 136)},
    **{29: (256, 56), 34: (256, 54), 35: (256, 66)},
}
"""ggml's tensor types: numbers in a block, bytes of a block. A type that is not here is taken to have no bytes."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a GGUF file says of itself. facts: its key-value pairs; long lists and texts are left out (None).

    tensors: bytes of all of them; size: bytes of the file.
    """

    path: Path
    facts: Mapping[str, Value]
    tensors: Mapping[str, int]
    size: int

    @property
    def architecture(self) -> str:
        """ "qwen2vl" for the text model of Qwen2-VL and Qwen2.5-VL, "clip" for what looks at pictures."""
        return str(self.facts.get("general.architecture", ""))

    def number(self, key: str, default: int = 0) -> int:
        """The whole number under a key of the architecture ("block_count"); the largest where each layer has one."""
        value = self.facts.get(f"{self.architecture}.{key}")
        numbers = value if isinstance(value, tuple) else (value,)
        return max((int(each) for each in numbers if isinstance(each, int | float) and isfinite(each)), default=default)


def read_header(path: Path) -> Header:
    """The header of a GGUF file. Raises ModelError: one sentence on what is wrong with the file."""
    try:
        with path.open("rb") as stream:
            if stream.read(4) != _MAGIC:
                raise ModelError(f"{path} is not a GGUF file.")
            with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _Cursor(path, data).header()
    except FileNotFoundError:
        raise ModelError(f"There is no model file {path}. Add the model again.") from None
    except (struct.error, IndexError):
        raise ModelError(f"The model file {path} is cut off. Copy or download it again.") from None
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"The model file {path} cannot be read ({error}). Copy or download it again.") from error


class _Cursor:
    """Walks through a header once. Counts and lengths are bounded: the file may come from anywhere."""

    def __init__(self, path: Path, data: mmap.mmap) -> None:
        self._path, self._data, self._at = path, data, len(_MAGIC)

    def header(self) -> Header:
        if (version := self._one("I")) not in _VERSIONS:
            raise ModelError(f"{self._path} is a GGUF file of version {version}, not of {_VERSIONS[-1]}.")
        tensors, pairs = self._count(_MOST_TENSORS), self._count(_MOST_PAIRS)
        facts = dict(self._pair() for _ in range(pairs))
        infos = [self._tensor() for _ in range(tensors)]
        alignment = facts.get("general.alignment", 32)
        if not isinstance(alignment, int) or not 0 < alignment <= 1 << 20:
            raise ValueError("its alignment is none")
        start = -(-self._at // alignment) * alignment
        if start + max((offset + size for _, offset, size in infos), default=0) > len(self._data):
            raise IndexError
        return Header(self._path, facts, {name: size for name, _, size in infos}, len(self._data))

    def _pair(self) -> tuple[str, Value]:
        return self._text(_LONGEST_KEY) or "", self._value(self._one("I"))

    def _value(self, kind: int) -> Value:
        if kind == _STRING:
            return self._text(_LONGEST_TEXT)
        if kind == _ARRAY:
            return self._list(self._one("I"), self._count(_MOST_ITEMS))
        return self._scalar(_SCALARS[kind])

    def _list(self, kind: int, length: int) -> Value:
        if kind == _STRING:
            for _ in range(length):
                self._skip(self._one("Q"))
            return None
        code = _SCALARS[kind]
        if length > _LONGEST_LIST:
            self._skip(length * struct.calcsize(f"<{code}"))
            return None
        return tuple(self._scalar(code) for _ in range(length))

    def _tensor(self) -> tuple[str, int, int]:
        """Name, offset, bytes."""
        name, numbers = self._text(_LONGEST_KEY) or "", 1
        for _ in range(self._count(8, "I")):
            numbers *= self._one("Q")
        block, size = _BLOCKS.get(self._one("I"), (1, 0))
        return name, self._one("Q"), numbers // block * size

    def _count(self, most: int, code: str = "Q") -> int:
        if (count := self._one(code)) > most:
            raise ValueError("its header is damaged")
        return count

    def _text(self, longest: int) -> str | None:
        length = self._one("Q")
        start = self._at
        self._skip(length)
        return self._data[start : start + length].decode("utf-8", "replace") if length <= longest else None

    def _one(self, code: str) -> int:
        return int(self._scalar(code))

    def _scalar(self, code: str) -> int | float | bool:
        (value,) = struct.unpack_from(f"<{code}", self._data, self._at)
        self._at += struct.calcsize(f"<{code}")
        return value  # type: ignore[no-any-return]

    def _skip(self, length: int) -> None:
        if self._at + length > len(self._data):
            raise IndexError
        self._at += length
