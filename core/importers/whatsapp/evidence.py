"""This file is where single lines bear witness: a date in a file's name, the language of an app phrase or AM/PM marker.

Attachment dates beside a header tell day from month (specification 1.3, decision 2); languages are weak evidence (5).
"""

import re
from datetime import date
from functools import cache

from core.importers.whatsapp.characters import folded
from core.importers.whatsapp.vocabulary import Phrase, body_phrases, bracket_phrases, facts, phrases

_NAMED = re.compile(r"-(20\d\d)-?([01]\d)-?([0-3]\d)(?:-WA\d|-\d\d-\d\d-\d\d)")
_IN_ROUND = re.compile(r"\(([^()]{2,60})\)\s*$")
_IN_ANGLES = re.compile(r"<([^<>]{2,300})>\s*$")
_LETTERS = re.compile(r"[^\d:.\s]+\.?(?:[^\d:]*[^\d:\s])?")
REACH = 600


def date_in_name(body: str) -> date | None:
    """The date in IMG-20241202-WA0003.jpg or 00000035-PHOTO-2022-03-27-21-41-55.jpg; None without such a name."""
    match = _NAMED.search(body[-REACH:])
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def phrase_of(body: str) -> Phrase | None:
    """The app phrase that a body is, or that closes it between brackets; None for a person's words."""
    if len(body) <= REACH and (found := body_phrases().get(folded(body))):
        return found
    tail = body[-REACH:]
    if match := _IN_ROUND.search(tail):
        return phrases("attached_suffix").get(folded(match[1]))
    if match := _IN_ANGLES.search(tail):
        inside = match[1]
        label = re.split("[:：]", inside, maxsplit=1)[0]
        return bracket_phrases().get(folded(inside)) or phrases("attached_label").get(folded(label))
    return None


def languages_of_notice(text: str) -> frozenset[str]:
    """The languages whose notices hold the same words."""
    folded_text = text[:REACH].casefold()
    return frozenset(language for language, stems in _stems().items() if any(stem in folded_text for stem in stems))


def languages_of_marker(time: str) -> frozenset[str]:
    """The languages that mark the halves of the day, or the clock, as this time does."""
    table = facts()["marker_languages"]
    return frozenset(table[word] for word in _LETTERS.findall(time) if word in table)


@cache
def _stems() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for by_language in facts()["notices"].values():
        for language, stems in by_language.items():
            found[language] = found.get(language, ()) + tuple(stem.casefold() for stem in stems)
    return found
