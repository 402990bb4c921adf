"""This file is where messages without an id of their own get one, so that importing twice changes nothing.

The key is (time as written, sender, kind, text, number of attachments, occurrence number): real repeats stay apart,
and a message is the same whether its media were exported or not (format specification, section 0.11).
"""

from collections import Counter
from hashlib import blake2b

from core.types import ExportedMessage


class Keys:
    """Gives keys to the messages of one conversation, in the order of one export."""

    def __init__(self) -> None:
        self._seen: Counter[bytes] = Counter()

    def key(self, message: ExportedMessage) -> str:
        """The platform's id where there is one, else 16 hexadecimal digits."""
        if message.key is not None:
            return message.key
        facts = (message.local_time or str(message.sent_at), message.sender_key or message.sender or "", message.kind)
        body = "\x1f".join((*facts, str(len(message.attachments)), message.text))
        digest = blake2b(body.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        self._seen[digest] += 1
        occurrence = self._seen[digest]
        if occurrence > 1:
            digest = blake2b(digest + occurrence.to_bytes(4, "big"), digest_size=8).digest()
        return digest.hex()
