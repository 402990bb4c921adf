"""This file is where one object of Graph (chatMessage) becomes one message, notice or call."""

from collections.abc import Mapping
from typing import Any

from core.export import Export
from core.importers.skype.html_bodies import page_of
from core.importers.skype.markup import Body
from core.importers.skype.messages import instant
from core.importers.teams.attachments import Attached, attached
from core.importers.teams.events import named, told
from core.importers.teams.fields import each_of, identity, lowered
from core.json_values import members, word
from core.types import ExportedAttachment, ExportedMessage, MessageKind, Problem, Reaction, Repair

Item = ExportedMessage | Problem | Repair

_EVENT = "<systemeventmessage"
_EVENTS = ("systemeventmessage", "chatevent", "typing")


def exported(facts: dict[str, Any], export: Export, where: str, folder: str) -> ExportedMessage:
    """The message of an object; folder: where its file lies in the export. `resolved` gives its people their names."""
    key, sent_at = word(facts.get("id")) or None, instant(facts.get("createdDateTime"))
    person, name = identity(facts.get("from"))
    if _is_event(facts):
        kind, text = _event(facts)
        by = (name or None, person or None) if kind == "call" else (None, None)
        return ExportedMessage(key, by[0], sent_at, None, text, kind, sender_key=by[1], where=where)
    deleted = instant(facts.get("deletedDateTime")) is not None
    edited_at = None if deleted else instant(facts.get("lastEditedDateTime"))
    message = ExportedMessage(
        key=key,
        sender=name or None,
        sent_at=sent_at,
        local_time=None,
        text="",
        sender_key=person or None,
        reply_to=word(facts.get("replyToId")) or None,
        edited=edited_at is not None,
        edited_at=edited_at,
        deleted=deleted,
        reactions=_reactions(facts.get("reactions")),
        where=where,
    )
    return message if deleted else _filled(message, facts, attached(facts.get("attachments"), export, folder))


def resolved(item: Item, names: Mapping[str, str]) -> Item:
    """The item with the names of people that the file tells; an id stands for one that it does not."""
    if not isinstance(item, ExportedMessage):
        return item
    if item.kind in ("notice", "call"):
        item = item._replace(text=named(item.text, names))
    if item.sender is None and item.sender_key:
        item = item._replace(sender=names.get(item.sender_key, item.sender_key))
    if not item.reactions:
        return item
    people = (tuple(names.get(each, each) for each in reaction.senders) for reaction in item.reactions)
    found = zip(item.reactions, people, strict=True)
    return item._replace(reactions=tuple(Reaction(each.emoji, each.count, who) for each, who in found))


def _filled(message: ExportedMessage, facts: dict[str, Any], files: Attached) -> ExportedMessage:
    """The message with its text and its files; what it answers is told by a file that is none, or by its text."""
    body = _body(facts)
    answers = files.answers or (body.quote.message if body.quote else "") or message.reply_to
    quoted = [f"> {line}" for line in body.quote.text.split("\n")] if body.quote and not answers else []
    parts = [word(facts.get("subject")).strip(), *quoted, body.text, *files.texts]
    pictures = [ExportedAttachment(each.kind, each.name, "not_exported") for each in body.pictures]
    return message._replace(
        text="\n".join(part for part in parts if part),
        attachments=(*files.files, *pictures),
        reply_to=answers or None,
        forwarded_from=files.forwarded_from or None,
    )


def _body(facts: dict[str, Any]) -> Body:
    body = lowered(members(facts.get("body")))
    content = word(body.get("content"))
    return page_of(content) if word(body.get("contentType")).lower() == "html" else Body(content.strip())


def _is_event(facts: dict[str, Any]) -> bool:
    content = word(lowered(members(facts.get("body"))).get("content"))
    kind = word(facts.get("messageType")).lower()
    return kind in _EVENTS or bool(facts.get("eventDetail")) or content.lower().startswith(_EVENT)


def _event(facts: dict[str, Any]) -> tuple[MessageKind, str]:
    kind, text = told(lowered(facts.get("eventDetail")))
    return kind, text or _body(facts).text or "Something happened in the conversation"


def _reactions(value: Any) -> tuple[Reaction, ...]:
    """With the ids of those who reacted; Graph tells each reaction of each person for itself."""
    found: dict[str, list[str]] = {}
    for each in each_of(value):
        kind = word(each.get("reactionType"))
        shown = word(each.get("displayName")) if kind in ("", "custom") else kind
        found.setdefault(shown or kind or "like", []).append(identity(each.get("user"))[0])
    return tuple(Reaction(emoji, len(who), tuple(each for each in who if each)) for emoji, who in found.items())
