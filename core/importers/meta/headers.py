"""This file is where it is read what stands around the messages of a thread: who takes part, its title, its path."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.export import Export
from core.importers.meta.mojibake import all_mended
from core.importers.meta.threads import Thread, thread_id
from core.json_stream import JsonEnd, JsonStream
from core.json_values import objects, word
from core.types import ConversationKind

_KEPT = ("participants", "title", "thread_path", "thread_type", "threadName", "joinable_mode")


@dataclass(frozen=True, slots=True)
class Header:
    """number: of the thread, "" where nothing tells it; path: the thread's folder, or its name."""

    participants: tuple[str, ...]
    title: str
    path: str
    number: str
    kind: ConversationKind


def header_of(export: Export, thread: Thread) -> Header:
    """The header of a thread of JSON, from its newest part; what is missing in a broken one is missing here."""
    facts = _facts(export, thread.parts[-1].entry, _KEPT)
    people = participants_in(facts)
    path = word(facts.get("thread_path")).rpartition("/")[2] or thread.folder
    if thread.form == "encrypted":
        name = word(facts.get("threadName"))
        title = name.rpartition("_")[0] if name.rpartition("_")[2].isdecimal() else name
        return Header(people, title, name, "", kind_of_thread(people, ""))
    kind = kind_of_thread(people, word(facts.get("thread_type")))
    return Header(people, word(facts.get("title")), path, thread_id(path) or thread_id(thread.folder), kind)


def participants_of(export: Export, entry: str) -> tuple[str, ...]:
    """Who takes part, without reading further than that."""
    return participants_in(_facts(export, entry, ("participants",), stop=True))


def participants_in(facts: dict[str, Any]) -> tuple[str, ...]:
    listed = facts.get("participants")
    names: Iterable[str] = (word(each.get("name")) for each in objects(listed))
    if isinstance(listed, list) and any(isinstance(each, str) for each in listed):
        names = (each for each in listed if isinstance(each, str))
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def kind_of_thread(people: Iterable[str], written: str) -> ConversationKind:
    """A group by what is written, or by the number of its people."""
    count = len(tuple(people))
    if "group" in written.casefold() or count > 2:
        return "group"
    return "private" if count else "unknown"


def _facts(export: Export, entry: str, wanted: tuple[str, ...], *, stop: bool = False) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    with export.open(entry) as stream:
        walk = JsonStream(stream)
        try:
            for key in walk.members():
                if key in wanted:
                    facts[key] = all_mended(walk.value())
                    if stop:
                        break
        except JsonEnd:
            pass
    return facts
