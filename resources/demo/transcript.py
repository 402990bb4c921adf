"""Reads the dialogue under chat/ and writes it the way WhatsApp for Android does; this file is where the demo's text
gets its export form.

Source format, one entry per line: "== 2025-03-14" starts a day; "21:30 N text" is a message of the person with that
initial, "10:12 - text" a notice; "| text" continues the entry above on a new line; "#" starts a comment.
"[[name]]" at the start of a message attaches the picture of that name, "[[file NAME]]" any other file; the words
after it are the caption.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PEOPLE = {"N": "Nora", "L": "林悦", "T": "Tomás", "Z": "阿哲", "P": "Priya"}
_ENTRY = re.compile(r"(\d\d:\d\d) ([NLTZP-]) (.+)")
_ATTACHED = re.compile(r"\[\[(?P<file>file )?(?P<name>[^\]]+)\]\] ?(?P<caption>.*)", re.S)


@dataclass(frozen=True, slots=True)
class Entry:
    """One message or notice (`person` None) as written in the source; `picture` and `file` name what it carries."""

    day: date
    clock: str
    person: str | None
    text: str
    picture: str | None = None
    file: str | None = None


def read_entries(folder: Path) -> list[Entry]:
    """All entries of the source files in name order. Raises ValueError on a line that fits no form."""
    return [entry for path in sorted(folder.glob("*.txt")) for entry in _entries_of(path)]


def picture_names(entries: list[Entry]) -> dict[str, str]:
    """Picture name -> file name in the export ("IMG-20250314-WA0003.jpg"), counted per day."""
    names: dict[str, str] = {}
    for entry in entries:
        if entry.picture:
            stem = f"IMG-{entry.day:%Y%m%d}-WA"
            number = sum(stem in name for name in names.values()) + entry.day.day % 4
            names[entry.picture] = f"{stem}{number:04d}.jpg"
    return names


def render(entries: list[Entry], pictures: Mapping[str, str]) -> str:
    """The text of the export; day before month, 24-hour clock, one entry per header line."""
    return "".join(f"{entry.day:%d/%m/%Y}, {entry.clock} - {_body(entry, pictures)}\n" for entry in entries)


def _entries_of(path: Path) -> Iterator[Entry]:
    day = date.min
    for block in _blocks(path.read_text(encoding="utf-8")):
        if block.startswith("== "):
            day = date.fromisoformat(block[3:])
            continue
        match = _ENTRY.fullmatch(block.split("\n", 1)[0])
        if match is None:
            raise ValueError(f"{path.name}: not an entry: {block!r}")
        yield _entry(day, match, block)


def _blocks(source: str) -> Iterator[str]:
    """Lines of the source with their continuation lines joined to them."""
    block = ""
    for line in source.splitlines():
        if line.startswith("| "):
            block += "\n" + line[2:]
            continue
        if block:
            yield block
        block = "" if line.startswith("#") else line
    if block:
        yield block


def _entry(day: date, match: re.Match[str], block: str) -> Entry:
    clock, initial, _ = match.groups()
    text = block[match.start(3) :]
    attached = _ATTACHED.fullmatch(text)
    if attached is None:
        return Entry(day, clock, PEOPLE.get(initial), text)
    name, caption = attached["name"], attached["caption"]
    picture, file = (None, name) if attached["file"] else (name, None)
    return Entry(day, clock, PEOPLE.get(initial), caption, picture, file)


def _body(entry: Entry, pictures: Mapping[str, str]) -> str:
    text = entry.text.replace(" <This message was edited>", " \u200e<This message was edited>")
    file = pictures[entry.picture] if entry.picture else entry.file
    if file:
        caption = f"\n{text}" if text else ""
        text = f"\u200e{file} (file attached){caption}"
    return f"{entry.person}: {text}" if entry.person else text
