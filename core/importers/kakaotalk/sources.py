"""This file is where the texts of KakaoTalk are opened: as files, or inside the mail that the app sent them in.

A long chat comes in parts, "KakaoTalkChats-1.txt", "-2.txt" (format specification, section 12).
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from core.beginning import Beginning
from core.encoding import encoding_of
from core.errors import BrokenExport
from core.export import Export, lines_of
from core.mime_parts import Part, decoded_words, headers_of, opened, parts_in
from core.tally import Tally
from core.text_lines import numbered_lines

_PART = re.compile(r"(.*(?:KakaoTalk|Talk_).*?)-(\d{1,3})", re.I)
_MAIL = ("multipart/", "text/plain")
_HEADS = ("subject", "from", "date", "mime-version", "message-id")


class Source(NamedTuple):
    """One text. part: of the mail that the entry is; None for a text of its own. name: of the text itself."""

    export: Export
    entry: str
    part: Part | None = None
    name: str = ""

    @property
    def label(self) -> str:
        """What reports call it."""
        return f"{self.entry}/{self.name}" if self.part else self.entry

    @property
    def stem(self) -> str:
        return (self.name or self.entry).rpartition("/")[2].removesuffix(".txt").removesuffix(".csv")

    def lines(self, tally: Tally | None = None) -> Iterator[tuple[int, str]]:
        """(number from 1, line) of the text; of damaged ones, raises BrokenExport behind the last line."""
        if self.part is None:
            yield from numbered_lines(self.export, self.entry, tally)
            return
        with opened(self.export.open(self.entry), self.part) as stream:
            encoding = encoding_of(stream)
        with opened(self.export.open(self.entry), self.part) as stream:
            for number, line in enumerate(lines_of(stream, encoding), 1):
                if tally is not None:
                    tally.read()
                yield number, line.removeprefix("\ufeff") if number == 1 else line


def is_mail(beginning: Beginning) -> bool:
    """True for a file that begins with the headers of a mail."""
    headers = headers_of(beginning.raw[: 1 << 16]) if beginning.form == "text" else {}
    kind = headers.get("content-type", "").strip().lower()
    return kind.startswith(_MAIL) and sum(name in headers for name in _HEADS) >= 2


def texts_in_mail(export: Export, entry: str) -> list[Source]:
    """The texts of a mail, named as they are attached; those of the mail itself bear its subject."""
    found: list[Source] = []
    with suppress(BrokenExport):
        subject = decoded_words(headers_of(export.head(entry, 1 << 16)).get("subject", ""))
        with export.open(entry) as stream:
            for part in parts_in(stream):
                if part.media_type.startswith("text/plain") or part.name.lower().endswith((".txt", ".csv")):
                    found.append(Source(export, entry, part, part.name or subject or "mail.txt"))
    return found


def beginning_of(source: Source, count: int = 2000) -> tuple[str, ...]:
    """The first lines of a text; of a damaged one, those before the damage."""
    lines: list[str] = []
    with suppress(BrokenExport):
        for _, line in source.lines():
            lines.append(line)
            if len(lines) == count:
                break
    return tuple(lines)


def in_parts(sources: Sequence[Source]) -> list[list[Source]]:
    """The texts, the numbered parts of one together and in order."""
    groups: dict[tuple[str, str], list[tuple[int, Source]]] = {}
    for place, source in enumerate(sources):
        match = _PART.fullmatch(source.stem)
        folder = source.label.rpartition("/")[0]
        key = (folder, match[1]) if match else (folder, f"{source.label}#{place}")
        groups.setdefault(key, []).append((int(match[2]) if match else 0, source))
    return [[source for _, source in sorted(group, key=lambda each: each[0])] for group in groups.values()]
