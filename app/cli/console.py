"""This file is where the command line speaks: progress to standard error, answers to standard output."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from core.protocols import Report
from core.types import Progress

_STAGES = {
    "read": "Reading messages",
    "media": "Checking media",
    "embed": "Indexing",
    "list": "Writing the search index",
    "pictures": "Reading text in pictures",
    "reading": "Reading candidates",
    "check": "Checking",
    "renew": "Indexing anew",
    "prove": "Testing",
    "copy": "Copying",
    "download": "Downloading",
    "evaluate": "Evaluating",
}


# Line ends of Unicode, C1 controls, direction overrides and lone surrogates can only stand inside JSON strings.
_ESCAPED = {
    code: f"\\u{code:04x}"
    for code in (
        *range(0x7F, 0xA0),
        0x2028,
        0x2029,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),
    )
}


def say(text: str) -> None:
    """One line of the answer. Text from chats may hold control characters: they never reach the terminal."""
    sys.stdout.write(printable(text) + "\n")


def complain(text: str) -> None:
    """One line about the work, on standard error."""
    sys.stderr.write(printable(text) + "\n")


def dump_json(value: Any) -> None:
    """One JSON value on one line, whatever a reader takes for a line end; other non-ASCII text stays as it is."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED) + "\n")


def printable(text: str) -> str:
    """The text without control characters (but tab and line feed) and without direction overrides."""
    bad = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), *range(55296, 57344)), "�")
    bad |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "")
    return text.translate(bad)


def counted(number: int, one: str, many: str = "") -> str:
    """ "1 message", "2,000 messages" """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def agreed(question: str) -> bool:
    """Asks on the terminal; False where there is none."""
    return sys.stdin.isatty() and input(printable(question)).strip().casefold() in ("y", "yes", "j", "是")


@contextmanager
def progress(*, quiet: bool) -> Iterator[Report]:
    """A Report that draws bars on a terminal, prints nothing otherwise; drawn at most ten times a second."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True, refresh_per_second=10) as bars:
        tasks: dict[str, Any] = {}

        def report(step: Progress) -> None:
            if step.stage not in tasks:
                tasks[step.stage] = bars.add_task(_STAGES.get(step.stage, step.stage), total=None)
            bars.update(tasks[step.stage], completed=step.done, total=step.total or None)

        yield report


def colours() -> bool:
    """Whether highlights may use colour: a terminal, and NO_COLOR not set (https://no-color.org)."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def wall_time(local_time: str | None, sent_at: int | None) -> str:
    """A message's time as its chat showed it, else in this machine's zone, else a dash."""
    if local_time:
        return local_time[:16].replace("T", " ")
    if sent_at is not None:
        return time.strftime("%Y-%m-%d %H:%M", time.localtime(sent_at / 1000))
    return "-"
