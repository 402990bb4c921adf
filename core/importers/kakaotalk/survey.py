"""This file is where the texts of one KakaoTalk chat are walked before they are read: who writes, whose it is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache, partial
from hashlib import sha256

from core.errors import BrokenExport
from core.importers.kakaotalk.events import Event, WallOf, events
from core.importers.kakaotalk.headings import Title, title_in_name, title_of
from core.importers.kakaotalk.sources import Source
from core.importers.kakaotalk.vocabulary import OWN_NAMES
from core.types import Ambiguity, ConversationKind, DateOrder
from core.written_times import OrderVote, read_time, readings

_MOST_SENDERS = 20_000


@dataclass
class Survey:
    """What the texts of one chat hold. open_times: whether numbers leave a choice of day and month."""

    title: Title | None = None
    named: str = ""
    senders: Counter[str] = field(default_factory=Counter)
    order: DateOrder | None = None
    ambiguous: tuple[Ambiguity, ...] = ()

    def meet(self, sender: str) -> None:
        if sender and (sender in self.senders or len(self.senders) < _MOST_SENDERS):
            self.senders[sender] += 1

    @property
    def owner(self) -> str | None:
        """The name by which the app calls the exporting person; in a chat of two, the one that it does not name."""
        own = [name for name in OWN_NAMES if name in self.senders]
        if own:
            return own[0]
        others = [name for name in self.senders if self.title and name != self.title.name]
        is_pair = self.title is not None and self.title.kind != "group" and len(self.senders) == 2
        return others[0] if is_pair and len(others) == 1 else None

    @property
    def kind(self) -> ConversationKind:
        if len(self.senders) > 2 or (self.title and self.title.kind == "group"):
            return "group"
        is_pair = self.title is not None and len(self.senders) == 2 and self.title.name in self.senders
        return "private" if is_pair or (self.title and self.title.kind == "private") else "unknown"

    @property
    def chat(self) -> tuple[str, str]:
        """(key, title): the name that the texts or their file bear, else the people."""
        name = (self.title.name if self.title else "") or self.named
        if name:
            return name, name
        people = sorted(self.senders, key=str.casefold)
        others = [person for person in people if person not in OWN_NAMES]
        digest = sha256("\n".join(people).encode("utf-8", "replace")).hexdigest()[:24]
        return f"people:{digest}", ", ".join(others[:3]) or "KakaoTalk"


def survey_of(sources: Sequence[Source], asked: DateOrder | None) -> Survey:
    """What the parts of one chat hold together."""
    found = Survey(named=title_in_name(sources[0].stem))
    vote = OrderVote()
    for place, source in enumerate(sources):
        with suppress(BrokenExport):
            _walk(events(source.lines(), wall_of(None), goes_on=place > 0), found, vote)
    written = sources[0].export.modified_of(sources[0].entry)
    found.order = vote.decide(written, asked)
    if found.order is None:
        found.ambiguous = (vote.question(sources[0].label, written),)
    return found


@lru_cache(maxsize=8)
def wall_of(order: DateOrder | None) -> WallOf:
    """Turns whole written times into wall times under one order."""
    return lru_cache(maxsize=65536)(partial(_wall, order))


def _wall(order: DateOrder | None, text: str) -> str | None:
    found = read_time(text, order)
    return found.wall if found else None


def _walk(walked: Iterable[Event], found: Survey, vote: OrderVote) -> None:
    last = ""
    for event in walked:
        if event.role == "title" and found.title is None:
            found.title = title_of(event.text)
        elif event.row:
            found.meet(event.row.sender)
            if event.row.manner == "dated" and event.row.time != last and _is_open(event.row.time):
                vote.add(event.row.time)
            last = event.row.time


@lru_cache(maxsize=65536)
def _is_open(text: str) -> bool:
    """True where the numbers of a time leave a choice."""
    return len(readings(text)) > 1 or not text[:4].isdecimal()
