"""This file is where the page inside an MHT archive of QQ's message manager is walked, row of its table by row.

    消息分组:…   消息对象:…   日期: 2015-06-02   then rows of name, time and body (format specification, section 10)

A row of a date stands above the messages of its day. The manager writes "&get;" where it means ">".
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import BinaryIO, Literal, NamedTuple

from core.html_elements import Element, all_with, elements, text_of

Role = Literal["group", "object", "date", "message", "blank", "other"]

_GROUP = re.compile(r"消息分组 ?[:：](.*)", re.S)
_OBJECT = re.compile(r"消息对象 ?[:：](.*)", re.S)
_DATE = re.compile(r"日期 ?[:：] ?(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_TIME = re.compile(r"(?:(上午|下午) ?)?(\d{1,2}):([0-5]\d):([0-5]\d)")


class Row(NamedTuple):
    """One row. value: the group, the chat's name, the day, or who wrote; pictures: what the body calls them."""

    number: int
    role: Role
    block: int
    value: str = ""
    time: str | None = None
    text: str = ""
    pictures: tuple[str, ...] = ()


def rows_in(page: BinaryIO, *, bodies: bool = True) -> Iterator[Row]:
    """The rows of a page; each group and name begins a block. bodies: False leaves out what messages say.

    Raises BrokenExport where the page is damaged.
    """
    block, day, last = 0, "", ""
    for number, element in enumerate(elements(page, {"tr"}), 1):
        found = _row(element, number, day, bodies)
        if found.role in ("group", "object"):
            block += last not in ("", "group")
            day, last = "", found.role
        elif found.role in ("date", "message"):
            day, last = found.value if found.role == "date" else day, found.role
        yield found._replace(block=block)


def _row(element: Element, number: int, day: str, bodies: bool) -> Row:
    for header in all_with(element, "div"):
        inner = next(iter(header), None)
        match = _TIME.fullmatch((inner.tail or "").strip()) if inner is not None else None
        if inner is not None and match:
            row = Row(number, "message", 0, _name(inner), _moment(day, match))
            return _with_body(row, list(header.itersiblings())) if bodies else row
    text = _plain(text_of(element)).strip()
    for form, role in _FORMS:
        if match := form.fullmatch(text):
            return Row(number, role, 0, match[1].strip())
    if match := _DATE.fullmatch(text):
        return _dated(number, match, text)
    return Row(number, "other" if text else "blank", 0, text=text)


_FORMS: tuple[tuple[re.Pattern[str], Role], ...] = ((_GROUP, "group"), (_OBJECT, "object"))


def _dated(number: int, match: re.Match[str], text: str) -> Row:
    try:
        return Row(number, "date", 0, date(int(match[1]), int(match[2]), int(match[3])).isoformat())
    except ValueError:
        return Row(number, "other", 0, text=text)


def _with_body(row: Row, bodies: list[Element]) -> Row:
    """What stands beside the header is the body."""
    text = "\n".join(_plain(text_of(body)) for body in bodies).strip()
    pictures = tuple(source for source in _sources(bodies) if source)
    return row._replace(text=text, pictures=pictures)


def _sources(bodies: Iterable[Element]) -> Iterator[str]:
    for body in bodies:
        yield from ((image.get("src") or "").strip() for image in body.iter("img"))


def _name(inner: Element) -> str:
    return _plain(text_of(inner)).strip()


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("&get;", ">")


def _moment(day: str, match: re.Match[str]) -> str | None:
    """The wall time; None where no day was told, or the hour is none."""
    half, hour = match[1], int(match[2])
    if half:
        hour = hour % 12 + (12 if half == "下午" else 0)
    return f"{day}T{hour:02}:{match[3]}:{match[4]}" if day and hour < 24 else None
