"""This file is where a term's weight as evidence comes from: how rare it is in everyday dialogues.

The table is made by models.training.count_terms from public dialogues, so a weight does not change with the chat that
is being read: a word that everybody in one fragment uses stays as telling as it is elsewhere.
"""

from collections.abc import Collection
from functools import lru_cache
from importlib import resources

import orjson

from core.lexical import terms

RARE = 10.0
_COMMON = 2.9

# Words that ask, and words that ask for a picture: they say what is wanted, not what it is about.
_ASKING_WORDS = (
    "what when where who whom who's which why how did do does is are was were can could would should will the a an of "
    "to and or in on at for from about me my i we you they he she it that this there any some tell show find give "
    "please 什么 甚么 什麼 是什么 什么时候 怎么 怎麼 怎样 多少 哪里 哪裡 哪儿 哪个 哪些 哪天 谁 誰 是谁 几 吗 嗎 呢 "
    "为何 为什么 请问 有没有 告诉我 一下 的 了 是 在 有 我 你 他 她 们"
)
_ASKING = frozenset(terms(_ASKING_WORDS))


def weight(term: str) -> float:
    """Natural logarithm of how many turns one has to read to meet the term; from about 0.5 (the) to 10 (rare)."""
    return _table().get(term, RARE)


def telling(found: Collection[str]) -> dict[str, float]:
    """Weight per distinct term that can serve as evidence: asking words and the very common ones are left out.

    Where nothing would remain ("what is it?") all terms do.
    """
    weights = {term: weight(term) for term in found}
    kept = {term: value for term, value in weights.items() if value > _COMMON and term not in _ASKING}
    return kept or weights


@lru_cache(maxsize=1)
def _table() -> dict[str, float]:
    file = resources.files("resources").joinpath("models", "term_weights.json")
    table: dict[str, float] = orjson.loads(file.read_bytes())["weights"]
    return table
