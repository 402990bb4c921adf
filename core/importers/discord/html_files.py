"""This file is where pages are walked, group after group of messages, in constant memory."""

from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from itertools import islice

from core.beginning import Beginning
from core.errors import BrokenExport
from core.html_elements import Element, all_with, elements, has_class, place_of, text_of
from core.importers.discord.html_messages import Shown, author_of, shown, time_of
from core.importers.discord.media import Media
from core.importers.discord.parts import ChannelFiles, Item
from core.importers.discord.people import People
from core.importers.discord.places import Place, placed
from core.importers.discord.times import shown_time, snowflake_time
from core.importers.discord.written import Dates, dates_of
from core.newest_first import oldest_first
from core.protocols import ReadOptions
from core.tally import Tally
from core.types import ExportedConversation, Problem

_GROUP = "chatlog__message-group"
_LOOKED_AT = 20


def conversation(files: ChannelFiles, options: ReadOptions) -> ExportedConversation:
    """The conversation of a channel in HTML. Ids tell exact times; pages of 2018 have none: their dates vote."""
    by_id = any(snowflake_time(each.message.key or "") for each, _ in islice(_shown(files), _LOOKED_AT))
    dates = Dates("ymd") if by_id else dates_of(files, (each.time for each, _ in _shown(files)), options)
    messages = oldest_first(_messages(files, dates, by_id))
    found = files.conversation(_place(files), messages, "discord-html" if by_id else "discord-html-local")
    found.ambiguous = dates.open
    return found


def _messages(files: ChannelFiles, dates: Dates, by_id: bool) -> Iterator[Item]:
    for entry in files.entries:
        tally = files.export.tally(entry, "record")
        try:
            for each in _in_entry(files, entry):
                tally.read()
                if files.seen.again(each.message, each.time):
                    tally.other("duplicate")
                else:
                    yield _timed(each, dates, by_id, tally)
        except BrokenExport as error:
            yield Problem(entry, str(error))


def _timed(each: Shown, dates: Dates, by_id: bool, tally: Tally) -> Item:
    message, sent_at = each.message, snowflake_time(each.message.key or "")
    times = (sent_at, shown_time(each.time, sent_at)) if sent_at is not None else dates.times(each.time)
    if times is None:
        tally.problem()
        return Problem(message.where, f"no time can be read from {each.time[:40]!r}")
    if message.kind == "notice":
        tally.notice()
    else:
        tally.message()
    return message._replace(sent_at=times[0], local_time=times[1])


def _shown(files: ChannelFiles) -> Iterator[tuple[Shown, str]]:
    """A first walk, that tells nothing of damage."""
    for entry in files.entries:
        with suppress(BrokenExport):
            yield from ((each, entry) for each in _in_entry(files, entry))


def _in_entry(files: ChannelFiles, entry: str) -> Iterator[Shown]:
    media, people = Media(files.export, entry), People()
    with files.export.open(entry) as stream:
        for group in elements(stream, {_GROUP}):
            author, time = author_of(group), time_of(group)
            for part in _containers(group):
                each = shown(part, author, media, place_of(entry, part if part.sourceline else group))
                author = each.author
                message = people.apart(each.message, is_webhook=author is not None and author.is_webhook)
                yield each._replace(message=message, time=each.time or time)


def _containers(group: Element) -> Iterator[Element]:
    """The messages of a group: of today, of 2019 to 2021 (with an id each), and of 2018."""
    found = list(all_with(group, "chatlog__message-container"))
    found = found or [each for each in all_with(group, "chatlog__message") if each.get("data-message-id")]
    return iter(found) if found else _bare(group)


def _bare(group: Element) -> Iterator[Element]:
    """Messages without an element of their own: each begins with its content; a file alone goes to the one above."""
    parts = list(all_with(group, "chatlog__content", "chatlog__attachment", "chatlog__embed", "chatlog__reactions"))
    known = set(parts)
    message: Element | None = None
    for part in parts:
        if any(above in known for above in part.iterancestors()):
            continue
        if message is not None and has_class(part, "chatlog__content"):
            yield message
            message = None
        message = group.makeelement("div", {}) if message is None else message
        part.tail = None
        message.append(part)
    if message is not None:
        yield message


def _place(files: ChannelFiles) -> Place:
    """Guild and channel, from what stands above the messages."""
    raw = Beginning(files.export, files.entries[0]).raw
    above = next(elements(BytesIO(raw), {"preamble", "info", _GROUP}), None)
    if above is None or has_class(above, _GROUP):
        return files.named
    names = ("preamble__entry", "info__guild-name", "info__channel-name")
    guild, channel, *_ = [*(text_of(each) for each in all_with(above, *names)), "", ""]
    return placed(guild, channel)
