"""This file is where the tests of the WeChat tools write an export and see what is read of it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from core.export import Export
from core.protocols import Importer, ReadOptions
from core.types import ExportedConversation, ExportedMessage, Problem, Repair
from tests.core.importers.reading import read_with

Items = list[ExportedMessage | Problem | Repair]
_DEFAULT = ReadOptions()


def written_to(folder: Path, files: dict[str, str | bytes]) -> Path:
    """A folder with these files in it."""
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def items_of(importer: Importer, path: Path, options: ReadOptions = _DEFAULT) -> Items:
    """All that the importer gives of an export; every unit of it must be accounted for."""
    with Export(path) as export:
        found = [item for chat in read_with(importer, export, options) for item in chat.messages]
        assert {tally.entry: tally.unaccounted for tally in export.tallies if tally.unaccounted} == {}
    return found


def chats_of(importer: Importer, path: Path) -> list[tuple[ExportedConversation, Items]]:
    """The conversations with their items."""
    with Export(path) as export:
        return [(chat, list(chat.messages)) for chat in read_with(importer, export)]


def messages(items: Iterable[Any]) -> list[ExportedMessage]:
    return [item for item in items if isinstance(item, ExportedMessage)]


def problems(items: Iterable[Any]) -> list[Problem]:
    return [item for item in items if isinstance(item, Problem)]


def repairs(items: Iterable[Any]) -> list[str]:
    return [item.what for item in items if isinstance(item, Repair)]
