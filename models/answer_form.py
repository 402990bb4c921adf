"""This file is where the form of an answer is: which texts are one, and which ids a text names.

An answer is exactly `<|utt_ids_start|>[3,4,7]<|utt_ids_end|>;<|img_ids_start|>[0]<|img_ids_end|>` (FFR paper, answer of
F2RVLM); lists may be empty. Its ids ascend, none is there twice, and all of them are in the prompt. AnswerStates,
models.answer_grammar.gbnf and regex admit the same texts: what a model may say is only ever ids.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

UTTERANCES_START, UTTERANCES_END = "<|utt_ids_start|>", "<|utt_ids_end|>"
IMAGES_START, IMAGES_END = "<|img_ids_start|>", "<|img_ids_end|>"
ANSWER_MARKERS = (UTTERANCES_START, UTTERANCES_END, IMAGES_START, IMAGES_END)

FRAME = (f"{UTTERANCES_START}[", f"]{UTTERANCES_END};{IMAGES_START}[", f"]{IMAGES_END}")
"""What stands before, between and after the two lists."""

_REMEMBERED = 32_768

Ids = tuple[int, ...]

_FORM = re.compile("(.*?)".join(map(re.escape, FRAME)), re.ASCII)


@dataclass(frozen=True, slots=True)
class State:
    """How far an answer is written. part: 0, 2, 4 are those of FRAME, 1 and 3 the lists.

    place: characters of the frame's part that are written; digits: of the number that is being written; least: the
    lowest id that may come; open: a number must follow, a comma was written.
    """

    part: int = 0
    place: int = 0
    digits: str = ""
    least: int = 0
    open: bool = False

    @property
    def list_number(self) -> int | None:
        """0 inside the utterances' list, 1 inside the images', None elsewhere."""
        return self.part // 2 if self.part % 2 else None

    @property
    def undecided(self) -> bool:
        """Inside a list of which nothing is written."""
        return self.part % 2 == 1 and not self.digits and not self.open and self.least == 0


class AnswerStates:
    """An automaton over the characters of an answer to a prompt with so many utterances and images.

    From every state that it gives an answer can be completed.
    """

    def __init__(self, utterances: int, images: int) -> None:
        self.utterances, self.images = utterances, images
        self._known: dict[tuple[State, str], State | None] = {}

    @property
    def start(self) -> State:
        return State()

    def after(self, state: State, text: str) -> State | None:
        """The state when `text` is written next; None where no answer goes on with it."""
        now: State | None = state
        for character in text:
            if now is None:
                return None
            now = self._next(now, character)
        return now

    def complete(self, state: State) -> bool:
        """Whether what is written is a whole answer; nothing can follow then."""
        return state.part == 4 and state.place == len(FRAME[2])

    def _next(self, state: State, character: str) -> State | None:
        """A dictionary and no lru_cache: one over a method keeps its object until garbage is collected."""
        key = (state, character)
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = self._after_character(state, character)
        return self._known[key]

    def _after_character(self, state: State, character: str) -> State | None:
        if state.part % 2 == 1:
            return self._in_list(state, character)
        frame = FRAME[state.part // 2]
        if state.place >= len(frame) or frame[state.place] != character:
            return None
        whole = state.place + 1 == len(frame) and state.part < 4
        return State(state.part + 1) if whole else State(state.part, state.place + 1)

    def _in_list(self, state: State, character: str) -> State | None:
        count = self.utterances if state.part == 1 else self.images
        if character in "0123456789":
            digits = state.digits + character
            there = any_with_prefix(digits, state.least, count)
            return State(state.part, 0, digits, state.least, state.open) if there else None
        chosen = int(state.digits) if state.digits else None
        if chosen is not None and not state.least <= chosen < count:
            return None
        if character == "]" and not (state.open and chosen is None):
            return State(state.part + 1, 1)
        if character == "," and chosen is not None and chosen + 1 < count:
            return State(state.part, 0, "", chosen + 1, True)
        return None


def any_with_prefix(digits: str, least: int, count: int) -> bool:
    """Whether an id from `least` up to below `count` begins with these digits; "0" begins only 0."""
    first, last = int(digits), int(digits)
    if digits.startswith("0"):
        return digits == "0" and least == 0 < count
    while first < count:
        if last >= least:
            return True
        first, last = first * 10, last * 10 + 9
    return False


def answer_text(utterances: Sequence[int], images: Sequence[int]) -> str:
    """The answer that names these ids, in the one form: also what a model is trained to write."""
    lists = (",".join(str(number) for number in sorted(set(ids))) for ids in (utterances, images))
    return f"{FRAME[0]}{next(lists)}{FRAME[1]}{next(lists)}{FRAME[2]}"


def is_answer(text: str, utterances: int, images: int) -> bool:
    """Whether the text is an answer and nothing else (FFR paper, format reward)."""
    states = AnswerStates(utterances, images)
    state = states.after(states.start, text)
    return state is not None and states.complete(state)


def parse(text: str, utterances: int, images: int, *, strict: bool = True) -> tuple[Ids, Ids]:
    """The ids of utterances and images that an answer names, ascending; only ids that exist, each once.

    strict: raises ValueError (which does not tell the text) for anything but an answer. Otherwise the lists are looked
    for (models.answer_search), and what is not found is empty; never raises.
    """
    if not strict:
        from models.answer_search import found

        return found(text, utterances, images)
    match = _FORM.fullmatch(text)
    if match is None or not is_answer(text, utterances, images):
        raise ValueError("the model's answer does not have the form of one")
    first, second = (tuple(map(int, each.split(","))) if each else () for each in match.groups())
    return first, second
