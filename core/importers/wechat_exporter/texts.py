"""This file is where WechatExporter's text is read: the name of the chat, and "name (time):text" lines below it."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.wechat.content import Content, notice
from core.importers.wechat.labels import answer_or_text, spoken
from core.importers.wechat.notices import readable
from core.importers.wechat.records import line_of
from core.importers.wechat.times import Clock
from core.importers.wechat.written import Chat, Item, Written, until_broken
from core.importers.wechat_exporter.bubbles import without_label
from core.importers.wechat_exporter.lines import TRANSFER, Piece, known_of, pieces
from core.importers.wechat_exporter.marks import plain, shown_time, text_title
from core.tally import Tally
from core.text_lines import numbered_lines
from core.types import ConversationKind, Problem

_MOST_FORWARDED = 2000
"""Messages in forwarded chats; a mark that so many messages behind it do not close means something else."""


class TextReading:
    """One text."""

    def __init__(self, export: Export, entry: str, clock: Clock) -> None:
        self._export, self._entry, self._clock = export, entry, clock
        beginning = Beginning(export, entry)
        title = text_title(beginning) or ""
        self._known = known_of(beginning.lines[1:])
        people = {plain(name) for name in self._known.names}
        others = people - {title}
        kind: ConversationKind = "group" if len(others) > 1 else "private" if title in people else "unknown"
        self._own = next(iter(others), "") if kind == "private" else ""
        self._chat = Chat("", title, kind, title)

    def items(self, tally: Tally) -> Iterator[Item]:
        """The messages in file order; wall times."""
        yield from self._clock.told(self._entry)
        damage: list[BrokenExport] = []
        lines = until_broken(numbered_lines(self._export, self._entry, tally), damage)
        for _, line in lines:
            tally.other("title" if line.strip() else "blank")
            if line.strip():
                break
        yield from self._folded(self._accounted(pieces(lines, self._known), tally), tally)
        yield from (Problem(self._entry, f"reading stopped here: {error}") for error in damage)

    def _accounted(self, found: Iterator[Piece | int], tally: Tally) -> Iterator[Piece]:
        """The pieces; where two stand on one line, it counts as two lines."""
        for piece in found:
            if isinstance(piece, int):
                tally.other("blank", piece)
                continue
            tally.read(int(piece.shared))
            yield piece

    def _folded(self, found: Iterator[Piece], tally: Tally) -> Iterator[Item]:
        """The messages, with what stands between the marks of forwarded chats as lines of the one that forwards."""
        last: Piece | None = None
        for piece in found:
            if last is not None and piece.opens:
                inside, closed = _until_closed(found)
                if closed:
                    tally.continuation(piece.lines + sum(each.lines for each in inside))
                    last = replace(last, body=[*last.body, *_lines(inside)])
                    continue
                yield from self._told(last, tally)
                for each in (piece, *inside[:-1]):
                    yield from self._told(each, tally)
                last = inside[-1] if inside else None
                continue
            if last is not None:
                yield from self._told(last, tally)
            last = piece
        if last is not None:
            yield from self._told(last, tally)

    def _told(self, piece: Piece, tally: Tally) -> Iterator[Item]:
        where, local_time = f"{self._entry}:{piece.number}", shown_time(piece.time)
        if not piece.time:
            tally.notice()
            tally.continuation(piece.lines - 1)
            yield Written(where, self._chat, notice(without_label(readable(plain(piece.text)))))
            return
        tally.message()
        tally.continuation(piece.lines - 1)
        name = plain(piece.name)
        yield Written(
            where,
            self._chat,
            _content(piece.text),
            sender=name or None,
            is_self=bool(name) and name == self._own,
            sent_at=self._clock.instant(local_time),
            local_time=local_time,
        )


def _content(text: str) -> Content:
    shown = text.replace("\xa0", " ")
    transfer = TRANSFER.match(shown)
    return Content(f"[转账] {shown[transfer.end() :].strip()}".rstrip()) if transfer else answer_or_text(shown)


def _until_closed(found: Iterator[Piece]) -> tuple[list[Piece], bool]:
    """The pieces up to the mark that closes forwarded chats, and whether there is one; chats inside go with them."""
    inside: list[Piece] = []
    depth = 1
    for piece in found:
        inside.append(piece)
        depth += piece.opens - piece.closes
        if depth == 0:
            return inside, True
        if len(inside) == _MOST_FORWARDED:
            break
    return inside, False


def _lines(inside: list[Piece]) -> list[str]:
    told = (
        line_of(plain(piece.name), (shown_time(piece.time) or "").replace("T", " "), spoken(_content(piece.text)))
        for piece in inside
        if piece.time
    )
    return list(chain.from_iterable(told))
