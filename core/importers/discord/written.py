"""This file is where the dates of a channel's files in numbers vote, once, and are read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.importers.discord.parts import ChannelFiles
from core.protocols import ReadOptions
from core.types import Ambiguity, DateOrder
from core.written_times import OrderVote, read_time

_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)")


@dataclass(frozen=True, slots=True)
class Dates:
    """How the dates of a file are read. open: the question, as long as the person has not answered it."""

    order: DateOrder | None
    open: tuple[Ambiguity, ...] = ()

    def times(self, text: str) -> tuple[int | None, str | None] | None:
        """(instant where a zone is told, wall time); None for what is no time. While the question is open all dates
        are without time."""
        if self.open:
            return None, None
        written = read_time(text, self.order)
        if written is None or "T" not in written.wall:
            return None
        return written.sent_at, written.wall.removesuffix(".000")


def is_exact(text: str) -> bool:
    """True for a time that names its zone and needs no vote."""
    return _ISO.fullmatch(text) is not None


def dates_of(files: ChannelFiles, written: Iterable[str], options: ReadOptions) -> Dates:
    """How to read the dates of the files, by all times that are written in them."""
    vote = OrderVote()
    for text in written:
        vote.add(text)
    order = vote.decide(files.export.modified, options.date_order)
    return Dates(order, () if order else (vote.question(files.entries[0], files.export.modified),))
