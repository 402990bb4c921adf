"""This file is where the pages of signalbackup-tools are read: one folder per conversation, often of several pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.errors import BrokenExport
from core.export import Export
from core.file_kinds import kind_of
from core.html_elements import Element, all_with, classes_of, elements, first, place_of, text_of
from core.importers.signal.backup_texts import title_of
from core.importers.signal.bodies import quoted
from core.importers.signal.people import ME
from core.tally import Tally, counted
from core.types import (
    AttachmentStatus,
    ConversationKind,
    ExportedAttachment,
    ExportedConversation,
    ExportedMessage,
    MessageKind,
    Problem,
    Reaction,
    Repair,
)
from core.written_times import read_time

Item = ExportedMessage | Problem | Repair

_TITLE = re.compile(r"<title>([^<]*)</title>")
_PAGE_NUMBER = re.compile(r"_(\d+)\.html?$")
_FROM = re.compile(r"From: (.*?)(?= ?Sent: |$)")
_ICONS = ("msg-call-", "msg-video-call-", "msg-group-call")
_DELETED = ("This message was deleted.", "You deleted this message.")
_NO_BODY = (
    "msg-quote",
    "attachment",
    "shared-contact",
    "linkpreview",
    "footer",
    "footer-status",
    "msg-reactions",
    "viewonce",
)


@dataclass(frozen=True, slots=True)
class _Page:
    export: Export
    entry: str
    title: str


def conversations(export: Export, entries: Sequence[str]) -> Iterator[ExportedConversation]:
    """One conversation per folder; its pages are numbered from the second on."""
    folders: dict[str, list[str]] = {}
    for entry in entries:
        folders.setdefault(export.folder(entry), []).append(entry)
    for folder, pages in folders.items():
        ordered = sorted(pages, key=_number)
        title = _title(export, ordered[0], folder)
        kind: ConversationKind = "group" if any(_has_groups(export, page) for page in ordered[:1]) else "unknown"
        messages = _messages([_Page(export, page, title) for page in ordered])
        yield ExportedConversation("signal", title, title, messages, kind, ME, format="signalbackup-html")


def _number(entry: str) -> int:
    match = _PAGE_NUMBER.search(entry)
    return int(match[1]) if match else 0


def _title(export: Export, entry: str, folder: str) -> str:
    inside = title_of(folder.rpartition("/")[2])
    match = _TITLE.search(export.head(entry, 4096).decode("utf-8", "replace"))
    return inside or (match[1].strip() if match else "") or export.name


def _has_groups(export: Export, entry: str) -> bool:
    return b'class="incoming-group-msg"' in export.head(entry)


def _messages(pages: list[_Page]) -> Iterator[Item]:
    for page in pages:
        tally = page.export.tally(page.entry, "record")
        yield from counted(_page(page, tally), tally)


def _page(page: _Page, tally: Tally) -> Iterator[Item]:
    try:
        with page.export.open(page.entry) as stream:
            for element in elements(stream, ("incoming-group-msg", "msg")):
                tally.read()
                message = element if "msg" in classes_of(element) else first(element, "msg")
                if message is None:
                    yield Problem(place_of(page.entry, element), "a group message without its bubble")
                elif "msg-date-change" in classes_of(message):
                    tally.other("date")
                else:
                    yield _exported(message, page, place_of(page.entry, element))
    except BrokenExport as error:
        tally.read()
        yield Problem(page.entry, str(error))


def _exported(message: Element, page: _Page, where: str) -> ExportedMessage:
    classes = classes_of(message)
    data = first(message, "msg-data")
    written = " ".join(text_of(data).split()) if data is not None else ""
    time = read_time(written, None) if written else None
    body = _body(message)
    if "msg-status" in classes:
        kind: MessageKind = "call" if any(_is_call_icon(each) for each in message.iterdescendants("span")) else "notice"
        return ExportedMessage(None, None, None, time.wall if time else None, body, kind, where=where)
    deleted = "deleted-msg" in classes or (body in _DELETED and first(message, "msg-quote") is None)
    quote = first(message, "msg-quote-message")
    answered = text_of(quote, skip=("msg-name",)) if quote is not None else ""
    return ExportedMessage(
        key=None,
        sender=_sender(message, classes, page),
        sent_at=None,
        local_time=time.wall if time else None,
        text="" if deleted else quoted(answered, body),
        attachments=() if deleted else tuple(_attachments(message, page)),
        edited=first(message, "edited") is not None,
        deleted=deleted,
        reactions=_reactions(message),
        where=where,
    )


def _is_call_icon(span: Element) -> bool:
    return any(name.startswith(_ICONS) for name in classes_of(span))


def _sender(message: Element, classes: list[str], page: _Page) -> str:
    """Incoming messages of a group bear their sender's name; in a private chat there is only the one of the title."""
    if "msg-outgoing" in classes:
        return ME
    name = next((child for child in message if "msg-name" in classes_of(child)), None)
    return " ".join(text_of(name).split()) if name is not None and _names_somebody(name) else page.title


def _names_somebody(name: Element) -> bool:
    return any(each.startswith("msg-name-") for each in classes_of(name))


def _body(message: Element) -> str:
    """The text of the bubble: what stands in the parts that are neither quote, file, date nor reaction."""
    parts = [child for child in message if child.tag == "div" and not set(classes_of(child)) & set(_NO_BODY)]
    cards = [text_of(card) for card in all_with(message, "shared-contact-info")]
    return "\n".join(part for part in (*(text_of(part) for part in parts), *cards) if part)


def _attachments(message: Element, page: _Page) -> Iterator[ExportedAttachment]:
    for element in message:
        classes = classes_of(element)
        if "viewonce" in classes:
            yield ExportedAttachment("media", "view-once media", "not_exported")
        elif "attachment" in classes and first(element, "pending-attachment") is not None:
            yield ExportedAttachment("media", "", "not_exported")
        elif "attachment" in classes:
            yield from _file(element, page)


def _file(element: Element, page: _Page) -> Iterator[ExportedAttachment]:
    source = next(
        (each for each in all_with(element, "img", "source", "a") if each.get("src") or each.get("href")), None
    )
    if source is None:
        return
    path = source.get("src") or source.get("href") or ""
    entry = page.export.resolve(path, page.export.folder(page.entry))
    shown = re.search(r"Attachment '(.*)'", text_of(element), re.S)
    name = shown[1] if shown else path.rpartition("/")[2]
    caption = first(element, "caption")
    status: AttachmentStatus = "found" if entry else "missing"
    told = text_of(caption) if caption is not None else ""
    yield ExportedAttachment(kind_of(path, source.get("type")), name, status, entry, source.get("type"), told)


def _reactions(message: Element) -> tuple[Reaction, ...]:
    return tuple(
        Reaction(text_of(emoji), max(1, len(names)), tuple(names))
        for reaction in all_with(message, "msg-reaction")
        if (emoji := first(reaction, "msg-emoji")) is not None
        for names in [_reacting(reaction)]
    )


def _reacting(reaction: Element) -> list[str]:
    info = first(reaction, "msg-reaction-info")
    lines = text_of(info).split("\n") if info is not None else []
    return [match[1].strip() for line in lines if (match := _FROM.match(line))]
