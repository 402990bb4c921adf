"""This file is where one record of a thread becomes one message, call, poll or notice.

Both schemas of JSON and the blocks of pages come here as the same fields: sender_name, content, photos, share, ...
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.export import Export
from core.importers.meta.media import attachment
from core.importers.meta.people import is_nobody
from core.importers.meta.phrases import Meaning, meaning_of, says_attachment
from core.json_values import count, members, objects, word
from core.types import AttachmentKind, ExportedAttachment, ExportedMessage, MessageKind, Reaction

_LAST = 253_402_300_799_999
_SURELY_SECONDS = 100_000_000_000
_FILES: tuple[tuple[str, AttachmentKind | None], ...] = (
    ("photos", "image"),
    ("videos", "video"),
    ("gifs", "gif"),
    ("audio_files", "voice"),
    ("files", None),
    ("media", None),
)
_WITH_MORE = ("placeholder", "call", "poll")
_MEMBERSHIP = ("subscribe", "unsubscribe")
_KINDS: dict[Meaning, MessageKind] = {"call": "call", "poll": "poll", "notice": "notice", "reaction": "notice"}


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a record stands. thread: what tells its nameless people from those of others; entry: its file."""

    export: Export
    thread: str
    entry: str


@dataclass(frozen=True, slots=True)
class Moment:
    """When a message was sent: an instant, the wall time of a page, or both."""

    sent_at: int | None
    local_time: str | None = None


def exported(raw: Mapping[str, Any], scene: Scene, moment: Moment, where: str) -> ExportedMessage:
    """The message that a record means; fields that are missing or of a wrong type count as absent."""
    sender = (word(raw.get("sender_name")) or word(raw.get("senderName"))).strip()
    text = word(raw["content"]) if "content" in raw else word(raw.get("text"))
    files = tuple(_attachments(raw, scene))
    share = members(raw.get("share"))
    meaning = _meaning(text, sender)
    kind = _kind(raw, meaning, bool(files or share))
    deleted = raw.get("is_unsent") is True or raw.get("isUnsent") is True or meaning == "unsent"
    if meaning == "placeholder" or ((files or share) and says_attachment(text, sender)):
        text = text.partition("\n")[2]
        files = files or (() if share or text else (ExportedAttachment("media", "", "not_exported"),))
    return ExportedMessage(
        key=None,
        sender=sender or None if kind == "notice" else sender or "Unknown",
        sent_at=moment.sent_at,
        local_time=moment.local_time,
        text="" if deleted else "\n".join((*filter(None, [text]), *_shared(share, text), *_length(raw, kind))),
        kind="message" if deleted else kind,
        attachments=() if deleted else files,
        sender_key=_nobody(sender, scene) if sender or kind != "notice" else None,
        deleted=deleted,
        reactions=_reactions(raw.get("reactions")),
        where=where,
    )


def _nobody(sender: str, scene: Scene) -> str | None:
    """A key for those who are gone: all of one thread share a name, but they are not those of another thread."""
    return f"{scene.thread}: {sender or 'nobody'}" if is_nobody(sender) else None


def instant(raw: Mapping[str, Any]) -> int | None:
    """Milliseconds since 1970 UTC; exports of 2018 wrote seconds."""
    written = _number(raw.get("timestamp_ms"))
    if written is None and (written := _number(raw.get("timestamp"))) is not None and written < _SURELY_SECONDS:
        written *= 1000
    return int(written) if written is not None and 0 <= written <= _LAST else None


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _meaning(text: str, sender: str) -> Meaning | None:
    """What the app's sentence tells; pages put a length or an address on the lines behind it."""
    first, line_end, _ = text.partition("\n")
    meaning = meaning_of(first, sender)
    return meaning if not line_end or meaning in _WITH_MORE else None


def _kind(raw: Mapping[str, Any], meaning: Meaning | None, carries: bool) -> MessageKind:
    written = word(raw.get("type")).casefold()
    if written == "call" or "call_duration" in raw or raw.get("missed") is True:
        return "call"
    if written in _MEMBERSHIP or objects(raw.get("users")):
        return "notice"
    return _KINDS.get(meaning, "message") if meaning and not carries else "message"


def _attachments(raw: Mapping[str, Any], scene: Scene) -> Iterator[ExportedAttachment]:
    for field, kind in _FILES:
        for item in objects(raw.get(field)):
            if path := word(item.get("uri")):
                yield attachment(scene.export, scene.entry, path, kind)
    sticker = members(raw.get("sticker"))
    if path := word(sticker.get("uri")):
        yield attachment(scene.export, scene.entry, path, "sticker")


def _shared(share: Mapping[str, Any], text: str) -> Iterable[str]:
    """What is shared: its own words, and its address where the message does not say it."""
    said, link = word(share.get("share_text")).strip(), word(share.get("link")).strip()
    names = [word(share.get(key)) for key in ("profile_share_name", "original_content_owner")]
    lines = [*dict.fromkeys(name for name in names if name), said, link]
    return (line for line in lines if line and line not in text)


def _length(raw: Mapping[str, Any], kind: MessageKind) -> Iterable[str]:
    """How long a call was, where it was."""
    seconds = count(raw.get("call_duration"))
    if kind != "call" or not seconds:
        return ()
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return (f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}",)


def _reactions(listed: Any) -> tuple[Reaction, ...]:
    """Who reacted with what: each emoji once, with all its senders."""
    by_emoji: dict[str, list[str]] = {}
    for item in objects(listed):
        if emoji := word(item.get("reaction")).strip():
            by_emoji.setdefault(emoji, []).append(word(item.get("actor")).strip())
    return tuple(Reaction(emoji, len(names), tuple(filter(None, names))) for emoji, names in by_emoji.items())
