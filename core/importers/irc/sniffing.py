"""This file is where a text is told to be a log of IRC: by its lines, most of which must be of one.

Logs of programs have times before their lines too, and levels in angle brackets; they are not claimed.
"""

import io
from dataclasses import dataclass, field

from core.beginning import Beginning
from core.importers.irc.banners import banner_of
from core.importers.irc.decoding import decoded, without_signs
from core.importers.irc.speech import Said, is_happening, said
from core.importers.irc.stamps import Stamp, Stamps

_LOOKED_AT = 2000
_LEVELS = frozenset(
    (
        *("trace", "debug", "info", "notice", "warn", "warning", "error", "err", "crit", "critical", "fatal"),
        *("alert", "emerg", "verbose", "severe"),
    )
)
_BARE = 3


@dataclass
class _Count:
    """What the lines of a beginning are. shaped: lines as of IRC; sure: those that no other log has; plain: others."""

    shaped: int = 0
    sure: int = 0
    plain: int = 0
    timed: int = 0
    columns: int = 0
    senders: set[str] = field(default_factory=set)

    def add(self, line: str, stamp: Stamp | None) -> None:
        has_columns = stamp is not None and line[stamp.end - 1] == "\t"
        rest = line[stamp.end :] if stamp else line
        found = said(rest, has_columns)
        if stamp is None and banner_of(line) is not None:
            self.shaped += 1
        elif found is None or not _has_shape(found, rest, stamp):
            self.plain += 1
        else:
            self.shaped += 1
            self.timed += stamp is not None
            self.sure += found.is_sure
            self.columns += has_columns and found.kind == "message"
            self.senders.update([found.sender.casefold()] if found.sender else [])

    @property
    def is_log(self) -> bool:
        if not self.timed and (self.shaped < _BARE or self.plain):
            return False
        is_irc = self.sure > 0 or (self.columns > 0 and not self.plain)
        return is_irc and self.shaped >= self.plain and not (self.senders and self.senders <= _LEVELS)


def is_log(beginning: Beginning) -> bool:
    """True when lines of the beginning are surely IRC's, and at least half of all have the shape."""
    if beginning.form != "text":
        return False
    count, stamps = _Count(), Stamps()
    for line in _lines(beginning):
        count.add(line, stamps.read(line))
    return count.is_log


def _has_shape(found: Said, rest: str, stamp: Stamp | None) -> bool:
    """True for a line with a sign of IRC. Without a time it must be sure, or something that a person says."""
    if stamp is None:
        return found.is_sure or found.kind == "message"
    return found.sender is not None or found.is_sure or found.text != rest.lstrip() or is_happening(found.text)


def _lines(beginning: Beginning) -> list[str]:
    if beginning.encoding.startswith(("utf-16", "utf-32")):
        lines = list(beginning.lines)
    else:
        raw = io.BytesIO(beginning.raw).readlines()[:_LOOKED_AT]
        lines = [decoded(line, "cp1252").removeprefix("\ufeff") for line in raw]
    return [without_signs(line) for line in lines if line.strip()]
