"""This file is where texts of public test sets are kept out of training: a list of hashes says which."""

import gzip
import hashlib
import unicodedata
from pathlib import Path

from core.dialogues import Dialogue


def read_listed(path: Path) -> frozenset[str]:
    """The hashes of a list with one per line, gzipped (never_train_on.txt.gz of the data's README)."""
    with gzip.open(path, "rt", encoding="ascii") as stream:
        return frozenset(line.strip() for line in stream)


def is_listed(text: str, listed: frozenset[str]) -> bool:
    """Compared as the list is made: NFKC, lower case, letters and digits only, sha1, the first 20 hex digits."""
    plain = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).lower()))
    return hashlib.sha1(plain.encode(), usedforsecurity=False).hexdigest()[:20] in listed


def touches(dialogue: Dialogue, listed: frozenset[str]) -> bool:
    """True where any turn, any query, or the whole dialogue is listed: then none of it may be trained on."""
    texts = [message.text for message in dialogue.messages]
    return any(is_listed(text, listed) for text in (*texts, "".join(texts), *(each.text for each in dialogue.queries)))
