"""This file is where Signal's message bodies become text: mentions stand in them as a mark, their place in UTF-16."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

_MARK = "\ufffc"


class Mention(NamedTuple):
    """Where a mention stands, in UTF-16 units, and the name it shows."""

    start: int
    length: int
    name: str


def with_mentions(body: str, mentions: Iterable[Mention]) -> str:
    """The body with names in the places of the marks; a range that does not fit the body is left alone."""
    ordered = sorted(mentions)
    if not ordered:
        return body
    raw, shown, at = body.encode("utf-16-le", "surrogatepass"), b"", 0
    for start, length, name in ordered:
        begin, end = 2 * start, 2 * (start + length)
        if at <= begin <= end <= len(raw):
            shown += raw[at:begin] + f"@{name}".encode("utf-16-le", "replace")
            at = end
    return (shown + raw[at:]).decode("utf-16-le", "replace")


def mentions_of(ranges: Any, name_of: Callable[[dict[str, Any]], str]) -> list[Mention]:
    """The mentions among the ranges of a body (bold text and the like are others)."""
    found = []
    for each in ranges if isinstance(ranges, list) else ():
        if isinstance(each, dict) and (name := name_of(each)):
            start, length = each.get("start", 0), each.get("length", 0)
            if isinstance(start, int) and isinstance(length, int):
                found.append(Mention(start, length, name))
    return found


def quoted(text: str, body: str) -> str:
    """A body below the text it answers, as the app shows it where the answered message itself is not known."""
    lines = [f"> {line}" for line in text.strip("\n").replace(_MARK, "").split("\n")] if text.strip() else []
    return "\n".join([*lines, body] if body else lines)
