"""This file is where HTML exports are walked: the pages of one chat, message after message, in constant memory.

A chat has a page for every thousand messages: messages.html, messages2.html, ... in one folder. A whole account has
such a folder for every chat, and lists beside them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from io import BytesIO

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.html_elements import elements, first, has_class, place_of, text_of
from core.importers.telegram.fields import NOBODY, display_name
from core.importers.telegram.page_account import Account
from core.importers.telegram.page_messages import PageMessages
from core.seen_ids import Seen
from core.tally import Tally
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

_PAGE = re.compile(r"\bid=[\"']?message-?\d")
_BARE = re.compile(r"\bclass=[\"']message (?:default|service)\b[^<>]{0,80}\bid=[\"']message-?\d")
_NUMBER = re.compile(r"(\d{1,9})\.html?$", re.I)
_MESSAGE = re.compile(rb"<div[^<>]{0,200}\bid=[\"']?message-?\d")
_CHUNK = 1 << 20


@dataclass(slots=True)
class Chat:
    """The pages of one chat, in the order in which they were written. is_alone: no other chat of the export is called
    so."""

    title: str
    folder: str
    entries: list[str] = field(default_factory=list)
    is_alone: bool = True


def is_page(beginning: Beginning) -> bool:
    """True for a page of messages, also one that was cut out of its frame; not for a list of an account."""
    text = beginning.text
    framed = "page_header" in text and "history" in text and _PAGE.search(text) is not None
    return framed or ("pull_right date details" in text and _BARE.search(text) is not None)


def chats(export: Export, entries: Iterable[str]) -> list[Chat]:
    """The chats that the pages belong to, by folder."""
    found: dict[tuple[str, str], Chat] = {}
    for entry in entries:
        folder, title = entry.rpartition("/")[0], _title(Beginning(export, entry).raw) or export.holder(entry)
        found.setdefault((folder, title), Chat(title, folder)).entries.append(entry)
    for chat in found.values():
        chat.entries.sort(key=_place)
    titles = Counter(chat.title for chat in found.values())
    for chat in found.values():
        chat.is_alone = titles[chat.title] == 1 and chat.title != NOBODY
    return sorted(found.values(), key=lambda chat: chat.folder)


def conversation(export: Export, chat: Chat) -> ExportedConversation:
    """A chat without ids of people; its own id is not told either. Times are exact where they name their zone."""
    account = Account(export, chat.folder)
    kind, owner = account.kind_of(chat.entries[0]), account.owner
    key = chat.title if chat.is_alone else f"{chat.title}:{_mark(export, chat.entries[0])}"
    conversation = ExportedConversation("telegram", key, chat.title, _messages(export, chat), kind, owner)
    conversation.format = "telegram-html"
    return conversation


def leave_out(export: Export, chat: Chat) -> None:
    """Accounts for pages whose messages are all read from JSON."""
    for entry in chat.entries:
        tally = export.tally(entry, "record")
        count = 0
        try:
            with export.open(entry) as stream:
                count = sum(1 for _ in _marks(iter(lambda: stream.read(_CHUNK), b"")))
        except BrokenExport as error:
            export.problems.append(Problem(entry, str(error)))
        tally.read(count)
        tally.other("also there as JSON", count)


def _messages(export: Export, chat: Chat) -> Iterator[ExportedMessage | Problem | Repair]:
    seen = Seen()
    for entry in chat.entries:
        tally = export.tally(entry, "record")
        try:
            yield from _on_page(export, entry, seen, tally)
        except BrokenExport as error:
            yield Problem(entry, str(error))


def _on_page(export: Export, entry: str, seen: Seen, tally: Tally) -> Iterator[ExportedMessage | Problem | Repair]:
    page = PageMessages(export, entry.rpartition("/")[0])
    with export.open(entry) as stream:
        for element in elements(stream, {"message"}):
            if not (element.get("id") or "").startswith("message"):
                continue
            tally.read()
            message = page.message(element, place_of(entry, element))
            if message is None:
                tally.other("separator")
            elif seen.again(message):
                tally.other("duplicate")
            else:
                if message.kind == "notice":
                    tally.notice()
                else:
                    tally.message()
                yield message


def _title(raw: bytes) -> str:
    """The name in the head of a page; "" where the page has no head."""
    header = next(elements(BytesIO(raw), {"page_header", "message"}), None)
    if header is None or not has_class(header, "page_header"):
        return ""
    text = first(header, "text")
    return display_name(" ".join(text_of(text).split()) if text is not None else "")


def _mark(export: Export, entry: str) -> str:
    """What tells chats of one name apart: the ids of their messages are alike, so they must not become one."""
    walk = PageMessages(export, "")
    found = (walk.message(each, "") for each in elements(BytesIO(Beginning(export, entry).raw), {"message"}))
    said = next((each for each in found if each is not None and each.kind != "notice"), None)
    facts = "" if said is None else f"{said.key}\x1f{said.sent_at}\x1f{said.local_time}\x1f{said.sender}\x1f{said.text}"
    return blake2b(facts.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _place(entry: str) -> tuple[int, str]:
    match = _NUMBER.search(entry)
    return int(match[1]) if match else 1, entry


def _marks(chunks: Iterable[bytes]) -> Iterator[int]:
    """One for every message of a page, also where two chunks meet."""
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        end = 0
        for match in _MESSAGE.finditer(text):
            end = match.end()
            yield 1
        rest = text[max(end, len(text) - 256) :]
