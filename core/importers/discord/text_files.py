"""This file is where TXT files are read: a first walk for their dates, a second one for their messages."""

from collections.abc import Iterator

from core.beginning import Beginning
from core.errors import BrokenExport
from core.importers.discord.media import Media
from core.importers.discord.parts import ChannelFiles, Item
from core.importers.discord.places import Place
from core.importers.discord.text_lines import Head, Written, head_of, messages_in
from core.importers.discord.text_messages import message
from core.importers.discord.written import Dates, dates_of
from core.newest_first import oldest_first
from core.protocols import ReadOptions
from core.tally import Tally
from core.text_lines import numbered_lines
from core.types import ExportedConversation, Problem


def conversation(files: ChannelFiles, options: ReadOptions) -> ExportedConversation:
    """The conversation of a channel in TXT; its times are those of the exporting device, to the minute."""
    head = _head(files, files.entries[0])
    dates = dates_of(files, _dates(files), options)
    place = Place(head.place.guild, head.place.category, head.place.channel or files.named.channel)
    found = files.conversation(place, oldest_first(_messages(files, dates)), "discord-txt")
    found.ambiguous = dates.open
    return found


def _head(files: ChannelFiles, entry: str) -> Head:
    return head_of(Beginning(files.export, entry).lines)


def _messages(files: ChannelFiles, dates: Dates) -> Iterator[Item]:
    for entry in files.entries:
        tally = files.export.tally(entry, "line")
        try:
            yield from _entry(files, entry, dates, tally)
        except BrokenExport as error:
            yield Problem(entry, str(error))


def _entry(files: ChannelFiles, entry: str, dates: Dates, tally: Tally) -> Iterator[Item]:
    head, media = _head(files, entry), Media(files.export, entry)
    tally.other("header", head.lines)
    for found in messages_in(numbered_lines(files.export, entry, tally), head):
        if isinstance(found, Written):
            yield _item(found, (entry, dates, media, head), tally)
        elif not found.text.strip():
            tally.other("blank")
        elif found.is_foot:
            tally.other("footer")
        else:
            tally.problem()
            yield Problem(f"{entry}:{found.line}", "this line stands above the first message and belongs to none")


def _item(written: Written, context: tuple[str, Dates, Media, Head], tally: Tally) -> Item:
    """The message, or a Problem when its time makes no sense, with all its lines told to the tally."""
    entry, dates, media, head = context
    tally.continuation(len(written.body))
    tally.other("blank", written.blank)
    if written.foot:
        tally.other("footer", written.foot)
    where = f"{entry}:{written.opening.line}"
    times = dates.times(written.opening.date)
    if times is None:
        tally.problem()
        return Problem(where, f"no time can be read from {written.opening.date[:40]!r}")
    found = message(written, media, head.is_old)
    if found.kind == "notice":
        tally.notice()
    else:
        tally.message()
    return found._replace(sent_at=times[0], local_time=times[1], where=where)


def _dates(files: ChannelFiles) -> Iterator[str]:
    """The dates of all openings."""
    for entry in files.entries:
        try:
            for found in messages_in(numbered_lines(files.export, entry), _head(files, entry)):
                if isinstance(found, Written):
                    yield found.opening.date
        except BrokenExport:
            return  # Reading tells it.
