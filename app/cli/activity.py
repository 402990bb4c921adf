"""This file is where `activity` is: how much was written when, in one conversation or in all."""

from argparse import Namespace
from datetime import date

from app.cli import codes
from app.cli.choosing import chosen_conversation
from app.cli.console import dump_json, say
from app.session import Session

_WIDTH = 40
_LENGTHS = {"day": 10, "month": 7, "year": 4}


def activity(chosen: Namespace) -> int:
    """A line for each day, month or year with messages: its count and a bar."""
    with Session(chosen.archive) as session:
        number = None
        if chosen.conversation is not None:
            number = chosen_conversation(session.conversations(), chosen.conversation).id
        days = session.activity(number)
    counts = _by(days, _LENGTHS[chosen.by])
    if chosen.json:
        dump_json([{"period": period, "messages": count} for period, count in counts.items()])
        return codes.FINE
    most = max(counts.values(), default=0)
    for period, count in counts.items():
        say(f"{period}  {count:>9,}  {'█' * max(1, round(count / most * _WIDTH))}")
    if not counts:
        say("There are no messages with a date: import a chat first.")
    return codes.FINE


def _by(days: list[tuple[date, int]], length: int) -> dict[str, int]:
    """Counts by the beginning of the ISO date."""
    counts: dict[str, int] = {}
    for day, count in days:
        period = day.isoformat()[:length]
        counts[period] = counts.get(period, 0) + count
    return counts
