"""This file is where a model that gives logits writes an answer: greedily, token by token, and only what is allowed.

The confidences come from the same steps. All probabilities are those under the mask: what else a model would have liked
to say has no part in them.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.protocols import Check, unhindered
from models.answer_form import FRAME, State
from models.token_mask import TokenMask

_FORM = re.compile("([0-9,]*)".join(map(re.escape, FRAME)))
_DIGITS = re.compile("[0-9]+")
_LARGE = 1e6

Logits = NDArray[np.float32]

Step = Callable[[Sequence[int]], Logits]
"""Given the tokens that were chosen since the last call (none at first), the logits of the next one, for the whole
vocabulary, shape (vocabulary,)."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """ids, each with its probability in [0, 1]; anything: probability that not both lists are empty; tokens: written;
    passes: how many of them the model was asked for."""

    utterances: dict[int, float] = field(default_factory=dict)
    images: dict[int, float] = field(default_factory=dict)
    anything: float = 0.0
    tokens: int = 0
    passes: int = 0


@dataclass(frozen=True, slots=True)
class WrittenToken:
    """A token of an answer. probability: its own; ends: that of all tokens there which begin with no digit."""

    text: str
    probability: float = 1.0
    ends: float = 1.0


def decode(step: Step, mask: TokenMask, check: Check = unhindered) -> Decoded:
    """Writes one answer. `check` is called before every step; raises as it and `step` do."""
    answer = AnswerDecoding(mask)
    new = answer.begin()
    while not answer.done:
        check()
        new = answer.choose(step(new)[answer.allowed])
    return answer.result()


class AnswerDecoding:
    """An answer that is being written, for whoever computes several at a time.

    `begin` gives the tokens that every answer begins with: put them behind the prompt. Then, until `done`: compute the
    logits, hand those of `allowed` to `choose`, and go on with the tokens that it returns, one or more of them.
    """

    def __init__(self, mask: TokenMask) -> None:
        self._mask = mask
        self._state: State = mask.states.start
        self._written: list[WrittenToken] = []
        self._open, self._empty = [1.0, 1.0], [0.0, 0.0]
        self._passes = 0

    @property
    def done(self) -> bool:
        return self._mask.states.complete(self._state)

    @property
    def allowed(self) -> NDArray[np.int64]:
        """Ids of the tokens that may come next, ascending."""
        return self._mask.allowed(self._state)

    def begin(self) -> list[int]:
        return self._forced()

    def choose(self, logits: NDArray[np.floating]) -> list[int]:
        """Takes the likeliest of `allowed`, and the tokens that must follow it. logits: of `allowed`, in its order;
        those that are not numbers count as impossible."""
        allowed, odds = self.allowed, _probabilities(logits)
        self._passes += 1
        self._weigh_emptiness(allowed, odds)
        digits = [self._mask.pieces[int(token)][0] in "0123456789" for token in allowed]
        ends = float(odds[~np.array(digits, np.bool_)].sum())
        best = int(np.argmax(odds))
        token = int(allowed[best])
        self._write(token, WrittenToken(self._mask.pieces[token], float(odds[best]), ends))
        return [token, *self._forced()]

    def result(self) -> Decoded:
        utterances, images = chances(self._written)
        empty = float(np.prod([min(1.0, each) for each in self._empty]))
        return Decoded(utterances, images, 1.0 - empty, len(self._written), self._passes)

    def _forced(self) -> list[int]:
        """Writes tokens as long as there is only one that may come."""
        tokens: list[int] = []
        while not self.done:
            allowed = self.allowed
            if len(allowed) != 1:
                if not len(allowed):
                    raise ValueError("the tokenizer lacks a piece of the answer")
                break
            token = int(allowed[0])
            self._weigh_emptiness(allowed, np.ones(1))
            text = self._mask.pieces[token]
            self._write(token, WrittenToken(text, 1.0, 0.0 if text[0] in "0123456789" else 1.0))
            tokens.append(token)
        return tokens

    def _write(self, token: int, written: WrittenToken) -> None:
        self._state = self._mask.after(self._state, token)
        self._written.append(written)

    def _weigh_emptiness(self, allowed: NDArray[np.int64], odds: NDArray[np.float64]) -> None:
        """Adds what this step says of a list being empty: one token may tell it ("[]"), or several."""
        told = [self._decided(int(token)) for token in allowed]
        for number in (0, 1):
            if self._open[number]:
                empty = sum(float(chance) for chance, each in zip(odds, told, strict=True) if each.get(number))
                undecided = sum(float(chance) for chance, each in zip(odds, told, strict=True) if number not in each)
                self._empty[number] += self._open[number] * empty
                self._open[number] *= undecided

    def _decided(self, token: int) -> dict[int, bool]:
        """The lists whose first character this token would write, and whether they would be empty."""
        found: dict[int, bool] = {}
        state: State | None = self._state
        for character in self._mask.pieces[token]:
            if state is not None and state.undecided and state.list_number is not None:
                found[state.list_number] = character == "]"
            state = self._mask.states.after(state, character) if state is not None else None
        return found


def chances(written: Sequence[WrittenToken]) -> tuple[dict[int, float], dict[int, float]]:
    """Probability of each id of the two lists in a whole answer, given as the tokens that it is made of.

    That of an id is the product over its tokens: the comma before it, or the bracket, its digits, and that no further
    digit follows. Raises ValueError where the tokens are no answer.
    """
    text = "".join(each.text for each in written)
    found: list[dict[int, float]] = []
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError("these tokens are no answer")
    bounds = np.cumsum([0, *(len(each.text) for each in written)])
    for number in (1, 2):
        found.append({})
        for digits in _DIGITS.finditer(text, *match.span(number)):
            found[-1][int(digits[0])] = _chance(written, bounds, digits.span())
    return found[0], found[1]


def _chance(written: Sequence[WrittenToken], bounds: NDArray[np.int64], span: tuple[int, int]) -> float:
    """Of the number whose digits stand at `span`; bounds: where each token begins, and where the last one ends."""
    first = int(np.searchsorted(bounds, span[0] - 1, "right")) - 1
    after = int(np.searchsorted(bounds, span[1], "left"))
    product = float(np.prod([each.probability for each in written[first:after]]))
    alone = written[after].ends if after < len(written) and bounds[after] == span[1] else 1.0
    return min(1.0, product * alone)


def _probabilities(logits: NDArray[np.floating]) -> NDArray[np.float64]:
    """Softmax; where no logit is a number, all are equally likely."""
    known = np.nan_to_num(np.asarray(logits, np.float64), nan=-np.inf, posinf=_LARGE, neginf=-np.inf)
    if not np.isfinite(known).any():
        return np.full(len(known), 1 / len(known))
    powers = np.exp(known - known.max())
    return np.asarray(powers / powers.sum(), np.float64)
