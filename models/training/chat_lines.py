"""This file is where the messages of a joined chat are made from its pieces: who says them, when, and how sloppily.

A piece becomes a stream of lines with times; streams follow one another or overlap. Pauses are log-normal, as measured
in chats by others (short ones inside a conversation, hours and nights between two).
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from models.training import chat_noise
from models.training.pieces import Piece

MINUTE = 60.0
HOUR = 60 * MINUTE
_NAMES = {
    "en": "Ana Ben Carla Dmitri Elena Farid Grace Hugo Ines Jonas Katya Liam Mona Nils Olga Pablo Quinn Rosa Sven Tara "
    "Umar Vera Will Xenia Yusuf Zoe mike_77 tux4ever bluefin nightowl Jo Max kay_lee ddrake pixelpat Aunt_May Dr.Weiss "
    "sam Lena_K tom- rjx Priya Chen Wei Yuki Omar Bea Gus Ida Karl",
    "zh": "小明 阿强 李娜 王伟 张敏 陈晨 老周 刘洋 婷婷 大熊 阿杰 小雨 赵磊 孙丽 吴迪 徐静 胡军 朱琳 高峰 林夕 "
    "何老师 郭经理 马叔 罗姐 梁博 宋佳 郑爽 谢工 唐唐 韩雪 冯总 邓超 曹姐 彭彭 曾哥 萧潇 田田 董事长 袁圆 潘大夫 "
    "于姐 蒋一 蔡菜 余生 杜鹃 叶子 Leo Amy Kevin Cici",
}
_ROLES = frozenset(["user", "system", "assistant", "wizard", "agent", "speaker", "unknown", "client", "customer"])


@dataclass(frozen=True)
class Config:
    """What a joined chat is like; chances are per chat, or per message where the name says so."""

    seed: int = 1
    # How often a piece is drawn from a source: real talk first, paragraphs of documents where Chinese talk is thin.
    sources: Mapping[str, float] = field(
        default_factory=lambda: {
            "irc_disentanglement": 1.0,
            "qmsum": 0.5,
            "tiage": 0.7,
            "crd3": 0.5,
            "changelog": 0.7,
            "convosumm_email": 0.3,
            "monero_meetings": 0.5,
            "ethereum_pm": 0.3,
            "jsonld_minutes": 0.3,
            "sgd": 1.0,
            "star": 1.0,
            "taskmaster4": 0.5,
            "bitcointranscripts": 0.1,
            "passage_qa": 0.7,
            "kdconv": 1.5,
            "crosswoz": 1.5,
            "smile": 1.5,
            "sayit_tw": 0.3,
            "docs_zh": 0.4,
            "docs_zh2": 0.4,
            "smoke_en": 1.0,  # our own few dialogues, which only --smoke prepares
            "smoke_zh": 1.0,
        }
    )
    pieces_per_source: int = 3000  # enough variety; all of SGD would be nine tenths of the memory
    chinese: float = 0.5  # both languages matter alike to people, not in the public data
    pieces: tuple[int, int] = (2, 12)  # MLDR joins three; a stretch of a real chat has more
    turns: int = 260  # longer than any reader's window, short enough to train on whole
    people: tuple[int, int] = (2, 9)  # from a pair to a busy group
    private: float = 0.3  # chats of two, who go on from one thing to the next
    inner: float = 0.5  # pieces without their greeting and farewell: friends who write daily have neither
    same_source: float = 0.5  # topics that are alike are the hard negatives of one another
    braided: float = 0.45  # several conversations at once, as in groups and channels
    timeless: float = 0.35  # plain dialogues have no times
    minutes_only: float = 0.3  # WhatsApp, LINE and others export no seconds
    replies: float = 0.4  # chats where people use the reply function ...
    reply_per_message: float = 0.25  # ... and how often they do
    addressed: float = 0.3  # chats where people name whom they answer, as on IRC
    address_per_message: float = 0.35
    noisy: float = 0.7
    noise_per_message: float = 0.15
    split_per_message: float = 0.2
    interjection_per_message: float = 0.06
    dealt: float = 0.6  # pieces of one voice (documents) that several people are made to say
    negatives: int = 2  # questions of other conversations, per chat
    queries: int = 6  # most questions kept per piece


@dataclass(eq=False)
class Line:
    """A message in the making. topic: (piece, its fragment). origin: its position in the piece, None for an
    interjection. speaker: place in the chat's list of names. at: seconds from the chat's beginning."""

    piece: int
    topic: tuple[int, int]
    origin: int | None
    speaker: int
    text: str
    at: float
    reply_to: "Line | None" = None
    sticker: bool = False


def lines_of(pieces: Sequence[Piece], dice: Random, config: Config) -> tuple[list[Line], list[str]]:
    """The chat's messages in order of time, and the names of its people."""
    language = pieces[0].language
    braided = dice.random() < config.braided
    names, voices = _cast(pieces, braided, dice, config)
    streams = _streams(pieces, braided, dice)
    lines = []
    for number, (piece, times) in enumerate(zip(pieces, streams, strict=True)):
        lines += _spoken(piece, number, (names, voices[number]), times)
    if dice.random() < config.noisy:
        lines = list(_noisy(lines, pieces, language, dice, config))
    lines.sort(key=lambda line: line.at)
    _answer(lines, names, dice, config)
    return lines, names


def _cast(pieces: Sequence[Piece], braided: bool, dice: Random, config: Config) -> tuple[list[str], list[list[int]]]:
    """Names of the chat's people, and for each piece who (a place in the names) says each of its turns."""
    voices = [_voices(piece, dice, config) for piece in pieces]
    needed = [max(each) + 1 for each in voices]
    present = config.people[0] if dice.random() < config.private else _people(needed, braided, dice, config)
    wanted = max(*needed, present)
    known = _NAMES[pieces[0].language].split()
    names = dice.sample(known, min(wanted, len(known))) + [f"guest{at}" for at in range(len(known), wanted)]
    chosen = [dice.sample(range(wanted), count) for count in needed]
    return names, [[mine[voice] for voice in piece] for mine, piece in zip(chosen, voices, strict=True)]


def _people(needed: Sequence[int], braided: bool, dice: Random, config: Config) -> int:
    return round(sum(needed) * 0.6) if braided else dice.randint(*config.people)


def _voices(piece: Piece, dice: Random, config: Config) -> list[int]:
    """Which voice (from 0) says each turn of the piece; one voice alone may be dealt to two or three."""
    order = piece.speakers
    if len(order) > 1 or dice.random() >= config.dealt:
        return [order.index(message.sender or "") for message in piece.messages]
    count, voice, found = dice.randint(2, 3), 0, []
    for _ in piece.messages:
        found.append(voice)
        voice = dice.randrange(count) if dice.random() < 0.6 else voice
    ranks = {voice: place for place, voice in enumerate(dict.fromkeys(found))}
    return [ranks[each] for each in found]


def _spoken(piece: Piece, number: int, cast: tuple[list[str], list[int]], times: list[float]) -> list[Line]:
    """The piece's turns as lines, with its people's names exchanged for those of the chat also where they are named."""
    names, voices = cast
    topics = {at: (number, place) for place, fragment in enumerate(piece.fragments) for at in fragment}
    renamed = {message.sender or "": names[voice] for message, voice in zip(piece.messages, voices, strict=True)}
    pattern = _naming(renamed)
    return [
        Line(number, topics[at], at, voices[at], _rename(message.text, pattern, renamed), times[at])
        for at, message in enumerate(piece.messages)
    ]


def _naming(renamed: Mapping[str, str]) -> re.Pattern[str] | None:
    """Where the old names are said: as an address ("nick:", "@nick"), or anywhere if no ordinary word looks so."""
    telling = [name for name in renamed if len(name) > 2 and name.casefold() not in _ROLES]
    if not telling:
        return None
    every = "|".join(re.escape(name) for name in sorted(telling, key=len, reverse=True))
    rare = "|".join(re.escape(name) for name in telling if not (name.islower() and name.isalpha()))
    anywhere = rf"|(?<!\w)(?:{rare})(?!\w)" if rare else ""
    return re.compile(rf"^(?:{every})(?=[:,;> ])|(?<=@)(?:{every})(?!\w){anywhere}")


def _rename(text: str, pattern: re.Pattern[str] | None, renamed: Mapping[str, str]) -> str:
    return text if pattern is None else pattern.sub(lambda match: renamed[match[0]], text)


def _streams(pieces: Sequence[Piece], braided: bool, dice: Random) -> list[list[float]]:
    """Seconds of every turn of every piece."""
    usual = math.exp(dice.uniform(math.log(5), math.log(120)))
    streams: list[list[float]] = []
    for piece in pieces:
        start = _start(streams, braided, usual, dice)
        pauses = [0.0] + [_pause(usual, dice) for _ in piece.messages[1:]]
        streams.append([start := start + pause for pause in pauses])
    return streams


def _pause(usual: float, dice: Random) -> float:
    """Inside a conversation; now and then somebody comes back to it later."""
    centre, spread = (usual, 1.1) if dice.random() > 0.015 else (20 * MINUTE, 1.0)
    return min(4 * HOUR, dice.lognormvariate(math.log(centre), spread))


def _start(streams: list[list[float]], braided: bool, usual: float, dice: Random) -> float:
    """When a piece begins: during the one before, right after it, later, or on another day."""
    if not streams:
        return 0.0
    last, end = streams[-1], max(stream[-1] for stream in streams)
    kind = dice.random()
    if braided and kind < 0.75:
        return dice.uniform(last[0], last[-1])
    if kind < 0.5:
        return end + _pause(usual * 1.5, dice)
    if kind < 0.8:
        return end + dice.lognormvariate(math.log(25 * MINUTE), 1.0)
    return end + dice.uniform(6, 40) * HOUR


def _noisy(
    lines: Sequence[Line], pieces: Sequence[Piece], language: str, dice: Random, config: Config
) -> Iterator[Line]:
    """The lines as people type them: sloppy, in parts, with short messages and stickers in between."""
    strength = config.noise_per_message * dice.uniform(0.3, 1.7)
    openers = {(number, query.opener_id) for number, piece in enumerate(pieces) for query in piece.queries}
    people: dict[int, list[int]] = {}
    for line in lines:
        people.setdefault(line.piece, []).append(line.speaker)
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        line.text = chat_noise.written(line.text, language, dice, strength)
        room = after.at - line.at if after is not None and after.piece == line.piece else 20.0
        divide = dice.random() < config.split_per_message and (line.piece, line.origin) not in openers
        texts = chat_noise.parts(line.text, dice) if divide else [line.text]
        for place, text in enumerate(texts):
            yield replace(line, text=text, at=line.at + min(room, 15.0) * 0.5 * place / len(texts))
        if dice.random() < config.interjection_per_message:
            yield _interjection(line, dice.choice(people[line.piece]), line.at + min(room, 20.0) * 0.7, language, dice)


def _interjection(line: Line, speaker: int, at: float, language: str, dice: Random) -> Line:
    sticker = dice.random() < 0.2
    text = "" if sticker else chat_noise.interjection(language, dice)
    return Line(line.piece, line.topic, None, speaker, text, at, sticker=sticker)


def _answer(lines: Sequence[Line], names: Sequence[str], dice: Random, config: Config) -> None:
    """Some lines quote or name the one of their topic that they answer: the latest by somebody else."""
    replying = dice.random() < config.replies
    addressing = dice.random() < config.addressed
    form = dice.choice(["{}: ", "@{} ", "{}, "])
    latest: dict[tuple[int, int], list[Line]] = {}
    for line in lines:
        before = latest.setdefault(line.topic, [])
        answered = next((each for each in reversed(before[-6:]) if each.speaker != line.speaker), None)
        before.append(line)
        if answered is None:
            continue
        if replying and dice.random() < config.reply_per_message:
            line.reply_to = answered
        elif addressing and line.text and dice.random() < config.address_per_message:
            line.text = form.format(names[answered.speaker]) + line.text
