"""This file is where the lines of a text are numbered and counted, in whatever encoding they are."""

import io
from collections.abc import Iterator
from contextlib import suppress

from core.encoding import encoding_of
from core.errors import BrokenExport
from core.export import Export, lines_of
from core.tally import Tally


def numbered_lines(export: Export, entry: str, tally: Tally | None = None) -> Iterator[tuple[int, str]]:
    """(number from 1, line without its end) of every line; split on LF and CRLF only (format specification, 0.3).

    The encoding is found from the whole entry; bytes that fit none become U+FFFD and are counted in the tally, which
    also counts the lines taken. Raises BrokenExport where the entry is damaged, after all lines before the damage.
    """
    encoding = text_encoding(export, entry)
    with export.open(entry) as stream:
        for number, line in enumerate(lines_of(stream, encoding), 1):
            if tally is not None:
                tally.taken += 1
                if not line.isascii() and "\ufffd" in line:
                    tally.undecoded += 1
            yield number, line.removeprefix("\ufeff") if number == 1 else line


def text_encoding(export: Export, entry: str) -> str:
    """The encoding of an entry: of all that can be read of it."""
    with suppress(BrokenExport), export.open(entry) as stream:
        return encoding_of(stream)
    return encoding_of(io.BytesIO(export.head(entry)))
