"""This file is where the folder that MemoTrace makes for a chat - "聊天记录/name(id)/" - tells what chat it is."""

import re
from collections.abc import Collection
from functools import cached_property
from typing import NamedTuple

from core.export import Export
from core.importers.wechat.people import clean_name, is_group
from core.importers.wechat.titles import named, stem_of
from core.importers.wechat.written import Chat

_FOLDER = re.compile(r"(.*)\(([A-Za-z0-9][\w.\-]{1,60}(?:@[\w.]{2,20})?)\)", re.A | re.S)
_SURE = re.compile(r"(?:wxid_|gh_)\S+|\S+@\S+")
_MEDIUM = re.compile(r"(\d{8}_\d{6}_\d{1,6}_[01])\.\w{1,5}")
_UNSAFE = re.compile(r'[\\/:*?"<>|\s]+')


_ENDING = re.compile(r"_(?:utf8|chat|train|dev)$")
"""What MemoTrace puts behind a chat's name, by form."""


def file_of(entry: str) -> tuple[str, str]:
    """What the files that MemoTrace writes of one chat have in common: their folder and the chat's name."""
    return entry.rpartition("/")[0], _ENDING.sub("", stem_of(entry))


class Sides(NamedTuple):
    """The two people of a private chat, by the names in it; "" where that cannot be told."""

    other: str
    own: str


class ChatFolder:
    """What lies around one file of a chat."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry
        self.path = entry.rpartition("/")[0]

    @cached_property
    def chat(self) -> Chat:
        """The chat: by the id in the folder's name (version 4), else by the name of the file."""
        name, number = self._parted
        if number:
            return Chat(number, clean_name(name) or number, "group" if is_group(number) else "private")
        title, key = named(self._export, self._entry)
        return Chat("", title, "unknown", key)

    def chat_without(self, ending: re.Pattern[str]) -> Chat:
        """The chat, whose name does not have the ending that MemoTrace gives to files of that form."""
        chat = self.chat
        return chat if chat.id else chat._replace(title=ending.sub("", chat.title), name=ending.sub("", chat.name))

    def sides(self, names: Collection[str]) -> Sides:
        """Who of the people in a chat is the other one, and who exported it: where there are two, and the folder has
        the name of one of them."""
        if self.chat.kind != "private" or not 1 <= len(names) <= 2:
            return Sides("", "")
        other = next((each for each in names if _folded(each) == _folded(self.chat.title)), "")
        own = next((each for each in names if each != other), "")
        return Sides(other, own) if other else Sides("", "")

    def medium(self, stem: str) -> str | None:
        """The entry of the picture, video or voice message that version 4 calls so, whatever its ending is."""
        return self._media.get(stem)

    @cached_property
    def _parted(self) -> tuple[str, str]:
        match = _FOLDER.fullmatch(self.path.rpartition("/")[2])
        if match is None:
            return "", ""
        is_sure = _SURE.fullmatch(match[2]) or _folded(stem_of(self._entry)).startswith(_folded(match[1]) or "\0")
        return (match[1], match[2]) if is_sure else ("", "")

    @cached_property
    def _media(self) -> dict[str, str]:
        """Pictures and so on in this folder by name without ending; names are made of time, id and side."""
        inside = f"{self.path}/" if self.path else ""
        found: dict[str, str] = {}
        for name in self._export.names():
            match = _MEDIUM.fullmatch(name.rpartition("/")[2]) if name.startswith(inside) else None
            if match:
                found.setdefault(match[1], name)
        return found


def _folded(name: str) -> str:
    """A name as it can stand in the name of a folder."""
    return _UNSAFE.sub("_", clean_name(name)).casefold().strip("_.")
