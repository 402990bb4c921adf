"""This file is where a text from QQ's message manager becomes its conversations (format specification, section 10)."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import groupby

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.qq.manager_lines import Line, header_of, is_banner, is_object, lines_of_text
from core.importers.qq.manager_survey import Block, Survey, survey_of
from core.importers.qq.people import person_of
from core.importers.qq.placeholders import parted
from core.importers.qq.titles import title_in_name
from core.tally import Tally
from core.text_lines import numbered_lines
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

_Item = ExportedMessage | Problem | Repair
_RECALLED = ("撤回了一条消息", "撤回了一条消息。", "撤回了一条成员消息")


def is_manager_text(beginning: Beginning) -> bool:
    """True for a text that names its conversation as the message manager does, or whose headers end in numbers."""
    lines = beginning.lines
    if any(is_object(line) for line in lines[:50]):
        return any(is_banner(line) for line in lines[:5]) or any(header_of(line) for line in lines)
    headers = [header for line in lines if (header := header_of(line))]
    people = [person_of(who) for _, who in headers]
    numbered = sum(person.key is not None and person.key != person.name for person in people)
    return bool(headers) and numbered * 3 >= len(headers)


def conversations_of(export: Export, entry: str) -> Iterator[ExportedConversation]:
    """The conversations of one text, each to be walked before the next is asked for."""
    survey = _surveyed(export, entry)
    tally = export.tally(entry, "line")
    lines = lines_of_text(numbered_lines(export, entry, tally), survey.guarded)
    for position, block in groupby(lines, key=lambda line: line.block):
        known = survey.blocks[position] if position < len(survey.blocks) else Block()
        if position in survey.copies:
            tally.other("duplicate", sum(1 for _ in block))
            continue
        messages = _messages(block, (entry, tally))
        yield _conversation(export, entry, (known, survey, position), messages)
        for _ in messages:
            pass


def _conversation(
    export: Export, entry: str, found: tuple[Block, Survey, int], messages: Iterator[_Item]
) -> ExportedConversation:
    block, survey, position = found
    title = block.title or title_in_name(export, entry)
    key = survey.key_of(position) if block.title else title
    return ExportedConversation("qq", key, title, messages, block.kind, block.owner, format="qq-txt")


def _surveyed(export: Export, entry: str) -> Survey:
    """What can be had of a text; where it is damaged, walking the messages will say so."""

    def opened() -> Iterator[tuple[int, str]]:
        with suppress(BrokenExport):
            yield from numbered_lines(export, entry)

    return survey_of(opened)


def _messages(lines: Iterable[Line], place: tuple[str, Tally]) -> Iterator[_Item]:
    entry, tally = place
    opening: Line | None = None
    body: list[str] = []
    for line in lines:
        if line.role == "message" and opening is not None:
            yield _closed(opening, body, place)
        if line.role == "message":
            opening, body = line, []
        elif opening is not None and line.role in ("text", "blank"):
            body.append(line.text)
        elif line.role == "text":
            tally.problem()
            yield Problem(f"{entry}:{line.number}", "this line stands above the first message and belongs to none")
        else:
            tally.other("blank" if line.role == "blank" else "header")
    if opening is not None:
        yield _closed(opening, body, place)


def _closed(opening: Line, body: list[str], place: tuple[str, Tally]) -> ExportedMessage:
    """The message that ends here; blank lines at its end part it from the next one."""
    entry, tally = place
    blank = 0
    while body and not body[-1].strip():
        body.pop()
        blank += 1
    tally.other("blank", blank)
    tally.continuation(len(body))
    message = _message(opening, "\n".join(body), f"{entry}:{opening.number}")
    if message.kind == "notice":
        tally.notice()
    else:
        tally.message()
    return message


def _message(opening: Line, body: str, where: str) -> ExportedMessage:
    person = person_of(opening.value)
    text, attachments = parted(body)
    if person.is_app or (text.endswith(_RECALLED) and "\n" not in text and len(text) < 80):
        return ExportedMessage(None, None, None, opening.time, text, "notice", attachments, where=where)
    return ExportedMessage(
        None,
        person.name or None,
        None,
        opening.time,
        text,
        attachments=attachments,
        sender_key=person.key,
        where=where,
    )
