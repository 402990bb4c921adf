"""This file is where chats that were forwarded as one message ("聊天记录") become lines of text."""

from core.importers.wechat.content import joined
from core.importers.wechat.xml_parts import Element, attribute, root_of, value

DEEPEST = 4
"""Forwarded chats inside forwarded chats; the app shows no more either."""

_TYPES = {"2": "图片", "3": "语音", "4": "视频", "8": "文件", "6": "位置", "16": "名片", "22": "视频号", "37": "表情"}
_INDENT = "    "


def record_lines(root: Element | None, depth: int = 0) -> list[str]:
    """A line or more for each message of a <recordinfo>: "name time: text"."""
    if root is None or depth == DEEPEST:
        return []
    lines: list[str] = []
    for item in root.iterfind("datalist/dataitem"):
        text = _said(item)
        nested = record_lines(_nested(item), depth + 1)
        lines += line_of(value(item, "sourcename"), value(item, "sourcetime"), text)
        lines += [f"{_INDENT}{line}" for line in nested]
    return lines


def line_of(name: str, time: str, text: str) -> list[str]:
    """How one forwarded message reads; its further lines are indented."""
    head = " ".join(part for part in (name, time) if part)
    first, *more = text.split("\n")
    return [f"{head}: {first}" if head else first, *(f"{_INDENT}{line}" for line in more)]


def _said(item: Element) -> str:
    kind = item.get("datatype") or value(item, "datatype")
    title, text = value(item, "datatitle"), value(item, "datadesc")
    link = joined(value(item, "weburlitem/title") or title, value(item, "weburlitem/link") or value(item, "link"))
    place = joined(value(item, "locitem/poiname"), value(item, "locitem/label"))
    if kind == "1" or (kind not in _TYPES and not link):
        return text or title
    known = _TYPES.get(kind, "")
    return " ".join(part for part in (f"[{known}]" if known else "", place or link or text) if part)


def _nested(item: Element) -> Element | None:
    """The <recordinfo> of a forwarded chat inside this one, which is XML, or XML in a text."""
    found = item.find("recordxml/recordinfo")
    found = item.find("recordinfo") if found is None else found
    return root_of(value(item, "recordxml")) if found is None and value(item, "recordxml") else found


def records_of(text: str) -> list[str]:
    """The lines of a <recorditem>'s text."""
    return record_lines(root_of(text))


def title_of(element: Element) -> str:
    """What an element calls itself."""
    return attribute(element, "title") or value(element, "title")
