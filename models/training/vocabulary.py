"""This file is where an English word-piece vocabulary learns Chinese: which words and characters it gets, and which
vectors they begin with.

The tokenizer keeps its English pieces and ids. Runs of Han characters are cut greedily into the longest known words;
simplified and traditional forms, at the beginning of a run or inside it, share one id. Each new word begins as the
mean of the input vectors of its English meanings (CC-CEDICT): the encoder, which has seen no Chinese, then reads a
Chinese sentence much as it would read the English words one by one.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.training.dictionary import Dictionary

Floats = NDArray[np.float32]

# A run without an end would make the greedy search quadratic; words that lie across the edge are cut, which is rare.
_RUN = r"\p{Han}{1,32}"
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_LONGEST_WORD = 4
_WORDS = slice(2_000, 20_000)  # where BERT's English vocabulary has whole words
_SENSES = (1.0, 0.6, 0.4, 0.3, 0.2)
_EMPTY = (
    "a an the of to in on at for with and or by from as be is are was sb sth etc one s oneself it its "
    "( ) , . ; : ' \" - / ! ?"
)
_EMPTY_WORDS = frozenset(_EMPTY.split())


@dataclass(frozen=True)
class Vocabulary:
    """The tokenizer's JSON text, and the new entries: simplified form by id, from `first` on, without gaps."""

    tokenizer: str
    first: int
    words: tuple[str, ...]


def extend(
    tokenizer: Path,
    dictionary: Dictionary,
    texts: Iterable[str],
    words: int,
    *,
    written: Mapping[str, int] | None = None,
) -> Vocabulary:
    """The tokenizer with every usual Han character and the `words` most usual words (of two to four characters).

    texts: training texts of any language, to count in. Usual is what occurs in them or in `written`, counts of written
    Chinese (jieba's by default).
    """
    record = json.loads(tokenizer.read_text("utf-8"))
    counts = _counts(texts, dictionary)
    written = Counter(written) if written is not None else _written_counts(dictionary)
    characters = [each for each in _characters(dictionary) if counts[each] >= 2 or written[each] >= 3]
    candidates = [word for word in dictionary.meanings if 2 <= len(word) <= _LONGEST_WORD and _HAN.fullmatch(word)]
    usual = sorted(candidates, key=lambda word: (-log(1 + 3 * counts[word]) - log(1 + written[word]), word))
    chosen = (*sorted(characters), *usual[:words])
    first = len(record["model"]["vocab"])
    return Vocabulary(_with(record, chosen, dictionary), first, chosen)


def first_vectors(vocabulary: Vocabulary, dictionary: Dictionary, known: tuple[Any, Floats]) -> Floats:
    """Shape (len(vocabulary.words), dimension). known: the English tokenizer and its input vectors.

    A word whose meaning is not told begins as the mean of its characters; all have the usual length of a word's vector.
    """
    tokenizer, vectors = known
    usual = vectors[_WORDS] if len(vectors) > _WORDS.stop else vectors
    length = float(np.median(np.linalg.norm(usual, axis=1)))
    found: dict[str, Floats] = {}
    for word in sorted(vocabulary.words, key=len):
        meaning = _meaning(dictionary.meanings.get(word, ()), tokenizer, vectors)
        parts = [found[each] for each in word if each in found]
        if meaning is None:
            meaning = np.mean(parts, axis=0) if parts else usual.mean(axis=0)
        found[word] = np.asarray(meaning * (length / max(float(np.linalg.norm(meaning)), 1e-6)), np.float32)
    return np.stack([found[word] for word in vocabulary.words])


def _meaning(meanings: Sequence[str], tokenizer: Any, vectors: Floats) -> Floats | None:
    total, sum_of_weights = np.zeros(vectors.shape[1], np.float32), 0.0
    for weight, meaning in zip(_SENSES, meanings, strict=False):
        encoding = tokenizer.encode(meaning.removeprefix("to "), add_special_tokens=False)
        ids = [at for at, token in zip(encoding.ids, encoding.tokens, strict=True) if token not in _EMPTY_WORDS]
        if 0 < len(ids) <= 12:
            total += weight * vectors[ids].mean(axis=0)
            sum_of_weights += weight
    return total / sum_of_weights if sum_of_weights else None


def _with(record: dict[str, Any], chosen: Sequence[str], dictionary: Dictionary) -> str:
    vocabulary = {piece: at for piece, at in record["model"]["vocab"].items() if not _HAN.search(piece)}
    ids = {word: len(record["model"]["vocab"]) + at for at, word in enumerate(chosen)}
    forms = dict(ids)
    for traditional, simplified in (*dictionary.characters.items(), *dictionary.simplified.items()):
        if simplified in ids:
            forms.setdefault(traditional, ids[simplified])
    for form, at in forms.items():
        vocabulary[form] = vocabulary[f"##{form}"] = at
    record["model"]["vocab"] = vocabulary
    latin = {**record["normalizer"], "handle_chinese_chars": False}
    record["normalizer"] = {"type": "Sequence", "normalizers": [{"type": "NFKC"}, latin]}
    han = {"type": "Split", "pattern": {"Regex": _RUN}, "behavior": "Isolated", "invert": False}
    record["pre_tokenizer"] = {"type": "Sequence", "pretokenizers": [han, record["pre_tokenizer"]]}
    record["padding"] = record["truncation"] = None
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _counts(texts: Iterable[str], dictionary: Dictionary) -> Counter[str]:
    """How often each character and each word of the dictionary occurs, cut greedily, all in simplified form."""
    simple = str.maketrans(dictionary.characters)
    counts: Counter[str] = Counter()
    for text in texts:
        for run in _HAN.findall(text):
            plain = run.translate(simple)
            counts.update(plain)
            at = 0
            while at < len(plain):
                size = next((n for n in range(_LONGEST_WORD, 1, -1) if plain[at : at + n] in dictionary.meanings), 1)
                if size > 1 and at + size <= len(plain):
                    counts[plain[at : at + size]] += 1
                at += size
    return counts


def _written_counts(dictionary: Dictionary) -> Counter[str]:
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    return Counter({word: count for word, count in jieba.dt.FREQ.items() if word in dictionary.meanings})


def _characters(dictionary: Dictionary) -> list[str]:
    found = {each for word in dictionary.meanings for each in word if _HAN.fullmatch(each)}
    return sorted(found)
