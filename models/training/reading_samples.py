"""This file is where annotated dialogues become what the compact reader meets: fragments with a query, and a truth.

Short dialogues are read whole and joined with others of their source; of long ones come windows around the truth,
windows elsewhere, and the whole. Every query also gets fragments of other dialogues that answer nothing, one of them
the most alike in words. All choices follow the seed and the dialogue's id.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random

from core.dialogues import Dialogue, DialogueQuery, read_dialogues
from core.lexical import terms
from core.types import Message
from models.training.held_out import touches

_WHOLE = 40
_FEW, _SHORTEST, _LONGEST = 2, 8, 30
_SHARE_OF_FEW = 0.25


@dataclass(frozen=True)
class Source:
    """A file of the training data: how many dialogues (of a language), and how many queries of each, are looked at."""

    name: str
    dialogues: int
    queries: int
    wholes: int = 0
    language: str | None = None


@dataclass(frozen=True)
class Sample:
    """One reading: truth holds places in messages; shape is "fragment", "joined", "whole" or "elsewhere"."""

    source: str
    split: str
    shape: str
    query: str
    messages: Sequence[Message]
    truth: frozenset[int]


def samples(source: Source, folder: Path, listed: frozenset[str], seed: int) -> Iterator[Sample]:
    """The samples of a source. Queries whose truth is the whole dialogue teach nothing about choosing: left out."""
    read = read_dialogues(folder / f"{source.name}.jsonl.gz")
    usable = (each for each in read if source.language in (None, each.language) and _is_usable(each, listed))
    dialogues = list(islice(usable, source.dialogues))
    for dialogue in dialogues:
        random = Random(f"{seed} {source.name} {dialogue.id}")  # noqa: S311 (sampling, no secret)
        peers = [each for each in dialogues if each.id != dialogue.id and _split(each.id) == _split(dialogue.id)]
        chosen = _choices(dialogue)
        for number, query in enumerate(random.sample(chosen, min(source.queries, len(chosen)))):
            yield from _of_query(source, (dialogue, query, peers), random, number < source.wholes)


def _is_usable(dialogue: Dialogue, listed: frozenset[str]) -> bool:
    return bool(_choices(dialogue)) and not touches(dialogue, listed)


def _choices(dialogue: Dialogue) -> list[DialogueQuery]:
    size = len(dialogue.messages)
    return [query for query in dialogue.queries if 0 < len(query.utt_ids) < size and query.text.strip()]


def _of_query(
    source: Source, what: tuple[Dialogue, DialogueQuery, list[Dialogue]], random: Random, whole: bool
) -> Iterator[Sample]:
    dialogue, query, peers = what
    split = _split(dialogue.id)
    shown = [each for each, turn in zip(dialogue.messages, dialogue.turn_ids, strict=True) if turn != query.opener_id]
    true_ids = {message.id for message in dialogue.chosen(query.utt_ids)}

    def sample(shape: str, messages: Sequence[Message], own: bool = True) -> Sample:
        truth = {at for at, message in enumerate(messages) if own and message.id in true_ids}
        return Sample(source.name, split, shape, query.text, messages, frozenset(truth))

    if len(shown) <= _WHOLE:
        yield sample("fragment", shown)
        yield _joined(sample("joined", shown), peers, random)
    else:
        yield sample("fragment", _window_around(shown, true_ids, random))
        yield sample("fragment", _window(shown, random))
        if whole:
            yield sample("whole", shown)
    elsewhere = [_window(random.choice(peers).messages, random) for _ in range(8)] if peers else []
    if elsewhere:
        yield sample("elsewhere", elsewhere[0], own=False)
        yield sample("elsewhere", max(elsewhere, key=lambda window: _likeness(query.text, window)), own=False)


def _joined(sample: Sample, peers: Sequence[Dialogue], random: Random) -> Sample:
    """The dialogue between one or two others."""
    others = [_window(random.choice(peers).messages, random) for _ in range(random.randint(1, 2))] if peers else []
    before = others[0] if random.random() < 0.5 and others else []
    after = [message for other in others[bool(before) :] for message in other]
    truth = frozenset(at + len(before) for at in sample.truth)
    messages = [*before, *sample.messages, *after]
    return Sample(sample.source, sample.split, sample.shape, sample.query, messages, truth)


def _window(messages: Sequence[Message], random: Random) -> Sequence[Message]:
    size = _size(random)
    start = random.randint(0, max(0, len(messages) - size))
    return messages[start : start + size]


def _window_around(messages: Sequence[Message], true_ids: set[int], random: Random) -> Sequence[Message]:
    places = [at for at, message in enumerate(messages) if message.id in true_ids]
    size = _size(random)
    start = max(0, random.choice(places) - random.randint(0, size - 1))
    return messages[start : start + size]


def _size(random: Random) -> int:
    """How many messages a fragment has; some have very few, as in real chats."""
    few = random.random() < _SHARE_OF_FEW
    return random.randint(_FEW, _SHORTEST) if few else random.randint(_SHORTEST, _LONGEST)


def _likeness(query: str, window: Sequence[Message]) -> int:
    return len(set(terms(query)) & {term for message in window for term in terms(message.text)})


def _split(dialogue_id: str) -> str:
    """By conversation, the same in every run: 75 % to fit, 25 % held out."""
    share = int(sha256(dialogue_id.encode()).hexdigest()[:8], 16) / 0x1_0000_0000
    return "fit" if share < 0.75 else "held_out"
