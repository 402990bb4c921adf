"""This file is where what hangs on a message of Graph is told apart: files, cards, answered and forwarded messages."""

from dataclasses import dataclass, field
from typing import Any

from core.export import Export
from core.file_kinds import kind_of
from core.importers.skype.events import json_in
from core.importers.skype.html_bodies import page_of
from core.importers.teams.fields import each_of, identity, lowered
from core.json_values import word
from core.types import AttachmentStatus, ExportedAttachment

_TEXTS = ("title", "subtitle", "summary", "text", "activityTitle", "activitySubtitle", "activityText")
_MOST_TEXTS, _DEEPEST = 100, 8
_CARD = "application/vnd.microsoft.card."


@dataclass
class Attached:
    """answers: id of the message that is answered; texts: what cards say, and what was forwarded."""

    files: list[ExportedAttachment] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    answers: str = ""
    forwarded_from: str = ""


def attached(value: Any, export: Export, folder: str) -> Attached:
    """All that hangs on one message; files lie in a cloud, and in the export only where somebody put them there."""
    found = Attached()
    for each in each_of(value):
        kind, content = word(each.get("contentType")), lowered(json_in(word(each.get("content"))))
        if kind == "messageReference":
            found.answers = found.answers or word(content.get("messageId"))
        elif kind == "forwardedMessageReference":
            found.texts.append(page_of(word(content.get("originalMessageContent"))).text)
            found.forwarded_from = identity(content.get("originalMessageSender"))[1]
        elif kind == f"{_CARD}audio":
            found.files.append(ExportedAttachment("voice", word(each.get("name")), "not_exported"))
        elif kind.startswith(_CARD) or kind in ("meetingReference", "tabReference"):
            found.texts.extend(_card(content) or [text for text in [word(each.get("name"))] if text])
        else:
            found.files.append(_file(each, export, folder))
    return found


def _file(facts: dict[str, Any], export: Export, folder: str) -> ExportedAttachment:
    media_type = word(facts.get("contentType"))
    media_type = media_type if "/" in media_type else ""
    name = word(facts.get("name")) or word(facts.get("contentUrl")).rpartition("/")[2].partition("?")[0]
    entry = export.resolve(name, folder) if name else None
    status: AttachmentStatus = "found" if entry else "missing" if name else "not_exported"
    return ExportedAttachment(kind_of(name, media_type), name, status, entry, media_type or None)


def _card(content: dict[str, Any]) -> list[str]:
    """What one can read on a card, from top to bottom."""
    texts: list[str] = []
    _gather(content, texts, 0)
    return list(dict.fromkeys(texts))


def _gather(value: Any, texts: list[str], depth: int) -> None:
    if depth > _DEEPEST or len(texts) >= _MOST_TEXTS:
        return
    if isinstance(value, list):
        for each in value:
            _gather(each, texts, depth + 1)
    elif isinstance(value, dict):
        texts.extend(text for key in _TEXTS if (text := page_of(word(value.get(key))).text))
        for key, inside in value.items():
            if key not in _TEXTS and isinstance(inside, list | dict):
                _gather(inside, texts, depth + 1)
