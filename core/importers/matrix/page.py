"""This file is where Element's pages (HTML export) are read: messages.html, messages2.html, and the older index.html.

An event is an element with the event's id. The day stands on a line of its own before the events of the day; early
versions also put the whole time into a title.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from core.errors import BrokenExport
from core.export import Export
from core.html_elements import Element, elements, first, has_class, text_of
from core.importers.matrix.names import room_of_name
from core.importers.matrix.tiles import Tile
from core.protocols import ReadOptions
from core.types import Ambiguity, DateOrder, ExportedConversation, ExportedMessage, Problem, Repair
from core.written_times import OrderVote, read_time

_EVENT, _DAY = "mx_Export_EventWrapper", "mx_DateSeparator"
_HEADS = ("mx_RoomHeader_nametext", "mx_RoomHeader_info", "mx_NewRoomIntro")
_WANTED = (_EVENT, _DAY, *_HEADS)
_PAGE = re.compile(r"(?:messages|index)(\d*)\.html?", re.I)
_ROOM = re.compile(r"matrix\.to/#/(![^/?\"]+)")
_PERSON = re.compile(r"matrix\.to/#/(@[^/?\"]+)")


class Pages:
    """The pages of one room, which lie in one folder."""

    def __init__(self, export: Export, entries: Sequence[str], options: ReadOptions) -> None:
        self._export, self._options = export, options
        self._entries = sorted(entries, key=_number)
        self._title, self._room, self._owner = "", "", ""
        self._vote = OrderVote()

    def conversation(self) -> ExportedConversation:
        """The room, its messages lazily; with a question where its days may be read in two ways."""
        self._survey()
        order = self._vote.decide(self._export.modified, self._options.date_order)
        ambiguous: tuple[Ambiguity, ...] = ()
        if order is None:
            ambiguous = (self._vote.question(self._entries[0], self._export.modified),)
        title = self._title or room_of_name(self._export, self._entries[0])
        conversation = ExportedConversation("matrix", self._room or title, title, self._messages(order))
        conversation.owner, conversation.ambiguous = self._owner or None, ambiguous
        conversation.format, conversation.has_id = "matrix-html", bool(self._room)
        return conversation

    def _survey(self) -> None:
        """Takes the head and all times; where a page breaks off, reading comes to the same place, and tells."""
        for entry in self._entries:
            with suppress(BrokenExport), self._export.open(entry) as file:
                for element in elements(file, _WANTED):
                    if has_class(element, _DAY):
                        self._vote.add(_day(element))
                    elif has_class(element, _EVENT):
                        tile = Tile(element, "")
                        self._room = self._room or _found(_ROOM, tile.link)
                        if tile.written:
                            self._vote.add(tile.written)
                    else:
                        self._head(element)

    def _head(self, element: Element) -> None:
        if has_class(element, "mx_NewRoomIntro"):
            heading = first(element, "h2")
            self._title = self._title or (text_of(heading) if heading is not None else "")
            links = [link.get("href") or "" for link in element.iter("a")]
            self._owner = self._owner or next((_found(_PERSON, link) for link in links), "")
        else:
            self._title = self._title or (element.get("title") or "").strip() or text_of(element)

    def _messages(self, order: DateOrder | None) -> Iterator[ExportedMessage | Problem | Repair]:
        day, sender = "", ("", "")
        for entry in self._entries:
            tally = self._export.tally(entry, "record")
            with self._export.open(entry) as file:
                for element in elements(file, (_EVENT, _DAY)):
                    if has_class(element, _DAY):
                        read = read_time(_day(element), order) if order else None
                        day, sender = read.wall if read else "", ("", "")
                        continue
                    tally.read()
                    tile = Tile(element, entry)
                    sender = tile.sender or sender
                    message = tile.message(sender, _wall(tile, day, order), self._export)
                    if message.kind == "notice":
                        tally.notice()
                    else:
                        tally.message()
                    yield message


def _wall(tile: Tile, day: str, order: DateOrder | None) -> str | None:
    """The whole time where a title has it, else the day with the clock of the event."""
    whole = read_time(tile.written, order) if tile.written and order else None
    if whole is not None and "T" in whole.wall:
        return whole.wall
    return f"{day}T{tile.clock}" if day and tile.clock else None


def _day(element: Element) -> str:
    return (element.get("aria-label") or text_of(element)).strip()


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text.replace("%21", "!").replace("%40", "@").replace("%3A", ":"))
    return match[1] if match else ""


def _number(entry: str) -> tuple[str, int]:
    folder, _, name = entry.rpartition("/")
    match = _PAGE.fullmatch(name)
    return folder, int(match[1] or 1) if match and len(match[1]) < 9 else 0
