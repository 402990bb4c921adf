"""This file is where one record of a JSON export becomes a message, notice, call or poll."""

from typing import Any

from core.importers.discord.embeds import embed_lines, embed_pictures, joined, poll_lines, poll_result_lines
from core.importers.discord.kinds import call_words, kind_of_type, words_of_type
from core.importers.discord.media import Media
from core.importers.discord.people import full_name
from core.importers.discord.times import instant, times
from core.json_values import count, members, objects, word
from core.types import ExportedAttachment, ExportedMessage, MessageKind, Reaction

UNKNOWN_ORIGIN = "Unknown"
"""Discord does not tell whose message was forwarded."""


def exported(raw: dict[str, Any], channel: str, media: Media, where: str) -> ExportedMessage:
    """The message that a record means; members that are missing or of a wrong type count as absent.

    channel: the id of the channel, in which answered messages stand that ids may point to.
    """
    key = word(raw.get("id"))
    sent_at, local_time = times(key, raw.get("timestamp"))
    kind, text = _content(raw)
    edited_at = instant(raw.get("timestampEdited"))
    author = members(raw.get("author")) or {"id": raw.get("authorId")}
    return ExportedMessage(
        key=key or None,
        sender=full_name(author) if any(author.values()) else None,
        sent_at=sent_at,
        local_time=local_time,
        text=text,
        kind=kind,
        attachments=_attachments(raw, media),
        sender_key=word(author.get("id")) or None,
        reply_to=_answered(raw, channel),
        edited=bool(raw.get("timestampEdited")),
        edited_at=edited_at,
        reactions=tuple(map(_reaction, objects(raw.get("reactions")))),
        forwarded_from=UNKNOWN_ORIGIN if isinstance(raw.get("forwardedMessage"), dict) else None,
        where=where,
    )


def _content(raw: dict[str, Any]) -> tuple[MessageKind, str]:
    kind = kind_of_type(raw.get("type"))
    written = word(raw.get("content")).strip()
    if kind == "call":
        return kind, written or call_words(_minutes(raw))
    if kind == "poll":
        return kind, joined(written, poll_result_lines(raw.get("embeds"))) or "A poll has closed."
    if kind == "notice":
        return kind, written or joined(embed_lines(raw.get("embeds"))) or words_of_type(raw.get("type"))
    if isinstance(raw.get("poll"), dict):
        shown = poll_lines(raw["poll"])
        return "poll", joined("" if written == shown[0] else written, shown)
    return kind, _text(raw, written)


def _text(raw: dict[str, Any], written: str) -> str:
    """The content; what embeds say where there is none; what was forwarded; the command that nothing else answers."""
    forwarded = members(raw.get("forwardedMessage"))
    own = written or joined(embed_lines(raw.get("embeds")))
    original = word(forwarded.get("content")).strip() or joined(embed_lines(forwarded.get("embeds")))
    text = "\n".join(part for part in (own, original) if part)
    command = word(members(raw.get("interaction")).get("name"))
    return text or (f"/{command}" if command and not raw.get("attachments") else "")


def _minutes(raw: dict[str, Any]) -> int:
    start, end = instant(raw.get("timestamp")), instant(raw.get("callEndedTimestamp"))
    return max(0, round((end - start) / 60_000)) if start is not None and end is not None else 0


def _attachments(raw: dict[str, Any], media: Media) -> tuple[ExportedAttachment, ...]:
    found: list[ExportedAttachment] = []
    for holder in (raw, members(raw.get("forwardedMessage"))):
        for each in objects(holder.get("attachments")):
            found.append(media.attachment(word(each.get("url")), word(each.get("fileName"))))
        for each in objects(holder.get("stickers")):
            found.append(media.attachment(word(each.get("sourceUrl")), word(each.get("name")), "sticker"))
        found += [picture for address in embed_pictures(holder.get("embeds")) if (picture := media.local(address))]
    return tuple(found)


def _answered(raw: dict[str, Any], channel: str) -> str | None:
    """The id of the message that is answered or pinned, if it stands in this channel."""
    reference = members(raw.get("reference"))
    if word(reference.get("type")) == "Forward" or word(reference.get("channelId")) not in ("", channel):
        return None
    return word(reference.get("messageId")) or None


def _reaction(raw: dict[str, Any]) -> Reaction:
    emoji = members(raw.get("emoji"))
    senders = tuple(full_name(user) for user in objects(raw.get("users")))
    number = count(raw.get("count")) or max(1, len(senders))
    return Reaction(word(emoji.get("name")) or word(emoji.get("code")) or word(raw.get("emojiKey")), number, senders)
