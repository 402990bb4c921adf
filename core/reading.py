"""This file is where read is: the reader goes over the candidates, best first, and its answers become results.

FFRS steps 4 and 5 (FFR paper): local ids out of each fragment, mapped back and joined per conversation.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from core.aggregation import aggregate, preview_of, settled
from core.archive import Archive
from core.archive.words import WordFilter
from core.early_answer import may_stop, shown
from core.errors import ChosenModelsError, ModelError, ReadingStopped
from core.filters import resolve
from core.fitting import Loaded, as_matched, fitting, hopeless
from core.protocols import Check, Reader, Report
from core.readers import answers_of, judges_together, work_of
from core.types import Answer, Candidate, Message, Progress, Query, Reading, SearchResult

NEAR = 0.4
"""Cosine from which a fragment is worth a "maybe" when the reader found nothing and no word matched."""

STAGE = "reading"

Read = tuple[Candidate, Sequence[Message], Answer]


def preview(archive: Archive, query: Query, candidates: Sequence[Candidate]) -> list[SearchResult]:
    """What recall alone says, nothing of it confirmed."""
    return settled(_previews(archive, query, _loaded(archive, candidates)))


def read(
    archive: Archive,
    reader: Reader,
    asked: tuple[Query, Sequence[Candidate]],
    report: Report,
    *,
    everything: bool = False,
) -> Iterator[Reading]:
    """Yields the whole list of results after every `reader.at_once` candidates, best first; and ahead of them all where
    the reader judges each for itself, which may take seconds. When nothing answers, the nearest come as "maybe". A
    query of filters alone needs no reader: what passes them is the answer.

    everything: reads also what cannot change the page (core.early_answer). A reader that fails ends the reading: what
    it has found stays, what it has not read comes as "maybe", and `trouble` says why. Raises ChosenModelsError, and as
    `report` does, also between the tokens of an answer.
    """
    page = _Page(archive, asked, reader, everything=everything)
    if page.slow:
        yield page.reading()
    while page.waiting and page.trouble is None:
        step = Progress(STAGE, page.total - len(page.waiting), page.total)
        report(step)
        page.go_on(partial(report, step))
        yield page.reading()
    report(Progress(STAGE, page.total, page.total))
    if not page.total:
        yield page.reading()


@dataclass
class _Done:
    """What was read, and how many of them a reader has judged."""

    items: list[Read] = field(default_factory=list)
    judged: int = 0
    spared: int = 0


class _Page:
    """The page that a question leads to, while its candidates are read."""

    def __init__(
        self, archive: Archive, asked: tuple[Query, Sequence[Candidate]], reader: Reader, *, everything: bool
    ) -> None:
        self._archive, self._reader = archive, reader
        self._query, candidates = asked
        self._where: WordFilter = resolve(archive, self._query)
        self._asked = bool(self._query.words or self._query.phrases)
        self.slow = self._asked and bool(candidates) and not judges_together(reader)
        self._spares = self.slow and not everything
        self._before = work_of(reader)
        self._done = _Done()
        self.waiting = _loaded(archive, candidates)
        self.total = len(candidates)
        self.trouble: ModelError | None = None

    def go_on(self, check: Check) -> None:
        """Reads the next few candidates; leaves the rest where that cannot change the page, or where it fails."""
        batch = self.waiting[: self._reader.at_once]
        try:
            for loaded, answer in self._answered(batch, check):
                fitted = fitting(self._archive, self._query, loaded, answer, self._where)
                self._done.items.append((*loaded, fitted))
                self.waiting = self.waiting[1:]
        except ChosenModelsError:
            raise
        except ModelError as error:
            self.trouble = ReadingStopped(str(error))
            self._answer_literally()
            return
        if self._spares and self.waiting and self._may_stop():
            self._done.spared += len(self.waiting)
            self.waiting = []

    def reading(self) -> Reading:
        """What is known by now."""
        return Reading(
            tuple(self._results()),
            self._reader.name if self._asked else "",
            self._done.judged,
            self.total,
            self._done.spared,
            work_of(self._reader).since(self._before),
            self.trouble,
        )

    def _answered(self, batch: Sequence[Loaded], check: Check) -> Iterator[tuple[Loaded, Answer]]:
        """Each with its answer, in order, as soon as that is there."""
        if not self._asked:
            yield from ((loaded, as_matched(loaded)) for loaded in batch)
            return
        skipped = [self._spares and hopeless(self._archive, self._query, each, self._where) for each in batch]
        texts = [messages for (_, messages), skip in zip(batch, skipped, strict=True) if not skip]
        found = answers_of(self._reader, self._query.text, texts, check) if texts else iter(())
        for loaded, skip in zip(batch, skipped, strict=True):
            yield loaded, Answer() if skip else next(found)
            self._done.spared += skip
            self._done.judged += not skip

    def _answer_literally(self) -> None:
        """What holds all that was typed answers without any reader."""
        fitted = [
            (*each, fitting(self._archive, self._query, each, Answer(), self._where))
            for each in self.waiting
            if each[0].complete
        ]
        found = [each for each in fitted if not each[2].empty]
        numbers = {candidate.fragment.id for candidate, _, _ in found}
        self._done.items += found
        self.waiting = [each for each in self.waiting if each[0].fragment.id not in numbers]

    def _may_stop(self) -> bool:
        judged = [(candidate, answer) for candidate, _, answer in self._done.items]
        return may_stop(judged, [candidate for candidate, _ in self.waiting])

    def _results(self) -> list[SearchResult]:
        archive, query, done = self._archive, self._query, self._done.items
        by_conversation: defaultdict[int, list[Read]] = defaultdict(list)
        for item, seen in zip(done, shown([answer for _, _, answer in done]), strict=True):
            if seen:
                by_conversation[item[0].fragment.conversation_id].append(item)
        results = [
            aggregate(
                archive.chats.conversation(number), found, archive.chats.neighbours, query, reader=self._reader.name
            )
            for number, found in by_conversation.items()
        ]
        open_ones = list(self.waiting)
        if not open_ones and not results:
            open_ones = [(candidate, messages) for candidate, messages, _ in done if _is_near(candidate)]
        unsure = [item for item in open_ones if item[0].fragment.conversation_id not in by_conversation]
        return settled([*results, *_previews(archive, query, unsure)])


def _loaded(archive: Archive, candidates: Sequence[Candidate]) -> list[Loaded]:
    return [(candidate, archive.chats.messages(candidate.fragment.message_ids)) for candidate in candidates]


def _previews(archive: Archive, query: Query, loaded: Sequence[Loaded]) -> list[SearchResult]:
    by_conversation: defaultdict[int, list[Loaded]] = defaultdict(list)
    for item in loaded:
        by_conversation[item[0].fragment.conversation_id].append(item)
    return [
        preview_of(archive.chats.conversation(number), found, archive.chats.neighbours, query)
        for number, found in by_conversation.items()
    ]


def _is_near(candidate: Candidate) -> bool:
    return "words" in candidate.found_by or (candidate.similarity or 0.0) >= NEAR
