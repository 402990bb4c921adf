"""This file is where the logs of one channel are read, line by line, in constant memory."""

from collections.abc import Iterator

from core.export import Export
from core.importers.irc.banners import banner_of, day_change
from core.importers.irc.days import Days
from core.importers.irc.decoding import log_lines
from core.importers.irc.places import Chat
from core.importers.irc.speech import Said, said
from core.importers.irc.stamps import Stamp, Stamps
from core.tally import Tally
from core.types import ConversationKind, ExportedConversation, ExportedMessage, Problem, Repair

_UNTIMED = Stamp(0)
_NO_DAY = "the log names no day, neither in its lines nor in its name: its times of day are left out"
_Items = Iterator[ExportedMessage | Problem | Repair]


class Log:
    """The files of one channel or query, in order."""

    def __init__(self, export: Export, chat: Chat) -> None:
        self._export, self._chat = export, chat

    def conversation(self) -> ExportedConversation:
        """The channel, its lines lazily. The network is part of its key: channels of two networks are two chats."""
        place = self._chat.place
        kind: ConversationKind = "group" if place.channel[:1] in "#&+!" else "unknown"
        return ExportedConversation("irc", place.key, place.channel, self._messages(), kind, format="irc")

    def _messages(self) -> _Items:
        for day, entry in self._chat.files:
            yield from self._file(entry, Days(day))

    def _file(self, entry: str, days: Days) -> _Items:
        tally = self._export.tally(entry, "line")
        stamps, is_told = Stamps(), False
        for number, line in log_lines(self._export, entry, tally):
            stamp = stamps.read(line)
            if not line.strip():
                tally.other("blank")
                continue
            if self._is_banner(line, stamp, days):
                tally.other("banner")
                continue
            item, is_timeless = _line(line, stamp, days, f"{entry}:{number}")
            _count(item, tally)
            yield item
            if is_timeless and not is_told:
                is_told = True
                yield Repair(f"{entry}:{number}", _NO_DAY)

    def _is_banner(self, line: str, stamp: Stamp | None, days: Days) -> bool:
        """True for a line about the log itself; the day that it names holds from there."""
        if stamp is not None:
            if day := day_change(line[stamp.end :]):
                days.stated(day)
            return bool(day)
        banner = banner_of(line)
        if banner is not None and banner.wall:
            days.stated(banner.wall)
        return banner is not None


def _line(line: str, stamp: Stamp | None, days: Days, where: str) -> tuple[ExportedMessage | Problem, bool]:
    """The message or notice of a line, and whether its time of day had to be left out."""
    found = said(line[stamp.end :], line[stamp.end - 1] == "\t") if stamp else _untimed(line)
    if found is None:
        return Problem(where, "not a line of a log"), False
    sent_at, local_time = days.times(stamp) if stamp else (None, None)
    message = ExportedMessage(None, found.sender, sent_at, local_time, found.text, found.kind, where=where)
    return message, stamp is not None and sent_at is None and local_time is None


def _untimed(line: str) -> Said | None:
    """A line without a time: what somebody says, or an event with a sign before it; anything else is none."""
    found = said(line, False)
    is_plain = found is not None and found.kind == "notice" and found.sender is None and found.text == line.lstrip()
    return None if is_plain else found


def _count(item: ExportedMessage | Problem, tally: Tally) -> None:
    if isinstance(item, Problem):
        tally.problems += 1
    elif item.kind == "notice":
        tally.notices += 1
    else:
        tally.messages += 1
