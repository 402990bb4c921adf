"""This file is where the tests of tables write a file and read it as the import does."""

from pathlib import Path
from typing import Any, NamedTuple

from core.export import Export
from core.importers import table
from core.mapping import ColumnMapping, mapping_of
from core.protocols import ReadOptions
from core.types import Ambiguity, ExportedMessage, Problem, Repair
from tests.core.importers.reading import entries_of


class Read(NamedTuple):
    """What came of one file: everything of all conversations, in order."""

    titles: list[str]
    messages: list[ExportedMessage]
    problems: list[Problem]
    repairs: list[Repair]
    questions: list[Ambiguity]
    unaccounted: int

    @property
    def lines(self) -> list[str]:
        return [f"{message.sender}: {message.text}" for message in self.messages]

    @property
    def taken_as(self) -> str:
        prefix = "columns taken as: "
        return next((each.what.removeprefix(prefix) for each in self.repairs if each.what.startswith(prefix)), "")


def written(folder: Path, content: str | bytes, name: str = "chat.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def is_claimed(path: Path) -> bool:
    with Export(path) as export:
        return bool(entries_of(table, export))


def read(path: Path, mapping: ColumnMapping | str | None = None, **more: Any) -> Read:
    """Reads a file, also one that is not recognised, as with --as."""
    told = mapping_of(mapping) if isinstance(mapping, str) else mapping
    with Export(path) as export:
        found = Read([], [], export.problems, [], [], 0)
        entries = entries_of(table, export) or list(export.names())
        for conversation in table.read(export, entries, ReadOptions(mapping=told, **more)):
            found.titles.append(conversation.title)
            found.questions.extend(conversation.ambiguous)
            for item in conversation.messages:
                kinds: dict[type, list[Any]] = {Problem: found.problems, Repair: found.repairs}
                kinds.get(type(item), found.messages).append(item)
        return found._replace(unaccounted=sum(abs(tally.unaccounted) for tally in export.tallies))
