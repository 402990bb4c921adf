"""This file is where it is told which tokens may come next in an answer.

Of a vocabulary of 150,000 a few dozen can ever stand in one: digits, brackets, commas and the markers. They are found
once per tokenizer; what may come next is then a look at those few.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models.answer_form import ANSWER_MARKERS, FRAME, AnswerStates, State

_CHARACTERS = frozenset("0123456789,".join(FRAME))
_LIST_CHARACTERS = frozenset("0123456789,[];")
_MANY = 10**6


def answer_tokens(pieces: Mapping[int, str]) -> dict[int, str]:
    """Those tokens that can stand in an answer. pieces: token id -> the text that it stands for, markers as such.

    Where the tokenizer has the markers as tokens, they are written with these and never spelled. Find it once per
    tokenizer: it looks at every token.
    """
    spelled = not set(ANSWER_MARKERS) <= set(pieces.values())
    allowed = _CHARACTERS if spelled else _LIST_CHARACTERS
    states = AnswerStates(_MANY, _MANY)
    places = [State(part, place) for part in (0, 2, 4) for place in range(len(FRAME[part // 2]))]
    places += [State(part, 0, digits, 0, digits == "") for part in (1, 3) for digits in ("", "1")]
    places += [State(1), State(3)]
    return {
        token: text
        for token, text in pieces.items()
        if text and (text in ANSWER_MARKERS or allowed.issuperset(text)) and _fits(states, places, text)
    }


class TokenMask:
    """The tokens that may come next in an answer to one prompt. pieces: as answer_tokens gives them, or all tokens."""

    def __init__(self, pieces: Mapping[int, str], states: AnswerStates) -> None:
        self.pieces = pieces if len(pieces) < 4_096 else answer_tokens(pieces)
        self.states = states
        self._known: dict[State, NDArray[np.int64]] = {}

    def allowed(self, state: State) -> NDArray[np.int64]:
        """Ascending ids of the tokens that may follow; empty when the answer is complete."""
        if state not in self._known:
            fitting = (token for token, text in self.pieces.items() if self.states.after(state, text) is not None)
            self._known[state] = np.array(sorted(fitting), np.int64)
        return self._known[state]

    def after(self, state: State, token: int) -> State:
        """The state when that token was written. Raises ValueError for one that is not allowed."""
        after = self.states.after(state, self.pieces[token]) if token in self.pieces else None
        if after is None:
            raise ValueError("this token cannot come next in an answer")
        return after

    @property
    def writable(self) -> bool:
        """Whether these tokens can write an answer at all: some tokenizers lack a piece of it."""
        texts = set(self.pieces.values())
        return set("0123456789,[];") <= texts and texts.issuperset(
            ANSWER_MARKERS if texts & set(ANSWER_MARKERS) else _CHARACTERS
        )


def _fits(states: AnswerStates, places: list[State], text: str) -> bool:
    return any(states.after(place, text) is not None for place in places)
