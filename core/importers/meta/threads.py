"""This file is where the parts of an archive are put together to threads: message_1, message_2, ... of one folder.

A big archive comes as several zips with the same tree, so that the parts of one thread, and its media, may lie in
several of them. The folder is called after the people and ends with the number of the thread ("annlee_10153").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from core.beginning import Beginning
from core.entry_names import fold_name
from core.export import Export
from core.importers.meta.sniffing import is_encrypted

Form = Literal["json", "encrypted", "html"]

_PART = re.compile(r"message(?:_(\d{1,6}))?(?:\s?\(\d{1,3}\))?\.(?:json|html?)", re.I)
_NUMBERED = re.compile(r".*_(\d{4,}|(?=[^\d]*\d)[0-9A-Za-z-]{6,})", re.S)


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a thread. number: 1 holds the newest messages."""

    entry: str
    form: Form
    number: int


@dataclass(frozen=True, slots=True)
class Thread:
    """The parts of one thread that are read, oldest messages first. folder: its name, "" where there is none.

    left_out: pages beside the same thread as JSON.
    """

    folder: str
    form: Form
    parts: tuple[Part, ...]
    left_out: tuple[str, ...] = ()


def threads_of(export: Export, entries: Sequence[str]) -> Iterator[Thread]:
    """The threads in the order of their first entries. A thread that is there twice comes twice, under one key."""
    groups: dict[str, list[Part]] = {}
    for entry in entries:
        part = _part(export, entry)
        groups.setdefault(_group(entry, part), []).append(part)
    for name, parts in groups.items():
        listed = [part for part in parts if part.form != "html"]
        folders = {_folder(part) for part in listed}
        pages = [part for part in parts if part.form == "html" and _folder(part) not in folders]
        left_out = tuple(part.entry for part in parts if part.form == "html" and _folder(part) in folders)
        for place, copy in enumerate((*_copies(listed), *_copies(pages))):
            ordered = tuple(sorted(copy, key=lambda part: -part.number))
            folder = "" if name.startswith("/") else _folder(copy[0]).rpartition("/")[2]
            yield Thread(folder, copy[0].form, ordered, () if place else left_out)


def _folder(part: Part) -> str:
    return part.entry.rpartition("/")[0]


def thread_id(path: str) -> str:
    """The number at the end of the name of a thread's folder; "" where there is none."""
    match = _NUMBERED.fullmatch(path.rpartition("/")[2])
    return match[1] if match else ""


def _part(export: Export, entry: str) -> Part:
    beginning = Beginning(export, entry)
    form: Form = "html" if beginning.form == "html" else "encrypted" if is_encrypted(beginning.facts) else "json"
    match = _PART.fullmatch(entry.rpartition("/")[2])
    return Part(entry, form, int(match[1] or 1) if match else 1)


def _group(entry: str, part: Part) -> str:
    """What the parts of one thread share: the folder with its number, whatever archive it lies in, or just the folder;
    a file of another name is a thread of its own."""
    folder, _, name = entry.rpartition("/")
    if part.form == "encrypted" or not _PART.fullmatch(name):
        return f"/{entry}"
    own = folder.rpartition("/")[2]
    return fold_name(own) if thread_id(own) else f"/{folder}"


def _copies(parts: list[Part]) -> list[list[Part]]:
    """The parts once, or one list per archive where a part is there several times."""
    if len({(part.form, part.number) for part in parts}) == len(parts):
        return [parts] if parts else []
    by_root: dict[tuple[Form, str], list[Part]] = {}
    for part in parts:
        by_root.setdefault((part.form, _folder(part)), []).append(part)
    return list(by_root.values())
