"""This file is where answers of many fragments become one result per conversation (FFRS step 5, FFR paper).

Local ids are mapped to messages and pictures, put in the conversation's order, doubles joined, and shown as spans with
context around them, the surest span first. Everything here depends on its arguments alone; `neighbours` gives the
messages around one.
"""

from collections.abc import Iterable, Mapping, Sequence

from core.aggregation.grounds import grounds_of
from core.aggregation.spans import Chosen, Neighbours, spans_of, surest
from core.aggregation.why import sentence
from core.fragments import images_of
from core.types import Answer, Candidate, Conversation, Message, Query, SearchResult, Span

__all__ = ["CONTEXT", "Neighbours", "aggregate", "preview_of", "settled"]

CONTEXT = 2
"""Messages shown before and after each chosen one."""

_PREVIEWED = 5
_PREVIEWED_FRAGMENTS = 8
_RECALL_SHARE = 0.2

Found = tuple[Candidate, Sequence[Message]]
Read = tuple[Candidate, Sequence[Message], Answer]


def aggregate(
    conversation: Conversation,
    read: Sequence[Read],
    neighbours: Neighbours,
    query: Query,
    *,
    context: int = CONTEXT,
    reader: str = "",
) -> SearchResult:
    """The result of one conversation from its read candidates: (candidate, the fragment's messages, the answer).

    reader: the name of the one that answered. Where every answer is empty it is that of `preview_of`. Raises ValueError
    for a local id that the fragment lacks.
    """
    answered = [item for item in read if not item[2].empty]
    if not answered:
        return preview_of(conversation, [(candidate, messages) for candidate, messages, _ in read], neighbours, query)
    chosen = Chosen()
    for _, messages, answer in answered:
        _choose(chosen, messages, answer)
    found = [(candidate, messages) for candidate, messages, _ in answered]
    score = (1 - _RECALL_SHARE) * chosen.best + _RECALL_SHARE * max(map(_recall, found))
    grounds = grounds_of(query, found, chosen, reader=reader)
    spans = sorted(spans_of(chosen, neighbours, context), key=lambda span: -surest(span))
    return SearchResult(conversation, tuple(spans), score, sentence(query, grounds), grounds=grounds)


def preview_of(
    conversation: Conversation, found: Sequence[Found], neighbours: Neighbours, query: Query, *, context: int = CONTEXT
) -> SearchResult:
    """The result of one conversation before, or without, any reader: nothing is confirmed, no confidence is given.

    Messages with the query's words are highlighted; of a fragment found by meaning alone the beginning is shown. What
    was recalled first stands first.
    """
    chosen, ranks = Chosen(), {}
    for rank, (candidate, messages) in enumerate(found[:_PREVIEWED_FRAGMENTS]):
        for message in messages:
            ranks[message.id] = rank
            if message.id in candidate.matched:
                chosen.add_message(message, None)
        if not candidate.matched:
            chosen.show(messages[:_PREVIEWED])
    score = _RECALL_SHARE * max(map(_recall, found), default=0.0)
    grounds = grounds_of(query, found, chosen, reader=None)
    spans = sorted(spans_of(chosen, neighbours, context), key=lambda span: _first_rank(span, ranks))
    return SearchResult(conversation, tuple(spans), score, sentence(query, grounds), maybe=True, grounds=grounds)


def settled(results: Iterable[SearchResult]) -> list[SearchResult]:
    """The order they are shown in: confirmed before maybe, then the better score, then the later conversation."""
    return sorted(
        results,
        key=lambda result: (result.maybe, -result.score, -(result.conversation.last_at or 0), result.conversation.id),
    )


def _first_rank(span: Span, ranks: Mapping[int, int]) -> int:
    return min((ranks[each.message.id] for each in span.messages if each.message.id in ranks), default=len(ranks))


def _choose(chosen: Chosen, messages: Sequence[Message], answer: Answer) -> None:
    images = images_of(messages)
    if not (_within(answer.utterances, messages) and _within(answer.images, images)):
        raise ValueError("the answer names an id that its fragment does not have")
    owners = {message.id: message for message in messages}
    for local, confidence in answer.utterances.items():
        chosen.add_message(messages[local], confidence)
    for local, confidence in answer.images.items():
        chosen.add_image(owners[images[local].message_id], images[local], confidence)


def _within(ids: Iterable[int], things: Sequence[object]) -> bool:
    return all(0 <= local < len(things) for local in ids)


def _recall(found: Found) -> float:
    """How well recall liked a candidate, 0 to 1: what is first by meaning and by words has at least 1."""
    return min(1.0, found[0].score)
