"""This file is where one Matrix event becomes one message, notice, call or poll."""

from collections.abc import Iterator
from typing import Any

from core.importers.matrix.content import POLLS, UNREADABLE, body_of, poll_text
from core.importers.matrix.events import answered, content_of, instant, is_event, relation_of
from core.importers.matrix.media import Files
from core.importers.matrix.notices import sentence
from core.importers.matrix.relations import Relations
from core.json_values import members, word
from core.tally import Tally
from core.types import ExportedAttachment, ExportedMessage, MessageKind, Problem

_FILES = ("m.image", "m.video", "m.audio", "m.file")
_SILENT = {
    "m.reaction": "reaction",
    "m.room.redaction": "deletion",
    "m.poll.response": "vote",
    "org.matrix.msc3381.poll.response": "vote",
    "m.call.answer": "call signal",
    "m.call.hangup": "call signal",
    "m.call.reject": "call signal",
    "m.call.candidates": "call signal",
    "m.call.select_answer": "call signal",
    "m.call.negotiate": "call signal",
}
_SPOKEN = ("m.room.message", "m.sticker", "m.room.encrypted")


class Room:
    """One room as it is read, with what a first walk found of its relations."""

    def __init__(self, relations: Relations, files: Files) -> None:
        self._relations, self._files = relations, files
        self._names = dict(relations.names)
        self._told: set[str] = set()

    def exported(self, event: Any, where: str, tally: Tally) -> Iterator[ExportedMessage | Problem]:
        """The message of an event, or a Problem; nothing for an event that only speaks of another one."""
        if not is_event(event):
            yield Problem(where, "not an event of a room")
            return
        relation = relation_of(event)
        kind, target = word(event.get("type")), word(relation.get("event_id"))
        if kind in _SILENT:
            tally.other(_SILENT[kind])
        elif relation.get("rel_type") == "m.replace" and target:
            yield from self._edit(event, target, where, tally)
        else:
            yield self._message(event, where)

    def name(self, person: str) -> str:
        """What a person is called now; the id where no name was ever told."""
        return self._names.get(person) or person

    def _edit(self, event: dict[str, Any], target: str, where: str, tally: Tally) -> Iterator[ExportedMessage]:
        """The edit of a message that is not in the export is all there is of it: told once, in its latest words."""
        if self._relations.is_present(target) or target in self._told:
            tally.other("edit")
            return
        self._told.add(target)
        latest = self._relations.edit_of(target, word(event.get("sender"))) or event
        yield self._message(latest | {"event_id": target, "content": _new_content(latest)}, where, latest)

    def _message(self, event: dict[str, Any], where: str, edit: dict[str, Any] | None = None) -> ExportedMessage:
        number, sender = word(event.get("event_id")), word(event.get("sender"))
        self._rename(event)
        edit = edit or self._relations.edit_of(number, sender)
        content = (content_of(event) | _new_content(edit)) if edit else content_of(event)
        is_deleted = self._is_deleted(event)
        said: tuple[MessageKind, str] = ("message", "") if is_deleted else self._said(event, content)
        return ExportedMessage(
            number or None,
            self.name(sender),
            instant(event),
            None,
            said[1],
            said[0],
            () if is_deleted else self._attached(event, content),
            sender,
            answered(event) if said[0] != "notice" else None,
            edit is not None,
            instant(edit) if edit else None,
            is_deleted,
            self._relations.reactions(event),
            where=where,
        )

    def _said(self, event: dict[str, Any], content: dict[str, Any]) -> tuple[MessageKind, str]:
        kind = word(event.get("type"))
        if kind in POLLS:
            return "poll", poll_text(content, self._relations.votes(word(event.get("event_id"))))
        if kind == "m.call.invite":
            return "call", "Video call" if "m=video" in word(members(content.get("offer")).get("sdp")) else "Voice call"
        if kind == "m.room.encrypted":
            return "notice", UNREADABLE
        if kind == "m.sticker":
            return "message", ""
        if kind not in _SPOKEN:
            return "notice", sentence(event, self.name)
        return body_of(content, "m.in_reply_to" in relation_of(event))

    def _attached(self, event: dict[str, Any], content: dict[str, Any]) -> tuple[ExportedAttachment, ...]:
        is_sticker = event.get("type") == "m.sticker"
        if is_sticker or (event.get("type") == "m.room.message" and content.get("msgtype") in _FILES):
            return (self._files.attachment(content, is_sticker, instant(event)),)
        return ()

    def _is_deleted(self, event: dict[str, Any]) -> bool:
        if event.get("type") not in (*_SPOKEN, *POLLS):
            return False
        marked = members(event.get("unsigned")).get("redacted_because")
        return bool(marked) or word(event.get("event_id")) in self._relations.deleted or not content_of(event)

    def _rename(self, event: dict[str, Any]) -> None:
        name = word(content_of(event).get("displayname")).strip()
        if event.get("type") == "m.room.member" and name:
            self._names[word(event.get("state_key"))] = name


def _new_content(edit: dict[str, Any]) -> dict[str, Any]:
    """What a message says after an edit; early edits only had the words behind a star."""
    content = content_of(edit)
    new = members(content.get("m.new_content"))
    return new or {"msgtype": content.get("msgtype"), "body": word(content.get("body")).removeprefix("* ")}
