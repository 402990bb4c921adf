"""This file is where chats that LINE saved as text are recognised and read (format specification, section 11):
those of phones, with tabs between time, name and text, and those of computers, with spaces.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.line.events import events
from core.importers.line.headings import MARK, Title, day_of, is_saved, title_of
from core.importers.line.names import is_by_app
from core.importers.line.reading import messages_of
from core.importers.line.rows import spaced, tabbed_row
from core.importers.line.survey import Known, Survey, is_tabbed, survey_of
from core.protocols import ReadOptions
from core.text_lines import numbered_lines
from core.types import ExportedConversation

__all__ = ["name", "read", "recognises", "title"]

name = "line"
title = "LINE"

_DOTTED = "."
_FIRST_LINES = 40


def recognises(beginning: Beginning) -> bool:
    """True for a text with LINE's title above it, or that begins with a day and rows as LINE writes them."""
    if beginning.form != "text":
        return False
    lines = [line for line in beginning.lines if line.strip()]
    if not lines:
        return False
    if title_of(lines[0]):
        follows = lines[1:_FIRST_LINES]
        return any(is_saved(line) or day_of(line) or tabbed_row(line) for line in follows)
    return _is_bare(lines)


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per text. Where day and month cannot be told apart, it is `ambiguous`; weekdays tell nearly
    always."""
    for entry in entries:
        beginning = Beginning(export, entry)
        known = Known(
            entry, is_tabbed(beginning.lines), _name_of(export, entry), export.modified_of(entry), options.date_order
        )
        survey = _surveyed(export, entry, known)
        tally = export.tally(entry, "line")
        lines = events(numbered_lines(export, entry, tally), survey.row_of, survey.guarded)
        chat = survey.title.name if survey.title else export.holder(entry)
        yield ExportedConversation(
            name,
            chat,
            chat,
            messages_of(lines, survey, tally),
            survey.kind,
            survey.owner,
            survey.ambiguous,
            format="line" if known.tabbed else "line-computer",
        )


def _is_bare(lines: list[str]) -> bool:
    """A text without a title: a day, then rows with tabs; or, as computers save it, a dotted day and rows of people
    that write again, or of LINE's own words: diaries begin with days and times too."""
    day = day_of(lines[0])
    rows = [line for line in lines[1:_FIRST_LINES] if not day_of(line)]
    if day is None or not day.sure or not rows:
        return False
    if is_tabbed(rows):
        return tabbed_row(rows[0]) is not None
    said = [row[1] for line in rows if (row := spaced(line))]
    if _DOTTED not in lines[0] or spaced(rows[0]) is None or len(said) < 2:
        return False
    writers = [rest.partition(" ")[0] for rest in said if " " in rest]
    return len(set(writers)) < len(writers) or any(is_by_app(rest) for rest in said)


def _surveyed(export: Export, entry: str, known: Known) -> Survey:
    """What can be had of a text; where it is damaged, walking the messages will say so."""

    def opened() -> Iterator[tuple[int, str]]:
        with suppress(BrokenExport):
            yield from numbered_lines(export, entry)

    return survey_of(opened, known)


def _name_of(export: Export, entry: str) -> Title | None:
    """What the name of the file says, which begins like the title: "[LINE] Chat history with Bob.txt"."""
    stem = entry.rpartition("/")[2].removesuffix(".txt")
    told = title_of(stem if stem.startswith(MARK) else f"{MARK} {stem}")
    return told if told and told.name else None
