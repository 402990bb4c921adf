"""This file is where rows that nobody wrote (people join, groups get names) become sentences."""

import sqlite3

from core.importers.imessage.chats import ME, Chats
from core.sqlite_rows import number, words
from core.types import MessageKind

_JOINED, _NAMED, _GROUP, _LOCATION, _KEPT, _SHARED_SCREEN = 1, 2, 3, 4, 5, 6
_GROUP_ACTIONS = {
    0: "left the conversation",
    1: "changed the group photo",
    2: "removed the group photo",
    4: "changed the background of the conversation",
    6: "removed the background of the conversation",
}


def event(row: sqlite3.Row, chats: Chats) -> tuple[MessageKind, str] | None:
    """The kind and the words of a row that is no ordinary message; None for one that is."""
    kind = number(row["item_type"])
    who = "You" if row["is_from_me"] else chats.handles.get(number(row["handle_id"]), "Somebody")
    other = chats.handles.get(number(row["other_handle"]), "somebody")
    if kind in (_JOINED, _NAMED, _GROUP):
        return "notice", _group_event(kind, row, (who, other))
    others: dict[int, tuple[MessageKind, str]] = {
        _LOCATION: ("location", "Stopped sharing location" if row["share_status"] else "Started sharing location"),
        _KEPT: ("notice", f"{who} kept an audio message"),
        _SHARED_SCREEN: ("call", "SharePlay"),
    }
    return others.get(kind)


def _group_event(kind: int, row: sqlite3.Row, people: tuple[str, str]) -> str:
    who, action = people[0], number(row["group_action_type"])
    if kind == _JOINED:
        return _membership(*people, action)
    if kind == _GROUP:
        return f"{who} {_GROUP_ACTIONS.get(action, f'changed the conversation ({action})')}"
    name = words(row["group_title"])
    return f"{who} named the conversation “{name}”" if name else f"{who} removed the conversation's name"


def _membership(who: str, other: str, action: int) -> str:
    if action == 0 and who == other:
        return f"{who} changed their phone number"
    return f"{who} added {other} to the conversation" if action == 0 else f"{who} removed {other} from the conversation"


def sender_of(row: sqlite3.Row, chats: Chats, peer: str | None) -> tuple[str | None, str | None]:
    """(name, id) of who wrote a row. A private chat has one other person, also where the handle is gone."""
    if row["is_from_me"]:
        return ME, None
    handle = chats.handles.get(number(row["handle_id"])) or peer
    return handle, handle
