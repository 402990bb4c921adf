"""This file is where dialogues are taken apart into pieces: short stretches of one conversation, to be joined anew.

A short dialogue is one piece, with its own fragments where it has some. Of a long one the pieces are its fragments
(threads of a channel, points of an agenda), or, where none are marked, stretches of consecutive turns.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from core.dialogues import Dialogue, DialogueQuery, read_dialogues
from core.types import Message
from models.training.corpus import Split

WHOLE = 40
_SHORTEST, _STRETCH = 3, (8, 30)
_TURN_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a dialogue. fragments and the ids of queries are positions in messages; fragments cover all of them."""

    source: str
    dialogue_id: str
    language: str
    messages: tuple[Message, ...]
    fragments: tuple[tuple[int, ...], ...]
    queries: tuple[DialogueQuery, ...]

    @property
    def speakers(self) -> list[str]:
        """Names in the order of their first turn; a turn without one is by "" (then somebody of the cast speaks)."""
        return list(dict.fromkeys(message.sender or "" for message in self.messages))


def pool(folder: Path, split: Split, weights: Mapping[str, float], most: int, seed: int) -> dict[str, list[Piece]]:
    """Up to `most` pieces of every source that has a weight, drawn evenly from its dialogues, by source and language
    ("bitcointranscripts/zh"). Raises DataError as core.dialogues does."""
    found: dict[str, list[Piece]] = defaultdict(list)
    seen: dict[str, int] = defaultdict(int)
    dice = Random(f"pieces {seed}")  # noqa: S311 (sampling, no secret)
    for source in sorted(weights):
        path = folder / split / f"{source}.jsonl.gz"
        for dialogue in read_dialogues(path) if path.exists() else ():
            for piece in pieces_of(dialogue, source, dice):
                name = f"{source}/{piece.language}"
                seen[name] += 1
                _keep(found[name], piece, seen[name], most, dice)
    return {name: pieces for name, pieces in found.items() if pieces}


def pieces_of(dialogue: Dialogue, source: str, dice: Random) -> Iterator[Piece]:
    """The pieces of one dialogue; turns longer than 2,000 characters make their piece unfit for a chat."""
    for chosen in _stretches(dialogue, dice):
        messages = tuple(dialogue.messages[at] for at in chosen)
        if len(messages) >= _SHORTEST and max(len(each.text) for each in messages) <= _TURN_CHARACTERS:
            yield _piece(dialogue, source, chosen)


def inner(piece: Piece, dice: Random) -> Piece:
    """A stretch from within the piece, without its greeting or its farewell; the piece where too little would be left.

    Questions stay whose evidence is all inside.
    """
    count = len(piece.messages)
    start = dice.randint(0, min(4, max(0, count - 6)))
    end = count - dice.randint(0, min(4, max(0, count - start - 6)))
    if end - start == count:
        return piece
    local = {at: at - start for at in range(start, end)}
    fragments = (tuple(local[at] for at in fragment if at in local) for fragment in piece.fragments)
    queries = (_shifted(query, local) for query in piece.queries)
    return replace(
        piece,
        messages=piece.messages[start:end],
        fragments=tuple(fragment for fragment in fragments if fragment),
        queries=tuple(query for query in queries if query is not None),
    )


def _keep(kept: list[Piece], piece: Piece, seen: int, most: int, dice: Random) -> None:
    """A reservoir: every piece seen so far is kept with the same chance."""
    if len(kept) < most:
        kept.append(piece)
    elif (place := dice.randrange(seen)) < most:
        kept[place] = piece


def _stretches(dialogue: Dialogue, dice: Random) -> Iterator[list[int]]:
    """Positions of the turns of each piece."""
    count = len(dialogue.messages)
    if count <= WHOLE:
        yield list(range(count))
    elif dialogue.fragments:
        place = {turn: at for at, turn in enumerate(dialogue.turn_ids)}
        for fragment in dialogue.fragments:
            yield sorted(place[turn] for turn in fragment if turn in place)[:WHOLE]
    else:
        start = 0
        while start + _SHORTEST <= count:
            end = min(count, start + dice.randint(*_STRETCH))
            yield list(range(start, end))
            start = end


def _piece(dialogue: Dialogue, source: str, chosen: list[int]) -> Piece:
    local = {dialogue.turn_ids[at]: place for place, at in enumerate(chosen)}
    language = dialogue.language or "en"
    messages = tuple(dialogue.messages[at] for at in chosen)
    queries = tuple(query for each in dialogue.queries if (query := _shifted(each, local)) is not None)
    return Piece(source, dialogue.id, language, messages, _fragments(dialogue, local), queries)


def _fragments(dialogue: Dialogue, local: Mapping[int, int]) -> tuple[tuple[int, ...], ...]:
    """The dialogue's fragments inside the piece; turns that stand in none go with the turn before."""
    label = [-1] * len(local)
    for number, fragment in enumerate(dialogue.fragments or ()):
        for turn in fragment:
            if turn in local:
                label[local[turn]] = number
    known = next((each for each in label if each >= 0), 0)
    groups: dict[int, list[int]] = defaultdict(list)
    for at, each in enumerate(label):
        known = each if each >= 0 else known
        groups[known].append(at)
    return tuple(tuple(group) for group in groups.values())


def _shifted(query: DialogueQuery, local: Mapping[int, int]) -> DialogueQuery | None:
    """The query with positions of the piece; None where part of its evidence lies outside, or where it has none."""
    if not query.utt_ids or query.img_ids or any(turn not in local for turn in query.utt_ids):
        return None
    opener = None if query.opener_id is None else local.get(query.opener_id)
    return DialogueQuery(query.text, tuple(local[turn] for turn in query.utt_ids), (), query.kind, opener)
