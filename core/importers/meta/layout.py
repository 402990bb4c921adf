"""This file is where it is found out how a page lays out its messages: by class names, else by its structure.

A message is a block of three: a name, what was said, and a date in the language of the account. Class names change
with every version of the site; a block whose last part is a time of day is a message under any name.
"""

from collections import Counter
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from core.html_elements import Element, classes_of
from core.html_encoding import decoded
from core.written_times import readings

_KNOWN = frozenset(("_a6-g", "_2lej"))
_LONGEST_TIME = 80
_LONGEST_NAME = 200
_LOOKED_AT = 300
_CONTAINERS = ("div", "section", "article", "li", "main")


@dataclass(frozen=True, slots=True)
class Layout:
    """What makes an element a block. name: its class attribute, or the one class that is known.

    is_known: the class names are those of the site so far. is_of_messages: bodies are nested as those of messages
    are, not as those of posts and comments, which have the same names and dates.
    """

    tag: str
    name: str
    is_known: bool
    is_of_messages: bool

    def is_block(self, element: Element) -> bool:
        """True for an element that holds one message; asked before its content is read."""
        if element.tag != self.tag:
            return False
        written = element.get("class") or ""
        return self.name in written.split() if self.is_known else written == self.name


def layout_of(head: bytes, encoding: str | None = None) -> Layout | None:
    """The layout of a page that begins so; None when no block of a message is in it."""
    root = _parsed(head, encoding)
    if root is None:
        return None
    blocks: Counter[tuple[str, str]] = Counter()
    nested: Counter[tuple[str, str]] = Counter()
    for element in root.iter(*_CONTAINERS):
        if is_message(element) or (is_nested(element) and not _KNOWN.isdisjoint(classes_of(element))):
            key = (str(element.tag), element.get("class") or "")
            blocks[key] += 1
            nested[key] += is_nested(element)
            if blocks.total() >= _LOOKED_AT:
                break
    if not blocks:
        return None
    (tag, name), count = blocks.most_common(1)[0]
    known = next((part for part in name.split() if part in _KNOWN), None)
    is_of_messages = nested[tag, name] * 2 > count
    return Layout(tag, known or name, known is not None, is_of_messages) if name else None


def is_message(element: Element) -> bool:
    """True for a block whose first part is a name and whose last part is a date with a time of day."""
    parts = parts_of(element)
    if len(parts) < 2:
        return False
    time, name = _short_text(parts[-1], _LONGEST_TIME), _short_text(parts[0], _LONGEST_NAME)
    if not name or "\n" in name or not any(char.isdecimal() for char in time):
        return False
    return any("T" in each.wall for each in readings(time).values())


def is_nested(element: Element) -> bool:
    """True when the body is a box that holds a row of boxes, as that of a message does."""
    for part in parts_of(element)[1:-1]:
        inner = parts_of(part)
        if len(inner) == 1 and len(parts_of(inner[0])) > 1:
            return True
    return False


def parts_of(element: Element) -> list[Element]:
    """The elements directly inside this one."""
    return [inner for inner in element if isinstance(inner.tag, str)]


def _short_text(element: Element, longest: int) -> str:
    """The text inside an element, "" when it is longer."""
    text = ""
    for piece in element.itertext():
        text += str(piece)
        if len(text) > longest:
            return ""
    return text.strip()


def _parsed(head: bytes, encoding: str | None) -> Element | None:
    text = "".join(decoded(BytesIO(head), encoding)).replace("\0", "\ufffd")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError):
        return None
