"""This file is where an entry is told to be iMessage's by its beginning: a chat.db, or a file of imessage-exporter."""

import re

from core.beginning import Beginning

_TABLES = (b"chat_message_join", b"is_from_me")
_DATE = r"[A-Z][a-z]{2} \d{2}, \d{4} [ \d]\d:\d{2}:\d{2} [AP]M"
_TIME = re.compile(rf"{_DATE}(?: \(Read by .{{1,200}}? after .{{1,100}}\))?")
_ANNOUNCEMENT = re.compile(rf"{_DATE} \S.*")
_PAGE_MARKS = ('class="message"', 'class="timestamp"')


def is_database(beginning: Beginning) -> bool:
    """True for a chat.db (macOS) or sms.db (iPhone, also under the name that a backup gives it)."""
    return beginning.form == "sqlite" and all(table in beginning.raw for table in _TABLES)


def is_text(beginning: Beginning) -> bool:
    """True when the first message is written as imessage-exporter does: a time, a sender, a body."""
    if beginning.form != "text":
        return False
    lines = beginning.lines
    starts = [place for place, line in enumerate(lines) if _TIME.fullmatch(line)]
    announced = bool(lines) and _ANNOUNCEMENT.fullmatch(lines[0]) is not None
    if not starts or not (announced or starts[0] == 0):
        return False
    # Both times of the grammar stand behind an empty line, and a sender stands between a time and a text.
    return all(place == 0 or not lines[place - 1].strip() for place in starts[:1]) and _has_sender(lines, starts[0])


def is_page(beginning: Beginning) -> bool:
    """True for a page of imessage-exporter: messages that are sent or received, with spans for time and sender."""
    if beginning.form != "html":
        return False
    text = beginning.text
    sides = 'class="received"' in text or re.search(r'class="sent ?[\w ]*"', text) is not None
    return sides and all(mark in text for mark in _PAGE_MARKS) and 'class="sender"' in text


def _has_sender(lines: tuple[str, ...], start: int) -> bool:
    return start + 1 < len(lines) and bool(lines[start + 1].strip())
