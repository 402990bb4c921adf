"""This file is where the things are that the archive holds."""

from dataclasses import dataclass

from core.types.exported import Reaction
from core.types.kinds import AttachmentKind, AttachmentStatus, ConversationKind, MessageKind


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored attachment. `sha256` names the file in the media store, None unless status is "found".

    size in bytes; width and height in pixels after EXIF orientation, None where it is not a readable picture.
    """

    id: int
    message_id: int
    kind: AttachmentKind
    name: str
    status: AttachmentStatus
    sha256: str | None = None
    media_type: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    caption: str = ""
    ocr_text: str = ""

    @property
    def is_image(self) -> bool:
        return self.kind in ("image", "sticker", "gif")


@dataclass(frozen=True, slots=True)
class Message:
    """A stored message (an utterance, once it stands in a fragment)."""

    id: int
    conversation_id: int
    key: str
    sender_id: int | None
    sender: str | None
    sent_at: int | None
    local_time: str | None
    kind: MessageKind
    text: str
    reply_to: str | None = None
    edited: bool = False
    edited_at: int | None = None
    deleted: bool = False
    forwarded_from: str | None = None
    reactions: tuple[Reaction, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredMedia:
    """A file in the media store, or referred to where it lies (`reference`: its path). Sizes as in Attachment."""

    sha256: str
    size: int
    media_type: str | None
    width: int | None = None
    height: int | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """An account that wrote something. group: the id of the account that stands for the person; messages: how many."""

    id: int
    source: str
    key: str
    name: str
    group: int = 0
    messages: int = 0


@dataclass(frozen=True, slots=True)
class Conversation:
    """A stored conversation with its totals; `messages` counts everything but notices."""

    id: int
    source: str
    key: str
    title: str
    kind: ConversationKind
    messages: int
    notices: int
    first_at: int | None
    last_at: int | None
    participants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fragment:
    """A minimal semantic unit of one conversation (FFR paper, FFRS step 1).

    Local ids count from 0 in `message_ids`' order, which is the order of the conversation; fragments may interleave.
    """

    id: int
    conversation_id: int
    message_ids: tuple[int, ...]
