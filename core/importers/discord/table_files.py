"""This file is where CSV files are read, those of today ("," and ids of people) and those of 2018 (";")."""

from collections.abc import Iterator, Mapping
from itertools import islice
from re import compile as pattern

from core.beginning import Beginning
from core.csv_rows import Dialect, Row, rows
from core.errors import BrokenExport
from core.importers.discord.kinds import kind_of_words
from core.importers.discord.media import Media, addresses_in
from core.importers.discord.parts import ChannelFiles, Item
from core.importers.discord.people import People, written_name
from core.importers.discord.sniffing import columns_of
from core.importers.discord.written import Dates, dates_of, is_exact
from core.newest_first import oldest_first
from core.protocols import ReadOptions
from core.types import ExportedConversation, ExportedMessage, Problem, Reaction

_LOOKED_AT = 20
_REACTION = pattern(r"(?P<emoji>[^,]{1,100}) \((?P<count>\d{1,9})\)")


def conversation(files: ChannelFiles, options: ReadOptions) -> ExportedConversation:
    """The conversation of a channel in CSV. Times have a zone in new versions; others are voted on."""
    exact = all(is_exact(text) for text in islice(_dates(files), _LOOKED_AT))
    dates = Dates("ymd") if exact else dates_of(files, _dates(files), options)
    messages = oldest_first(_messages(files, dates))
    found = files.conversation(files.named, messages, "discord-csv" if exact else "discord-csv-local")
    found.ambiguous = dates.open
    return found


def _messages(files: ChannelFiles, dates: Dates) -> Iterator[Item]:
    for entry in files.entries:
        yield from _rows(files, entry, dates)


def _rows(files: ChannelFiles, entry: str, dates: Dates) -> Iterator[Item]:
    tally, media, people = files.export.tally(entry, "row"), Media(files.export, entry), People()
    dialect, columns = _layout(files, entry)
    try:
        for number, row in enumerate(rows(files.export, entry, tally, dialect)):
            if isinstance(row, Problem):
                yield row
            elif number == 0 and columns:
                tally.other("header")
            else:
                item = _item(row, columns, (entry, dates, media))
                if isinstance(item, Problem):
                    tally.problem()
                    yield item
                    continue
                if item.kind == "notice":
                    tally.notice()
                else:
                    tally.message()
                yield people.apart(item)
    except BrokenExport as error:
        yield Problem(entry, str(error))


def _item(row: Row, columns: list[str], context: tuple[str, Dates, Media]) -> ExportedMessage | Problem:
    entry, dates, media = context
    cells = dict(zip(columns, row.cells, strict=False))
    where = f"{entry}:{row.line}"
    times = dates.times(cells.get("Date", "").strip())
    if "Content" not in cells:
        return Problem(where, "this row has too few cells")
    if times is None:
        return Problem(where, f"no time can be read from {cells['Date'][:40]!r}")
    return _message(cells, times, media)._replace(where=where)


def _message(cells: Mapping[str, str], times: tuple[int | None, str | None], media: Media) -> ExportedMessage:
    text = cells["Content"].strip()
    return ExportedMessage(
        key=None,
        sender=written_name(cells["Author"]),
        sent_at=times[0],
        local_time=times[1],
        text=text,
        kind=kind_of_words(text),
        attachments=tuple(media.attachment(address) for address in addresses_in(cells.get("Attachments", ""))),
        sender_key=cells.get("AuthorID", "").strip() or None,
        reactions=tuple(
            Reaction(match["emoji"].strip(), int(match["count"]))
            for match in _REACTION.finditer(cells.get("Reactions", ""))
        ),
    )


def _layout(files: ChannelFiles, entry: str) -> tuple[Dialect, list[str]]:
    lines = Beginning(files.export, entry).lines
    for delimiter in ",;":
        if columns := columns_of(lines, delimiter):
            return Dialect(delimiter), columns
    return Dialect(), []


def _dates(files: ChannelFiles) -> Iterator[str]:
    """What stands in the column of dates of all rows."""
    for entry in files.entries:
        dialect, columns = _layout(files, entry)
        place = columns.index("Date") if columns else 0
        try:
            found = (row for row in rows(files.export, entry, None, dialect) if isinstance(row, Row))
            yield from (row.cells[place].strip() for row in islice(found, 1, None) if len(row.cells) > place)
        except BrokenExport:
            return  # Reading tells it.
