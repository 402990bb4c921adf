"""This file is where an entry is told to be of one of Signal's exporters, by its beginning."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from core.beginning import Beginning
from core.importers.signal.backup_texts import is_backup_text
from core.importers.signal.markdown import START
from core.importers.signal.sigtop_shorts import is_short
from core.importers.signal.sigtop_texts import is_sigtop_text

Format = Literal["desktop", "lines", "markdown", "sigtop", "short", "backup", "page", "table", "official"]

_ROW = ("type", "conversationId")
_ROW_TIMES = ("sent_at", "timestamp", "received_at")
_LINE = ("date", "sender", "body", "quote", "sticker", "reactions", "attachments")
_FRAMES = ("account", "recipient", "chat", "chatItem", "stickerPack")
_COLUMNS = (("thread_id", "body", "date_sent"), ("thread_id", "body", "date"))
_MADE_BY = re.compile(r"<!-- Generated on [^>]{1,100}by signalbackup-tools")


def format_of(beginning: Beginning) -> Format | None:
    """Which exporter's an entry is, None where it is none of them."""
    if beginning.form == "json":
        return _json_format(beginning)
    if beginning.form == "html":
        return "page" if _is_page(beginning.text) else None
    return _text_format(beginning) if beginning.form == "text" else None


def senders_of(beginning: Beginning) -> set[str]:
    """Who writes at the beginning of a file of signal-export."""
    records = [record for record in (*beginning.records, beginning.facts) if isinstance(record, dict)]
    found = {str(record["sender"]) for record in records if isinstance(record.get("sender"), str)}
    if not found and beginning.form == "text":
        found = {match[3] for line in beginning.lines if (match := START.fullmatch(line))}
    return found


def _json_format(beginning: Beginning) -> Format | None:
    first = next((record for record in beginning.records if isinstance(record, dict)), beginning.facts)
    is_list = beginning.text[:100].lstrip().startswith("[")
    if "backupTimeMs" in first and "version" in first:
        frames = [record for record in beginning.records[1:] if isinstance(record, dict)]
        return "official" if not frames or any(frame in record for record in frames for frame in _FRAMES) else None
    if is_list and all(name in first for name in _ROW) and any(name in first for name in _ROW_TIMES):
        return "desktop"
    return "lines" if not is_list and _is_line(first) else None


def _is_line(first: Mapping[str, Any]) -> bool:
    return all(name in first for name in _LINE) and isinstance(first.get("reactions"), list)


def _is_markdown(lines: Sequence[str]) -> bool:
    """True for chat.md. WhatsApp writes such lines too, in Swedish: but signal-export ends each body with two spaces,
    and its first versions wrote a comma and no seconds, which WhatsApp never does on an iPhone."""
    starts = [match for line in lines if (match := START.fullmatch(line))]
    if not starts or START.fullmatch(next(line for line in lines if line.strip())) is None:
        return False
    if all(len(match[2]) == len("12:33") for match in starts):
        return "," in starts[0][0][: starts[0].end(2)]
    return sum(line.endswith(("  ", " -)", " ))", ")")) for line in lines) * 2 > len(starts)


def _is_page(text: str) -> bool:
    return _MADE_BY.match(text[:1000].lstrip()) is not None and 'id="message-header"' in text


def _text_format(beginning: Beginning) -> Format | None:
    lines = beginning.lines
    first = next((line for line in lines if line.strip()), "")
    if is_sigtop_text(lines):
        return "sigtop"
    if is_backup_text(lines):
        return "backup"
    if _is_markdown(lines):
        return "markdown"
    if is_short(lines):
        return "short"
    columns = {column.strip().strip('"') for column in first.split(",")}
    return "table" if any(columns.issuperset(needed) for needed in _COLUMNS) and "_id" in columns else None
