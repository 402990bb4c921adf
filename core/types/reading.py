"""This file is where it is told what a reader has found by now, how far it is, and who computes it."""

import re
from dataclasses import dataclass, field

from core.errors import ModelError
from core.types.searching import SearchResult

_DIGEST = re.compile("(:[0-9a-f]{6,8})+$")


@dataclass(frozen=True, slots=True)
class ReaderWork:
    """What a reader tells of its work since it was made. device: who computes it, for people ("CPU", a graphics card,
    an address); tokens: of prompts and answers, with those of pictures; seconds: spent on them; notes: sentences that
    the person should know, as of pictures that were made smaller for want of memory."""

    device: str = ""
    tokens: int = 0
    seconds: float = 0.0
    notes: tuple[str, ...] = ()

    def since(self, earlier: "ReaderWork") -> "ReaderWork":
        """The same for what was done after `earlier`, with all notes."""
        return ReaderWork(self.device, self.tokens - earlier.tokens, self.seconds - earlier.seconds, self.notes)

    @property
    def tokens_per_second(self) -> float:
        """0 where nothing was measured."""
        return self.tokens / self.seconds if self.seconds > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A list of results and how it came about. results: the whole list, settled a little more each time.

    reader: its name, empty where the question has only filters; read: candidates it has judged, of `total`; spared:
    candidates that nobody needs to read, as they cannot change the page (core.early_answer); work: of this reading;
    trouble: why the reader ended before its time; what it has not read is then among the results unconfirmed.
    """

    results: tuple[SearchResult, ...]
    reader: str = ""
    read: int = 0
    total: int = 0
    spared: int = 0
    work: ReaderWork = field(default_factory=ReaderWork)
    trouble: ModelError | None = None

    @property
    def reader_title(self) -> str:
        """The reader's name without the digest behind it that tells its files."""
        return _DIGEST.sub("", self.reader)

    @property
    def unread(self) -> int:
        """How many candidates nobody has read, and which might have changed the page."""
        return self.total - self.read - self.spared

    @property
    def confirmed(self) -> bool:
        """Whether anything answers for certain."""
        return any(not result.maybe for result in self.results)
