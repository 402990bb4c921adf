"""This file is where a chat becomes numbers that need no language model: who speaks, who is named, when, how long, what
is answered, and which words two utterances share. The segmenter reads them together with models.utterance_tokens.

Everything is the same in training and at run time, and the same in every language.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.types import Message
from models.cue_words import CUES, cues
from models.utterance_tokens import TAIL, Integers, token_rows

Floats = NDArray[np.float32]

SIGNS = 19 + 2 * len(CUES)
"""Numbers per utterance (signs)."""

PAIR_SIGNS = 14
"""Numbers per pair of utterances (pair_signs)."""

_WORD = re.compile(r"[^\s,:;@<>()\"“”，：；（）!?！？。]+")
_PLAIN = 3.0


@dataclass(frozen=True, slots=True)
class Structure:
    """A stretch of a chat, n utterances.

    tokens (n, COLUMNS); speaker (n,), -1 unknown; said (n, 2): whom it names at its beginning, and anywhere, or -1;
    answers (n,): the place of what it replies to, or -1; seconds (n,): since the first, NaN where unknown;
    told (n, 3 + cues): what its text says by itself (length, question, link, cues).
    """

    tokens: Integers
    speaker: Integers
    said: Integers
    answers: Integers
    seconds: NDArray[np.float64]
    told: Floats

    def part(self, start: int, end: int) -> "Structure":
        """The utterances from start to end; replies to what lies outside are forgotten."""
        answers = self.answers[start:end] - start
        return Structure(
            self.tokens[start:end],
            self.speaker[start:end],
            self.said[start:end],
            np.where(answers < 0, -1, answers),
            self.seconds[start:end],
            self.told[start:end],
        )


def structure(messages: Sequence[Message]) -> Structure:
    """Of a whole chat, or of a stretch that is looked at alone."""
    texts = [message.text for message in messages]
    people: dict[str, int] = {}
    speaker = [people.setdefault(message.sender, len(people)) if message.sender else -1 for message in messages]
    place = {message.key: at for at, message in enumerate(messages)}
    answers = [place.get(message.reply_to, -1) if message.reply_to is not None else -1 for message in messages]
    instants = np.array([np.nan if message.sent_at is None else message.sent_at / 1000 for message in messages])
    known = instants[~np.isnan(instants)]
    tokens = token_rows(texts)
    bare = np.array([_told(message) for message in messages], np.float32).reshape(len(texts), 3)
    return Structure(
        tokens,
        np.array(speaker, np.int32),
        _named(texts, speaker, people),
        np.where(np.array(answers, np.int32) < np.arange(len(texts)), np.array(answers, np.int32), -1),
        instants - known[0] if len(known) else instants,
        np.concatenate([bare, cues(tokens)], axis=1).astype(np.float32),
    )


def signs(chat: Structure, first: int, total: int) -> Floats:
    """Shape (n, SIGNS). first: how many utterances of the chat lie before; total: how many it has."""
    count = len(chat.speaker)
    places = np.arange(count)
    own = _since(chat.speaker)
    same = np.concatenate([[False], chat.speaker[1:] == chat.speaker[:-1]])
    share = (chat.speaker[:, None] == chat.speaker[None, :]).mean(1)
    before, after, known = _gaps(chat.seconds)
    answered = np.isin(places, chat.answers)
    columns = [
        same,
        np.concatenate([same[1:], [False]]),
        own == 0,
        np.log1p(own),
        share,
        _distinct(chat.speaker, 8),
        np.full(count, len(np.unique(chat.speaker)) / 10),
        chat.said[:, 0] >= 0,
        chat.said[:, 1] >= 0,
        chat.answers >= 0,
        answered,
        before,
        after,
        known,
        np.log1p(first + places) / 4,
        np.full(count, np.log1p(total) / 4),
    ]
    return np.column_stack([*columns, chat.told]).astype(np.float32)


def pair_signs(chat: Structure, rarity: Floats) -> Floats:
    """Shape (n, n, PAIR_SIGNS): how utterance i (row) looks to an earlier one j (column). rarity: by token, its idf."""
    count = len(chat.speaker)
    places = np.arange(count)
    distance = np.abs(places[:, None] - places[None, :])
    speaker, start, anywhere = chat.speaker, chat.said[:, 0], chat.said[:, 1]
    same = (speaker[:, None] == speaker[None, :]) & (speaker[:, None] >= 0)
    latest = _latest_of_each(speaker)
    shared, alike = _overlap(chat.tokens, rarity)
    with np.errstate(invalid="ignore"):
        gap = np.abs(chat.seconds[:, None] - chat.seconds[None, :])
    known = ~np.isnan(gap)
    passed = np.where(known, np.log1p(np.nan_to_num(gap)) / 8, 0)
    columns = [
        same,
        same & latest,
        ~same & latest,
        _points(start, speaker),
        _points(start, speaker) & latest,
        _points(anywhere, speaker),
        _points(speaker, start, turned=True),
        _points(speaker, anywhere, turned=True),
        (start[:, None] == start[None, :]) & (start[:, None] >= 0),
        chat.answers[:, None] == places[None, :],
        shared,
        alike,
        passed,
        np.log1p(distance) / 4,
    ]
    return np.stack(columns, axis=-1).astype(np.float32)


def _told(message: Message) -> tuple[float, bool, bool]:
    text = message.text
    bare = not text or "http" in text or bool(message.attachments)
    return math.log1p(len(text)) / 4, "?" in text or "？" in text, bare


def _named(texts: Sequence[str], speaker: Sequence[int], people: dict[str, int]) -> Integers:
    """Whom each text names: at its beginning, and anywhere; the speaker does not name itself."""
    known = _callable_names(people)
    unspaced = [(name, who) for name, who in known.items() if not name.isascii()]
    found = np.full((len(texts), 2), -1, np.int32)
    for at, text in enumerate(texts):
        low = text[:400].lower()
        for number, word in enumerate(_WORD.findall(low)):
            who = known.get(word)
            if who is not None and who != speaker[at] and (number == 0 or len(word) > 3):
                found[at, 1] = who if found[at, 1] < 0 else found[at, 1]
                found[at, 0] = who if number == 0 else found[at, 0]
        for name, who in unspaced:
            place = low.find(name)
            if place >= 0 and who != speaker[at]:
                found[at, 1] = who
                found[at, 0] = who if place < 2 else found[at, 0]
    return found


def _callable_names(people: dict[str, int]) -> dict[str, int]:
    """Lower-case names by which somebody may be called: the whole one, and its first word if nobody shares it."""
    known: dict[str, int] = {}
    shared: set[str] = set()
    for name, who in people.items():
        low = name.lower()
        for word in {low, *(part for part in low.split()[:1] if len(part) > 2)}:
            if known.setdefault(word, who) != who:
                shared.add(word)
    return {word: who for word, who in known.items() if len(word) > 1 and word not in shared}


def _since(speaker: Integers) -> NDArray[np.float64]:
    """Utterances since the same person's one before; 0 for the first."""
    latest: dict[int, int] = {}
    found = np.zeros(len(speaker))
    for at, who in enumerate(speaker.tolist()):
        found[at] = at - latest[who] if who in latest else 0
        latest[who] = at
    return found


def _distinct(speaker: Integers, reach: int) -> NDArray[np.float64]:
    """How many people speak in the `reach` utterances up to each, as a share of reach."""
    padded = np.concatenate([np.full(reach - 1, -2, np.int32), speaker])
    around = np.sort(np.lib.stride_tricks.sliding_window_view(padded, reach), axis=1)
    return np.asarray(((np.diff(around, axis=1) != 0).sum(1) + 1 - (around[:, 0] == -2)) / reach)


def _gaps(seconds: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Logarithms of the pauses before and after, against an hour, and whether they are known."""
    pauses = np.concatenate([[np.nan], np.maximum(np.diff(seconds), 0)]) if len(seconds) else seconds
    known = ~np.isnan(pauses)
    before = np.where(known, np.log1p(np.nan_to_num(pauses)) / 8, 0)
    return before, np.concatenate([before[1:], [0.0]]), known


def _latest_of_each(speaker: Integers) -> NDArray[np.bool_]:
    """(i, j): j is the last utterance of its speaker before i."""
    count = len(speaker)
    places = np.arange(count)
    following = np.full(count, count)
    ahead: dict[int, int] = {}
    for at in range(count - 1, -1, -1):
        following[at] = ahead.get(int(speaker[at]), count)
        ahead[int(speaker[at])] = at
    return (following[None, :] >= places[:, None]) & (places[None, :] < places[:, None])


def _points(one: Integers, other: Integers, turned: bool = False) -> NDArray[np.bool_]:
    """(i, j): what `one` holds for i is what `other` holds for j, and is somebody."""
    somebody = one[:, None] >= 0 if not turned else other[None, :] >= 0
    return np.asarray((one[:, None] == other[None, :]) & somebody)


def _overlap(tokens: Integers, rarity: Floats) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The idf that two utterances share, and its cosine; words that are everywhere do not count.

    Sparse on purpose: a product of dense matrices is slower, and waits for other threads on a busy machine.
    """
    count = len(tokens)
    rows, columns = np.nonzero(rarity[tokens[:, TAIL:]] > _PLAIN)
    # Each token once per utterance, sorted by token: utterances that have one in common stand together.
    keys = np.unique(tokens[rows, TAIL + columns].astype(np.int64) * count + rows)
    token, row = keys // max(1, count), keys % max(1, count)
    weight = np.square(rarity[token] - _PLAIN)
    starts = np.searchsorted(token, token, side="left")
    sizes = np.searchsorted(token, token, side="right") - starts
    one = np.repeat(np.arange(len(keys)), sizes)
    other = np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(len(one))
    shared = np.bincount(row[one] * count + row[other], weight[one], count * count).reshape(count, count)
    norms = np.sqrt(np.maximum(np.diag(shared), 1e-6))
    return np.log1p(shared) / 4, shared / norms[:, None] / norms[None, :]
