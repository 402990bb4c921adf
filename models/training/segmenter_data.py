"""This file is where dialogues with fragments become batches of windows for the segmenter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import NamedTuple

import numpy as np

from core.dialogues import Dialogue
from models.chat_structure import Floats, Structure, pair_signs, signs, structure
from models.utterance_tokens import BUCKETS, Integers

UNMARKED = -1


@dataclass(frozen=True, slots=True)
class Example:
    """A dialogue ready to learn from. labels (n,): the fragment of each utterance, UNMARKED where it has none."""

    chat: Structure
    labels: Integers


@dataclass(frozen=True)
class Hiding:
    """How much of what a chat tells is hidden while training, so that the model works where it is not there."""

    times: float = 0.4  # plain dialogues have none
    replies: float = 0.5  # most apps export none
    speakers: float = 0.05
    names: float = 0.2
    words: float = 0.12  # chats in which no words are seen at all: what is left holds in every language
    token: float = 0.15  # share of single tokens


class Batch(NamedTuple):
    """b windows of n utterances, padded. mask (b, n); labels UNMARKED also in the padding; new (b, n): 1 where nothing
    before the utterance, also outside the window, is of its fragment."""

    tokens: Integers
    signs: Floats
    pair_signs: Floats
    mask: Floats
    labels: Integers
    new: Floats


def example(dialogue: Dialogue) -> Example | None:
    """None for a dialogue without fragments or of fewer than four utterances."""
    if not dialogue.fragments or len(dialogue.messages) < 4:
        return None
    label = {turn: number for number, fragment in enumerate(dialogue.fragments) for turn in fragment}
    return Example(structure(dialogue.messages), np.array([label.get(turn, UNMARKED) for turn in dialogue.turn_ids]))


def rarity(examples: Sequence[Example]) -> Floats:
    """Natural logarithm of utterances per token's utterances, shape (BUCKETS,); unseen tokens count as seen once."""
    seen = np.ones(BUCKETS)
    total = 1
    for each in examples:
        for row in each.chat.tokens:
            seen[np.unique(row)] += 1
        total += len(each.labels)
    found = np.log(total / seen)
    found[0] = 0
    return found.astype(np.float32)


def batch(examples: Sequence[Example], width: int, idf: Floats, hiding: tuple[Hiding, Random] | None) -> Batch:
    """A window of at most `width` utterances of each example; a random one, partly hidden, where hiding is given."""
    windows = []
    for each in examples:
        count = len(each.labels)
        start = hiding[1].randrange(count - width + 1) if hiding and count > width else 0
        chat = each.chat.part(start, min(count, start + width))
        chat = hidden(chat, *hiding) if hiding else chat
        windows.append((chat, each.labels, start, count))
    n = max(len(chat.speaker) for chat, *_ in windows)
    rows = [_padded(window, n, idf) for window in windows]
    return Batch(*(np.stack(column) for column in zip(*rows, strict=True)))


def hidden(chat: Structure, hiding: Hiding, dice: Random) -> Structure:
    """The chat without some of what it tells."""
    nobody = np.full_like(chat.speaker, -1)
    if dice.random() < hiding.times:
        chat = replace(chat, seconds=np.full_like(chat.seconds, np.nan))
    if dice.random() < hiding.replies:
        chat = replace(chat, answers=nobody)
    if dice.random() < hiding.names:
        chat = replace(chat, said=np.full_like(chat.said, -1))
    if dice.random() < hiding.speakers:
        chat = replace(chat, speaker=nobody, said=np.full_like(chat.said, -1))
    if dice.random() < hiding.words:
        return replace(chat, tokens=np.zeros_like(chat.tokens))
    noise = np.random.default_rng(dice.getrandbits(32)).random(chat.tokens.shape)
    return replace(chat, tokens=np.where(noise < hiding.token, 0, chat.tokens))


def _padded(
    window: tuple[Structure, Integers, int, int], n: int, idf: Floats
) -> tuple[Integers, Floats, Floats, Floats, Integers, Floats]:
    chat, every, start, total = window
    count = len(chat.speaker)
    room = n - count
    labels = every[start : start + count]
    earlier = set(every[:start].tolist())
    firsts: set[int] = set()
    new = np.zeros(n, np.float32)
    for at, label in enumerate(labels.tolist()):
        new[at] = label not in firsts and label not in earlier
        firsts.add(label)
    return (
        np.pad(chat.tokens, ((0, room), (0, 0))),
        np.pad(signs(chat, start, total), ((0, room), (0, 0))),
        np.pad(pair_signs(chat, idf), ((0, room), (0, room), (0, 0))),
        np.pad(np.ones(count, np.float32), (0, room)),
        np.pad(labels, (0, room), constant_values=UNMARKED),
        new,
    )
