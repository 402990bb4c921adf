"""This file is where the invisible characters that WhatsApp mixes into names, dates and bodies are known.

Format specification 0.4 and 0.5: direction marks are noise in names, dates and file names, and information in front
of an entry or a body (1.5); four kinds of space occur in dates.
"""

import re
import unicodedata

from core.written_times.characters import without_marks

APP_MARKS = ("\u200e", "\u200f")
"""The two marks that the app itself writes in front of its own words."""

_FRONT = re.compile("\ufeff*[\u200e\u200f]")
_SPACES = re.compile("[ \t\u00a0\u202f\u2009]+")


def is_marked(line: str) -> bool:
    """True when the app's mark stands in front of a line."""
    return line[:1] > "\x7f" and _FRONT.match(line) is not None


def plain(text: str) -> str:
    """One name or phrase: NFC, without marks, each run of spaces one space, none around it."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", without_marks(text))).strip()


def folded(text: str) -> str:
    """`plain` without regard to case and closing full stops; equal for two spellings of one app phrase."""
    return plain(text).rstrip(".。۔।").rstrip().casefold()
