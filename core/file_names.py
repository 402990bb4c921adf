"""This file is where names that come from chats become safe to write, on every system and inside one folder."""

import re
import unicodedata
from collections.abc import Container

_LONGEST = 120
_LONGEST_ENDING = 16
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)", re.IGNORECASE)
_HIDDEN_CATEGORIES = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def safe_name(name: str, otherwise: str = "file") -> str:
    """One name without folders, control characters, direction marks and what some system does not allow.

    It keeps its ending. `otherwise` stands for a name of which nothing is left.
    """
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(letter for letter in base if unicodedata.category(letter) not in _HIDDEN_CATEGORIES)
    plain = " ".join(_FORBIDDEN.sub("_", seen).split()).strip(". ") or otherwise
    stem, ending = parted(plain)
    short = _cut(stem, _LONGEST - len(ending.encode())) + ending
    return f"_{short}" if _RESERVED.match(short) else short


def unused_name(name: str, taken: Container[str]) -> str:
    """The name, or it with a number before its ending; `taken` has the folded names that there are."""
    stem, ending = parted(name)
    candidate, number = name, 2
    while candidate.casefold() in taken:
        candidate, number = f"{stem} ({number}){ending}", number + 1
    return candidate


def parted(name: str) -> tuple[str, str]:
    """Stem and ending with its dot; the ending is "" where there is none, or one that is too long to be one."""
    stem, dot, ending = name.rpartition(".")
    return (stem, dot + ending) if stem and len((dot + ending).encode()) <= _LONGEST_ENDING else (name, "")


def _cut(text: str, most: int) -> str:
    """As many characters as fit into so many bytes of UTF-8."""
    return text.encode()[:most].decode("utf-8", "ignore").rstrip(". ")
