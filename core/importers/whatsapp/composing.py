"""This file is where a header and its body become an ExportedMessage: author, notice, attachment, text.

Most messages are plain talk and take the short way; a quick test sends everything that may be more to `_special`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from core.importers.whatsapp.authors import author_of
from core.importers.whatsapp.characters import APP_MARKS, folded, plain
from core.importers.whatsapp.contents import (
    is_call,
    is_deleted_by_admin,
    may_be_call,
    place_in,
    poll_in,
    without_edit_remark,
)
from core.importers.whatsapp.media import Found, MediaFinder, left_out
from core.importers.whatsapp.vocabulary import WHOLE_BODY, edge_words, exact_bodies, is_notice, phrases
from core.types import ExportedMessage, MessageKind

FIRST_LINES = 5
"""So many lines are always looked at closely: notices about encryption open a chat, sometimes without marks."""

_BARE = re.compile(r"([^:\n]{1,60}):(?![/\d])")
_MARKS = "".join(APP_MARKS)


Opening = tuple[int, str | None, str, bool]
"""The line that opens a message: its number, time, text behind the header, and whether a mark is in front (1.5)."""


class _Opening(NamedTuple):
    number: int
    local_time: str | None
    rest: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known of a chat before its messages are read.

    names: author as written -> display name. speakers: authors as written whose lines are all notices (the chat's own
    name). title: folded. head_marks, body_marks: the app's marks before entries or bodies are evidence here.
    colon_titles: names of the chat, with the ": " behind them, that hold a ": " themselves.
    """

    entry: str
    names: Mapping[str, str]
    speakers: frozenset[str]
    title: str
    head_marks: bool
    body_marks: bool
    colon_titles: tuple[str, ...] = ()


class Composer:
    """Makes messages of one chat text."""

    def __init__(self, scene: Scene, finder: MediaFinder) -> None:
        self._scene, self._finder = scene, finder
        self._entry, self._names = scene.entry, dict(scene.names)
        self._colon_titles = scene.colon_titles
        self._exact, self._edges = exact_bodies(), edge_words()

    def message(self, opening: Opening, more: list[str]) -> ExportedMessage:
        """The message of an opening line and its continuation lines."""
        number, local_time, rest, marked = opening
        if self._colon_titles and rest.startswith(self._colon_titles):
            title = next(title for title in self._colon_titles if rest.startswith(title))
            return self._notice(_Opening(*opening), [rest[len(title) :], *more])
        end = rest.find(": ")
        sender = self._names.get(rest[:end]) if end > 0 else None
        if sender is None:
            return self._unusual(_Opening(*opening), more)
        body = rest[end + 2 :]
        if marked or number <= FIRST_LINES or self._may_be_special(body) or (more and _may_end_specially(more)):
            return self._special(_Opening(*opening), (sender, rest[:end]), [body, *more])
        if more:
            body = "\n".join([body, *more]).rstrip("\n")
        where = f"{self._entry}:{number}"
        return ExportedMessage(None, sender, None, local_time, body, where=where)

    def _may_be_special(self, body: str) -> bool:
        """False for most plain talk; cheap, and must be true whenever `_special` would find something."""
        if body in self._exact or body[-1] in ")>" or "://" in body:
            return True
        if not body.isascii() and ("\u200e" in body or "\u200f" in body):
            return True
        return body.partition(" ")[0] in self._edges or body.rpartition(" ")[2] in self._edges

    def _unusual(self, opening: _Opening, more: list[str]) -> ExportedMessage:
        """A line whose beginning is not the name of a known author."""
        raw, colon, body = opening.rest.partition(": ")
        if not colon:
            raw, colon, body = self._without_space(opening.rest)
        if colon and raw in self._scene.speakers:
            return self._notice(opening, [body, *more])
        name = author_of(raw) if colon else None
        if name is None:
            return self._notice(opening, [opening.rest, *more])
        if len(self._names) < 50_000 and opening.rest.startswith(raw + ": "):
            self._names[raw] = name
        return self._special(opening, (name, raw), [body, *more])

    def _without_space(self, rest: str) -> tuple[str, str, str]:
        """ "Name:" with nothing behind it, or "Name:text"."""
        if rest.endswith(":") and rest.count(":") == 1:
            return rest[:-1], ":", ""
        match = _BARE.match(rest)
        return (match[1], ":", rest[match.end() :]) if match else (rest, "", "")

    def _notice(self, opening: _Opening, lines: list[str]) -> ExportedMessage:
        text = "\n".join([lines[0].lstrip(f"{_MARKS} "), *lines[1:]]).rstrip("\n")
        kind: MessageKind = "call" if len(lines) == 1 and is_call(text) else "notice"
        return self._made(opening, None, text)._replace(kind=kind)

    def _special(self, opening: _Opening, who: tuple[str, str], lines: list[str]) -> ExportedMessage:
        sender, raw = who
        while len(lines) > 1 and not lines[-1]:
            lines.pop()
        lines[-1], edited = without_edit_remark(lines[-1])
        made = self._phrase(opening, sender, lines)
        # A mark in front of an entry means a file, unless the words are known to be something else.
        steps = (self._content, self._attached) if opening.marked else (self._attached, self._content)
        made = made or steps[0](opening, sender, lines) or steps[1](opening, sender, lines)
        if made is None and self._is_attributed_notice(opening, raw, lines[0]):
            return self._notice(opening, lines)
        made = made or self._made(opening, sender, "\n".join(lines))
        return made._replace(edited=True) if edited else made

    def _phrase(self, opening: _Opening, sender: str, lines: list[str]) -> ExportedMessage | None:
        """A body that is wholly an app phrase: deleted, view once, live location."""
        if len(lines) > 1:
            return None
        if lines[0] == "null" or not lines[0].strip(f"{_MARKS} "):
            return self._made(opening, sender, "")._replace(attachments=(left_out("media"),))
        found = phrases(*WHOLE_BODY).get(folded(lines[0])) if len(lines[0]) < 200 else None
        meaning = found.meaning if found else ""
        if meaning.startswith("deleted") or is_deleted_by_admin(lines[0]):
            return self._made(opening, sender, "")._replace(deleted=True)
        if meaning == "view_once":
            return self._made(opening, sender, "")._replace(attachments=(left_out("media"),))
        if meaning == "live_location":
            return self._made(opening, sender, plain(lines[0]))._replace(kind="location")
        return None

    def _attached(self, opening: _Opening, sender: str, lines: list[str]) -> ExportedMessage | None:
        found = self._finder.in_first_line(lines[0], opening.marked)
        captions = [found.rest, *lines[1:]] if found else []
        if found is None and len(lines) > 1:
            found = self._finder.in_later_line(lines[-1], opening.marked)
            captions = [*lines[:-1], found.rest] if found else []
        return self._carrying(opening, sender, (found, captions)) if found else None

    def _carrying(self, opening: _Opening, sender: str, what: tuple[Found, list[str]]) -> ExportedMessage:
        found, captions = what
        text = "\n".join(captions).strip(f"\n{_MARKS}")
        kind: MessageKind = "contact" if found.attachment.kind == "contact" else "message"
        return self._made(opening, sender, text)._replace(kind=kind, attachments=(found.attachment,))

    def _content(self, opening: _Opening, sender: str, lines: list[str]) -> ExportedMessage | None:
        if len(lines) == 1 and (is_call(lines[0]) or self._may_be_call(sender, lines[0])):
            return self._made(opening, sender, plain(lines[0]))._replace(kind="call")
        place = place_in(lines)
        if place is not None:
            return self._made(opening, sender, place)._replace(kind="location")
        if len(lines) > 1 and (poll := poll_in(lines)) is not None:
            return self._made(opening, sender, poll)._replace(kind="poll")
        return None

    def _is_attributed_notice(self, opening: _Opening, raw: str, line: str) -> bool:
        """iOS writes notices as if the chat, or the acting person, had said them (specification 1.4, 1.5).

        Without marks only the one at the top is believed, or one longer than people write.
        """
        by_chat = folded(raw) == self._scene.title
        if self._scene.body_marks and line[:1] == APP_MARKS[0]:
            return True
        if self._scene.body_marks and line[:1] == APP_MARKS[1]:
            return by_chat or is_notice(line) or self._names_itself(raw, line)
        telling = line[:1] in APP_MARKS or len(line) > 60 or (opening.number <= 2 and len(line) > 20)
        return by_chat and telling and is_notice(line)

    def _may_be_call(self, sender: str, line: str) -> bool:
        return self._scene.body_marks and line[:1] in APP_MARKS and line != "" and may_be_call(line, sender)

    def _names_itself(self, raw: str, line: str) -> bool:
        """ "Dana left" by Dana. The right-to-left mark alone tells little: keyboards of such scripts write it too."""
        words = folded(line)
        return len(words) <= 200 and re.search(rf"(?<!\w){re.escape(folded(raw))}(?!\w)", words) is not None

    def _made(self, opening: _Opening, sender: str | None, text: str) -> ExportedMessage:
        where = f"{self._entry}:{opening.number}"
        return ExportedMessage(None, sender, None, opening.local_time, text, where=where)


def _may_end_specially(lines: list[str]) -> bool:
    """True when a later line may hold a file, an edit remark, a place or a poll's option."""
    last = lines[-1] or next((line for line in reversed(lines) if line), " ")
    return last[-1] == ">" or "\u200e" in last or "\u200f" in last or "://" in last
