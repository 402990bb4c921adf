"""This file is where the chat texts inside an export are found, by what they contain.

A chat text has a line with a date header and an author, or a notice that WhatsApp writes. Logs of programs have such
lines too, with levels like INFO in the author's place, and so do those of IRC, with <nick>: they are not WhatsApp's.
"""

import io
import re

from core.encoding import encoding_of
from core.export import Export
from core.importers.whatsapp.authors import author_of
from core.importers.whatsapp.filenames import is_app_name, is_media
from core.importers.whatsapp.headers import read_header
from core.importers.whatsapp.titles import title_in
from core.importers.whatsapp.vocabulary import is_notice

HEAD = 1 << 18
MAX_UNNAMED = 50
_LEVEL = re.compile(r"\W*(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|SEVERE)\b.*|\s*[<*].*")
_BINARY = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"OggS",
    b"PK\x03\x04",
    b"%PDF",
    b"SQLite format 3",
    b"\x1f\x8b",
)


def chat_texts(export: Export) -> list[str]:
    """The entries that are chats, in the container's order."""
    return [name for name in _candidates(export) if is_chat(export.head(name, HEAD))]


def is_chat(head: bytes) -> bool:
    """True when the beginning of a file holds a message or notice of WhatsApp."""
    if head.startswith(_BINARY):
        return False
    text = head.decode(encoding_of(io.BytesIO(head)), "replace")
    return any(_tells(line.removesuffix("\r")) for line in text.split("\n"))


def is_media_without_text(export: Export) -> bool:
    """True for a folder or zip of media that bear WhatsApp's own names, in which no chat text is left."""
    names = [name.rsplit("/", 1)[-1] for name in export.names()]
    if not names or not all(is_media(name) or is_app_name(name) for name in names):
        return bool(not names and title_in(export.name))
    return sum(is_app_name(name) for name in names) * 2 >= len(names)


def _candidates(export: Export) -> list[str]:
    """Texts by name, and a few entries whose name says nothing; media are not opened."""
    names = export.names()
    if len(names) == 1:
        return list(names)
    texts = [name for name in names if name.casefold().endswith(".txt")]
    others = [name for name in names if not is_media(name) and "." not in name.rsplit("/", 1)[-1]]
    return texts + others[:MAX_UNNAMED]


def _tells(line: str) -> bool:
    header = read_header(line)
    if header is None:
        return False
    match = header.shape.pattern.match(line)
    rest = line[match.end() :] if match else ""
    author, colon, _ = rest.partition(":")
    if colon and not _LEVEL.fullmatch(author):
        return author_of(author) is not None or is_notice(rest)
    return is_notice(rest)
