"""This file is where the name of a chat is read off its file, folder or zip: WhatsApp writes it nowhere else (1.1)."""

import re
from functools import cache
from hashlib import sha256

from core.export import Export
from core.importers.whatsapp.characters import folded, plain
from core.importers.whatsapp.vocabulary import facts

_GAP = "[ _\u00a0\u202f-]+"
_NAMELESS = re.compile(r"_?chat(?: ?\(\d{1,3}\)| \d{1,3})?", re.IGNORECASE)
_COPY = re.compile(r"\s*\(\d{1,3}\)$")
_ENDING = re.compile(r"\.(txt|zip)$", re.IGNORECASE)


def title_of(export: Export, entry: str) -> str | None:
    """The chat's name: by the text's own name, else by its folder or zip; None when no name tells it.

    "_chat.txt" says nothing by itself; a name without any known wording ("Football.txt") is the title as it stands.
    """
    places = [_ENDING.sub("", part) for part in reversed(entry.split("/"))]
    if export.path.is_dir() or len(export.names()) > 1 or _ENDING.sub("", export.name) not in places:
        places.append(_ENDING.sub("", export.name))
    elif _NAMELESS.fullmatch(places[0]):
        return title_in(export.path.resolve().parent.name)
    for place in places:
        if (title := title_in(place)) is not None:
            return title
    told = [place for place in places if not _NAMELESS.fullmatch(plain(place))]
    return plain(told[0]) if told else None


def title_in(name: str) -> str | None:
    """The %s of "WhatsApp Chat with %s" and its translations; None when the name has another form."""
    words = plain(name)
    for pattern in _patterns():
        if match := pattern.fullmatch(words):
            title = match[1] if " " in words else match[1].replace("_", " ")
            return plain(title) or None
    return None


def without_copy_number(title: str, names: set[str]) -> str:
    """ "Bob (1)", from a file downloaded twice, is "Bob" when the chat itself speaks of a "Bob"."""
    shorter = _COPY.sub("", title)
    return shorter if shorter != title and folded(shorter) in names and folded(title) not in names else title


def key_of_people(people: list[str]) -> str:
    """A key for a chat without title: the same for the same people, in any order."""
    joined = "\n".join(sorted(folded(name) for name in people))
    return f"people:{sha256(joined.encode()).hexdigest()[:24]}"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    forms = {form for words in facts()["phrases"]["title"].values() for form in words}
    return tuple(_pattern(form) for form in sorted(forms, key=len, reverse=True))


def _pattern(form: str) -> re.Pattern[str]:
    """Spaces may be "_", and ":" cannot stand in file names."""
    before, after = (_words(part) for part in form.split("%s"))
    return re.compile(f"{before}(.+?){after}", re.IGNORECASE | re.DOTALL)


def _words(text: str) -> str:
    words = re.escape(plain(text)).replace("\\ ", _GAP).replace("\\-", _GAP).replace(":", "[:_-]?")
    opening = _GAP if text.startswith(" ") else ""
    closing = _GAP if text.endswith(" ") else ""
    return re.sub(rf"({re.escape(_GAP)})+", lambda _: _GAP, opening + words + closing)
