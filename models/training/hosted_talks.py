"""This file is where Chinese documents become talks: a host announces each section, several people say its paragraphs.

There are no public Chinese meetings with marked topics under a free licence. What such meetings have in common with
documents is how one topic follows another on one subject; what they add, a host who opens and closes topics, long turns
and short remarks in between, is put in here. All phrases were written for this.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from core.dialogues import Dialogue, DialogueQuery, read_dialogues
from core.types import Message
from models.training.corpus import Split

SOURCES = ("docs_zh", "docs_zh2")
_LEAST_SECTIONS, _MOST_SECTIONS = 3, 9
_OPENINGS = [
    "接下来我们聊聊{topic}。",
    "下面进入下一个环节，{topic}。",
    "好，那我们再来看{topic}。",
    "第二个问题，关于{topic}，请{who}先说。",
    "我们换个话题，说说{topic}。",
    "刚才讲得很好，下面请{who}谈谈{topic}。",
    "那么{topic}这方面，大家怎么看？",
    "现在讨论{topic}。",
    "好的，谢谢。接下来想请问{who}，{topic}是怎么回事？",
    "最后一个议题，{topic}。",
    "我想问一下{who}，{topic}您怎么看？",
    "那我们继续，下一个部分。",
    "好，时间关系，我们进入下一个主题。",
    "首先我们来谈一谈{topic}。",
    "下面有请{who}。",
    "谢谢{who}的分享，我们再请下一位。",
    "这个问题先到这里，下一个是{topic}。",
]
_CLOSINGS = [
    "好的，谢谢{who}。",
    "谢谢，讲得非常好。",
    "感谢{who}的分享。",
    "好，这个问题就讨论到这里。",
    "嗯，很清楚，谢谢。",
]
_REMARKS = [
    "嗯，对。",
    "是的。",
    "请继续。",
    "能不能举个例子？",
    "那具体怎么做呢？",
    "您的意思是说这个还不成熟？",
    "我同意。",
    "我补充一点。",
    "明白了。",
    "这个很有意思。",
    "哈哈，确实。",
    "还有别的看法吗？",
    "我有一个疑问。",
    "没错，就是这样。",
]
_SURNAMES = "张王李赵陈刘杨黄周吴徐孙马朱胡郭何高林罗"
_TITLES = ("老师", "总", "教授", "博士", "先生", "女士", "主任", "")


@dataclass(frozen=True)
class Talk:
    """What a talk is like; chances."""

    announced: float = 0.75  # sections that the host opens
    closed: float = 0.35  # sections that the host thanks for
    remark: float = 0.25  # paragraphs after which somebody says a word
    same_voice: float = 0.6  # paragraphs after which the same person goes on, in the same turn or the next
    merged: float = 0.5  # ... and of these, those that are one turn with it
    nameless: float = 0.3  # announcements that do not say what comes


def hosted_talks(folder: Path, split: Split, most: int, seed: int) -> Iterator[Dialogue]:
    """Up to that many talks from the documents of a split. Raises DataError as core.dialogues does."""
    dice = Random(f"talks {seed}")  # noqa: S311 (sampling, no secret)
    documents = [
        document
        for source in SOURCES
        if (path := folder / split / f"{source}.jsonl.gz").exists()
        for document in read_dialogues(path)
        if len(_sections(document)) >= 2 * _LEAST_SECTIONS
    ]
    for number, document in enumerate(dice.sample(documents, min(most, len(documents)))):
        yield replace(talk(document, Random(f"talk {seed} {number}"), Talk()), id=f"talk/{document.id}")  # noqa: S311


def talk(document: Dialogue, dice: Random, chances: Talk) -> Dialogue:
    """The document's sections, some neighbours of them, as topics of a talk."""
    sections = _grouped(_sections(document), dice)
    first = dice.randrange(max(1, len(sections) - _LEAST_SECTIONS))
    chosen = sections[first : first + dice.randint(_LEAST_SECTIONS, _MOST_SECTIONS)]
    people = [f"{dice.choice(_SURNAMES)}{dice.choice(_TITLES)}{dice.randint(1, 9)}" for _ in range(dice.randint(3, 7))]
    turns: list[tuple[str, str]] = []
    topics: list[tuple[int, ...]] = []
    queries = []
    for heading, paragraphs in chosen:
        start = len(turns)
        turns += _said(heading, paragraphs, people, dice, chances)
        topics.append(tuple(range(start, len(turns))))
        queries.append(DialogueQuery(heading, topics[-1], (), "topic"))
    ids = {name: at for at, name in enumerate(people)}
    messages = tuple(
        Message(at, 0, str(at), ids[who], who, None, None, "message", text) for at, (who, text) in enumerate(turns)
    )
    return Dialogue("talk", messages, tuple(range(len(messages))), tuple(topics), tuple(queries), "zh")


def _sections(document: Dialogue) -> list[tuple[str, list[str]]]:
    """Headings with their paragraphs, those with some text."""
    headings = [query for query in document.queries if query.kind == "heading"]
    found = [(query.text.split(" ")[-1], [each.text for each in document.chosen(query.utt_ids)]) for query in headings]
    return [(heading, paragraphs) for heading, paragraphs in found if sum(map(len, paragraphs)) >= 60]


def _grouped(sections: Sequence[tuple[str, list[str]]], dice: Random) -> list[tuple[str, list[str]]]:
    """One to three neighbouring sections as one topic: what a talk calls a topic is longer than a heading's text."""
    found, start = [], 0
    while start < len(sections):
        end = start + dice.randint(1, 3)
        some = sections[start:end]
        found.append((some[0][0], [paragraph for _, paragraphs in some for paragraph in paragraphs]))
        start = end
    return found


def _said(
    heading: str, paragraphs: Sequence[str], people: Sequence[str], dice: Random, chances: Talk
) -> Iterator[tuple[str, str]]:
    """(speaker, text) of each turn of one topic; people[0] is the host."""
    host, voice, text = people[0], dice.choice(people[1:]), ""
    if dice.random() < chances.announced:
        topic = "这一部分" if dice.random() < chances.nameless else heading
        yield host, dice.choice(_OPENINGS).format(who=voice, topic=topic)
    for paragraph in paragraphs:
        text += paragraph
        if dice.random() < chances.same_voice:
            if dice.random() < chances.merged and len(text) < 600:
                continue
            yield voice, text
        else:
            yield voice, text
            voice = dice.choice(people[1:])
        text = ""
        if dice.random() < chances.remark:
            yield dice.choice(people), dice.choice(_REMARKS)
    if text:
        yield voice, text
    if dice.random() < chances.closed:
        yield host, dice.choice(_CLOSINGS).format(who=voice)
