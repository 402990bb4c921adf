"""This file is where the words of a query find messages: phrases and excluded words strictly, the others by rarity."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.archive.words import WordFilter, Words, term
from core.types import Query

CEILING = 20_000
"""Words in more messages than this say nothing about what is meant; ranking by them would visit every hit."""

_HITS = 400
_RUN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]+")
_STOP_ENGLISH = """
a about all am an and any are as at be been but by can could did do does for from get got had has have he her him his
how i if in is it its just like may me my no not of on or our out she should so some than that the their them then there
they this those to up us was we were what when where which who whom whose why will with would you your
"""
_STOP_CHINESE = """
的 了 吗 呢 吧 啊 是 在 我 你 他 她 它 们 我们 你们 他们 什么 怎么 哪 哪里 哪个 哪些 谁 多少 几 为什么 有没有 有 没有 和 与 就
都 也 还 不 这 那 这个 那个 一个 请问 什么时候 怎样 如何 是不是 可以 能 会 要 说 过 着 把 被 给 对 上 下 里 去 来
"""
_STOP = frozenset(f"{_STOP_ENGLISH} {_STOP_CHINESE}".split())


@dataclass(frozen=True, slots=True)
class Terms:
    """FTS5 expressions of one query. rare: OR-ed and ranked; common: too frequent to rank by; required and excluded:
    each must / must not occur."""

    rare: tuple[str, ...]
    common: tuple[str, ...]
    required: tuple[str, ...]
    excluded: tuple[str, ...]


def terms_of(query: Query, words: Words) -> Terms:
    """The query's expressions for this index. Question words are left out unless there is nothing else."""
    required = _expressions(query.phrases, prefix=False)
    free = _free(query.words)
    frequencies = {item: words.frequency(item, CEILING + 1) for item in free}
    rare = tuple(item for item in (*required, *free) if 0 < frequencies.get(item, 1) <= CEILING)
    common = tuple(item for item in free if frequencies[item] > CEILING)
    return Terms(rare, common, required, _expressions(query.excluded, prefix=False))


def word_hits(words: Words, terms: Terms, where: WordFilter, limit: int = _HITS) -> list[tuple[int, float]]:
    """(message id, score) of messages that hold the query's words, best first. Rare words rank by BM25; where there
    are only common ones, messages with all of them, latest first."""
    if terms.rare:
        return words.ranked(terms.rare, where, limit)
    if not terms.common:
        return []
    latest = words.newest(terms.common, where, limit)
    return [(int(number), 1.0 / (1 + place)) for place, number in enumerate(latest)]


def exact(words: Words, query: Query, where: WordFilter, limit: int) -> list[int]:
    """Ids of messages that hold every word and phrase as typed and none of the excluded, latest stored first.

    Words may be the beginning of a longer one; scripts without spaces match anywhere in the text.
    """
    expressions = [item for word in (*query.words, *query.phrases) if (item := term(word))]
    if not expressions:
        return [] if query.words or query.phrases else [int(number) for number in words.filtered(where, limit)]
    excluded = _expressions(query.excluded, prefix=False)
    if excluded:
        expressions[0] = f"{expressions[0]} NOT ({' OR '.join(excluded)})"
    return [int(number) for number in words.newest(expressions, where, limit)]


def _free(words: Sequence[str]) -> list[str]:
    telling = [word for word in words if word.casefold() not in _STOP] or list(words)
    pieces: dict[str, None] = {}
    for word in telling:
        runs = _RUN.findall(word)
        rest = _RUN.sub(" ", word).split()
        pieces.update(dict.fromkeys(rest))
        for run in runs:
            pieces.update(dict.fromkeys(_parts(run)))
    return list(dict.fromkeys(_expressions(tuple(pieces), prefix=True)))


def _parts(run: str) -> list[str]:
    """A run of characters as typed, and its pairs, for it may be a whole sentence."""
    if len(run) <= 2:
        return [run]
    pairs = [run[place : place + 2] for place in range(len(run) - 1)]
    telling = [pair for pair in pairs if pair not in _STOP and not (pair[0] in _STOP and pair[1] in _STOP)]
    return [run, *(telling or pairs)]


def _expressions(words: Sequence[str], *, prefix: bool) -> tuple[str, ...]:
    return tuple(item for word in words if (item := term(word, prefix=prefix)))
