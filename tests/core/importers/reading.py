"""This file is where the tests let one importer read an export, as the import does."""

from collections.abc import Iterator

from core.export import Export
from core.protocols import Importer, ReadOptions
from core.recognition import beginnings
from core.types import ExportedConversation

_DEFAULT = ReadOptions()


def entries_of(importer: Importer, export: Export) -> list[str]:
    """The entries that the importer recognises."""
    return [each.entry for each in beginnings(export) if importer.recognises(each)]


def read_with(importer: Importer, export: Export, options: ReadOptions = _DEFAULT) -> Iterator[ExportedConversation]:
    """The conversations of what the importer recognises in an export."""
    yield from importer.read(export, entries_of(importer, export), options)
