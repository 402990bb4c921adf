"""This file is where a ChatLab file of lines (JSONL) is read: a header, then members, then messages.

A second header begins another conversation, as when files were put together. What cannot be read costs its line.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from core.export import Export
from core.importers.chatlab.header import Header
from core.importers.chatlab.messages import Chat
from core.importers.chatlab.objects import conversation_of
from core.json_text import parsed
from core.json_values import members, word
from core.tally import Tally, counted
from core.text_lines import numbered_lines
from core.types import ExportedConversation, ExportedMessage, Problem, Repair


class _Line(NamedTuple):
    """One line that is neither blank nor a comment: its place and value, and what was wrong with it."""

    where: str
    value: Any
    repair: str = ""
    error: str = ""

    @property
    def type(self) -> str:
        return word(members(self.value).get("_type")) or "message"


class LineReading:
    """One pass over one file. The next header is looked for when the messages of one conversation have ended."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry
        self._tally = export.tally(entry, "line")
        self._lines = _lines(export, entry, self._tally)
        self._next: _Line | None = None

    def conversations(self) -> Iterator[ExportedConversation]:
        """One conversation per header, lazily."""
        self._advance()
        while self._next is not None:
            chat = Chat(self._export, self._entry, Header())
            told = self._head(chat.header)
            messages = self._messages(chat, told)
            yield conversation_of(chat, messages)
            for _ in messages:
                pass

    def _advance(self) -> None:
        self._next = next(self._lines, None)

    def _head(self, header: Header) -> list[ExportedMessage | Problem | Repair]:
        """Takes the header and the members, up to the first message; what is wrong with them is told."""
        told: list[ExportedMessage | Problem | Repair] = []
        if self._next is not None and self._next.type != "header":
            told.append(Repair(self._next.where, "the file does not begin with its header: the app is unknown"))
        is_first = True
        while (line := self._next) is not None and (line.error or line.type != "message"):
            if line.type == "header" and not line.error and not is_first:
                break
            told.extend(counted(self._heading(line, header), self._tally))
            is_first = False
            self._advance()
        return told

    def _heading(self, line: _Line, header: Header) -> Iterator[ExportedMessage | Problem | Repair]:
        if line.error:
            yield Problem(line.where, line.error)
            return
        if line.type == "header":
            header.meta = members(members(line.value).get("meta"))
            self._tally.other("header")
        elif line.type == "member":
            header.add_member(line.value)
            self._tally.other("member")
        else:
            yield Problem(line.where, f"a line of the unknown type {line.type[:40]!r}")
        if line.repair:
            yield Repair(line.where, line.repair)

    def _messages(
        self, chat: Chat, told: list[ExportedMessage | Problem | Repair]
    ) -> Iterator[ExportedMessage | Problem | Repair]:
        yield from told
        while (line := self._next) is not None and (line.error or line.type != "header"):
            if line.error or line.type != "message":
                yield from counted(self._heading(line, chat.header), self._tally)
            else:
                yield from counted(chat.exported(line.value, line.where), self._tally)
                if line.repair:
                    yield Repair(line.where, line.repair)
            self._advance()


def _lines(export: Export, entry: str, tally: Tally) -> Iterator[_Line]:
    for number, text in numbered_lines(export, entry, tally):
        bare, where = text.strip(), f"{entry}:{number}"
        if not bare or bare.startswith("#"):
            tally.other("comment" if bare else "blank")
            continue
        try:
            value, repair = parsed(bare.encode("utf-8", "replace"))
        except ValueError as error:
            yield _Line(where, None, error=f"not a readable record ({error})")
            continue
        yield _Line(where, value, repair)
