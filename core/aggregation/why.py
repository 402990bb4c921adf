"""This file is where it is said, in one honest sentence, why a conversation is among the results.

The sentence is in the language of the question: Chinese when it has a Chinese character, English otherwise.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.stop_words import QUESTION_WORDS
from core.types import Candidate, Query

_RUN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]+")
_LISTED = 6
_LONGEST_WORD = 40
_LOOKED_AT = 20_000

_COUNTED = {
    "en": {"messages": ("{0} message", "{0} messages"), "images": ("{0} picture", "{0} pictures")},
    "zh": {"messages": ("{0} 条消息", "{0} 条消息"), "images": ("{0} 张图片", "{0} 张图片")},
}
_PHRASES = {
    "en": {
        "both": "{0} and {1}",
        "answer": "Read as an answer: {0}",
        "found": "Found: {0}",
        "nearest": "Not confirmed, only near to the question",
        "filters": "it passes the filters",
        "words": "the words {0} occur",
        "meaning": "similarity of meaning {0:.2f}",
        "quotes": "“{0}”",
        "and": ", ",
        "then": "; ",
        "end": ".",
    },
    "zh": {
        "both": "{0}和 {1}",
        "answer": "读出的答案：{0}",
        "found": "找到：{0}",
        "nearest": "未经确认，只是与问题相近",
        "filters": "符合筛选条件",
        "words": "含有{0}",
        "meaning": "语义相似度 {0:.2f}",
        "quotes": "“{0}”",
        "and": "、",
        "then": "；",
        "end": "。",
    },
}


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a result rests on: its candidates, how many messages and images a reader chose, and the texts shown."""

    candidates: Sequence[Candidate]
    messages: int
    images: int
    texts: Sequence[str]


def sentence(query: Query, grounds: Grounds) -> str:
    """Counts what was chosen, lists the query's words that really occur, and gives the best cosine of meaning."""
    language = "zh" if _RUN.search(" ".join((query.text, *query.senders, *query.chats))) else "en"
    said = _PHRASES[language]
    asked = bool(query.words or query.phrases)
    parts = [_first(language, grounds, asked=asked)]
    words = [said["quotes"].format(word) for word in matched_words(query, grounds.texts)[:_LISTED]]
    if words:
        parts.append(said["words"].format(said["and"].join(words)))
    elif not asked:
        parts.append(said["filters"])
    near = [candidate.similarity for candidate in grounds.candidates if candidate.similarity is not None]
    if near:
        parts.append(said["meaning"].format(max(near)))
    return said["then"].join(parts) + said["end"]


def matched_words(query: Query, texts: Iterable[str]) -> list[str]:
    """The query's phrases and telling words that occur in the texts; of a Chinese run the longest parts that do."""
    folded = "\n".join(_folded(text[:_LOOKED_AT]) for text in texts)
    found: dict[str, None] = {}
    for phrase in query.phrases:
        if _folded(phrase) in folded:
            found[_short(phrase)] = None
    for word in query.words:
        for part in _parts(word, folded):
            if part.casefold() not in QUESTION_WORDS:
                found[_short(part)] = None
    return list(found)


def _first(language: str, grounds: Grounds, *, asked: bool) -> str:
    said, numbers = _PHRASES[language], {"messages": grounds.messages, "images": grounds.images}
    counted = [_COUNTED[language][name][count != 1].format(count) for name, count in numbers.items() if count]
    if not counted:
        return said["nearest"]
    # Filters alone are answered by counting, not by a reader.
    return said["answer" if asked else "found"].format(said["both"].format(*counted) if counted[1:] else counted[0])


def _parts(word: str, text: str) -> Iterator[str]:
    """The word where it begins a word of the text; of its Chinese runs the longest parts, two characters or more."""
    for piece in _RUN.sub(" ", word).split():
        if re.search(rf"(?<!\w){re.escape(_folded(piece))}", text):
            yield piece
    for run in _RUN.findall(word):
        yield from _longest_parts(run[:_LONGEST_WORD], text)


def _longest_parts(run: str, text: str) -> Iterator[str]:
    if len(run) == 1 and run in text:
        yield run
    start = 0
    while start < len(run) - 1:
        ends = range(len(run), start + 1, -1)
        end = next((end for end in ends if run[start:end] in text), None)
        if end:
            yield run[start:end]
        start = end or start + 1


def _folded(text: str) -> str:
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFD", text.casefold())
    return unicodedata.normalize("NFC", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def _short(word: str) -> str:
    return word if len(word) <= _LONGEST_WORD else word[: _LONGEST_WORD - 1] + "…"
