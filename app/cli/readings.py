"""This file is where it is told how a question was read: by whom, on what, how much of it, and what went wrong."""

from collections.abc import Iterator
from typing import Any

from core.types import Reading


def reading_lines(reading: Reading) -> Iterator[str]:
    """For a person; nothing where all was read by a reader that has nothing to tell of itself."""
    work = reading.work
    if reading.trouble is not None:
        yield f"Not everything was read: {reading.trouble}"
        yield f"{reading.read:,} of {reading.total:,} candidates were read; what the others hold is not confirmed."
    yield from work.notes
    if work.device and reading.read:
        speed = f", {work.tokens_per_second:,.0f} tokens/s" if work.tokens else ""
        yield f"{reading.reader_title} read {reading.read:,} of {reading.total:,} on {work.device}{speed}"
    if reading.spared:
        yield f"{reading.spared:,} of {reading.total:,} candidates were left out as hopeless; --all reads them too."


def reading_dict(reading: Reading) -> dict[str, Any]:
    """The same for a program."""
    work = reading.work
    return {
        "reader": reading.reader,
        "device": work.device,
        "candidates": reading.total,
        "read": reading.read,
        "spared": reading.spared,
        "unread": reading.unread,
        "tokens": work.tokens,
        "tokens_per_second": round(work.tokens_per_second, 2),
        "notes": list(work.notes),
        "trouble": str(reading.trouble) if reading.trouble is not None else None,
    }
