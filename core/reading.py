"""This file is where read is: the reader goes over the candidates, best first, and its answers become results.

FFRS steps 4 and 5 (FFR paper): local ids out of each fragment, mapped back and joined per conversation.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from core.aggregation import aggregate, preview_of, settled
from core.archive import Archive
from core.archive.words import WordFilter
from core.filters import passes, resolve
from core.fragments import images_of
from core.protocols import Reader, Report
from core.types import Answer, Candidate, Message, Progress, Query, SearchResult

AT_ONCE = 5
"""Candidates read between two updates of the results."""

BESIDE_BEST = 0.6
"""An answer whose relevance is less than this share of the best one's is noise beside it."""

NEAR = 0.4
"""Cosine from which a fragment is worth a "maybe" when the reader found nothing and no word matched."""

Read = tuple[Candidate, Sequence[Message], Answer]


def preview(archive: Archive, query: Query, candidates: Sequence[Candidate]) -> list[SearchResult]:
    """What recall alone says, nothing of it confirmed."""
    by_conversation: defaultdict[int, list[tuple[Candidate, Sequence[Message]]]] = defaultdict(list)
    for candidate in candidates:
        messages = archive.chats.messages(candidate.fragment.message_ids)
        by_conversation[candidate.fragment.conversation_id].append((candidate, messages))
    results = [
        preview_of(archive.chats.conversation(number), found, archive.chats.neighbours, query)
        for number, found in by_conversation.items()
    ]
    return settled(results)


def read(
    archive: Archive, reader: Reader, asked: tuple[Query, Sequence[Candidate]], report: Report
) -> Iterator[list[SearchResult]]:
    """Yields the whole list of results after every few candidates. When nothing answers, the nearest come as "maybe".

    A query of filters alone needs no reader: what passes them is the answer.
    """
    query, candidates = asked
    where = resolve(archive, query)
    done: list[Read] = []
    for start in range(0, len(candidates), AT_ONCE):
        report(Progress("reading", start, len(candidates)))
        batch = candidates[start : start + AT_ONCE]
        fragments = [archive.chats.messages(candidate.fragment.message_ids) for candidate in batch]
        answers = _answers(reader, query, list(zip(batch, fragments, strict=True)))
        for candidate, messages, answer in zip(batch, fragments, answers, strict=True):
            done.append((candidate, messages, within(answer, messages, where)))
        yield _results(archive, query, done, candidates[start + AT_ONCE :])
    report(Progress("reading", len(candidates), len(candidates)))
    if not candidates:
        yield []


def within(answer: Answer, messages: Sequence[Message], where: WordFilter) -> Answer:
    """The answer without what the person's filters exclude: with from:Ana only Ana's messages are highlighted."""
    if not where.active:
        return answer
    fine = {place for place, message in enumerate(messages) if passes(message, where)}
    owners = [place for place, message in enumerate(messages) for item in message.attachments if item.is_image]
    utterances = {place: sure for place, sure in answer.utterances.items() if place in fine}
    images = {place: sure for place, sure in answer.images.items() if owners[place] in fine}
    return Answer(utterances, images, answer.relevance if utterances or images else 0.0)


def _answers(reader: Reader, query: Query, batch: Sequence[tuple[Candidate, Sequence[Message]]]) -> list[Answer]:
    if query.words or query.phrases:
        return reader.read(query.text, [messages for _, messages in batch])
    return [_as_matched(candidate, messages) for candidate, messages in batch]


def _as_matched(candidate: Candidate, messages: Sequence[Message]) -> Answer:
    utterances = {place: 1.0 for place, message in enumerate(messages) if message.id in candidate.matched}
    images = {place: 1.0 for place, item in enumerate(images_of(messages)) if item.message_id in candidate.matched}
    return Answer(utterances, images, 1.0)


def _results(archive: Archive, query: Query, done: Sequence[Read], waiting: Sequence[Candidate]) -> list[SearchResult]:
    by_conversation: defaultdict[int, list[Read]] = defaultdict(list)
    best = max((answer.relevance for _, _, answer in done), default=0.0)
    for item in done:
        if not item[2].empty and item[2].relevance >= BESIDE_BEST * best:
            by_conversation[item[0].fragment.conversation_id].append(item)
    results = [
        aggregate(archive.chats.conversation(number), found, archive.chats.neighbours, query)
        for number, found in by_conversation.items()
    ]
    open_ones = list(waiting) or ([] if results else [candidate for candidate, _, _ in done if _is_near(candidate)])
    rest = [result for result in preview(archive, query, open_ones) if result.conversation.id not in by_conversation]
    return settled([*results, *rest])


def _is_near(candidate: Candidate) -> bool:
    return "words" in candidate.found_by or (candidate.similarity or 0.0) >= NEAR
