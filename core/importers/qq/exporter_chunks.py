"""This file is where a chat of QQ chat exporter is put together from a manifest and its chunks: JSONL files, or the
scripts of the viewer (format specification, section 10).
"""

from collections.abc import Iterator, Sequence

from core.export import Export
from core.importers.qq.exporter_chats import Chat, chat_in, conversation, told
from core.importers.qq.exporter_media import Places
from core.json_stream import JsonEnd, JsonStream
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

_Item = ExportedMessage | Problem | Repair


def chunked(export: Export, manifest: str, chunks: Sequence[str]) -> ExportedConversation:
    """The chat of a manifest and those chunks of its folder that are there, in the order of the manifest."""
    chat = chat_in(export, manifest)
    export.tally(manifest, "record")
    return conversation(export, manifest, chat, _listed(export, (manifest, chat), chunks))


def loose_chunks(export: Export, chunks: Sequence[str]) -> ExportedConversation:
    """Chunks whose manifest is lost: their folder's name is all that says which chat they are."""
    return conversation(export, chunks[0], Chat(), _loose(export, chunks))


def in_order(export: Export, folder: str, chat: Chat, chunks: Sequence[str]) -> tuple[list[str], list[str]]:
    """The chunks as the manifest names them, seen from `folder`, then others; and what it names in vain."""
    order: list[str] = []
    missing: list[str] = []
    for path in chat.named:
        entry = export.resolve(path, folder)
        if entry in chunks:
            order.append(entry or path)
        elif entry is None or export.size(entry):
            missing.append(path)
    order = list(dict.fromkeys(order))
    return order + sorted(set(chunks).difference(order)), missing


def lost(manifest: str, missing: Sequence[str]) -> Iterator[Problem]:
    """What the manifest names in vain."""
    for path in missing:
        yield Problem(manifest, f"the chunk {path} is missing or unreadable: its messages are not here")


def _listed(export: Export, listed: tuple[str, Chat], chunks: Sequence[str]) -> Iterator[_Item]:
    manifest, chat = listed
    order, missing = in_order(export, export.folder(manifest), chat, chunks)
    yield from lost(manifest, missing)
    for entry in order:
        yield from _chunk(export, entry, Places(export, export.folder(manifest)))


def _loose(export: Export, chunks: Sequence[str]) -> Iterator[_Item]:
    yield Problem(chunks[0], "its manifest.json is missing: the name of the chat is not known")
    for entry in chunks:
        yield from _chunk(export, entry, Places(export, export.folder(entry)))


def _chunk(export: Export, entry: str, places: Places) -> Iterator[_Item]:
    tally = export.tally(entry, "record")
    with export.open(entry) as stream:
        walk = JsonStream(stream)
        try:
            yield from told(walk.lines(), (entry, places, tally))
        except JsonEnd as error:
            yield Problem(f"{entry}: {walk.place}", str(error))
