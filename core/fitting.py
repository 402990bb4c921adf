"""This file is where a reader's answer is made to fit the question: its filters, phrases and literal matches hold."""

from collections.abc import Sequence

from core.aggregation.matching import matched_words
from core.archive import Archive
from core.archive.words import WordFilter, term
from core.filters import passes
from core.fragments import images_of
from core.types import Answer, Candidate, Message, Query

LITERAL = 0.5
"""Confidence, at least, of a message that holds every word of the question."""

Loaded = tuple[Candidate, Sequence[Message]]


def fitting(archive: Archive, query: Query, loaded: Loaded, answer: Answer, where: WordFilter) -> Answer:
    """What of an answer may stand, with what answers literally. `where` are the query's filters."""
    candidate, messages = loaded
    literal = _with_pictures(_with_literal(answer, candidate, messages), query, loaded)
    allowed = within(literal, messages, where)
    spoken = _spoken(allowed, candidate, messages)
    return _phrased(archive, query, messages, spoken)


def hopeless(archive: Archive, query: Query, loaded: Loaded, where: WordFilter) -> bool:
    """Whether `fitting` is empty for every answer that a reader could give: no message passes the filters and holds
    each phrase and is more than a notice."""
    messages = loaded[1]
    everything = Answer(dict.fromkeys(range(len(messages)), 1.0), dict.fromkeys(range(len(images_of(messages))), 1.0))
    return fitting(archive, query, loaded, everything, where).empty


def as_matched(loaded: Loaded) -> Answer:
    """The answer to a query of filters alone: what passes them."""
    candidate, messages = loaded
    utterances = {place: 1.0 for place, message in enumerate(messages) if message.id in candidate.matched}
    images = {place: 1.0 for place, item in enumerate(images_of(messages)) if item.message_id in candidate.matched}
    return Answer(utterances, images, 1.0)


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
