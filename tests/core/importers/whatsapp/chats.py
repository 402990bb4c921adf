"""This file is where the tests write chat texts and read them back."""

import zipfile
from pathlib import Path

from core.export import Export
from core.importers import whatsapp
from core.protocols import ReadOptions
from core.types import DateOrder, ExportedConversation, ExportedMessage, Problem, Repair
from tests.core.importers.reading import entries_of, read_with

Item = ExportedMessage | Problem | Repair


def read_all(path: Path, date_order: DateOrder | None = None) -> list[tuple[ExportedConversation, list[Item]]]:
    """Every conversation of an export with everything its messages yield."""
    with Export(path) as export:
        assert entries_of(whatsapp, export)
        found = read_with(whatsapp, export, ReadOptions(date_order=date_order))
        return [(conversation, list(conversation.messages)) for conversation in found]


def read_text(folder: Path, text: str, name: str = "WhatsApp Chat with Bob.txt", order: DateOrder | None = None):
    """The one conversation of a bare text, and its items."""
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    return read_all(path, order)[0]


def messages(items: list[Item]) -> list[ExportedMessage]:
    return [item for item in items if isinstance(item, ExportedMessage)]


def problems(items: list[Item]) -> list[Problem]:
    return [item for item in items if isinstance(item, Problem)]


def one(folder: Path, text: str, name: str = "WhatsApp Chat with Bob.txt") -> ExportedMessage:
    """The only message that a text of one message gives; a second, dated 31 December, settles day and month."""
    closing = "31/12/2023, 23:59 - Zed: end\n" if not text.lstrip("\u200e\u200f\ufeff").startswith("[") else IOS_CLOSING
    _, items = read_text(folder, f"{text}\n{closing}", name)
    assert len(messages(items)) == 2, items
    return messages(items)[0]


IOS_CLOSING = "[31/12/2023, 23:59:59] Zed: end\n"


def zipped(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path
