"""This file is where a chat's page and scripts are read message by message.

Parts of forwarded chats stand as messages of their own behind the one that forwards them: they become lines of it.
"""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import islice

from core.errors import BrokenExport
from core.export import Export
from core.html_elements import elements, place_of
from core.importers.wechat.labels import spoken
from core.importers.wechat.media import Files
from core.importers.wechat.people import clean_name
from core.importers.wechat.records import line_of
from core.importers.wechat.times import Clock
from core.importers.wechat.written import Chat, Item, Written
from core.importers.wechat_exporter.bubbles import Bubble, bubble, is_bubble
from core.importers.wechat_exporter.folders import ChatPages
from core.importers.wechat_exporter.scripts import Cut, texts
from core.tally import Tally
from core.types import Problem

_LOOKED_AT = 300
_MOST_LINES = 5000
"""Lines of forwarded chats in one message; the app takes far fewer."""

Placed = tuple[str, Bubble] | Problem


class ChatReading:
    """One chat."""

    def __init__(self, export: Export, pages: ChatPages, clock: Clock) -> None:
        self._export, self._pages, self._clock = export, pages, clock
        self._entry = pages.page or pages.scripts[0]
        self._files = Files(export, self._entry if pages.page else _above(self._entry))
        self._chat = self._surveyed()

    def items(self) -> Iterator[Item]:
        """The messages in the order of the export; wall times."""
        yield from self._clock.told(self._entry)
        waiting: _Waiting | None = None
        for tally, found in self._counted():
            if isinstance(found, Problem):
                yield from (waiting.whole(),) if waiting is not None else ()
                yield found
                waiting = None
                continue
            where, said = found
            if (said.forwarded or said.tag) and waiting is not None:
                tally.continuation()
                waiting.fold(said)
                continue
            if waiting is not None:
                yield waiting.whole()
            is_notice = said.content.kind == "notice"
            (tally.notice if is_notice else tally.message)()
            waiting = _Waiting(self._written(where, said))
        if waiting is not None:
            yield waiting.whole()

    def _written(self, where: str, said: Bubble) -> Written:
        is_notice = said.content.kind == "notice"
        return Written(
            where,
            self._chat,
            said.content,
            sender=said.sender or ("我" if said.is_self else None),
            sender_id=said.sender_id or None,
            is_self=said.is_self and not is_notice,
            sent_at=self._clock.instant(said.local_time),
            local_time=said.local_time,
        )

    def _counted(self) -> Iterator[tuple[Tally, Placed]]:
        """All messages, each read by the tally of its entry; a message that the page has already is passed over."""
        seen: set[str] = set()
        for entry, source in self._sources():
            is_page = source == self._body
            tally = self._export.tally(f"{entry}{'' if is_page else ': list'}", "record")
            for found in source(entry):
                if isinstance(found, Problem):
                    yield tally, found
                    continue
                tally.read()
                number = found[1].number if self._pages.scripts and not found[1].forwarded else ""
                if number and not is_page and number in seen:
                    tally.other("duplicate")
                    continue
                if number and is_page:
                    seen.add(number)
                yield tally, found

    def _sources(self) -> list[tuple[str, "Callable[[str], Iterator[Placed]]"]]:
        page = self._pages.page
        own = [(page, self._body), (page, self._script)] if page else []
        return [*own, *((entry, self._script) for entry in self._pages.scripts)]

    def _body(self, entry: str) -> Iterator[Placed]:
        try:
            with self._export.open(entry) as file:
                for element in elements(file, is_bubble):
                    yield place_of(entry, element), bubble(element, self._files)
        except BrokenExport as error:
            yield Problem(entry, f"reading stopped here: {error}")

    def _script(self, entry: str) -> Iterator[Placed]:
        try:
            with self._export.open(entry) as file:
                for position, text in enumerate(texts(file)):
                    where = f"{entry}[{position}]"
                    for element in elements(BytesIO(text.encode("utf-8", "replace")), is_bubble, "utf-8"):
                        yield where, bubble(element, self._files)
        except (BrokenExport, Cut) as error:
            yield Problem(entry, f"reading stopped here: {error}")

    def _surveyed(self) -> Chat:
        """The chat by who writes in it: a private one has the name of its only other person, who may have an id."""
        title, key = self._pages.title, self._pages.key
        found = (each for entry, source in self._sources() for each in source(entry))
        said = [each[1] for each in islice(found, _LOOKED_AT) if not isinstance(each, Problem)]
        others = {(each.sender_id or each.sender, each.sender) for each in _people(said)}
        if len(others) == 1:
            number, name = next(iter(others))
            if clean_name(name) == title:
                return Chat(number if number != name else "", title, "private", key)
        return Chat("", title, "group" if len({number for number, _ in others}) > 1 else "unknown", key)


class _Waiting:
    """A message that may still be told to have forwarded others."""

    def __init__(self, written: Written) -> None:
        self._written = written
        self._lines: list[str] = []

    def fold(self, said: Bubble) -> None:
        """Takes a message for a line of the forwarded chats; what stands before and behind them says nothing."""
        if not said.tag and len(self._lines) < _MOST_LINES:
            time = (said.local_time or "").replace("T", " ")
            self._lines += line_of(said.sender, time, spoken(said.content))

    def whole(self) -> Written:
        """The message with all that it forwards."""
        if not self._lines:
            return self._written
        content = self._written.content
        text = "\n".join((*filter(None, (content.text,)), *self._lines))
        return self._written._replace(content=content._replace(text=text))


def _people(said: Iterable[Bubble]) -> Iterator[Bubble]:
    """The messages of others."""
    return (each for each in said if each.sender and not each.is_self and not each.forwarded)


def _above(entry: str) -> str:
    """Where the page would stand of a script in "Files/Data/"; media are told from there."""
    parts = entry.split("/")
    return "/".join((*parts[: -3 if parts[-3:-1] == ["Files", "Data"] else -2], "")) if len(parts) > 1 else entry
