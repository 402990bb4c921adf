"""This file is where the things are that importers read, before anything of them is stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from core.types.kinds import AttachmentKind, AttachmentStatus, ConversationKind, MessageKind


@dataclass(frozen=True, slots=True)
class Reaction:
    """One emoji under a message; `senders` may name fewer people than `count`."""

    emoji: str
    count: int
    senders: tuple[str, ...] = ()


class ExportedAttachment(NamedTuple):
    """A file that a message refers to.

    `entry` is the name inside the Export when `status` is "found" and None otherwise. "missing": the export names
    a file that is not there; "not_exported": the app wrote a placeholder because media were left out. `kind` is
    "media" where the placeholder does not say what it was.
    """

    kind: AttachmentKind
    name: str
    status: AttachmentStatus
    entry: str | None = None
    media_type: str | None = None
    caption: str = ""


class ExportedMessage(NamedTuple):
    """One message, notice or call as an export has it (a tuple, not a dataclass: a million are made per minute).

    key: the platform's own id, unique in the conversation; None where the format has none (the import then keys it
      by time as written, sender, body and occurrence).
    sender: display name, None for notices without author. sender_key: platform id, None where a name is the identity.
    sent_at: exact instant where the format has one, else None; local_time: wall time as exported, else None.
    text: the body without placeholders and app marks; for a notice the notice itself.
    edited_at: instant of the last edit if known; `edited` tells that there was one.
    where: place in the source for reports ("_chat.txt:12", "messages[3]").
    """

    key: str | None
    sender: str | None
    sent_at: int | None
    local_time: str | None
    text: str
    kind: MessageKind = "message"
    attachments: tuple[ExportedAttachment, ...] = ()
    sender_key: str | None = None
    reply_to: str | None = None
    edited: bool = False
    edited_at: int | None = None
    deleted: bool = False
    reactions: tuple[Reaction, ...] = ()
    forwarded_from: str | None = None
    where: str = ""


class Problem(NamedTuple):
    """A record that could not be read; it is reported and the import goes on."""

    where: str
    reason: str


class Repair(NamedTuple):
    """Something that was put right on the way in and that the person should be able to check."""

    where: str
    what: str


class Ambiguity(NamedTuple):
    """A question only the person can answer; what it concerns is counted but not stored.

    `readings` maps each possible answer (a DateOrder for dates) to how sample lines would read under it.
    """

    where: str
    question: str
    readings: Mapping[str, tuple[str, ...]]


@dataclass
class ExportedConversation:
    """One conversation of an export; `messages` is lazy and may be walked once.

    key: identity across re-exports: the platform's id where `has_id`, else the title. owner: the exporting person's
    name or id if known. format: two exports of one chat whose message keys or precision of time differ have different
    ones ("discord-csv"); "" is the source. With `ambiguous` filled the messages are counted for the report, with
    local_time None, and not stored.
    """

    source: str
    key: str
    title: str
    messages: Iterable[ExportedMessage | Problem | Repair]
    kind: ConversationKind = "unknown"
    owner: str | None = None
    ambiguous: tuple[Ambiguity, ...] = ()
    format: str = ""
    has_id: bool = False

    @property
    def form(self) -> str:
        return self.format or self.source
