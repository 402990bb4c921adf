"""This file is where a body that is not plain talk is understood: calls, places, polls, edits (section 1.7)."""

import re
from functools import cache
from typing import NamedTuple

from core.importers.whatsapp.characters import APP_MARKS, folded, plain
from core.importers.whatsapp.vocabulary import bracket_phrases, facts, is_notice, phrases, sounds_like

REACH = 600

_MARKS = "".join(APP_MARKS)
_EDIT = re.compile(rf"\s*([{_MARKS}]?)<[{_MARKS}]?([^<>]{{3,80}})>\s*$")
_CALL = re.compile(r"([^,.:(،、，。]{3,40})[,.:(،、，。]")
_PLACE = re.compile(r"https?://(?:maps\.google\.com/\?q=|(?:www\.)?foursquare\.com/v/)\S+\s*$")
_LABELLED = re.compile(rf"[{_MARKS}]*([^:：]{{2,40}}?)\s*[:：]\s*(.*)", re.DOTALL)


class Edited(NamedTuple):
    """A body's last line and whether the app wrote an "edited" remark behind it."""

    line: str
    edited: bool


def without_edit_remark(line: str) -> Edited:
    """Takes off a trailing "<This message was edited>"; in an unknown wording it must bear the app's
    mark, or speak of a message and of editing."""
    start = max(0, len(line) - REACH)
    remark = _EDIT.search(line[start:])
    if remark is None:
        return Edited(line, False)
    phrase = bracket_phrases().get(folded(remark[2]))
    before = line[: start + remark.start()]
    known = phrase is not None and phrase.meaning == "edited"
    likely = (
        phrase is None and remark[1] and before.strip() and not re.search("[.:：]\\w", remark[2]) and _words(remark[2])
    )
    likely = likely or (before.strip() and sounds_like(remark[2], "message", "edited"))
    return Edited(before, True) if known or likely else Edited(line, False)


def is_deleted_by_admin(body: str) -> bool:
    """True for "This message was deleted by admin NAME" in the known languages."""
    words = folded(body) if len(body) <= REACH else ""
    return any(form.fullmatch(words) for form in _by_admin())


def is_call(body: str) -> bool:
    """True for "Missed voice call", "Voice call, 5 min" and the like: a known phrase, then duration or outcome."""
    if len(body) > 120:
        return False
    words = folded(body)
    marked = any(mark in body for mark in APP_MARKS)
    if words in phrases("missed_call") or (marked and words in phrases("call")):
        return True
    begun = _CALL.match(plain(body))
    known = begun is not None and folded(begun[1]) in phrases("missed_call", "call")
    return known and (marked or any(character.isdecimal() for character in words))


def may_be_call(body: str, sender: str) -> bool:
    """True for short words of the app (the caller has seen its mark) about a call, in an unknown wording.

    A notice about somebody, "Ann started a call", has the name in it.
    """
    words = folded(body)
    return len(words) <= 50 and folded(sender) not in words and sounds_like(body, "call") and not is_notice(body)


def place_in(lines: list[str]) -> str | None:
    """The words and link of a shared place without the "location:" label; None when the lines are none.

    The link closes the first line, or the third behind a name and an address (Android).
    """
    text = "\n".join(lines)
    if len(text) > 2_000 or not (_PLACE.search(lines[0]) or (len(lines) <= 3 and _PLACE.search(lines[-1]))):
        return None
    labelled = _LABELLED.fullmatch(text)
    if labelled and folded(labelled[1]) in phrases("location"):
        return labelled[2]
    return text.lstrip(_MARKS)


def poll_in(lines: list[str]) -> str | None:
    """Question and options of a poll, one per line, votes as written; None when the lines are none."""
    label = _LABELLED.fullmatch(lines[0][:REACH])
    if label is None or folded(label[1]) not in phrases("poll"):
        return None
    options = [_LABELLED.fullmatch(line) for line in lines]
    chosen = [line for line in options if line and folded(line[1]) in phrases("poll_option")]
    if not chosen:
        return None
    first = [label[2]] if label[2].strip() else []
    rest = [line[2] if line and line in chosen else raw for raw, line in zip(lines[1:], options[1:], strict=True)]
    return "\n".join(plain(line) for line in first + rest)


def _words(text: str) -> bool:
    return sum(character.isalpha() for character in text) >= 5


@cache
def _by_admin() -> tuple[re.Pattern[str], ...]:
    forms = [form for words in facts()["phrases"]["deleted_by_admin"].values() for form in words]
    return tuple(re.compile(re.escape(folded(form)).replace("%s", ".{1,80}")) for form in forms)
