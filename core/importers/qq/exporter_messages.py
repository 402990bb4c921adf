"""This file is where one record of QQ chat exporter becomes one message, notice or call (format specification, 10)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core.importers.qq.exporter_elements import content_of
from core.importers.qq.exporter_media import Places
from core.importers.qq.fields import display_name, first_word, person_key, wall_time
from core.json_values import members, word
from core.types import ExportedMessage

_SECONDS = range(1, 10**11)
_MILLISECONDS = range(10**11, 253_402_300_800_000)


def exported(raw: Mapping[str, Any], places: Places, where: str) -> ExportedMessage:
    """The message that a record means; fields that are missing or of a wrong type count as absent."""
    content = content_of(raw, places)
    sender = members(raw.get("sender"))
    key = person_key(sender.get("uid"), sender.get("uin"))
    name = display_name(*(sender.get(field) for field in ("name", "groupCard", "remark", "nickname", "uin"))) or key
    is_notice = _is_true(raw, "system", "isSystemMessage") or raw.get("type") == "system" or content.kind == "notice"
    return ExportedMessage(
        key=first_word(raw, "id", "messageId", "msgId") or None,
        sender=name,
        sent_at=instant(raw.get("timestamp")) or instant(raw.get("time")),
        local_time=wall_time(raw.get("time")) or wall_time(raw.get("timestamp")),
        text=content.text,
        kind="notice" if is_notice else content.kind,
        attachments=tuple(content.attachments),
        sender_key=key,
        reply_to=content.reply_to,
        deleted=not is_notice and _is_true(raw, "recalled", "isRecalled"),
        where=where,
    )


def instant(value: Any) -> int | None:
    """Milliseconds since 1970 UTC from seconds, milliseconds, or an ISO time with a zone; None when it is none."""
    text = word(value).strip()
    try:
        number = int(float(text)) if text[:1].isdecimal() and text[4:5] != "-" else 0
    except (ValueError, OverflowError):
        number = 0
    if number in _SECONDS or number in _MILLISECONDS:
        return number * 1000 if number in _SECONDS else number
    try:
        moment = datetime.fromisoformat(text)
        return int(moment.timestamp() * 1000) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def is_record(value: Any) -> bool:
    """True for what looks like a message of the exporter."""
    raw, content = members(value), members(members(value).get("content"))
    sender = members(raw.get("sender"))
    timed = "timestamp" in raw or "time" in raw
    told = not {"elements", "resources", "mentions", "html"}.isdisjoint(content)
    return timed and told and not {"uid", "uin"}.isdisjoint(sender) and not {"id", "messageId"}.isdisjoint(raw)


def _is_true(raw: Mapping[str, Any], *keys: str) -> bool:
    return any(raw.get(key) is True for key in keys)
