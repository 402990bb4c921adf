"""This file is where WeFlow tells what chat a file is of: in the JSON's session, else in the name of the file.

It can put "私聊_" or "群聊_" before the names of files; the same chat is the same with it and without.
"""

from typing import Any

from core.export import Export
from core.importers.wechat.people import is_group
from core.importers.wechat.titles import named
from core.importers.wechat.written import Chat
from core.json_values import word
from core.types import ConversationKind

_KINDS: dict[str, ConversationKind] = {"群聊": "group", "私聊": "private"}
_NAMES = ("displayName", "remark", "nickname")


def chat_by_file(export: Export, entry: str) -> Chat:
    """The chat by the name of its file; it has no id."""
    title, key = named(export, entry)
    kind = next((word for word in _KINDS if title.startswith(f"{word}_")), "")
    prefix = f"{kind}_" if kind else ""
    return Chat("", title.removeprefix(prefix) or title, _KINDS.get(kind, "unknown"), key.removeprefix(prefix) or key)


def with_id(chat: Chat, number: str) -> Chat:
    """The chat when its id is known, by which groups can be told from people."""
    kind: ConversationKind = "group" if is_group(number) else "private"
    return chat._replace(id=number, kind=kind) if number else chat


def chat_of_session(session: dict[str, Any], by_file: Chat) -> Chat:
    """The chat of a JSON. by_file: what its file's name tells, for what the session leaves out."""
    number = next((found for key in ("wxid", "accountId", "username") if (found := word(session.get(key)))), "")
    title = next((found for key in _NAMES if (found := word(session.get(key)))), "")
    kind = _KINDS.get(word(session.get("type")), "group" if is_group(number) else by_file.kind)
    return Chat(number, title or number or by_file.title, kind, title or by_file.name)
