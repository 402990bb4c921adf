"""This file is where the words in front of ": " are told apart: a person's name, or the beginning of a notice."""

from core.importers.whatsapp.characters import plain
from core.importers.whatsapp.vocabulary import is_notice

LONGEST_NAME = 150
LONGEST_RAW = 200
"""Characters with marks and odd spaces; longer beginnings of lines are no names."""

_SURELY = 5
_QUOTES = (("«", "»"), ("「", "」"), ("『", "』"))


def author_of(raw: str, count: int = 1) -> str | None:
    """The display name, or None when the words are part of a notice (a subject may hold ": ", specification 1.4).

    count: how many lines begin so; short words that begin many lines are a name whatever they say.
    """
    name = plain(raw) if len(raw) <= LONGEST_RAW else ""
    if not name or len(name) > LONGEST_NAME:
        return None
    if len(name) <= 40 and count >= _SURELY:
        return name
    return None if is_notice(name) or _opens_quote(name) else name


def _opens_quote(name: str) -> bool:
    """True when a quotation is begun and not ended; „German“ and „Polish” begin low, “English” begins high."""
    if name.count('"') % 2:
        return True
    if "„" in name:
        return name.count("„") > name.count("“") + name.count("”")
    return name.count("“") > name.count("”") or any(name.count(begin) > name.count(end) for begin, end in _QUOTES)
