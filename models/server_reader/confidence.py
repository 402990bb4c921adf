"""This file is where what a server's model wrote becomes a reply: ids with their probabilities, and nothing else of it.

An id is as sure as the product of the probabilities of the tokens that it is written with. A server that tells no
probabilities gives every id SURE. `anything` is one less the probability that both lists are empty, each as the
probability of closing it at once, told by the tokens that could have stood there instead.
"""

import re
from collections.abc import Mapping, Sequence

from models.answer_form import AnswerStates, State, parse
from models.server_reader.answers import Chance, Written
from models.vision_language.generator import Reply

SURE = 0.75
"""Confidence of an id, and of there being an answer, where the server tells no probabilities: more than that of words
that stand in a message (core.reading.LITERAL), less than what a model that is sure would say."""

_LISTS = re.compile(r"\[([0-9,\s]*)\][^\[\]]{0,200}\[([0-9,\s]*)\]", re.ASCII)
_NUMBER = re.compile(r"[0-9]+", re.ASCII)
_LONGEST_NUMBER = 7

Span = tuple[int, int]


def reply_of(written: Written, utterances: int, images: int, seconds: tuple[float, float]) -> Reply:
    """The reply that stands in an answer to a prompt with so many ids; never raises, and never holds any text."""
    chosen = parse(written.text, utterances, images, strict=False)
    told = _told(written.chances, chosen, (utterances, images))
    if told is None:
        told = dict.fromkeys(chosen[0], SURE), dict.fromkeys(chosen[1], SURE), SURE if any(chosen) else 0.0
    return Reply(*told, written.prompt_tokens, written.answer_tokens or len(written.chances), seconds)


def _told(
    chances: Sequence[Chance], chosen: tuple[tuple[int, ...], tuple[int, ...]], counts: tuple[int, int]
) -> tuple[Mapping[int, float], Mapping[int, float], float] | None:
    """(utterances, images, anything) by the tokens; None where they do not tell the answer that was read."""
    text = "".join(each.text for each in chances)
    found = list(_LISTS.finditer(text)) if parse(text, *counts, strict=False) == chosen else []
    if not found:
        return None
    chances = _admitted(chances, counts)
    starts = _starts(chances)
    sure = [_sure(chances, starts, found[-1].span(part), found[-1][part]) for part in (1, 2)]
    if any(set(ids) - set(each) for ids, each in zip(chosen, sure, strict=True)):
        return None
    empty = [_closed_at_once(chances, starts, found[-1].start(part)) for part in (1, 2)]
    ids = [{each: told[each] for each in ids} for ids, told in zip(chosen, sure, strict=True)]
    anything = 1.0 - empty[0] * empty[1]
    return ids[0], ids[1], max([anything, *ids[0].values(), *ids[1].values()]) if any(chosen) else anything


def _admitted(chances: Sequence[Chance], counts: tuple[int, int]) -> list[Chance]:
    """The same with probabilities among what could have been written at all: servers tell those from before the form
    was imposed. Tokens of which they tell nothing else stay as they are, and so does what is not in the form."""
    states, told = AnswerStates(*counts), []
    state: State | None = states.start
    for chance in chances:
        ways = dict(chance.others) | {chance.text: chance.sure}
        untold = max(0.0, 1.0 - sum(ways.values()))  # all of it could have been written
        if state is not None and chance.others:
            ways = {text: sure for text, sure in ways.items() if text and states.after(state, text) is not None}
        total = sum(ways.values()) + untold
        if chance.text in ways and chance.others and total > 0.0:
            others = {text: sure / total for text, sure in ways.items() if text != chance.text}
            told.append(Chance(chance.text, chance.sure / total, others))
        else:
            told.append(chance)
        state = states.after(state, chance.text) if state is not None else None
    return told


def _starts(chances: Sequence[Chance]) -> list[int]:
    starts = [0]
    for each in chances:
        starts.append(starts[-1] + len(each.text))
    return starts


def _sure(chances: Sequence[Chance], starts: Sequence[int], span: Span, inside: str) -> dict[int, float]:
    found: dict[int, float] = {}
    for number in _NUMBER.finditer(inside):
        if len(number[0]) <= _LONGEST_NUMBER:
            product = 1.0
            for place in _covering(starts, (span[0] + number.start(), span[0] + number.end())):
                product *= chances[place].sure
            found.setdefault(int(number[0]), product)
    return found


def _closed_at_once(chances: Sequence[Chance], starts: Sequence[int], at: int) -> float:
    """The probability that a list whose first sign stands at `at` had none."""
    place = _covering(starts, (at, at + 1))[0]
    chance = chances[place]
    before = chance.text[: at - starts[place]]
    ways = {chance.text: chance.sure} | dict(chance.others)
    return min(1.0, sum(sure for text, sure in ways.items() if text.startswith(before + "]")))


def _covering(starts: Sequence[int], span: Span) -> list[int]:
    """The tokens that a stretch of the text is written with."""
    return [place for place in range(len(starts) - 1) if starts[place] < span[1] and starts[place + 1] > span[0]]
