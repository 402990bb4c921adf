"""This file is where the dialogues and queries that the models are compared on are drawn, the same in every run.

A group is one source in one language. Beside the prepared sources there are joined chats (models.training.joining) of
the same split: long, of several topics, with times, and with questions that nothing in them answers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import NamedTuple

from core.dialogues import Dialogue, DialogueQuery
from core.lexical import terms
from models.training.corpus import Split, dialogues
from models.training.joining import joined_chats

JOINED = "joined"
# The fragment of these is the whole dialogue: they ask which dialogue, never which turns of it.
WHOLE_KINDS = ("summary_dialogue", "task_dialogue")
_FOREIGN = 0.6


class Group(NamedTuple):
    source: str
    language: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What is drawn per group. turns: read in all, so that very long dialogues do not take the whole time; dialogues:
    a group of fewer is left out, one or two have no interval."""

    queries: int = 40
    turns: int = 30_000
    negatives: int = 20
    joined: int = 40
    seed: int = 1
    dialogues: int = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """One query to one dialogue. negative: it was asked of another dialogue, nothing here answers it."""

    dialogue: Dialogue
    query: DialogueQuery

    @property
    def negative(self) -> bool:
        return not self.query.utt_ids


def grouped(folder: Path, split: Split, limits: Limits) -> dict[Group, list[Dialogue]]:
    """All dialogues of a split by group. Raises DataError as core.dialogues does."""
    groups: dict[Group, list[Dialogue]] = {}
    for source, dialogue in dialogues(folder, split):
        groups.setdefault(Group(source, dialogue.language or "en"), []).append(dialogue)
    for dialogue in joined_chats(folder, split, limits.joined) if limits.joined else ():
        groups.setdefault(Group(JOINED, dialogue.language or "en"), []).append(dialogue)
    return {group: some for group, some in groups.items() if len(some) >= limits.dialogues}


def samples_of(group: Sequence[Dialogue], limits: Limits) -> list[Sample]:
    """Queries spread over as many dialogues as there are, and made negatives; nothing where there are no queries."""
    random = Random(f"samples {limits.seed}")  # noqa: S311 - sampling
    shuffled = random.sample(list(group), len(group))
    positives = _within(_in_turn(shuffled, random), limits.queries, limits.turns)
    annotated = [each for each in positives if each.negative]
    wanted = max(0, limits.negatives - len(annotated))
    negatives = _within(_foreign(shuffled, random), wanted, limits.turns // 2) if positives else []
    return positives + negatives


def _within(samples: Iterator[Sample], most: int, turns: int) -> list[Sample]:
    kept: list[Sample] = []
    for sample in samples:
        turns -= len(sample.dialogue.messages)
        if len(kept) >= most or (turns < 0 and kept):
            break
        kept.append(sample)
    return kept


def _in_turn(dialogues: Sequence[Dialogue], random: Random) -> Iterator[Sample]:
    """A query of each dialogue, then another of each, until there are none left."""
    queries = {each.id: [query for query in each.queries if query.kind not in WHOLE_KINDS] for each in dialogues}
    for left in queries.values():
        random.shuffle(left)
    while any(queries.values()):
        for dialogue in dialogues:
            if queries[dialogue.id]:
                yield Sample(dialogue, queries[dialogue.id].pop())


def _foreign(dialogues: Sequence[Dialogue], random: Random) -> Iterator[Sample]:
    """Queries of other dialogues of the group, most of whose words the dialogue does not have."""
    asked = [(each.id, query) for each in dialogues for query in each.queries if query.utt_ids and not query.opener_id]
    for dialogue in dialogues if asked else ():
        said = {term for message in dialogue.messages for term in terms(message.text)}
        for other, query in random.sample(asked, min(20, len(asked))):
            words = set(terms(query.text))
            if other != dialogue.id and words and len(words - said) >= _FOREIGN * len(words):
                yield Sample(dialogue, DialogueQuery(query.text, (), (), "negative"))
                break
