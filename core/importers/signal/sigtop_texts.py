"""This file is where sigtop's text files are read: fields above each message, its quote and its versions marked.

The body stands as it was written, and may hold lines that look like fields: a message begins only behind an empty line,
with `From:` (absent where it is unknown) and `Type:`, and a time below them (format specification, section 6).
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from core.errors import BrokenExport
from core.export import Export
from core.importers.signal.people import ME, named
from core.importers.signal.sigtop_messages import exported
from core.tally import Tally, counted
from core.text_lines import numbered_lines
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

_TITLE = "Conversation: "
_TYPE = re.compile(r"Type: [a-z0-9-]+")
_TIME = re.compile(
    r"(?:Sent|Received): (?:unknown|[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4})"
)
_LARGEST = 100_000

Line = tuple[int, str]


def is_sigtop_text(lines: Sequence[str]) -> bool:
    """True for the beginning of a file that sigtop wrote in its format `text`."""
    return len(lines) > 2 and lines[0].startswith(_TITLE) and not lines[1] and _begins([*lines[2:5]])


def conversation(export: Export, entry: str, first: str) -> ExportedConversation:
    """The conversation of one file; `first` is its first line, which names it."""
    name = named(first.removeprefix(_TITLE))
    messages = _messages(export, entry, export.tally(entry, "line"))
    return ExportedConversation("signal", name.name, name.name, messages, name.kind, ME, format="sigtop-text")


def _messages(export: Export, entry: str, tally: Tally) -> Iterator[ExportedMessage | Problem | Repair]:
    lines = numbered_lines(export, entry, tally)
    for block in _blocks(lines):
        texts = [text for _, text in block]
        number = block[0][0]
        if number == 1 and texts[0].startswith(_TITLE):
            tally.other("header", len(block))
        elif _begins(texts[:3]):
            tally.continuation(len(block) - 1)
            yield from counted([exported(texts, (export, entry), number)], tally)
        else:
            tally.problem()
            tally.continuation(len(block) - 1)
            yield Problem(f"{entry}:{number}", f"lines that belong to no message: {len(block)}")


def _blocks(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines of each message; first those of the header."""
    ahead: deque[Line] = deque()
    block: list[Line] = []
    source = iter(lines)
    try:
        while True:
            while len(ahead) < 3 and (line := next(source, None)) is not None:
                ahead.append(line)
            if not ahead:
                break
            starts = (not block or not block[-1][1]) and _begins([text for _, text in ahead])
            if block and (starts or len(block) >= _LARGEST):
                yield block
                block = []
            block.append(ahead.popleft())
    except BrokenExport:
        yield from [[*block, *ahead]] if block or ahead else []
        raise
    if block:
        yield block


def _begins(texts: list[str]) -> bool:
    """True when these lines are the first fields of a message."""
    fields = texts[1:] if texts and texts[0].startswith("From: ") else texts
    return len(fields) > 1 and _TYPE.fullmatch(fields[0]) is not None and _TIME.fullmatch(fields[1]) is not None
