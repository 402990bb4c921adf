"""This file is where the attachments of a WhatsApp body are found: named files, placeholders, view-once (section 1.6).

Known wording comes from the vocabulary; unknown wording is believed when the file is in the export or bears one of the
app's own file names, or when the app has put its mark in front.
"""

import re
from functools import cache
from typing import NamedTuple, cast

from core.export import Export
from core.importers.whatsapp.characters import APP_MARKS, folded, plain
from core.importers.whatsapp.filenames import has_ending, is_app_name, kind_of
from core.importers.whatsapp.vocabulary import bracket_phrases, facts, omitted_kinds, phrases, sounds_like
from core.types import AttachmentKind, ExportedAttachment
from core.written_times.characters import without_marks

REACH = 600
"""Placeholders stand at the end of a line; only so many of its last characters are looked at."""

_MARKS = "".join(APP_MARKS)
_ROUND = re.compile(r"(\S.*?) \(([^()]{2,60})\)\s*")
_ANGLE = re.compile(rf"([{_MARKS}]?)<[{_MARKS}]?\s*([^<>]{{1,400}}?)\s*>\s*$")
_BEFORE = re.compile(rf"(?:^|[{_MARKS}])\s*(\S[^<>]{{0,200}}?\.\w{{1,5}}) $")
_DOCUMENT = re.compile(r"(\S.{0,200}?\.\w{1,5})(?: • .{0,80})?")


class Found(NamedTuple):
    """An attachment and what is left of its line: a caption, or nothing."""

    attachment: ExportedAttachment
    rest: str


def left_out(kind: AttachmentKind, name: str = "") -> ExportedAttachment:
    """An attachment of which the export has only a placeholder."""
    return ExportedAttachment(kind, name, "not_exported")


class MediaFinder:
    """Finds the attachments of one chat's bodies, line by line; entries that were named go into `referenced`."""

    def __init__(self, export: Export, entry: str, referenced: set[str]) -> None:
        self._export, self._referenced = export, referenced
        self._folder = entry.rpartition("/")[0]

    def in_first_line(self, line: str, marked: bool) -> Found | None:
        """The attachment of a body's first line. marked: the app's mark stands in front of the whole entry (1.5)."""
        return self._round(line) or self._angle(line) or self._form(line) or _placeholder(line, marked)

    def in_later_line(self, line: str, marked: bool) -> Found | None:
        """The attachment behind the last line of a caption."""
        return self._angle(line) or (_placeholder(line, marked) if marked else None)

    def _round(self, line: str) -> Found | None:
        """Android: NAME (file attached)."""
        match = _ROUND.fullmatch(without_marks(line)) if len(line) <= REACH else None
        if match is None:
            return None
        named = self._named(match[1], folded(match[2]) in phrases("attached_suffix"))
        return Found(named, "") if named else None

    def _angle(self, line: str) -> Found | None:
        """iOS: <attached: NAME>, <NAME attached> or NAME <attached>, behind a caption or a document's name."""
        start = max(0, len(line) - REACH)
        angle = _ANGLE.search(line[start:])
        if angle is None or folded(angle[2]) in bracket_phrases():
            return None
        before = line[: start + angle.start()]
        if folded(angle[2]) in phrases("attached_label"):
            name = _BEFORE.search(before[-REACH:])
            named = self._named(name[1], True) if name else None
            return Found(named, before[: -len(name[0])].rstrip()) if name and named else None
        named = self._labelled(angle[2], bool(angle[1]))
        return Found(named, _caption(before, named.name)) if named else None

    def _labelled(self, inside: str, marked: bool) -> ExportedAttachment | None:
        label, colon, name = inside.replace("：", ":", 1).partition(":")
        if colon:
            known = folded(label) in phrases("attached_label")
            return self._named(name, known or (marked and has_ending(name)))
        words = plain(inside)
        for known_label in phrases("attached_label"):
            if words.casefold().endswith(" " + known_label):
                return self._named(words[: -len(known_label)], True)
        return None

    def _form(self, line: str) -> Found | None:
        """Android languages that put no brackets around "file attached"."""
        for expression in _forms():
            match = expression.fullmatch(plain(line)) if len(line) <= REACH else None
            named = self._named(match[1], has_ending(match[1])) if match else None
            if named:
                return Found(named, "")
        return None

    def _named(self, raw: str, believed: bool) -> ExportedAttachment | None:
        name = plain(raw)
        entry = self._export.resolve(name, self._folder) if name else None
        if entry is not None:
            self._referenced.add(entry)
            return ExportedAttachment(kind_of(name), name, "found", entry)
        if name and (believed or is_app_name(name)):
            return ExportedAttachment(kind_of(name), name, "missing")
        return None


def _placeholder(line: str, marked: bool) -> Found | None:
    """ "image omitted" and "<Media omitted>", alone or behind a caption or a document's name."""
    start = max(0, len(line) - REACH)
    tail = line[start:]
    if angle := _ANGLE.fullmatch(tail.strip()):
        phrase = bracket_phrases().get(folded(angle[2]))
        known = phrase is not None and phrase.meaning == "omitted_media"
        return Found(left_out("media"), "") if known or sounds_like(angle[2], "media", "left_out") else None
    cut = max(tail.rfind(mark) for mark in APP_MARKS)
    for place in (0, cut + 1):
        if kind := _omitted().get(folded(tail[place:])):
            return _behind(line[: start + place], kind)
    if end := _omitted_end().search(folded(tail)):
        before = without_marks(line).rstrip(".。 ")[: -len(end[1])]
        if _DOCUMENT.fullmatch(plain(before)):
            return _behind(before, _omitted()[end[1]])
    if marked and cut >= 0 and "<" not in tail:
        return _behind(line[: start + cut], "media")
    return None


def _behind(before: str, kind: AttachmentKind) -> Found:
    """A placeholder behind some words: a document's name, where documents may be meant, else a caption."""
    document = _DOCUMENT.fullmatch(plain(before[-REACH:])) if kind in ("file", "media") else None
    if document is None:
        return Found(left_out(kind), _caption(before, ""))
    return Found(left_out(kind_of(document[1]) if kind == "media" else kind, document[1]), "")


def _caption(before: str, name: str) -> str:
    """What a person wrote in front of a file; the app's "Plan.pdf • 2 pages" in front of Plan.pdf is not that."""
    document = _DOCUMENT.fullmatch(plain(before[-REACH:]))
    if document and name and folded(name).endswith(folded(document[1])):
        return ""
    return before.strip(f" {_MARKS}")


@cache
def _omitted() -> dict[str, AttachmentKind]:
    known = phrases(*omitted_kinds())
    return {words: cast(AttachmentKind, found.meaning.removeprefix("omitted_")) for words, found in known.items()}


@cache
def _omitted_end() -> re.Pattern[str]:
    ends = sorted(_omitted(), key=len, reverse=True)
    return re.compile(f"(?:^|\\s)({'|'.join(map(re.escape, ends))})$")


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    forms = [form for words in facts()["phrases"]["attached_form"].values() for form in words]
    return tuple(re.compile(re.escape(plain(form)).replace("%s", "(.{1,200})"), re.IGNORECASE) for form in forms)
