"""This file is where annotated dialogues become what the compact reader meets: lines, a query, and a truth.

Each query gives its whole dialogue, as the evaluation reads it, and mid-length fragments, as a search reads them:
stretches of long dialogues, chats that several are joined into, and fragments of others that answer nothing, the most
alike in words among several. Some queries name whose words they want, and some messages become pictures. All choices
follow the seed and the dialogue's id.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from core.dialogues import Dialogue, DialogueQuery
from core.fragments import images_of
from core.lexical import terms
from core.types import Attachment, Message
from models.lines import text_facts
from models.training import joining
from models.training.corpus import Split, dialogues
from models.training.joining import joined_chats

_SHORT = 40
_FEW, _SHORTEST, _LONGEST = 4, 10, 60
_HARD_OF = 6
_LOOKED_AT = 300
_ASKED_OF_A_CHAT = 5
_MOST_LINES = 1_500


@dataclass(frozen=True, slots=True)
class Source:
    """How much of a file is used: dialogues (the most lines of one), and queries of each; kind: only such queries."""

    name: str
    dialogues: int
    queries: int
    kind: str | None = None
    language: str | None = None
    most_lines: int = _MOST_LINES


@dataclass(frozen=True)
class Sample:
    """One reading. truth: places in messages; pictures: numbers of pictures, counted over all messages, from 0.
    shape is "whole", "fragment", "joined" or "elsewhere" (which answers nothing). topics: a number per message, the
    same for messages of one true fragment, -1 for those in none; empty where nothing is known."""

    source: str
    dialogue: str
    shape: str
    language: str
    kind: str
    query: str
    messages: Sequence[Message]
    truth: frozenset[int]
    pictures: frozenset[int] = frozenset()
    topics: tuple[int, ...] = ()


def samples(folder: Path, split: Split, sources: Sequence[Source], seed: int) -> Iterator[Sample]:
    """Every shape of every chosen query. Queries whose truth is all of the dialogue teach nothing: left out."""
    for source, pool, chosen in _chosen(folder, split, sources, seed):
        for dialogue, queries in chosen:
            random = Random(f"{seed} {source.name} {dialogue.id}")  # noqa: S311 (sampling, no secret)
            for query in queries:
                for sample in _of_query(source.name, (dialogue, query, pool), random):
                    yield _varied(sample, random)


def joined_samples(folder: Path, split: Split, chats: int, seed: int) -> Iterator[Sample]:
    """Every question of joined chats (models.training.joining), also those that the chat does not answer."""
    for chat in joined_chats(folder, split, chats, joining.Config(seed=seed)):
        random = Random(f"{seed} {chat.id}")  # noqa: S311 (as below)
        for query in random.sample(chat.queries, min(_ASKED_OF_A_CHAT, len(chat.queries))):
            whole = _whole("joined", chat, query)
            sample = replace(whole, shape="joined" if whole.truth else "elsewhere")
            yield _varied(_stretch(sample, random) if sample.truth and random.random() < 0.5 else sample, random)


def whole_samples(folder: Path, split: Split, sources: Sequence[Source], seed: int) -> Iterator[Sample]:
    """Each query with its whole dialogue alone, unvaried: what the evaluation reads."""
    for source, _, chosen in _chosen(folder, split, sources, seed):
        for dialogue, queries in chosen:
            for query in queries:
                yield _whole(source.name, dialogue, query)


def negative_samples(folder: Path, split: Split, sources: Sequence[Source], seed: int) -> Iterator[Sample]:
    """Each query with a fragment of another dialogue, the most alike of several."""
    for source, pool, chosen in _chosen(folder, split, sources, seed):
        for dialogue, queries in chosen:
            random = Random(f"{seed} negative {dialogue.id}")  # noqa: S311 (as above)
            for query in queries:
                yield from _elsewhere(_whole(source.name, dialogue, query), _peers(dialogue, pool), random)


_Chosen = tuple[Source, list[Dialogue], list[tuple[Dialogue, list[DialogueQuery]]]]


def _chosen(folder: Path, split: Split, sources: Sequence[Source], seed: int) -> Iterator[_Chosen]:
    """Per source: its dialogues, from which others are taken, and those that are asked, each with its queries."""
    for number, source in enumerate(sources):
        random = Random(f"{seed} {split} {number} {source.name}")  # noqa: S311 (as above)
        found = [each for _, each in dialogues(folder, split, [source.name])]
        fits = [each for each in found if source.language in (None, each.language) and _choices(each, source)]
        random.shuffle(fits)
        pool = fits[: source.dialogues]
        asked = [(each, _choices(each, source)) for each in pool]
        yield source, pool, [(each, random.sample(all_, min(source.queries, len(all_)))) for each, all_ in asked]


def _choices(dialogue: Dialogue, source: Source) -> list[DialogueQuery]:
    size = len(dialogue.messages)
    if size > source.most_lines:
        return []
    fits = [query for query in dialogue.queries if source.kind in (None, query.kind) and query.text.strip()]
    return [query for query in fits if 0 < len(query.utt_ids) < size - (query.opener_id is not None)]


def _of_query(
    source: str, what: tuple[Dialogue, DialogueQuery, Sequence[Dialogue]], random: Random
) -> Iterator[Sample]:
    dialogue, query, pool = what
    whole, peers = _whole(source, dialogue, query), _peers(dialogue, pool)
    yield whole
    if len(whole.messages) > _SHORT:
        yield _stretch(whole, random)
    if random.random() < 0.4:
        yield from _elsewhere(whole, peers, random)


def _peers(dialogue: Dialogue, pool: Sequence[Dialogue]) -> list[Dialogue]:
    return [each for each in pool if each.id != dialogue.id and each.language == dialogue.language]


def _whole(source: str, dialogue: Dialogue, query: DialogueQuery) -> Sample:
    pairs = zip(dialogue.messages, dialogue.turn_ids, strict=True)
    shown = [(message, turn) for message, turn in pairs if turn != query.opener_id]
    wanted = set(query.utt_ids)
    truth = frozenset(at for at, (_, turn) in enumerate(shown) if turn in wanted)
    messages = [message for message, _ in shown]
    topic_of = {turn: number for number, turns in enumerate(dialogue.fragments or ()) for turn in turns}
    topics = tuple(topic_of.get(turn, -1) for _, turn in shown) if topic_of else ()
    return Sample(
        source, dialogue.id, "whole", dialogue.language, query.kind, query.text, messages, truth, topics=topics
    )


def _stretch(whole: Sample, random: Random) -> Sample:
    """A stretch of a long dialogue around some of the truth."""
    size = _size(random)
    start = max(0, random.choice(sorted(whole.truth)) - random.randint(0, size - 1))
    messages = whole.messages[start : start + size]
    truth = frozenset(at - start for at in whole.truth if start <= at < start + size)
    topics = whole.topics[start : start + size]
    return replace(whole, shape="fragment", messages=messages, truth=truth, topics=topics)


def _elsewhere(whole: Sample, peers: Sequence[Dialogue], random: Random) -> Iterator[Sample]:
    found = [_window(random.choice(peers).messages, random) for _ in range(_HARD_OF)] if peers else []
    if found:
        wanted = set(terms(whole.query))
        hardest = max(found, key=lambda window: len(wanted & _words_of(window)))
        messages = hardest if random.random() < 0.5 else found[0]
        yield replace(whole, shape="elsewhere", messages=messages, truth=frozenset(), topics=())


def _words_of(window: Sequence[Message]) -> set[str]:
    return {term for message in window for term in text_facts(message.text[:_LOOKED_AT]).counts}


def _window(messages: Sequence[Message], random: Random) -> Sequence[Message]:
    size = _size(random)
    start = random.randint(0, max(0, len(messages) - size))
    return messages[start : start + size]


def _size(random: Random) -> int:
    """How many messages a fragment has; some have very few, as in real chats."""
    few = random.random() < 0.2
    return random.randint(_FEW, _SHORTEST) if few else random.randint(_SHORTEST, _LONGEST)


def _varied(sample: Sample, random: Random) -> Sample:
    if random.random() < 0.15:
        sample = _naming(sample, random)
    return _pictured(sample, random) if sample.shape != "whole" and random.random() < 0.2 else sample


def _naming(sample: Sample, random: Random) -> Sample:
    """The query says whose words are wanted."""
    people = {sample.messages[at].sender for at in sample.truth}
    person = next(iter(people)) if len(people) == 1 else None
    if not person:
        return sample
    chinese = (f"{person}说的{sample.query}", f"{person} {sample.query}")
    english = (f"What did {person} say: {sample.query}", f"{sample.query} ({person})")
    return replace(sample, query=random.choice(chinese if sample.language == "zh" else english))


def _pictured(sample: Sample, random: Random) -> Sample:
    """Some messages become pictures that carry their words, some get a picture without words beside theirs."""
    messages: list[Message] = []
    truth, pictures, shown = set(sample.truth), set(), 0
    for at, message in enumerate(sample.messages):
        chance = random.random()
        if chance < 0.25 and message.text and not message.attachments:
            worded = chance < 0.15
            messages.append(_with_picture(message, at, worded))
            if at in truth:
                pictures.add(shown)
                truth -= {at} if worded else set()
        else:
            messages.append(message)
        shown += len(images_of(messages[-1:]))
    return replace(sample, messages=messages, truth=frozenset(truth), pictures=frozenset(pictures))


def _with_picture(message: Message, at: int, worded: bool) -> Message:
    caption = message.text if worded else ""
    picture = Attachment(id=0, message_id=at, kind="image", name="", status="not_exported", caption=caption)
    return replace(message, text="" if worded else message.text, attachments=(picture,))
