"""This file is where a parsed question is said back to the person, one chip per filter."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.dates import Window
from core.query.parsing import ParsedQuery
from core.query.scanning import Part

_LABELS = {
    "en": {
        "from": "From {0}",
        "in": "In {0}",
        "with": "With {0}",
        "excluded": "Without {0}",
        "image": "Has an image",
        "file": "Has a file",
        "link": "Has a link",
        "voice": "Has a voice message",
        "after": "Since {0}",
        "before": "Before {0}",
    },
    "zh": {
        "from": "来自 {0}",
        "in": "在 {0}",
        "with": "和 {0}",
        "excluded": "不含 {0}",
        "image": "含图片",
        "file": "含文件",
        "link": "含链接",
        "voice": "含语音",
        "after": "{0} 起",
        "before": "{0} 之前",
    },
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter as understood. Cutting text[start:end], which is `source`, out of the question removes it.

    kind: "from", "in", "with", "has", "before", "after", "on", "during", "excluded" or "date" (said in the sentence).
    """

    kind: str
    label: str
    source: str
    start: int
    end: int


def describe(parsed: ParsedQuery, text: str, language: str = "en") -> tuple[Chip, ...]:
    """The chips of a question, in its order. `text` is what `parsed` was parsed from; language "zh..." or English."""
    labels = _LABELS["zh" if language.lower().startswith("zh") else "en"]
    return tuple(
        Chip(part.kind, _label(part, labels), text[part.start : part.end], part.start, part.end)
        for part in parsed.parts
        if part.kind != "phrase"
    )


def _label(part: Part, labels: dict[str, str]) -> str:
    if part.window:
        return _period(part.window, labels)
    return labels[part.value] if part.kind == "has" else labels[part.kind].format(part.value)


def _period(window: Window, labels: dict[str, str]) -> str:
    if window.before is None:
        return labels["after"].format(_moment(window.after)) if window.after else ""
    if window.after is None:
        return labels["before"].format(_moment(window.before))
    if _is_day(window.after) and _is_day(window.before):
        last = window.before - timedelta(days=1)
        return _moment(window.after) + (f" – {_moment(last)}" if last > window.after else "")
    return f"{_moment(window.after)} – {_moment(window.before)}"


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return moment.date().isoformat() if _is_day(moment) else moment.isoformat(" ", "minutes")


def _is_day(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) == (0, 0, 0)
