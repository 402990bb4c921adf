"""This file is where it is told which of QQ's forms an entry has, by its content (format specification, section 10)."""

from typing import Any, Literal

from core.beginning import Beginning
from core.importers.qq.exporter_chats import VIEWER
from core.importers.qq.exporter_messages import is_record
from core.importers.qq.exporter_text import is_exporter_text
from core.importers.qq.exporter_viewer import is_page, script_of
from core.importers.qq.manager import is_manager_text
from core.importers.qq.mht import is_mht
from core.json_values import members, objects, word

_CHAT = frozenset(("selfUid", "selfUin", "peerUid", "participantCount"))
_TYPES = ("group", "private", "temp")

Form = Literal["text", "mht", "json", "manifest", "lines", "exporter text", "page", "viewer", "script", "chunk"]


def form_of(beginning: Beginning) -> Form | None:
    """None for an entry that is not QQ's."""
    if beginning.form == "json":
        return _json_form(beginning)
    if beginning.form == "html":
        return "page" if is_page(beginning) else None
    return _text_form(beginning) if beginning.form == "text" else None


def _text_form(beginning: Beginning) -> Form | None:
    if script := script_of(beginning):
        return "script" if script == "manifest" else "chunk"
    if is_mht(beginning):
        return "mht"
    if is_exporter_text(beginning):
        return "exporter text"
    return "text" if is_manager_text(beginning) else None


def _json_form(beginning: Beginning) -> Form | None:
    facts: Any = beginning.facts
    if facts.get("format") == VIEWER:
        return "viewer"
    if not facts:
        return "lines" if any(is_record(record) for record in beginning.records[:5]) else None
    by_exporter = "qqchatexporter" in "".join(map(word, members(facts.get("metadata")).values())).lower()
    info = members(facts.get("chatInfo"))
    if "chunked" in facts and (by_exporter or info):
        return "manifest"
    if is_record(facts):
        return "lines"  # a chunk of a single line
    by_chat = bool(info) and not _CHAT.isdisjoint(info) and word(info.get("type")) in _TYPES
    if by_exporter or by_chat or (info and any(is_record(record) for record in objects(facts.get("messages")))):
        return "json"
    return None
