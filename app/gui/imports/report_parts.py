"""This file is where the pieces of an import report are worded: missing media, readings of dates, folded lists."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.gui.look.controls import Button, ElidedLabel, Picture, frame, label
from app.gui.look.dates import day, number
from core.types import Account, FileReport

_LISTED = 200


def day_of(wall_time: str | None) -> str:
    """The day of a wall time as exported, "" where there is none."""
    moment: date | None = None
    if wall_time:
        try:
            moment = datetime.fromisoformat(wall_time).date()
        except ValueError:
            return wall_time[:10]
    return day(moment)


def reading_title(order: str) -> str:
    """A core.types.DateOrder in words."""
    titles = {
        "dmy": QCoreApplication.translate("report", "Day / month / year"),
        "mdy": QCoreApplication.translate("report", "Month / day / year"),
        "ymd": QCoreApplication.translate("report", "Year / month / day"),
    }
    return titles.get(order, order)


def reading_of(sample: str) -> tuple[str, str]:
    """A sample of an Ambiguity, "line -> 2025-03-05", as the line as written and the day in words."""
    written, _, when = sample.rpartition(" → ")
    return written, day_of(when) if written else when


def account_of(account: Account) -> tuple[str, str]:
    """(entry, what became of its lines or records): "1,204 = 1,000 messages, 190 continuations, 14 notices"."""
    named = (
        (account.messages, QCoreApplication.translate("report", "messages")),
        (account.continuations, QCoreApplication.translate("report", "further lines of messages")),
        (account.notices, QCoreApplication.translate("report", "notices")),
        (account.problems, QCoreApplication.translate("report", "could not be read")),
        (sum(account.others.values()), QCoreApplication.translate("report", "no message (blank, heading, repeated)")),
        (account.unaccounted, QCoreApplication.translate("report", "not accounted for")),
    )
    parts = [f"{number(count)} {name}" for count, name in named if count]
    return account.entry, f"{number(account.taken)} = {' + '.join(parts) or '0'}"


def refusal(file: FileReport) -> QHBoxLayout:
    """Why nothing of a file was read: there is nothing else to tell of it."""
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(Picture("alert", "warning"))
    why = label("body", wrap=True)
    reasons = " ".join(problem.reason for problem in file.problems)
    why.setText(QCoreApplication.translate("report", "Nothing of it was imported.") + " " + reasons)
    row.addWidget(why, 1)
    return row


def question_panel(question: str, text: str) -> tuple[QFrame, QVBoxLayout]:
    """A question with why it is asked, and the column that its answers go into."""
    panel = frame("question")
    lines = QVBoxLayout(panel)
    lines.setContentsMargins(16, 14, 16, 16)
    lines.setSpacing(10)
    title, why = label("strong", wrap=True), label("body", wrap=True)
    title.setText(question)
    why.setText(text)
    lines.addWidget(title)
    lines.addWidget(why)
    return panel, lines


def folded_lines(icon: str, title: str, entries: Sequence[tuple[str, str]]) -> QWidget:
    """A title that shows its list of (where, what) on request."""
    whole = QWidget()
    lines = QVBoxLayout(whole)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(6)
    head = QHBoxLayout()
    head.setSpacing(10)
    head.addWidget(Picture(icon, {"alert": "warning", "info": "muted"}.get(icon, "success")))
    words = label("body")
    words.setText(title)
    head.addWidget(words, 1)
    lines.addLayout(head)
    if entries:
        show = Button("quiet", "down")
        show.setText(QCoreApplication.translate("report", "Show the list"))
        head.addWidget(show)
        listed = _list(entries)
        listed.hide()
        lines.addWidget(listed)
        show.clicked.connect(lambda: listed.setVisible(not listed.isVisible()))
    return whole


def _list(entries: Sequence[tuple[str, str]]) -> QWidget:
    whole = QWidget()
    lines = QVBoxLayout(whole)
    lines.setContentsMargins(30, 0, 0, 0)
    lines.setSpacing(4)
    for where, what in entries[:_LISTED]:
        line = ElidedLabel("small")
        line.show_text(f"{where} — {what}" if where else what)
        lines.addWidget(line)
    if len(entries) > _LISTED:
        rest = label("small")
        text = QCoreApplication.translate("report", "and {count} more")
        rest.setText(text.format(count=number(len(entries) - _LISTED)))
        lines.addWidget(rest)
    return whole
