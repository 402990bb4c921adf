"""This file is where whole pages of QQ chat exporter are read, and its viewer, whose messages come as scripts:

    window.__QCE_MANIFEST__ && window.__QCE_MANIFEST__({...});
    window.__QCE_CHUNK__ && window.__QCE_CHUNK__({id:"c000001",messages:[ {...}, {...} ]});

A record of a chunk holds the message as markup, and as text only in small letters, for searching.
"""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, BinaryIO

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.html_elements import elements
from core.importers.qq.exporter_chats import Chat, conversation
from core.importers.qq.exporter_chunks import in_order, lost
from core.importers.qq.exporter_media import Places
from core.importers.qq.exporter_messages import instant
from core.importers.qq.exporter_pages import MESSAGES, message_of
from core.importers.qq.fields import display_name, person_key
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.json_text import parsed
from core.json_values import members, word
from core.tally import Tally
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

_METADATA = re.compile(r"<!-- QCE_METADATA: (\{.*?\}) -->", re.S)
_TITLE = re.compile(r"<title>\s*(.*?)\s*(?:- 聊天记录(?:导出)?)?\s*</title>", re.S)
_SELF = re.compile(r'class="message self"[^>]*data-sender-uid="([^"]+)"')
_CALL = re.compile(r"\s*window\.__QCE_(MANIFEST|CHUNK)__ && window\.__QCE_\1__\(")
_RECORD = re.compile(rb'\{\s*"id"\s*:')
_MARK = 4096

_Item = ExportedMessage | Problem | Repair


def script_of(beginning: Beginning) -> str | None:
    """ "manifest" or "chunk" for a script of the viewer; None for anything else."""
    match = _CALL.match(beginning.text[:200])
    return match[1].lower() if match else None


def is_page(beginning: Beginning) -> bool:
    """True for a page that holds its messages itself."""
    start = beginning.text[:100_000]
    written = _METADATA.search(start) or "QQ聊天记录导出工具" in start or "QQ Chat Exporter Pro" in start
    return beginning.form == "html" and bool(written) and '"mode":"chunked"' not in start


def page(export: Export, entry: str, beginning: Beginning) -> ExportedConversation:
    """The chat of one page."""
    return conversation(export, entry, _chat_of_page(beginning), _on_page(export, entry))


def viewer(export: Export, manifest: str, chat: Chat, chunks: Sequence[str]) -> ExportedConversation:
    """The chat of a manifest; its chunks are scripts."""
    return conversation(export, manifest, chat, _in_chunks(export, (manifest, chat), chunks))


def chat_in_script(export: Export, entry: str) -> Chat:
    """The manifest that a script hands over."""
    chat = Chat()
    with suppress(BrokenExport, ValueError), export.open(entry) as stream:
        raw = stream.read().partition(b"(")[2].strip().removesuffix(b";").removesuffix(b")")
        chat.facts.update(members(parsed(raw)[0]))
    return chat


def _chat_of_page(beginning: Beginning) -> Chat:
    facts: dict[str, Any] = {}
    if match := _METADATA.search(beginning.text):
        with suppress(ValueError):
            stated = members(parsed(match[1].encode())[0])
            facts = {"name": stated.get("chatName"), "type": stated.get("chatType")}
    if not facts and (match := _TITLE.search(beginning.text)):
        facts = {"name": match[1]}
    own = _SELF.search(beginning.text)
    return Chat({"chatInfo": facts | ({"selfUid": own[1]} if own else {})})


def _on_page(export: Export, entry: str) -> Iterator[_Item]:
    tally = export.tally(entry, "record")
    places = Places(export, export.folder(entry))
    with export.open(entry) as stream:
        for position, element in enumerate(elements(stream, MESSAGES)):
            tally.read()
            yield _counted(message_of(element, places, f"{entry}: messages[{position}]"), tally)


def _in_chunks(export: Export, listed: tuple[str, Chat], chunks: Sequence[str]) -> Iterator[_Item]:
    manifest, chat = listed
    # The manifest lies in the folder of the data; files lie beside that folder, and paths are seen from there.
    places = Places(export, export.folder(export.folder(manifest)))
    order, missing = in_order(export, places.folder, chat, chunks)
    yield from lost(manifest, missing)
    for entry in order:
        tally = export.tally(entry, "record")
        with export.open(entry) as stream:
            walk = JsonStream(_list_in(stream))
            try:
                for position, record in enumerate(walk.records(_RECORD)):
                    tally.read()
                    yield from _told(record, f"{entry}: messages[{position}]", places, tally)
            except JsonEnd as error:
                yield Problem(f"{entry}: {walk.place}", str(error))


def _told(record: Any, where: str, places: Places, tally: Tally) -> Iterator[_Item]:
    value = record.value if isinstance(record, Mended) else record
    if not isinstance(value, dict):
        tally.problem()
        yield Problem(where, record.reason if isinstance(record, Unreadable) else "not a message")
        return
    if isinstance(record, Mended):
        yield Repair(where, record.repair)
    yield _counted(_recorded(value, places, where), tally)


def _recorded(value: dict[str, Any], places: Places, where: str) -> ExportedMessage:
    """The markup says it all but the exact instant and who the app speaks of."""
    markup = io.BytesIO(word(value.get("html")).encode("utf-8", "replace"))
    key = word(value.get("id")).removeprefix("msg-") or None
    sent_at = instant(value.get("ts"))
    for element in elements(markup, MESSAGES, "utf-8"):
        message = message_of(element, places, where)
        sender_key = message.sender_key or (person_key(value.get("uid")) if message.sender else None)
        return message._replace(key=key or message.key, sent_at=sent_at, sender_key=sender_key)
    name = display_name(value.get("name"))
    return ExportedMessage(
        key, name, sent_at, None, word(value.get("text")), sender_key=person_key(value.get("uid")), where=where
    )


def _counted(message: ExportedMessage, tally: Tally) -> ExportedMessage:
    if message.kind == "notice":
        tally.notice()
    else:
        tally.message()
    return message


def _list_in(stream: BinaryIO) -> BinaryIO:
    """The list of messages in a script, and what follows it."""
    head = stream.read(_MARK)
    place = head.find(b"messages:[")
    return _Joined(head[place + len(b"messages:") :] if place >= 0 else b"", stream)  # type: ignore[return-value]


class _Joined:
    """What was read already, then the rest."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def read(self, size: int) -> bytes:
        head, self._head = self._head, b""
        return head or self._rest.read(size)
