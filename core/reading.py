"""This file is where read is: the reader goes over the candidates, best first, and its answers become results.

FFRS steps 4 and 5 (FFR paper): local ids out of each fragment, mapped back and joined per conversation.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from core.aggregation import aggregate, preview_of, settled
from core.aggregation.matching import matched_words
from core.archive import Archive
from core.archive.words import WordFilter, term
from core.filters import passes, resolve
from core.fragments import images_of
from core.protocols import Check, Reader, Report
from core.types import Answer, Candidate, Message, Progress, Query, SearchResult

LITERAL = 0.5
"""Confidence, at least, of a message that holds every word of the question."""

BESIDE_BEST = 0.6
"""An answer whose relevance is less than this share of the best one's is noise beside it."""

NEAR = 0.4
"""Cosine from which a fragment is worth a "maybe" when the reader found nothing and no word matched."""

Loaded = tuple[Candidate, Sequence[Message]]
Read = tuple[Candidate, Sequence[Message], Answer]


def preview(archive: Archive, query: Query, candidates: Sequence[Candidate]) -> list[SearchResult]:
    """What recall alone says, nothing of it confirmed."""
    return settled(_previews(archive, query, _loaded(archive, candidates)))


def read(
    archive: Archive, reader: Reader, asked: tuple[Query, Sequence[Candidate]], report: Report
) -> Iterator[list[SearchResult]]:
    """Yields the whole list of results after every few candidates. When nothing answers, the nearest come as "maybe".

    A query of filters alone needs no reader: what passes them is the answer.
    """
    query, candidates = asked
    where = resolve(archive, query)
    loaded = _loaded(archive, candidates)
    done: list[Read] = []
    for start in range(0, len(candidates), reader.at_once):
        step = Progress("reading", start, len(candidates))
        report(step)
        batch = loaded[start : start + reader.at_once]
        answers = _answers(reader, query, batch, partial(report, step))
        for (candidate, messages), answer in zip(batch, answers, strict=True):
            literal = _with_pictures(_with_literal(answer, candidate, messages), query, (candidate, messages))
            fitting = within(literal, messages, where)
            spoken = _spoken(fitting, candidate, messages)
            done.append((candidate, messages, _phrased(archive, query, messages, spoken)))
        yield _results(archive, query, done, loaded[start + reader.at_once :], reader=reader.name)
    report(Progress("reading", len(candidates), len(candidates)))
    if not candidates:
        yield []


def within(answer: Answer, messages: Sequence[Message], where: WordFilter) -> Answer:
    """The answer without what the person's filters exclude: with from:Ana only Ana's messages are highlighted."""
    if not where.active:
        return answer
    return _only(answer, messages, {message.id for message in messages if passes(message, where)})


def _only(answer: Answer, messages: Sequence[Message], ids: set[int]) -> Answer:
    """The answer without what other messages than these say or show."""
    images = images_of(messages)
    utterances = {place: sure for place, sure in answer.utterances.items() if messages[place].id in ids}
    shown = {place: sure for place, sure in answer.images.items() if images[place].message_id in ids}
    return Answer(utterances, shown, answer.relevance if utterances or shown else 0.0)


def _phrased(archive: Archive, query: Query, messages: Sequence[Message], answer: Answer) -> Answer:
    """A phrase must occur in what is highlighted, not only somewhere near it."""
    ids = [message.id for message in messages]
    for phrase in query.phrases:
        expression = term(phrase, prefix=False)
        if expression is not None:
            answer = _only(answer, messages, archive.words.among(expression, WordFilter(), ids))
    return answer


def _answers(reader: Reader, query: Query, batch: Sequence[Loaded], check: Check) -> list[Answer]:
    if query.words or query.phrases:
        return reader.read(query.text, [messages for _, messages in batch], check)
    return [_as_matched(candidate, messages) for candidate, messages in batch]


def _with_literal(answer: Answer, candidate: Candidate, messages: Sequence[Message]) -> Answer:
    """Messages that hold all that was typed are an answer, whatever the reader says."""
    literal = {place: LITERAL for place, message in enumerate(messages) if message.id in candidate.complete}
    if not literal:
        return answer
    utterances = literal | {place: max(sure, literal.get(place, 0.0)) for place, sure in answer.utterances.items()}
    return Answer(utterances, answer.images, max(answer.relevance, LITERAL))


def _with_pictures(answer: Answer, query: Query, loaded: Loaded) -> Answer:
    """So are the pictures of such messages in which some of it is written."""
    candidate, messages = loaded
    shown = {
        place: LITERAL
        for place, image in enumerate(images_of(messages))
        if image.message_id in candidate.complete and image.ocr_text and matched_words(query, [image.ocr_text])
    }
    if not shown:
        return answer
    images = shown | {place: max(sure, shown.get(place, 0.0)) for place, sure in answer.images.items()}
    return Answer(answer.utterances, images, max(answer.relevance, LITERAL))


def _spoken(answer: Answer, candidate: Candidate, messages: Sequence[Message]) -> Answer:
    """Notices of the app answer only where the words themselves stand in them."""
    silent = {message.id for message in messages if message.kind == "notice"} - candidate.matched
    return _only(answer, messages, {message.id for message in messages} - silent) if silent else answer


def _as_matched(candidate: Candidate, messages: Sequence[Message]) -> Answer:
    utterances = {place: 1.0 for place, message in enumerate(messages) if message.id in candidate.matched}
    images = {place: 1.0 for place, item in enumerate(images_of(messages)) if item.message_id in candidate.matched}
    return Answer(utterances, images, 1.0)


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


def _results(
    archive: Archive, query: Query, done: Sequence[Read], waiting: Sequence[Loaded], *, reader: str
) -> list[SearchResult]:
    by_conversation: defaultdict[int, list[Read]] = defaultdict(list)
    best = max((answer.relevance for _, _, answer in done), default=0.0)
    for item in done:
        if not item[2].empty and item[2].relevance >= BESIDE_BEST * best:
            by_conversation[item[0].fragment.conversation_id].append(item)
    results = [
        aggregate(archive.chats.conversation(number), found, archive.chats.neighbours, query, reader=reader)
        for number, found in by_conversation.items()
    ]
    open_ones = list(waiting)
    if not open_ones and not results:
        open_ones = [(candidate, messages) for candidate, messages, _ in done if _is_near(candidate)]
    shown = [item for item in open_ones if item[0].fragment.conversation_id not in by_conversation]
    return settled([*results, *_previews(archive, query, shown)])


def _is_near(candidate: Candidate) -> bool:
    return "words" in candidate.found_by or (candidate.similarity or 0.0) >= NEAR
