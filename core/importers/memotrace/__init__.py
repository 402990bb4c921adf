"""This file is where what MemoTrace (WeChatMsg) writes down of WeChat chats is recognised and read (specification, 8).

CSV, text and pages of versions 3 and 4, the JSON that version 4 writes beside its page, texts with days for language
models, and dialogues to train them with. Several of them may lie in one folder: they are one chat in several forms.
"""

from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.csv_rows import header_of
from core.errors import BrokenExport
from core.export import Export
from core.importers.memotrace.days import BANNER, DayReading
from core.importers.memotrace.folders import file_of
from core.importers.memotrace.literals import MARK
from core.importers.memotrace.messages import is_message
from core.importers.memotrace.pages import ListReading, PageReading
from core.importers.memotrace.tables import NEW, OLD, NewTable, OldTable
from core.importers.memotrace.texts import TextReading, is_text
from core.importers.memotrace.training import TrainingReading, is_training
from core.importers.wechat.times import Clock
from core.importers.wechat.written import Item, conversations
from core.protocols import ReadOptions
from core.tally import Unit
from core.types import ExportedConversation, Problem

__all__ = ["name", "read", "recognises", "title"]

name = "memotrace"
title = "WeChat (MemoTrace / WeChatMsg: CSV, TXT, HTML, JSON)"

_TIMELESS = frozenset(("days", "training"))
_UNITS: dict[str, Unit] = {"csv3": "row", "csv4": "row", "txt": "line", "days": "line"}


def recognises(beginning: Beginning) -> bool:
    """True for MemoTrace's columns, lines, pages and records."""
    return _form(beginning) is not None


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation for each file, and several for the CSV of all chats; none for a text without times whose chat
    lies beside it with times, which is told.

    Times without seconds since 1970 are read as China time, or in the zone of the options where the person chose one.
    Raises BrokenExport when there is no message at all.
    """
    clock, found = Clock(options), False
    forms = {entry: _form(Beginning(export, entry)) or "txt" for entry in entries}
    for entry, form in _once(export, forms):
        for conversation in conversations(_items(export, entry, (form, clock)), f"memotrace-{form}", export.problems):
            found = True
            yield conversation
    if not found:
        raise BrokenExport(f"{export.path.name}: no message can be read from it. Write it again with MemoTrace.")


def _once(export: Export, forms: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The entries and their forms; a text without times is passed over where its chat lies beside it with times.

    Otherwise it would be there twice: nothing tells which message of the one is which of the other.
    """
    timed = {file_of(entry): entry for entry, form in forms.items() if form not in _TIMELESS}
    for entry, form in forms.items():
        other = timed.get(file_of(entry)) if form in _TIMELESS else None
        if other is None:
            yield entry, form
        else:
            export.problems.append(Problem(entry, f"passed over: it has no times, and {other} is the same chat"))


def _items(export: Export, entry: str, told: tuple[str, Clock]) -> Iterator[Item]:
    form, clock = told
    tally = export.tally(entry, _UNITS.get(form, "record"))
    if form == "csv3":
        return OldTable(export, entry).items(tally)
    if form == "csv4":
        return NewTable(export, entry, clock).items(tally)
    if form == "txt":
        return TextReading(export, entry, clock).items(tally)
    if form == "days":
        return DayReading(export, entry).items(tally)
    if form == "html":
        return PageReading(export, entry).items(tally)
    return (ListReading if form == "json" else TrainingReading)(export, entry).items(tally)


def _form(beginning: Beginning) -> str | None:
    if beginning.form == "json":
        return _json_form(beginning)
    if beginning.form == "html":
        return "html" if MARK.search(beginning.text) and "is_send" in beginning.text else None
    return _text_form(beginning) if beginning.form == "text" else None


def _json_form(beginning: Beginning) -> str | None:
    if any(is_message(record) for record in beginning.records[:5]):
        return "json"
    return "training" if any(is_training(record) for record in beginning.records[:5]) else None


def _text_form(beginning: Beginning) -> str | None:
    start = [line for line in beginning.lines[:10] if line.strip()]
    if not start:
        return None
    if BANNER.fullmatch(start[0].strip()):
        return "days"
    if "StrContent" in start[0] or "消息ID" in start[0]:
        header = header_of(beginning.lines)
        return "csv3" if header[: len(OLD)] == list(OLD) else "csv4" if header[: len(NEW)] == list(NEW) else None
    return "txt" if is_text(beginning.lines) else None
