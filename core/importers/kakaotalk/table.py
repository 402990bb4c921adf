"""This file is where the CSV that KakaoTalk for Mac saves is read: Date, User, Message (format specification, 12)."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from core.csv_rows import Dialect, Row, rows
from core.errors import BrokenExport
from core.export import Export
from core.importers.kakaotalk.contents import content_of
from core.importers.kakaotalk.headings import title_in_name
from core.importers.kakaotalk.sources import Source
from core.importers.kakaotalk.survey import Survey
from core.importers.kakaotalk.vocabulary import is_notice
from core.tally import Tally
from core.types import ExportedConversation, ExportedMessage, Problem
from core.written_times import read_time

_HEADER = ("date", "user", "message")
_COMMAS = Dialect()


def is_header(cells: Sequence[str]) -> bool:
    return tuple(cell.strip().strip("\ufeff").lower() for cell in cells) == _HEADER


def conversation_of(export: Export, entry: str) -> ExportedConversation:
    """The one chat of such a file; rows without a date are those of deleted messages."""
    survey = Survey(named=title_in_name(Source(export, entry).stem))
    with suppress(BrokenExport):
        for row in rows(export, entry, dialect=_COMMAS):
            if isinstance(row, Row) and not is_header(row.cells) and not _is_by_app(_filled(row)):
                survey.meet(_filled(row)[1].strip())
    key, title = survey.chat
    tally = export.tally(entry, "row")
    return ExportedConversation(
        "kakaotalk", key, title, _messages(export, entry, tally), survey.kind, survey.owner, format="kakaotalk-csv"
    )


def _messages(export: Export, entry: str, tally: Tally) -> Iterator[ExportedMessage | Problem]:
    for row in rows(export, entry, tally, _COMMAS):
        if isinstance(row, Problem):
            yield row
        elif is_header(row.cells):
            tally.other("header")
        elif len(row.cells) < len(_HEADER):
            tally.problem()
            yield Problem(f"{entry}:{row.line}", "this row has fewer than three cells")
        else:
            message = _message(export, entry, row)
            if message.kind == "notice":
                tally.notice()
            else:
                tally.message()
            yield message


def _message(export: Export, entry: str, row: Row) -> ExportedMessage:
    date, user, text = _filled(row)
    moment = read_time(date, "ymd") if date.strip() else None
    wall = moment.wall if moment and "T" in moment.wall else None
    where = f"{entry}:{row.line}"
    if _is_by_app((date, user, text)):
        return ExportedMessage(None, None, None, wall, text.strip(), "notice", where=where)
    content = content_of(text, export, export.folder(entry))
    deleted = content.deleted or (not date.strip() and not content.text and not content.attachments)
    return ExportedMessage(
        None,
        user.strip() or None,
        None,
        wall,
        content.text,
        content.kind,
        content.attachments,
        deleted=deleted,
        where=where,
    )


def _filled(row: Row) -> tuple[str, str, str]:
    """Commas of a text that was not quoted belong to the text."""
    date, user, *text = [*row.cells, "", "", ""][: max(3, len(row.cells))]
    return date, user, ",".join(text)


def _is_by_app(cells: tuple[str, str, str]) -> bool:
    """True for a line of the app, which stands under the name of the one that it tells of."""
    _, user, text = cells
    return not user.strip() or (is_notice(text) and text.strip().startswith(user.strip()))
