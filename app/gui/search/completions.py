"""This file is where what is typed in the search field becomes rows that complete it."""

from datetime import datetime

from PySide6.QtCore import QObject

from app.gui.look.dates import day
from app.gui.search.periods import period
from app.gui.search.rows import Command, Completion, Row
from core.dates import Window
from core.query.completing import Typed, quoted
from core.query.filters import DATED, Filter
from core.query.offers import Date, Name, Names, beginning, dates, fitting, kinds

_KIND_ICONS = {"image": "image", "file": "file", "link": "link", "voice": "voice"}
_MOST = 50
_BESIDE_MATCHES = 3


class Completions(QObject):
    """Rows in the language of the window. `names` is what the archive knows; `language` "en" or "zh"."""

    def __init__(self) -> None:
        super().__init__()
        self.names = Names()
        self.language = "en"

    def of_filter(self, typed: Typed) -> tuple[list[Row], int]:
        """What the filter that is being typed can be completed with, and the row that Enter takes: none (-1) where the
        value may be complete as it is."""
        rows = self._rows(typed)
        value = " ".join(typed.value.split()).casefold()
        complete = any(isinstance(row, Completion) and value in (row.name.casefold(), row.value) for row in rows)
        if typed.value[-1:].isspace() and (complete or typed.filter == "has"):
            return [], -1
        # Behind an unquoted space may also stand the next word of the question.
        open_end = " " in typed.value and typed.filter not in DATED
        return rows, -1 if complete or open_end or not isinstance(rows[0] if rows else None, Completion) else 0

    def _rows(self, typed: Typed) -> list[Row]:
        if typed.filter == "in":
            return [_named(each, typed.operator, "chat") for each in fitting(self.names.chats, typed.value, _MOST)]
        if typed.filter in ("from", "with"):
            return [_named(each, typed.operator, "person") for each in fitting(self.names.people, typed.value, _MOST)]
        if typed.filter == "has":
            return [self._kind(kind, typed.operator) for kind in kinds(typed.value)]
        return self._dates(typed)

    def of_word(self, typed: Typed) -> list[Row]:
        """What a plain word may be the beginning of: a filter, somebody's name, a conversation."""
        word = typed.value.casefold()
        rows: list[Row] = [
            Completion(icon, operator, operator, "", detail=meaning)
            for operator, meaning, icon in self.operators()
            if len(word) >= (2 if word.isascii() else 1) and operator.casefold().startswith(word)
        ]
        people = beginning(self.names.people, typed.value)
        chats = beginning(self.names.chats, typed.value, 1)
        said, within = self.tr("From {name}"), self.tr("In {name}")
        rows += [_named(each, self.tr("from:"), "person", said.format(name=each.name)) for each in people]
        rows += [_named(each, self.tr("in:"), "chat", within.format(name=each.name)) for each in chats]
        return rows[:_BESIDE_MATCHES]

    def operators(self) -> list[tuple[str, str, str]]:
        """(operator in the language of the window, what it means, icon) of every filter."""
        return [
            (self.tr("from:"), self.tr("what a person wrote"), "contact"),
            (self.tr("in:"), self.tr("one conversation"), "chat"),
            (self.tr("with:"), self.tr("conversations with a person"), "people"),
            (self.tr("has:"), self.tr("a picture, file, link or voice message"), "image"),
            (self.tr("after:"), self.tr("since a day"), "calendar"),
            (self.tr("before:"), self.tr("before a day"), "calendar"),
            (self.tr("on:"), self.tr("on a day"), "calendar"),
            (self.tr("during:"), self.tr("in a period"), "calendar"),
        ]

    def headings(self) -> dict[Filter, str]:
        return {
            "from": self.tr("Written by"),
            "in": self.tr("In the conversation"),
            "with": self.tr("Conversations with"),
            "has": self.tr("With"),
            "before": self.tr("Before"),
            "after": self.tr("Since"),
            "on": self.tr("On"),
            "during": self.tr("During"),
        }

    def _kind(self, kind: str, operator: str) -> Completion:
        said = {
            "image": (self.tr("Pictures"), self.tr("image")),
            "file": (self.tr("Files"), self.tr("file")),
            "link": (self.tr("Links"), self.tr("link")),
            "voice": (self.tr("Voice messages"), self.tr("voice")),
        }
        name, value = said[kind]
        return Completion(_KIND_ICONS[kind], name, operator, value, detail="" if value == name else value)

    def _dates(self, typed: Typed) -> list[Row]:
        now = datetime.now()  # noqa: DTZ005 - a wall time: dates in a question mean days here
        offered = dates(typed.filter or "on", typed.value, self.language, (now, self.names.years))
        rows: list[Row] = [self._date(each, typed.operator) for each in offered]
        if rows or not typed.value:
            rows.append(Command("calendar", "calendar", self.tr("Choose a day…")))
        return rows

    def _date(self, each: Date, operator: str) -> Completion:
        return Completion("calendar", each.text, operator, quoted(each.text), detail=f"→ {self.meaning(each.window)}")

    def meaning(self, window: Window) -> str:
        """A window in words: "10–16 Nov 2025", "since 1 May 2025"."""
        if window.after is None:
            # Before the first day that is not meant any more.
            return self.tr("before {day}").format(day=day(window.before.date() if window.before else None))
        if window.before is None:
            return self.tr("since {day}").format(day=day(window.after.date()))
        return period(window)


def _named(each: Name, operator: str, face: str, label: str = "") -> Completion:
    return Completion(face, each.name, operator, quoted(each.name), label, "", face, each.sources, each.messages)
