"""This file is where a page of imessage-exporter is read: one page per conversation, replies in place and in thread.

A reply stands at its own place and as a copy under the message it answers; the copy tells which one that is. Copies
whose own place never comes are kept until the end of the page (a page of a part of the time has them).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.export import Export
from core.html_elements import Element, elements, has_class, place_of
from core.importers.imessage.attachments import Folders
from core.importers.imessage.chats import ME
from core.importers.imessage.page_messages import announced, found_in
from core.tally import Tally, counted
from core.types import ConversationKind, ExportedConversation, ExportedMessage, Problem, Repair

Item = ExportedMessage | Problem | Repair
_OWN_NAME = re.compile(r'class="sent\b.{0,2000}?class="sender">([^<]{1,200})<', re.S)


@dataclass
class _Page:
    entry: str
    folders: Folders
    owner: str
    tally: Tally
    answers: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, ExportedMessage] = field(default_factory=dict)
    """answers: guid of a reply to the guid it answers; waiting: copies whose own place has not come."""


def conversation(export: Export, entry: str, beginning: str) -> ExportedConversation:
    """The conversation of one page; `beginning` is the start of its text."""
    own = _OWN_NAME.search(beginning)
    owner = own[1].strip() if own else ME
    title = entry.rpartition("/")[2].rpartition(".")[0] or export.name
    page = _Page(entry, Folders(export, export.folder(entry)), owner, export.tally(entry, "record"))
    kind: ConversationKind = "group" if ", " in title else "unknown"
    return ExportedConversation("imessage", title, title, _items(export, page), kind, owner, format="imessage-html")


def _items(export: Export, page: _Page) -> Iterator[Item]:
    with export.open(page.entry) as stream:
        for element in elements(stream, ("message", "announcement")):
            page.tally.read()
            if has_class(element, "announcement"):
                notice = announced(element, page.entry, page.owner)
                yield from counted([notice], page.tally)
            else:
                yield from counted(_message(element, page), page.tally)
    for guid, message in page.waiting.items():
        page.tally.read()
        yield from counted([message._replace(reply_to=page.answers.get(guid))], page.tally)
        yield Repair(message.where, "this reply stands only under the message that it answers")


def _message(element: Element, page: _Page) -> Iterator[Item]:
    found = found_in(element, page.entry, page.folders)
    if found is None:
        yield Problem(place_of(page.entry, element), "a message without time or sender")
        return
    key = found.message.key
    for guid, copy in found.copies:
        page.answers[guid] = key or ""
        page.waiting[guid] = copy
    if key is not None:
        page.waiting.pop(key, None)
    yield found.message._replace(reply_to=page.answers.get(key or "") or None)
