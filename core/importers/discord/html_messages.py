"""This file is where one message of a page becomes a message: by the class names of all versions since 2018."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from core.html_elements import Element, Inside, classes_of, first, has_class, text_of
from core.importers.discord.embeds import votes_in_words
from core.importers.discord.html_embeds import embed_text
from core.importers.discord.html_media import attachments
from core.importers.discord.json_messages import UNKNOWN_ORIGIN
from core.importers.discord.kinds import kind_of_words
from core.importers.discord.media import Media
from core.importers.discord.people import written_name
from core.types import ExportedMessage, Reaction

_KEPT = ("chatlog__markdown-preserve", "markdown")
_ANSWERED = re.compile(r"scrollToMessage\(\s*event\s*,\s*['\"]?(\d{1,20})")
_CUSTOM = re.compile(r"[A-Za-z0-9_]{2,}")
_NUMBERED = re.compile(r"#\d{4}$")
_TIMES = ("chatlog__timestamp", "chatlog__short-timestamp", "chatlog__system-notification-timestamp")
_AUTHORS = ("chatlog__author", "chatlog__author-name", "chatlog__system-notification-author")


class Author(NamedTuple):
    """is_webhook: a bot without the number that bots have behind their names."""

    name: str
    key: str | None
    is_webhook: bool = False


class Shown(NamedTuple):
    """A message of a page. time: as the page shows it, "" where it shows none; author: None where it shows none."""

    message: ExportedMessage
    time: str
    author: Author | None


def author_of(element: Element) -> Author | None:
    """Whose messages stand under this element; None where the ones above have told it."""
    found = first(element, *_AUTHORS)
    if found is None:
        return None
    name = written_name(found.get("title") or text_of(found))
    is_bot = first(element, "chatlog__author-tag", "chatlog__bot-tag") is not None
    key = (found.get("data-user-id") or "").strip() or None
    return Author(name, key, is_bot and _NUMBERED.search(name) is None)


def time_of(element: Element) -> str:
    """The written time of a message or group: the long form where there is one."""
    found = first(element, *_TIMES)
    return (found.get("title") or text_of(found)).strip() if found is not None else ""


def shown(container: Element, author: Author | None, media: Media, where: str) -> Shown:
    """What a container shows. Its author is the one above where it names none itself."""
    inside = Inside(container)
    author = author_of(container) if inside.has(_AUTHORS) else author
    text = _notice(inside)
    kind = kind_of_words(text) if text is not None else "message"
    if text is not None and kind == "message":
        kind = "notice"
    poll = inside.first("chatlog__poll")
    if text is None:
        text = _poll(poll) if poll is not None else _text(container, inside)
    message = ExportedMessage(
        key=(container.get("data-message-id") or "").strip() or None,
        sender=author.name if author else None,
        sent_at=None,
        local_time=None,
        text=text,
        kind="poll" if poll is not None else kind,
        attachments=attachments(inside, media),
        sender_key=author.key if author else None,
        reply_to=_answered(inside),
        edited=inside.first("chatlog__edited-timestamp") is not None,
        reactions=tuple(_reactions(inside)),
        forwarded_from=UNKNOWN_ORIGIN if inside.first("chatlog__forwarded") is not None else None,
        where=where,
    )
    return Shown(message, time_of(container) if inside.has(_TIMES) else "", author)


def written_text(element: Element) -> str:
    """Text as it was typed; pictures of emoji are the emoji, or its name between colons."""
    return text_of(element, skip=("chatlog__edited-timestamp",), keep=_KEPT, picture=_emoji).strip()


def _text(container: Element, inside: Inside) -> str:
    """The content, or what embeds say where there is none; then what was forwarded."""
    forwarded = inside.first("chatlog__forwarded")
    inner = first(forwarded, "chatlog__forwarded-content", "chatlog__content") if forwarded is not None else None
    contents = [each for each in inside.all("chatlog__content") if each is not inner]
    if has_class(container, "chatlog__content"):
        contents.append(container)
    own = "\n".join(filter(None, map(written_text, contents))) or embed_text(inside)
    return "\n".join(part for part in (own, written_text(inner) if inner is not None else "") if part)


def _notice(inside: Inside) -> str | None:
    """The words of a system notification, as the other formats have them; None for a message."""
    content = inside.first("chatlog__system-notification-content")
    if content is None:
        return None
    words = " ".join(text_of(content).split())
    if words.startswith("pinned a message"):
        return "Pinned a message."
    if call := re.fullmatch(r"started a call that lasted (\d{1,9})(?:[.,]\d+)? minutes\.?", words):
        return f"Started a call that lasted {call[1]} minutes."
    return words[:1].upper() + words[1:]


def _poll(poll: Element) -> str:
    question = first(poll, "chatlog__poll-question")
    lines = [text_of(question) if question is not None else ""]
    for answer in Inside(poll).all("chatlog__poll-answer"):
        emoji = first(answer, "chatlog__poll-answer-emoji")
        text, votes = first(answer, "chatlog__poll-answer-text"), first(answer, "chatlog__poll-answer-count")
        words = [_emoji(emoji) if emoji is not None else "", text_of(text) if text is not None else ""]
        number = re.sub(r"\D", "", text_of(votes)) if votes is not None else ""
        lines.append(f"• {' '.join(filter(None, words))} ({votes_in_words(int(number[:9] or 0))})")
    return "\n".join(filter(None, lines))


def _answered(inside: Inside) -> str | None:
    link = inside.first("chatlog__reply-link", "chatlog__reference-link")
    if link is None:
        link = inside.first("chatlog__system-notification-link")
        match = re.search(r"-(\d{1,20})$", (link.get("href") or "") if link is not None else "")
    else:
        match = _ANSWERED.search(link.get("onclick") or "")
    return match[1] if match else None


def _reactions(inside: Inside) -> Iterator[Reaction]:
    for each in inside.all("chatlog__reaction"):
        picture, count = first(each, "img"), first(each, "chatlog__reaction-count")
        name = first(each, "chatlog__reaction-emoji")
        emoji = (picture.get("alt") or picture.get("title") or "") if picture is not None else ""
        emoji = emoji or (text_of(name) if name is not None else "") or each.get("title") or ""
        number = re.sub(r"\D", "", text_of(count))[:9] if count is not None else ""
        yield Reaction(emoji.strip(), int(number or 1))


def _emoji(image: Element) -> str:
    """The emoji itself; the name between colons for those of a server, as in the other formats."""
    if not any("emoji" in name for name in classes_of(image)):
        return ""
    name = (image.get("alt") or image.get("title") or "").strip().strip(":")
    return f":{name}:" if _CUSTOM.fullmatch(name) else name
