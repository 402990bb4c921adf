"""This file is where a query is taken apart: its telling words, and the form of what it asks for."""

import re
from collections import Counter
from dataclasses import dataclass

from core.fragments import clean
from core.lexical import is_unspaced, terms
from models.term_weights import telling
from models.utterances import asks

_NUMBER_WANTED = re.compile(
    r"\b(?:when|what time|which (?:day|date|year)|how (?:many|much|long|old|far|often|big|high)|date|price|cost|number|"
    r"phone|score|rating)\b|多少|几|幾|何时|什么时候|时间|日期|价格|多久|多大|多高|电话|号码|评分|哪年|哪天",
    re.I,
)
_PICTURE_WANTED = re.compile(
    r"\b(?:photos?|pictures?|pics?|images?|screenshots?|selfies?|snapshots?)\b|照片|图片|圖片|相片|截图|截圖|截屏|自拍|的图|张图",
    re.I,
)
_PERSON_WANTED = re.compile(r"\bwho(?:m|se)?\b|谁|誰|哪位", re.I)
_PREFIX = 4


@dataclass(frozen=True)
class Question:
    """counts: its terms with how often; telling: term -> weight of the words that tell what it is about; pieces: see
    `pieces`. Words that only say "a picture of" are in none of them."""

    text: str
    counts: Counter[str]
    telling: dict[str, float]
    pieces: frozenset[str]
    asks: bool
    number_wanted: bool
    picture_wanted: bool
    person_wanted: bool
    unspaced: bool


def question(text: str) -> Question:
    """Takes a query apart; at most its first 1,000 characters count."""
    short = clean(text, 1_000)
    found = Counter(terms(_PICTURE_WANTED.sub(" ", short)) or terms(short))
    weights = telling(found)
    return Question(
        text=short,
        counts=found,
        telling=weights,
        pieces=pieces(weights),
        asks=asks(short),
        number_wanted=_NUMBER_WANTED.search(short) is not None,
        picture_wanted=_PICTURE_WANTED.search(short) is not None,
        person_wanted=_PERSON_WANTED.search(short) is not None,
        unspaced=2 * sum(map(is_unspaced, found)) > len(found),
    )


def pieces(found: "Counter[str] | dict[str, float] | frozenset[str]") -> frozenset[str]:
    """Coarser than terms, so that kindred words meet: the first four letters of a word, each character of a script that
    writes without spaces (configure, configuration; 价钱, 价格)."""
    kept: set[str] = set()
    for term in found:
        if is_unspaced(term):
            kept.update(term)
        elif len(term) >= _PREFIX:
            kept.add(term[:_PREFIX])
    return frozenset(kept)
