"""This file is where a chat gets its name and key from the name of its file, where nothing in the file tells."""

import re
from hashlib import blake2b

from core.export import Export

_SAYS_NOTHING = re.compile(
    r"we_?chat|wei_?xin|chat_?log|chat|messages?|msgs?|exported|export|output|result|data|index|untitled|new|text|log|"
    r"微信聊天记录|微信聊天|微信|群聊的聊天记录|聊天记录|消息记录|导出|新建文本文档|无标题|\W|_|\d",
    re.I,
)
_COPY = re.compile(r" ?\(\d{1,3}\)$")


def stem_of(entry: str) -> str:
    """The name of a file without folder, ending, and the number that a second copy gets ("a (1).txt")."""
    base = entry.rpartition("/")[2]
    return _COPY.sub("", base.rpartition(".")[0] or base).strip()


def named(export: Export, entry: str) -> tuple[str, str]:
    """(title, key): the file's name, or that of its folder; where both say nothing of the chat ("messages.txt"), the
    key tells by how the file begins, so that two chats whose files have the same name stay two."""
    stem = stem_of(entry)
    folder = entry.rpartition("/")[0].rpartition("/")[2]
    title = next((name for name in (stem, folder) if _SAYS_NOTHING.sub("", name)), "")
    if title:
        return title, title
    beginning = export.head(entry, 1024)
    return stem or export.name, f"{stem}:{blake2b(beginning, digest_size=8).hexdigest()}"
