"""This file is where what a server's model wrote becomes a reply: ids with their probabilities, and nothing else of it.

The probabilities mean what they mean for models in this computer (models.answer_decoding): those among the tokens that
could have been written. A server tells them from before it imposed the form of an answer, and only of the likeliest
tokens, so the others are counted out (`_among`). A server that tells no probabilities gives every id SURE.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from models.answer_decoding import WrittenToken
from models.answer_decoding import chances as chances_of_ids
from models.answer_form import FRAME, AnswerStates, State, parse
from models.server_reader.answers import Chance, Written
from models.vision_language.generator import Reply

SURE = 0.75
"""Confidence of an id, and of there being an answer, where the server tells no probabilities: more than that of words
that stand in a message (core.reading.LITERAL), less than what a model that is sure would say."""

_LISTS = re.compile(r"(\[[0-9,\s]*\])[^\[\]]{0,200}(\[[0-9,\s]*\])", re.ASCII)
_BEFORE = (State(0, len(FRAME[0]) - 1), State(2, len(FRAME[1]) - 1))
"""Where the bracket of each list is about to be written."""

_CHARACTERS = "0123456789,[]"

Span = tuple[int, int]
Ids = Mapping[int, float]


def reply_of(written: Written, utterances: int, images: int, seconds: tuple[float, float]) -> Reply:
    """The reply that stands in an answer to a prompt with so many ids; never raises, and never holds any text."""
    chosen = parse(written.text, utterances, images, strict=False)
    told = _told(written.chances, chosen, (utterances, images))
    if told is None:
        told = dict.fromkeys(chosen[0], SURE), dict.fromkeys(chosen[1], SURE), SURE if any(chosen) else 0.0
    return Reply(*told, written.prompt_tokens, written.answer_tokens or len(written.chances), seconds)


def _told(
    chances: Sequence[Chance], chosen: tuple[tuple[int, ...], tuple[int, ...]], counts: tuple[int, int]
) -> tuple[Ids, Ids, float] | None:
    """(utterances, images, anything) by the tokens; None where they do not tell the answer that was read."""
    text = "".join(each.text for each in chances)
    found = list(_LISTS.finditer(text)) if parse(text, *counts, strict=False) == chosen else []
    if not found:
        return None
    states, lists, empty = AnswerStates(*counts), [], 1.0
    for number in (0, 1):
        pieces = list(_pieces(chances, found[-1].span(number + 1)))
        lists.append(list(_written(pieces, states, _BEFORE[number])))
        empty *= _closed_at_once(pieces, states, _BEFORE[number])
    frame = [WrittenToken(each) for each in (FRAME[0][:-1], FRAME[1][1:-1], FRAME[2][1:])]
    try:
        sure = chances_of_ids([frame[0], *lists[0], frame[1], *lists[1], frame[2]])
    except ValueError:
        return None
    if any(set(ids) - set(each) for ids, each in zip(chosen, sure, strict=True)):
        return None
    ids = [{each: told[each] for each in ids} for ids, told in zip(chosen, sure, strict=True)]
    return ids[0], ids[1], 1.0 - min(1.0, empty)


def _pieces(chances: Sequence[Chance], span: Span) -> Iterator[Chance]:
    """The tokens that write a stretch of the text, all ways that each could have gone among `others`, without spaces.

    Of one that begins before the stretch, what stands there is taken off; so it is off the others that begin alike."""
    start = 0
    for chance in chances:
        end = start + len(chance.text)
        if start < span[1] and end > span[0]:
            first = max(0, span[0] - start)
            own = _tight(chance.text[first : span[1] - start])
            ways = {own: chance.sure}
            for text, sure in chance.others.items():
                if text != chance.text and text.startswith(chance.text[:first]):
                    told = _tight(text[first:])
                    ways[told] = ways.get(told, 0.0) + sure
            if own:
                yield Chance(own, chance.sure, ways)
        start = end


def _tight(text: str) -> str:
    return "".join(text.split())


def _written(pieces: Sequence[Chance], states: AnswerStates, state: State | None) -> Iterator[WrittenToken]:
    """A list's tokens with their probabilities among what could have been written instead."""
    for piece in pieces:
        ways = _among(piece, states, state) if state is not None else dict(piece.others)
        ends = sum(sure for text, sure in ways.items() if not text[:1].isdigit())
        yield WrittenToken(piece.text, min(1.0, ways[piece.text]), min(1.0, ends))
        state = states.after(state, piece.text) if state is not None else None


def _closed_at_once(pieces: Sequence[Chance], states: AnswerStates, state: State) -> float:
    """The probability that a list has nothing in it: of one token that says so, and of a bracket and its other half."""
    first = _among(pieces[0], states, state)
    empty = sum(sure for text, sure in first.items() if text.startswith("[]"))
    inside = states.after(state, "[")
    if len(pieces) == 1 or pieces[0].text != "[" or inside is None:
        return empty
    second = _among(pieces[1], states, inside)
    return empty + first.get("[", 0.0) * sum(sure for text, sure in second.items() if text.startswith("]"))


def _among(chance: Chance, states: AnswerStates, state: State) -> dict[str, float]:
    """The probabilities of the tokens that could be written from a state, those that were not told as one of them.

    A token that is not told is no likelier than the least of those that are, and there is one for each character that
    could come next: no more can be missing. Where a server tells only what was written, all the rest may be.
    """
    told = dict(chance.others)
    fitting = {text: sure for text, sure in told.items() if text and states.after(state, text) is not None}
    least = min((sure for text, sure in told.items() if text not in ("", chance.text)), default=1.0)
    begun = {text[0] for text in fitting}
    missing = [each for each in _CHARACTERS if each not in begun and states.after(state, each) is not None]
    untold = min(max(0.0, 1.0 - sum(told.values())), len(missing) * least)
    total = sum(fitting.values()) + untold
    if total <= 0.0 or chance.text not in fitting:
        return {chance.text: chance.sure}
    another = f"{missing[0]}?" if missing else "?"
    return {text: sure / total for text, sure in fitting.items()} | {another: untold / total}
