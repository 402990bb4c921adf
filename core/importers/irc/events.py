"""This file is where events are told from actions where a client begins both alike: "* ana is now known as anna".

HexChat, XChat and mIRC do so. The shape of a line tells first - where somebody is from, a mask, a mode, an arrow, a
channel, a reason in brackets at the end - and then words of our own list (core.importers.irc.words). What is in doubt
is an action: it stays what its sender did.
"""

import re
from functools import cache

from core.importers.irc.words import stems

_LONGEST = 2000
_HOSTED = re.compile(r"\S{1,60} [(\[<][^\s()\[\]<>]{1,200}@[^\s()\[\]<>]{0,200}[)\]>]")
_KIND = re.compile(r"<(\w+)>")
_SIGNS = {
    "room": r"[#&][^\s,()（]{1,80}",
    "why": r"\s?[(（].*[)）]$",
    "near": r"(?:\s\S{1,30}){0,2}?.{0,3}?",
    "few": r"^\S+(?: \S+){0,8}$",
}
"""room: a channel; why: a reason in brackets at the end; near: what may stand between two words; few: at most nine."""

_SHAPES: tuple[tuple[str, ...], ...] = (
    # ana -> anna
    (r"^\S{1,60} (?:->|→|=>) \S{1,60}$",),
    # A person as servers write them, which is what bans and exceptions are set on: *!*@example.org
    (r"(?<!\S)[^\s!@]{1,60}![^\s!@]{1,60}@[^\s@]{1,120}(?!\S)",),
    (r"^(?:joins|parts|quits): \S",),
    (r"(?<!\S)(?:ctcp (?:version|ping|time|finger|source|userinfo|clientinfo)|dcc (?:chat|send|get|recv))(?!\S)",),
    ("<now><near><named>|<named><near><now>", "<few>"),
    ("<renamed>", "<few>"),
    ("<mode>", r"(?<!\S)[+-][a-z]{1,12}(?!\S)"),
    ("<rank>", "<give>", "<few>"),
    (r"^(?:\S{1,3}[ '])?<topic>.{0,20}<room>|^<room>.{0,16}<topic>",),
    (r"<set>.{0,12}<topic>.{0,16}[:\"'“„«「]|<topic>.{0,6}<set>.{0,16}[:\"'“„«「]",),
    ("<moved>", r"^\S+(?: \S+){1,6}?(?:<why>|$)", r"<room>(?:<why>)?$|<room>.{0,24}<moved>\S{0,8}(?:<why>|$)"),
    (r"<quit>\S{0,8}<why>",),
    ("<kicked>", "<why>"),
    ("<invited>", "<you>", "<room>"),
    ("^(?:<again> )?<channel> ?<room>|^<room> ?<channel>|^<again>",),
    ("<now>.{0,24}<talk>|<talk>.{0,24}<now>", "<room>", "<few>"),
    (r"^<connection>(?: \S+){0,2}(?:<why>| \S+\.\S+.{0,80})?$",),
)


def is_hosted(text: str) -> bool:
    """True for a sentence that begins with a person and where they are from: "ana (~a@example.org) has joined"."""
    return _HOSTED.match(text) is not None


def is_event(text: str) -> bool:
    """True when what stands behind the star is something that happened, not something that somebody did."""
    if len(text) > _LONGEST:
        return False
    folded = " ".join(text.casefold().split()).removesuffix(".").removesuffix("。")
    return is_hosted(text) or any(all(part.search(folded) for part in shape) for shape in _shapes())


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], ...], ...]:
    return tuple(tuple(re.compile(_spelled(part)) for part in shape) for shape in _SHAPES)


def _spelled(part: str) -> str:
    return _KIND.sub(lambda match: _SIGNS.get(match[1]) or stems(match[1]), part)
