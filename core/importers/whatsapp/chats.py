"""This file is where a text is told to be a chat of WhatsApp, by what it contains.

A chat text has a line with a date header and an author, or a notice that WhatsApp writes. Logs of programs have such
lines too, with levels like INFO in the author's place, and so do those of IRC, with <nick>: they are not WhatsApp's.
"""

import re

from core.beginning import Beginning
from core.export import Export
from core.file_kinds import is_media
from core.importers.whatsapp.authors import author_of
from core.importers.whatsapp.filenames import is_app_name
from core.importers.whatsapp.headers import read_header
from core.importers.whatsapp.titles import title_in
from core.importers.whatsapp.vocabulary import is_notice

_LEVEL = re.compile(r"\W*(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL|SEVERE)\b.*|\s*[<*].*")


def is_chat(beginning: Beginning) -> bool:
    """True when the beginning of a text holds a message or notice of WhatsApp."""
    return beginning.form == "text" and any(_tells(line) for line in beginning.lines)


def advice(export: Export) -> str | None:
    """What to do with an export that has no chat text; None for anything else."""
    if not _is_media_without_text(export):
        return None
    return "there is no WhatsApp chat text in it. Export the chat again and import the whole zip."


def _is_media_without_text(export: Export) -> bool:
    """True for a folder or zip of media that bear WhatsApp's own names, in which no chat text is left."""
    names = [name.rsplit("/", 1)[-1] for name in export.names()]
    if not names or not all(is_media(name) or is_app_name(name) for name in names):
        return bool(not names and title_in(export.name))
    return sum(is_app_name(name) for name in names) * 2 >= len(names)


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
