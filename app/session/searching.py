"""This file is where questions are asked of an archive."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.session.opened import Opened
from core.errors import ChosenModelsError, ModelError
from core.instants import local_zone
from core.protocols import Reader, Report
from core.types import Candidate, Message, Query, Reading, SearchResult

if TYPE_CHECKING:
    from core.query import DateFlags, ParsedQuery, Scope


class Searching(Opened):
    """From what was typed to results."""

    def parse(self, text: str) -> "ParsedQuery":
        """Raises QueryError when a filter's value cannot be understood."""
        from core.query import understand

        zone = local_zone()
        return understand(text, now=datetime.now(zone), zone=zone)

    def narrowed(self, query: Query, flags: Mapping[str, Sequence[str]], dates: "DateFlags") -> Query:
        """The query with more filters: senders, chats, people and kinds by name. Raises QueryError."""
        from core.query import with_flags

        zone = local_zone()
        return with_flags(query, **flags, dates=dates, now=datetime.now(zone), zone=zone)

    def find(self, query: Query, limit: int = 20) -> list[Candidate]:
        """The most promising fragments, best first (milliseconds). Raises QueryError for a name that fits nobody."""
        from core.retrieval import find

        return find(self._open_recall(), query, limit)

    def index_trouble(self) -> str:
        """Why the last question was answered without the search index (its server is gone, or it has still to be made
        there), by the archive's own vectors; empty where it answered."""
        return self._recall.dense.trouble if self._recall is not None else ""

    def preview(self, query: Query, candidates: Sequence[Candidate]) -> list[SearchResult]:
        """What the candidates hold, before any reader has confirmed it."""
        from core.reading import preview

        return self._named(preview(self._archive, query, candidates))

    def read(
        self,
        query: Query,
        candidates: Sequence[Candidate],
        report: Report,
        *,
        reader: str = "",
        everything: bool = False,
    ) -> Iterator[Reading]:
        """The whole list of results again and again, settled a little more each time.

        reader: added models, or "shipped", whose reader is asked this once in place of the one in use. everything: also
        what cannot change the page is read. Raises ChosenModelsError when the reader cannot be used at all; one that
        fails later is told in the Reading.
        """
        from core.readers import Nobody
        from core.reading import read

        asked = Nobody() if not (query.words or query.phrases) else self._reader_called(reader)
        for reading in read(self._archive, asked, (query, candidates), report, everything=everything):
            yield replace(reading, results=tuple(self._named(reading.results)))

    def _reader_called(self, name: str) -> Reader:
        """The reader in use, or that of added models. One of somebody's choice that cannot be used is no damage to
        ChatTrove: raises ChosenModelsError for it."""
        try:
            return self._reader_of(name) if name else self._open_reader()
        except ChosenModelsError:
            raise
        except ModelError as error:
            if not (name or self._has_chosen_reader()):
                raise
            raise ChosenModelsError(str(error)) from error

    def _reader_of(self, name: str) -> Reader:
        from app.session.chosen import SHIPPED, bundle_named, models_folder, reader_preferences
        from models.bundle import Bundle, shipped_models
        from models.catalog import added_names

        if name not in (SHIPPED, *added_names(models_folder())):
            raise ChosenModelsError(f"There are no added models called “{name}”. `chattrove models` lists them.")
        bundle = bundle_named(name, Bundle(shipped_models()))
        if "reader" not in bundle.own:
            raise ChosenModelsError(f"The models “{name}” have no reader. `chattrove models` lists which have one.")
        return bundle.reader(self._pictures(), reader_preferences())

    def _has_chosen_reader(self) -> bool:
        from app.session.chosen import models_in_use
        from models.bundle import shipped_models

        return models_in_use().entry("reader").directory != shipped_models().resolve()

    def _named(self, results: Sequence[SearchResult]) -> list[SearchResult]:
        """The results with the name of the embedder that found what was found by its meaning."""
        name = self._open_recall().embedder.name
        return [
            replace(each, grounds=replace(each.grounds, embedder=name)) if "meaning" in each.grounds.found_by else each
            for each in results
        ]

    def exact(self, text: str, limit: int = 50, scope: "Scope | None" = None) -> list[Message]:
        """Messages that hold every typed word, latest first: for search as one types. scope: only there."""
        ids = self._exact(text, limit, scope)
        return sorted(self._archive.chats.messages(ids), key=lambda message: -(message.sent_at or 0))

    def count_exact(self, text: str, most: int, scope: "Scope | None" = None) -> int:
        """How many messages `exact` would find, counted up to `most`."""
        return len(self._exact(text, most, scope))

    def _exact(self, text: str, limit: int, scope: "Scope | None") -> list[int]:
        from core.exact import exact
        from core.filters import resolve
        from core.query import EVERYTHING, within

        query = within(self.parse(text).query, scope or EVERYTHING)
        return exact(self._archive.words, query, resolve(self._archive, query), limit)
