"""This file is where the rest of an IRC line tells who says what: a message, an action, or something that happened."""

import re
from typing import NamedTuple

from core.importers.irc.events import is_event, is_hosted
from core.types import MessageKind

NICK = r"[^\s<>@+%&~!$:][^\s<>]{0,60}"
_SPOKEN = re.compile(rf"<[ @+%&~!$]{{0,15}}(?P<nick>{NICK})[ ]{{0,15}}>(?:[ \t](?P<text>.*))?", re.S)
_ACTION = re.compile(r"[ \t]{0,2}(?:\*|•|—|Action:)[ \t]{1,2}(?P<all>(?P<nick>[^\s:]{1,60}):?(?: (?P<text>.*))?)", re.S)
_NOTICE = re.compile(r"-(?P<nick>[^\s-]\S{0,80}?)(?:[:/](?P<where>[#&+!]\S{1,80}?))?-[ \t](?P<text>.*)", re.S)
_EVENT = re.compile(r"(?:-!-|\*\*\*|\*\*|===|==|---|-->|<--|--|=!=|!!!|→|←|⇐|⇒)(?:[ \t]+(?P<text>.*)|$)", re.S)
_TABBED = re.compile(r"(?P<prefix>[^\t]{0,80})\t(?P<text>.*)", re.S)
_MODES = " @+%&~!$"


class Said(NamedTuple):
    """What one line says. is_sure: no other kind of log has such lines."""

    kind: MessageKind
    sender: str | None
    text: str
    is_sure: bool = False


def said(rest: str, has_columns: bool) -> Said | None:
    """What stands behind the time; None for what is no line of a log. has_columns: parted by tabs, as weechat does."""
    if match := _SPOKEN.fullmatch(rest):
        return Said("message", match["nick"], match["text"] or "", True)
    if has_columns and (columns := _TABBED.fullmatch(rest)):
        return _of_columns(columns["prefix"], columns["text"])
    bare = rest.lstrip()
    if match := _EVENT.fullmatch(bare):
        return Said(
            "notice", None, match["text"] or "", bare.startswith(("-!-", "*** ")) or is_happening(match["text"])
        )
    if match := _ACTION.fullmatch(rest):
        return _of_action(match)
    if match := _NOTICE.fullmatch(bare):
        return Said("notice", match["nick"], match["text"])
    return Said("notice", None, bare) if bare else None


def is_happening(text: str | None) -> bool:
    """True for a sentence that clients write of people who come and go, with where they are from."""
    return text is not None and is_hosted(text)


def _of_action(match: re.Match[str]) -> Said:
    """Many clients begin actions and events alike."""
    text = match["all"]
    if is_event(text):
        return Said("notice", None, text, is_happening(text))
    return Said("message", match["nick"].lstrip(_MODES), match["text"] or "")


def _of_columns(prefix: str, text: str) -> Said:
    """weechat: who or what, a tab, and the text."""
    sign = prefix.strip()
    if sign in ("*", "•"):
        nick, _, act = text.partition(" ")
        if is_event(text):
            return Said("notice", None, text, is_happening(text))
        return Said("message", nick.lstrip(_MODES), act, sign != prefix)
    if not sign or sign in ("-->", "<--", "--", "=!=", "---", "***", "!!!"):
        return Said("notice", None, text, sign in ("-->", "<--"))
    nick = sign.lstrip(_MODES)
    if " " in nick or not nick:
        return Said("notice", None, f"{prefix}\t{text}")
    return Said("message", nick, text)
