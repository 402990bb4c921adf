"""This file is where it is said, in one honest sentence, why a conversation is among the results.

The sentence is in the language of the question: Chinese when it has a Chinese character, English otherwise.
"""

import re

from core.types import Grounds, Query

_RUN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]+")
_LISTED = 6

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


def sentence(query: Query, grounds: Grounds) -> str:
    """Counts what was chosen, lists the query's words that really occur, and gives the best cosine of meaning."""
    language = "zh" if _RUN.search(" ".join((query.text, *query.senders, *query.chats))) else "en"
    said = _PHRASES[language]
    parts = [_first(language, grounds)]
    words = [said["quotes"].format(word) for word in grounds.words[:_LISTED]]
    if words:
        parts.append(said["words"].format(said["and"].join(words)))
    elif not grounds.asked:
        parts.append(said["filters"])
    if grounds.similarity is not None:
        parts.append(said["meaning"].format(grounds.similarity))
    return said["then"].join(parts) + said["end"]


def _first(language: str, grounds: Grounds) -> str:
    said, numbers = _PHRASES[language], {"messages": grounds.messages, "images": grounds.images}
    counted = [_COUNTED[language][name][count != 1].format(count) for name, count in numbers.items() if count]
    if not counted:
        return said["nearest"]
    # Filters alone are answered by counting, not by a reader.
    return said["answer" if grounds.asked else "found"].format(
        said["both"].format(*counted) if counted[1:] else counted[0]
    )
