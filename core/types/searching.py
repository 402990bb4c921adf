"""This file is where the things are that a question leads to: query, candidates, answers, results."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.types.grounds import Grounds
from core.types.kinds import FoundBy
from core.types.stored import Attachment, Conversation, Fragment, Message


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. `text` is what the models get (the words without filters); all filters must hold.

    words: free words; phrases: exact runs that must occur; excluded: words or phrases that must not.
    senders, chats and people are name parts as typed (from:, in:, with:); kinds: "image", "file", "link", "voice".
    after is inclusive, before exclusive, both instants. conversations: ids, where the search is narrowed to some of
    them exactly. Values of one filter are alternatives; all filters must hold together.
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
    conversations: tuple[int, ...] = ()

    @property
    def has_filters(self) -> bool:
        by_name = self.senders or self.chats or self.people or self.kinds or self.conversations
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
    """All that one conversation has to say to a query. `why` is one sentence; `maybe`: nearest, but not confirmed;
    grounds: the same as `why` and more, for whoever words it."""

    conversation: Conversation
    spans: tuple[Span, ...]
    score: float
    why: str
    maybe: bool = False
    grounds: Grounds = field(default_factory=Grounds)


@dataclass(frozen=True, slots=True)
class PastQuestion:
    """A question that was asked before, or saved. asked_at: the last time; times: how often, 0 for one that was only
    saved; name: what the person calls it, None where it is only history."""

    text: str
    asked_at: int
    times: int = 1
    name: str | None = None
