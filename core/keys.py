"""This file is where messages without an id of their own get one, so that importing twice changes nothing.

The key is (format, instant or time as written, sender, kind, text, number of attachments, occurrence number): real
repeats stay apart, and a message is the same whether its media were exported or not (format specification, section
0.11). Formats have keys of their own, because "12:33" and "12:33:00" need not be the same moment. A key begins with
"_", so that it can give way to the platform's id when another format of the same chat has one.
"""

import re
import unicodedata
from collections import Counter
from hashlib import blake2b

from core.types import ExportedMessage, MessageKind

_SPACES = re.compile(r"[\s*_~|>#`]+")
"""White space, and the signs of Markdown: a page shows what they mean, a text keeps them."""

_MINUTE = 60_000


class Keys:
    """Gives keys to the messages of one conversation, in the order of one export. form: ExportedConversation.format."""

    def __init__(self, form: str = "") -> None:
        self._form = f"{form}\x1e" if form else ""
        self._seen: Counter[bytes] = Counter()

    def key(self, message: ExportedMessage) -> str:
        """The platform's id where there is one, else "_" and 16 hexadecimal digits. An empty id is none; one that looks
        as if we had made it is told from ours by "=" before it."""
        if message.key:
            return message.key if not is_made(message.key) else f"={message.key}"
        time = message.local_time if message.sent_at is None else message.sent_at
        facts = (str(time), message.sender_key or message.sender or "", message.kind)
        body = self._form + "\x1f".join((*facts, str(len(message.attachments)), message.text))
        digest = blake2b(body.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        self._seen[digest] += 1
        occurrence = self._seen[digest]
        if occurrence > 1:
            digest = blake2b(digest + occurrence.to_bytes(4, "big"), digest_size=8).digest()
        return f"_{digest.hex()}"


def is_made(key: str) -> bool:
    """True for a key that `Keys` made, False for a platform's own id."""
    return len(key) == 17 and key[0] == "_"


def likeness(sent_at: int | None, sender: str | None, kind: MessageKind, text: str) -> int:
    """A number that is the same for one message in two formats of a chat: its minute, who, and the words.

    Formats differ in seconds, in white space, in signs of Markdown and in what they call attachments; they agree in
    these. 64 bits.
    """
    minute = "" if sent_at is None else str(sent_at // _MINUTE)
    who = "" if sender is None else _folded(sender)
    said = _SPACES.sub(" ", text).strip() or text
    facts = "\x1f".join((minute, who, "n" if kind == "notice" else "", said))
    return int.from_bytes(blake2b(facts.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()
