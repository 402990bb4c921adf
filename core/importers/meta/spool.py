"""This file is where records that stand newest first are turned around without keeping them all in memory."""

import marshal
from array import array
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Any, Self

IN_MEMORY = 32 << 20
"""Bytes; what is more goes to a temporary file."""


class Spool:
    """Takes plain values one by one and gives them back in either direction. A context manager: it holds a file."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed with the Spool
        self._ends = array("Q", [0])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, value: Any) -> None:
        """Keeps a value of strings, numbers, lists, tuples and dictionaries."""
        self._ends.append(self._ends[-1] + self._file.write(marshal.dumps(value)))

    def forwards(self) -> Iterator[Any]:
        """The values as they were added."""
        return map(self._value, range(len(self)))

    def backwards(self) -> Iterator[Any]:
        """The values from the last to the first."""
        return map(self._value, reversed(range(len(self))))

    def _value(self, position: int) -> Any:
        start, end = self._ends[position], self._ends[position + 1]
        self._file.seek(start)
        return marshal.loads(self._file.read(end - start))  # noqa: S302 - written by this process a moment ago
