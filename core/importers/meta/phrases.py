"""This file is where sentences that the app wrote are told from those of people, in the languages of its exports.

The fields of a record tell most; what only the words tell begins with the person whom it is about ("Ann named the
group Trip.", "You sent an attachment.") and goes on with words of the app, kept in phrases.json as facts: regular
expressions over folded text, by language, of what follows that person. What is in doubt stays a person's message.
"""

import json
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

Meaning = Literal["placeholder", "unsent", "call", "poll", "reaction", "notice"]

_LONGEST = 300
_ENDS = " .。!！।"
_STOPS = (".", "。", "।")
_OF_SOMEBODY: tuple[Meaning, ...] = ("unsent", "call", "poll")


def meaning_of(text: str, sender: str) -> Meaning | None:
    """What a sentence of the app tells; None for what a person wrote."""
    line = text.strip()
    if not line or len(line) > _LONGEST or "\n" in line:
        return None
    folded = line.replace("’", "'").casefold().rstrip(_ENDS)
    rest = _after_subject(folded, sender)
    if any(word in folded for word in _facts()["message"]) and _pattern("reaction").fullmatch(rest or folded):
        return "reaction"
    if rest is not None:
        return _said_of(rest, line, sender)
    if _pattern("ended").fullmatch(folded):
        return "call"
    # Many languages leave "you" out, but end with a full stop.
    return "placeholder" if line.endswith(_STOPS) and _pattern("placeholder").fullmatch(folded) else None


def _said_of(rest: str, line: str, sender: str) -> Meaning | None:
    """What is said of the sender, or of "you"."""
    if _ending("placeholder").search(rest):
        return "placeholder"
    for kind in _OF_SOMEBODY:
        if _pattern(kind).fullmatch(rest):
            return kind
    told = line.endswith(_STOPS) and _pattern("notice").fullmatch(rest)
    return "notice" if told or _is_third_person(line, sender) else None


def says_attachment(text: str, sender: str) -> bool:
    """True for a sentence beside a file that only says that it was sent, in any language: a person who sends a
    picture does not begin with their own name and end with a full stop."""
    return meaning_of(text, sender) == "placeholder" or _is_third_person(text.strip(), sender)


def _is_third_person(line: str, sender: str) -> bool:
    """ "Ann Lee a quitté la conversation." by Ann Lee: a full name of several words in front, a full stop behind."""
    several = len(sender.split()) > 1
    return several and line.startswith(f"{sender} ") and line.endswith(_STOPS) and "\n" not in line


def _after_subject(folded: str, sender: str) -> str | None:
    """What follows the sender or "you"; None when the sentence begins otherwise."""
    match = _subject(sender).match(folded)
    return folded[match.end() :] if match else None


@lru_cache(10_000)
def _subject(sender: str) -> re.Pattern[str]:
    """Finds the sender's name or first name, or a word for "you", at the beginning of a sentence."""
    name = sender.casefold().strip()
    names = [each for each in (name, name.split(" ", 1)[0]) if len(each) > 1]
    subjects = "|".join(map(re.escape, sorted((*names, *_facts()["you"]), key=len, reverse=True)))
    return re.compile(rf"(?:{subjects})(?:[\s,:]+|(?=님|さん|が|は|[\u4e00-\u9fff]))")


@cache
def _facts() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files(__package__).joinpath("phrases.json").read_text("utf-8"))
    return loaded


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(_any_of(kind))


@cache
def _ending(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_any_of(kind)})$")


def _any_of(kind: str) -> str:
    known = _facts()[kind]
    return "|".join(known.values()) if isinstance(known, dict) else str(known)
