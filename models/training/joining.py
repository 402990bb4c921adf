"""This file is where short dialogues are joined into long chats, as the FFR paper's MLDR does: several topics, many
speakers, time stamps, conversations that run side by side, noise as in real chats, and questions that nothing answers.

    python -m models.training.joining --data DIR --out FILE.jsonl.gz --chats 1000 --seed 1

Every piece (models.training.pieces) is a stream of messages with times of its own; a chat is those streams put next to
each other or over each other and sorted by time. So braided threads look as they do where people really write at once.
Queries keep pointing at the turns that answer them. The same seed gives the same chats.
"""

import argparse
import gzip
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import orjson

from core.dialogues import Dialogue, DialogueQuery
from core.lexical import terms
from core.types import Attachment, Message
from models.training.chat_lines import Config, Line, lines_of
from models.training.corpus import Split
from models.training.pieces import Piece, inner, pool

__all__ = ["Config", "chats_of", "join", "joined_chats", "record"]

NOTHING = "nothing"
"""The kind of a query that no turn of the chat answers."""

_STRANGERS = 8
_FOREIGN = 0.5
_YEARS = (1_420_070_400, 1_735_689_600)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m models.training.joining", description="Joins dialogues to chats.")
    parser.add_argument("--data", type=Path, required=True, help="the prepared data")
    parser.add_argument("--out", type=Path, required=True, help="JSON lines, gzipped")
    parser.add_argument("--split", choices=("train", "validation", "test"), default="train")
    parser.add_argument("--chats", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=Config.seed)
    chosen = parser.parse_args(arguments)
    with gzip.open(chosen.out, "wb", compresslevel=3) as stream:
        for chat in joined_chats(chosen.data, chosen.split, chosen.chats, Config(seed=chosen.seed)):
            stream.write(orjson.dumps(record(chat)) + b"\n")


def joined_chats(folder: Path, split: Split, chats: int, config: Config | None = None) -> Iterator[Dialogue]:
    """That many chats from the prepared data of a split. Raises DataError as core.dialogues does."""
    chosen = config or Config()
    pieces = pool(folder, split, chosen.sources, chosen.pieces_per_source, chosen.seed)
    yield from chats_of(pieces, chats, chosen)


def chats_of(pieces: Mapping[str, Sequence[Piece]], chats: int, config: Config) -> Iterator[Dialogue]:
    """Chats from a pool of pieces by "source/language". Each depends on the pool, the seed and its number only."""
    for number in range(chats):
        dice = Random(f"{config.seed} chat {number}")  # noqa: S311 (sampling, no secret)
        language = "zh" if dice.random() < config.chinese else "en"
        names = [name for name in sorted(pieces) if name.endswith(f"/{language}")] or sorted(pieces)
        chosen = _choose(pieces, names, dice, config)
        strangers = [_draw(pieces, names, dice, config) for _ in range(_STRANGERS)]
        yield replace(join(chosen, strangers, dice, config), id=f"joined/{config.seed}/{number}")


def join(pieces: Sequence[Piece], strangers: Sequence[Piece], dice: Random, config: Config) -> Dialogue:
    """One chat of these pieces, all of one language. strangers: pieces whose questions may be asked in vain."""
    lines, names = lines_of(pieces, dice, config)
    messages = _messages(lines, names, _clock(lines, dice, config))
    topics: dict[tuple[int, int], list[int]] = {}
    for at, line in enumerate(lines):
        topics.setdefault(line.topic, []).append(at)
    queries = (*_queries(pieces, lines, dice, config), *_unanswered(strangers, pieces, messages, config))
    fragments = tuple(tuple(topic) for topic in topics.values())
    return Dialogue("joined", messages, tuple(range(len(messages))), fragments, queries, pieces[0].language)


def record(dialogue: Dialogue) -> dict[str, Any]:
    """The dialogue as one object of the schema of core.dialogues, with "sent_at" and "reply_to" where it has them."""
    place = {message.key: turn for message, turn in zip(dialogue.messages, dialogue.turn_ids, strict=True)}
    turns = []
    for turn, message in zip(dialogue.turn_ids, dialogue.messages, strict=True):
        images = [{"path": image.name, "caption": image.caption} for image in message.attachments if image.is_image]
        made: dict[str, Any] = {"id": turn, "speaker": message.sender or "", "text": message.text, "images": images}
        made |= {} if message.sent_at is None else {"sent_at": message.sent_at}
        turns.append(made | ({} if message.reply_to is None else {"reply_to": place[message.reply_to]}))
    queries = [
        {"text": query.text, "utt_ids": query.utt_ids, "img_ids": query.img_ids, "kind": query.kind}
        | ({} if query.opener_id is None else {"opener_id": query.opener_id})
        for query in dialogue.queries
    ]
    head = {"dialogue_id": dialogue.id, "source": "joined", "language": dialogue.language}
    return {**head, "turns": turns, "fragments": dialogue.fragments, "queries": queries}


def _choose(pieces: Mapping[str, Sequence[Piece]], names: list[str], dice: Random, config: Config) -> list[Piece]:
    """Pieces of different dialogues, as many as fit: often of one source, else of any of the language."""
    alike = [_source(names, dice, config)] if dice.random() < config.same_source else names
    chosen: dict[str, Piece] = {}
    turns = 0
    for _ in range(dice.randint(*config.pieces)):
        piece = _draw(pieces, alike, dice, config)
        piece = inner(piece, dice) if dice.random() < config.inner else piece
        turns += len(piece.messages)
        if chosen and turns > config.turns:
            break
        chosen.setdefault(piece.dialogue_id, piece)
    return list(chosen.values())


def _draw(pieces: Mapping[str, Sequence[Piece]], names: list[str], dice: Random, config: Config) -> Piece:
    return dice.choice(pieces[_source(names, dice, config)])


def _source(names: list[str], dice: Random, config: Config) -> str:
    weights = [config.sources.get(name.rpartition("/")[0], 1.0) for name in names]
    return dice.choices(names, weights)[0]


def _clock(lines: Sequence[Line], dice: Random, config: Config) -> list[int | None]:
    """The instant of every line in milliseconds; None throughout for chats without times."""
    if dice.random() < config.timeless:
        return [None] * len(lines)
    start = dice.randrange(*_YEARS)
    step = 60_000 if dice.random() < config.minutes_only else 1_000
    return [int((start + line.at) * 1000) // step * step for line in lines]


def _messages(lines: Sequence[Line], names: Sequence[str], clock: Sequence[int | None]) -> tuple[Message, ...]:
    place = {id(line): at for at, line in enumerate(lines)}
    return tuple(
        Message(
            id=at,
            conversation_id=0,
            key=str(at),
            sender_id=line.speaker,
            sender=names[line.speaker],
            sent_at=sent_at,
            local_time=None,
            kind="message",
            text=line.text,
            reply_to=None if line.reply_to is None else str(place[id(line.reply_to)]),
            attachments=(Attachment(at, at, "sticker", "sticker.webp", "not_exported"),) if line.sticker else (),
        )
        for at, (line, sent_at) in enumerate(zip(lines, clock, strict=True))
    )


def _queries(pieces: Sequence[Piece], lines: Sequence[Line], dice: Random, config: Config) -> Iterator[DialogueQuery]:
    """The pieces' questions with the turns' new places; one that two pieces are asked would have half a truth."""
    places: dict[tuple[int, int | None], list[int]] = {}
    for at, line in enumerate(lines):
        places.setdefault((line.piece, line.origin), []).append(at)
    asked = Counter(text for piece in pieces for text in {query.text for query in piece.queries})
    for number, piece in enumerate(pieces):
        usable = [query for query in piece.queries if asked[query.text] == 1]
        for query in dice.sample(usable, min(config.queries, len(usable))):
            found = sorted(at for origin in query.utt_ids for at in places[number, origin])
            opener = None if query.opener_id is None else places[number, query.opener_id][0]
            yield replace(query, utt_ids=tuple(found), opener_id=opener)


def _unanswered(
    strangers: Sequence[Piece], pieces: Sequence[Piece], messages: Sequence[Message], config: Config
) -> Iterator[DialogueQuery]:
    """Questions of other conversations, most of whose words the chat does not have."""
    own = {piece.dialogue_id for piece in pieces}
    said = {term for message in messages for term in terms(message.text)}
    left = config.negatives
    for piece in strangers:
        words = [set(terms(query.text)) for query in piece.queries]
        foreign = [
            query
            for query, asked in zip(piece.queries, words, strict=True)
            if asked and query.opener_id is None and len(asked - said) >= _FOREIGN * len(asked)
        ]
        if left and foreign and piece.dialogue_id not in own:
            left -= 1
            yield DialogueQuery(foreign[0].text, (), (), NOTHING)


if __name__ == "__main__":
    main()
