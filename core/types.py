"""This file is where the things the whole program talks about are defined.

What an importer reads (`Exported...`) and what the archive holds (`Message`, `Attachment`, ...) are two sets of
types, so that no field is ever "None until saved". All instants are integers: milliseconds since 1970-01-01 UTC.
Wall times are ISO 8601 strings without zone, as the exporting device wrote them ("2024-05-01T12:33:05").
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

MessageKind = Literal["message", "notice", "call", "location", "contact", "poll"]
AttachmentKind = Literal["image", "video", "voice", "audio", "sticker", "gif", "contact", "file", "media"]
AttachmentStatus = Literal["found", "missing", "not_exported"]
ConversationKind = Literal["private", "group", "channel", "unknown"]
FoundBy = Literal["meaning", "words"]
DateOrder = Literal["dmy", "mdy", "ymd"]

# ---------------------------------------------------------------- what importers read


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


# ---------------------------------------------------------------- what the archive holds


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


# ---------------------------------------------------------------- searching


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. `text` is what the models get (the words without filters); all filters must hold.

    words: free words; phrases: exact runs that must occur; excluded: words or phrases that must not.
    senders, chats and people are name parts as typed (from:, in:, with:); kinds: "image", "file", "link", "voice".
    after is inclusive, before exclusive, both instants. Values of one filter are alternatives; all filters
    must hold together.
    """

    text: str
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    chats: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    after: int | None = None
    before: int | None = None

    @property
    def has_filters(self) -> bool:
        by_name = self.senders or self.chats or self.people or self.kinds
        return bool(by_name) or self.after is not None or self.before is not None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A recalled fragment. score: fused rank score, higher is better; similarity: cosine in [-1, 1], None if only words
    found it; matched: ids of messages that hold any of the query's words, complete: those that hold all of them."""

    fragment: Fragment
    score: float
    found_by: frozenset[FoundBy]
    similarity: float | None = None
    matched: frozenset[int] = frozenset()
    complete: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader chose inside one fragment: local id -> confidence in [0, 1]; both empty means "nothing here".

    Utterance ids count the fragment's messages, image ids its images in order over the whole fragment, both from 0
    (FFR paper, task definition). relevance: confidence that the fragment answers the query at all.
    """

    utterances: Mapping[int, float] = field(default_factory=dict)
    images: Mapping[int, float] = field(default_factory=dict)
    relevance: float = 0.0

    @property
    def empty(self) -> bool:
        return not self.utterances and not self.images


@dataclass(frozen=True, slots=True)
class SpanMessage:
    """A message inside a result; confidence is None for context."""

    message: Message
    highlighted: bool
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class SpanImage:
    attachment: Attachment
    key: str
    highlighted: bool
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive messages of one conversation: highlighted ones with context around them. `key` of an image is
    the key of its message followed by "#" and the place of the attachment in it."""

    messages: tuple[SpanMessage, ...]
    images: tuple[SpanImage, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """All that one conversation has to say to a query. `why` is one sentence; `maybe`: nearest, but not confirmed."""

    conversation: Conversation
    spans: tuple[Span, ...]
    score: float
    why: str
    maybe: bool = False


# ---------------------------------------------------------------- reports


class Progress(NamedTuple):
    """stage is a short key ("read", "media", "cut", "embed", "recall", "reading"); total 0 means unknown."""

    stage: str
    done: int
    total: int


@dataclass
class MediaCount:
    found: int = 0
    missing: int = 0
    not_exported: int = 0


@dataclass
class ConversationReport:
    title: str
    messages: int = 0
    notices: int = 0
    participants: list[str] = field(default_factory=list)
    first: str | None = None
    last: str | None = None
    media: MediaCount = field(default_factory=MediaCount)
    conversation_id: int | None = None


@dataclass
class Account:
    """What became of every line, record or row of one entry (core.tally): the parts add up to `taken`."""

    entry: str
    unit: str
    taken: int
    messages: int
    continuations: int
    notices: int
    problems: int
    others: dict[str, int]
    unaccounted: int


@dataclass
class FileReport:
    """What one file, folder or zip gave. first/last are wall times as exported (ISO, no zone)."""

    path: str
    importer: str
    conversations: list[ConversationReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ambiguous: list[Ambiguity] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    repaired: int = 0
    accounts: list[Account] = field(default_factory=list)


@dataclass
class ImportReport:
    files: list[FileReport] = field(default_factory=list)
    new: int = 0
    known: int = 0
