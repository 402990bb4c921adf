"""This file is where it is gathered what a result rests on, for a sentence as well as for a window that asks."""

from collections.abc import Sequence

from core.aggregation.matching import matched_words
from core.aggregation.spans import Chosen
from core.fragments import image_text
from core.types import Candidate, Evidence, Grounds, Message, Query

_EXPLAINED = 200
"""Messages of one result whose evidence is gathered; nobody asks about more."""

Found = tuple[Candidate, Sequence[Message]]


def grounds_of(query: Query, found: Sequence[Found], chosen: Chosen, *, reader: str | None) -> Grounds:
    """reader: the name of the one that chose; None where nothing is confirmed."""
    near = [candidate.similarity for candidate, _ in found if candidate.similarity is not None]
    asked = bool(query.words or query.phrases)
    return Grounds(
        words=tuple(matched_words(query, _texts(chosen))),
        similarity=max(near, default=None),
        found_by=frozenset(way for candidate, _ in found for way in candidate.found_by),
        messages=0 if reader is None else len(chosen.messages),
        images=0 if reader is None else len(chosen.images),
        asked=asked,
        reader=(reader or "") if asked else "",
        evidence=_evidence(query, found, chosen),
    )


def _evidence(query: Query, found: Sequence[Found], chosen: Chosen) -> tuple[Evidence, ...]:
    homes = {message.id: candidate for candidate, messages in found for message in messages}
    highlighted = [message for message in chosen.shown.values() if _is_chosen(message, chosen)]
    return tuple(_evidence_of(query, message, homes[message.id]) for message in highlighted[:_EXPLAINED])


def _is_chosen(message: Message, chosen: Chosen) -> bool:
    return message.id in chosen.messages or any(item.id in chosen.images for item in message.attachments)


def _evidence_of(query: Query, message: Message, candidate: Candidate) -> Evidence:
    pictured = ((item.id, tuple(matched_words(query, [image_text(item)]))) for item in message.attachments)
    return Evidence(
        message_id=message.id,
        words=tuple(matched_words(query, [message.text])),
        pictured=tuple((number, words) for number, words in pictured if words),
        similarity=candidate.similarity,
        fragment=candidate.fragment.message_ids,
    )


def _texts(chosen: Chosen) -> list[str]:
    pictures = [item for message in chosen.shown.values() for item in message.attachments]
    said = [message.text for message in chosen.shown.values()]
    return [*said, *(item.caption for item in pictures), *(item.ocr_text for item in pictures)]
