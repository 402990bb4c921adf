"""This file is where files that were sent in a chat are told from exports of their own: the chat names them.

WhatsApp puts what was sent beside the chat's text, without a folder: a log or a page of another app may lie there.
"""

import io
from collections.abc import Sequence
from contextlib import suppress

from core.encoding import encoding_of
from core.errors import BrokenExport
from core.export import Export, lines_of
from core.importers.whatsapp.characters import plain
from core.importers.whatsapp.media import MediaFinder


def sent_files(export: Export, entries: Sequence[str], among: Sequence[str]) -> set[str]:
    """The entries that one of the chats names as attached, and what is in archives that it names.

    A chat text of WhatsApp stays a chat, also where it was sent in another one.
    """
    others = sorted(set(among).difference(entries))
    found: set[str] = set()
    for entry in entries:
        beside = _beside(entry, others)
        attached = _attached(export, entry, beside) if beside else set()
        found.update(other for name in attached for other in beside[name])
    return found


def _beside(entry: str, others: Sequence[str]) -> dict[str, list[str]]:
    """What lies in the folder of a chat: name of a file, or of an archive -> its entries."""
    top = entry.removesuffix(entry.rpartition("/")[2])
    found: dict[str, list[str]] = {}
    for other in others:
        if other.startswith(top):
            found.setdefault(top + other[len(top) :].partition("/")[0], []).append(other)
    return found


def _attached(export: Export, entry: str, beside: dict[str, list[str]]) -> set[str]:
    """Those of the names that the chat names behind an author, as it names what was sent."""
    names = {plain(name.rpartition("/")[2]) for name in beside}
    referenced: set[str] = set()
    finder = MediaFinder(export, entry, referenced)
    encoding = encoding_of(io.BytesIO(export.head(entry)))
    with suppress(BrokenExport), export.open(entry) as stream:
        for line in lines_of(stream, encoding):
            words = line if line.isascii() else plain(line)
            if any(name in words for name in names):
                finder.in_first_line(line.partition(": ")[2], marked=False)
    return referenced & beside.keys()
