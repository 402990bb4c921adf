"""This file is where chats that KakaoTalk saved are recognised and read (format specification, section 12): texts of
phones and computers, also inside the mail that carries them, and the CSV of a Mac.
"""

from collections.abc import Iterable, Iterator, Sequence

from core.beginning import Beginning
from core.csv_rows import Dialect, header_of
from core.export import Export
from core.importers.kakaotalk import table
from core.importers.kakaotalk.headings import bare_day, is_saved, ruled_day, title_of
from core.importers.kakaotalk.reading import messages_of
from core.importers.kakaotalk.rows import row_of
from core.importers.kakaotalk.sources import Source, beginning_of, in_parts, is_mail, texts_in_mail
from core.importers.kakaotalk.survey import survey_of
from core.protocols import ReadOptions
from core.types import ExportedConversation

__all__ = ["name", "read", "recognises", "title"]

name = "kakaotalk"
title = "KakaoTalk"

_FIRST_LINES = 200
_SHARE = 5


def recognises(beginning: Beginning) -> bool:
    """True for a text with KakaoTalk's heading or rows, for a mail with such a text, and for the CSV of a Mac."""
    if beginning.form != "text":
        return False
    if is_mail(beginning):
        return bool(_mailed(beginning.export, beginning.entry))
    return _is_table(beginning) or is_chat(beginning.lines)


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per chat; numbered parts of one are read as one."""
    texts: list[Source] = []
    for entry in entries:
        beginning = Beginning(export, entry)
        if is_mail(beginning):
            texts.extend(_mailed(export, entry))
        elif _is_table(beginning):
            yield table.conversation_of(export, entry)
        else:
            texts.append(Source(export, entry))
    for sources in _chats(texts):
        survey = survey_of(sources, options.date_order)
        key, chat = survey.chat
        yield ExportedConversation(
            name, key, chat, messages_of(sources, survey), survey.kind, survey.owner, survey.ambiguous, "kakaotalk"
        )


def is_chat(lines: Sequence[str]) -> bool:
    """True when lines begin as KakaoTalk's texts do, or hold its rows and little else that looks like a header."""
    written = [line for line in lines if line.strip()][:_FIRST_LINES]
    if len(written) > 1 and is_saved(written[1]) and (title_of(written[0]) or _begins(written[2:])):
        return True
    if written and title_of(written[0]) and any(row_of(line) or ruled_day(line) for line in written[1:4]):
        return True
    return _begins(written)


def _begins(lines: Sequence[str]) -> bool:
    """True for rows with whole dates, or a day and rows with times of day."""
    messages = [row for line in lines if (row := row_of(line)) and row.role == "message"]
    if not messages:
        return False
    if messages[0].manner != "dated":
        return any(ruled_day(line) or bare_day(line) for line in lines[:3])
    # A later part may begin in the middle of a text; a chat of another app may hold a pasted line.
    begins = row_of(lines[0]) is not None or bare_day(lines[0]) is not None
    return begins or len(messages) * _SHARE >= len(lines)


def _is_table(beginning: Beginning) -> bool:
    return table.is_header(header_of(beginning.lines, Dialect()))


def _mailed(export: Export, entry: str) -> list[Source]:
    return [source for source in texts_in_mail(export, entry) if is_chat(beginning_of(source, _FIRST_LINES))]


def _chats(texts: Sequence[Source]) -> Iterable[list[Source]]:
    """Parts belong together unless they name different chats."""
    for group in in_parts(texts):
        titles = [_title(source) for source in group]
        named = {each for each in titles if each}
        if len(named) < 2:
            yield group
        else:
            yield from ([source] for source in group)


def _title(source: Source) -> str:
    found = next((title_of(line) for line in beginning_of(source, 3) if line.strip()), None)
    return found.name if found else ""
