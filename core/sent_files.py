"""This file is where entries that lie among the files of a chat are told from exports of their own.

People send each other tables, pages and chats that they have exported; an exporter puts them into folders beside the
chat. What lies there was said in that chat, and is no chat of its own.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol, runtime_checkable

from core.entry_names import fold_name
from core.export import Export


@runtime_checkable
class KnowsSentFiles(Protocol):
    """An importer whose exports hold the files that were sent."""

    def sent_files(self, export: Export, entries: Sequence[str], among: Sequence[str]) -> Collection[str]:
        """Those of the entries `among` all recognised ones that were sent in the chats of these, or are lists that
        belong to them; never raises."""
        ...


def lying_in(folders: Iterable[str], entries: Iterable[str]) -> set[str]:
    """The entries that lie in one of the folders, however deep, also in archives that lie there."""
    known = {fold_name(folder) for folder in folders}
    return {entry for entry in entries if not known.isdisjoint(_around(fold_name(entry)))}


def beside(entry: str, *names: str) -> list[str]:
    """The folders of these names in the folder in which an entry lies."""
    folder, slash, _ = entry.rpartition("/")
    return [f"{folder}{slash}{name}" for name in names]


def _around(entry: str) -> Iterable[str]:
    while entry:
        entry = entry.rpartition("/")[0]
        yield entry
