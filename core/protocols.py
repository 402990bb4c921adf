"""This file is where the seams are: what an importer, a segmenter, an embedder and a reader must be able to do."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from core.beginning import Beginning
from core.export import Export
from core.instants import local_zone
from core.mapping import ColumnMapping
from core.types import Answer, Attachment, DateOrder, ExportedConversation, Message, Progress

Report = Callable[[Progress], None]
"""Called often with progress; may raise Cancelled, which ends the work cleanly: progress and cancel are one thing."""

Check = Callable[[], None]
"""Called every second or so by work that has no progress to tell; what it raises (Cancelled) ends the work."""

Vectors = NDArray[np.float32]
"""Shape (n, dimension), rows of unit length."""

Pixels = NDArray[np.uint8]
"""An upright RGB picture, shape (height, width, 3)."""

PictureOf = Callable[[Attachment, int], Pixels | None]
"""The picture of an attachment, made smaller to at most so many pixels; None where there is no sound file of it."""


def unhindered() -> None:
    """The Check of whoever will not stop."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the person told the import. zone: the zone of wall times that name none.

    mapping: what the columns of a table are; saved_mappings: those of earlier tables, for tables with the same columns.
    """

    date_order: DateOrder | None = None
    zone: tzinfo = field(default_factory=local_zone)
    mapping: ColumnMapping | None = None
    saved_mappings: tuple[ColumnMapping, ...] = ()


class Importer(Protocol):
    """One export format; implemented by a stateless module of core.importers. name: for --as; title: for people."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...

    def recognises(self, beginning: Beginning) -> bool:
        """True when the content (not the name) of an entry is of this format; never raises."""
        ...

    def read(self, export: Export, entries: Sequence[str], options: ReadOptions) -> Iterable[ExportedConversation]:
        """The conversations of those entries, lazily; the messages of each must be walked (or left) before the next
        conversation is asked for. Other entries (media, lists of people) are reached through `export`. Raises
        BrokenExport when nothing at all can be read."""
        ...


@runtime_checkable
class GivesAdvice(Protocol):
    """An importer that knows what its platform makes also where nothing in it can be read."""

    def advice(self, export: Export) -> str | None:
        """What an export is that nobody can read, and what to do; None when it is nothing known. Never raises."""
        ...


class Segmenter(Protocol):
    @property
    def name(self) -> str: ...

    def clusters(self, messages: Sequence[Message]) -> list[list[int]]:
        """Clusters of positions in `messages`, each ascending, covering every position once; they may interleave
        (FFR paper, fragment boundary model)."""
        ...


class Embedder(Protocol):
    """Puts fragments and queries into one space. `name` changes whenever the vectors would (model and hash).

    at_once: how many fragments it is best given in one call; between two calls work is committed and may be stopped.
    """

    @property
    def name(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    @property
    def at_once(self) -> int: ...

    def embed_fragments(self, fragments: Sequence[Sequence[Message]]) -> Vectors:
        """Shape (len(fragments), dimension), unit rows; what a fragment says is core.fragments.render's affair, and an
        embedder that sees pictures looks at them too. A fragment that says nothing has a vector as well."""
        ...

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """One unit vector, shape (dimension,)."""
        ...

    def coverage(self, text: str) -> float:
        """The share of the text that the embedder's vocabulary knows, in [0, 1]; 1 for an empty text."""
        ...


class Reader(Protocol):
    """Says which utterances and images of each fragment answer the query (FFR paper, the task F(D, q)).

    at_once: how many candidates it is best given in one call: one that judges them side by side wants many, one that
    takes seconds for each wants few, so that its answers come as they are found.
    """

    @property
    def name(self) -> str: ...
    @property
    def at_once(self) -> int: ...

    def read(self, query: str, fragments: Sequence[Sequence[Message]], check: Check = unhindered) -> list[Answer]:
        """One Answer per fragment, in order; ids are local to the fragment. Raises ModelError, and as `check` does."""
        ...


class TextReader(Protocol):
    """Reads the text that stands in pictures. `name` changes whenever what it reads would."""

    @property
    def name(self) -> str: ...

    def read(self, picture: Pixels, check: Check) -> str:
        """A line for each line of text, from top to bottom; empty where there is none. Its length is bounded.

        `check` is called every second or so; what it raises ends the reading. Raises ModelError for a picture that it
        cannot read."""
        ...
