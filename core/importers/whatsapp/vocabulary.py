"""This file is where WhatsApp's own words are known in all its languages: placeholders, deletions, calls, notices.

The words are facts kept in vocabulary.json as {meaning: {language: [phrase, ...]}}; wording changes between versions
of the app, so phrases are compared folded, and every caller also knows a form that needs no vocabulary.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from core.importers.whatsapp.characters import folded


class Phrase(NamedTuple):
    """What an app phrase means ("deleted", "omitted_image", ...) and the languages that say it so."""

    meaning: str
    languages: frozenset[str]


WHOLE_BODY = ("deleted", "deleted_by_owner", "missed_call", "live_location", "view_once")
_IN_BRACKETS = ("omitted_media", "edited")


@cache
def facts() -> dict[str, Any]:
    """The whole vocabulary file."""
    loaded: dict[str, Any] = json.loads(files(__package__).joinpath("vocabulary.json").read_text("utf-8"))
    return loaded


@cache
def phrases(*meanings: str) -> dict[str, Phrase]:
    """Folded phrase -> Phrase for some meanings; an earlier meaning keeps a phrase that a later one also has."""
    found: dict[str, Phrase] = {}
    for meaning in meanings:
        for language, words in facts()["phrases"].get(meaning, {}).items():
            for word in words:
                before = found.get(folded(word), Phrase(meaning, frozenset()))
                found[folded(word)] = Phrase(before.meaning, before.languages | {language})
    return found


@cache
def body_phrases() -> dict[str, Phrase]:
    """Folded phrase -> Phrase for all that may stand as a whole body, without angle brackets."""
    return phrases(*WHOLE_BODY, *omitted_kinds())


@cache
def bracket_phrases() -> dict[str, Phrase]:
    """Folded phrase -> Phrase for all that stands between angle brackets."""
    return phrases(*_IN_BRACKETS)


def omitted_kinds() -> tuple[str, ...]:
    """The meanings "omitted_image", "omitted_video", ... of media that were left out."""
    return tuple(meaning for meaning in facts()["phrases"] if re.fullmatch("omitted_(?!media).+", meaning))


@cache
def exact_bodies() -> frozenset[str]:
    """Bodies that, as they stand in a file, deserve a closer look: a quick test that may miss rare spellings."""
    return frozenset(spelling for phrase in _spoken() for spelling in _spellings(phrase)) | {"", "null"}


@cache
def edge_words() -> frozenset[str]:
    """First and last words of app phrases, for the same quick test on bodies that hold more than the phrase."""
    table = facts()["phrases"]
    last = {phrase.rsplit(" ", 1)[-1] for meaning in omitted_kinds() for phrase in _all(table[meaning])}
    last |= {form.rsplit(" ", 1)[-1] for form in _all(table["attached_form"])}
    begin = ("call", "missed_call", "poll", "location", "deleted_by_admin", "attached_form")
    first = {phrase.split(" ", 1)[0].rstrip(",") for meaning in begin for phrase in _all(table[meaning])}
    return frozenset(word + end for word in first | last for end in ("", ":", ",", ".", "："))


@cache
def notice_pattern(kind: str | None = None) -> re.Pattern[str]:
    """Finds the firm part of a notice in casefolded text; kind: "private", "group" or both."""
    kinds = [kind] if kind else ["private", "group"]
    stems = {stem.casefold() for name in kinds for stem in _all(facts()["notices"][name])}
    return re.compile("|".join(re.escape(stem) for stem in sorted(stems, key=len, reverse=True)))


def is_notice(text: str, kind: str | None = None) -> bool:
    """True when a text holds the firm part of a known notice. Looks at the first 600 characters."""
    return notice_pattern(kind).search(text[:600].replace("\u00a0", " ").casefold()) is not None


def sounds_like(text: str, *stems: str) -> bool:
    """True when a text holds one word of each kind of stems ("message" and "edited", say) in whatever wording.

    For phrases that stand where only the app writes; English is left out of "edited", its one wording is known.
    """
    words = folded(text)
    return all(pattern.search(words) for pattern in map(_stem_pattern, stems))


@cache
def _stem_pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(folded(stem)) for stem in facts()["stems"][kind]))


def fitting_language(order: str, separator: str) -> frozenset[str]:
    """The languages that write dates in this order with this separator."""
    return frozenset(facts()["date_styles"].get(order, {}).get(separator, ()))


def _spoken() -> Iterator[str]:
    table = facts()["phrases"]
    for meaning in (*WHOLE_BODY, *omitted_kinds(), "call"):
        yield from _all(table[meaning])


def _spellings(phrase: str) -> Iterator[str]:
    for start in {phrase, phrase[:1].upper() + phrase[1:], phrase[:1].lower() + phrase[1:]}:
        for end in ("", ".", "。"):
            yield start + end


def _all(by_language: dict[str, list[str]]) -> list[str]:
    return [phrase for words in by_language.values() for phrase in words]
