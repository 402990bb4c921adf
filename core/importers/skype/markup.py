"""This file is where the contents of Skype's messages, a kind of HTML and XML, are taken apart (format specification,
section 14). The same markup stands in main.db and in what Teams (free) exports."""

import html
import io
import re
from typing import NamedTuple

from core.errors import BrokenExport
from core.html_elements import Element, all_with, elements, first, text_of
from core.types import AttachmentKind

_KEPT = "as-written"
_EDITED_PREFIX = re.compile(r"\s*Edited previous message:\s*", re.I)
_CLOSINGS = re.compile(r"</(?:x-body|body|html)\b[^>]{0,100}>", re.I)
"""What would end the page before the contents do."""

_LARGEST = 1 << 20


class Quote(NamedTuple):
    """What a message answers. message: its id, "" where the quote does not tell; conversation: of the quoted one."""

    message: str
    conversation: str
    text: str


class Picture(NamedTuple):
    """A picture in running text. address: where the app fetched it, "" where it does not say."""

    kind: AttachmentKind
    name: str
    address: str


class Body(NamedTuple):
    """The text that a person wrote; quote: what it answers; is_edited: the mark of an edit stands in it."""

    text: str
    quote: Quote | None = None
    is_edited: bool = False
    pictures: tuple[Picture, ...] = ()


def body_of(content: str) -> Body:
    """The body of a RichText; line ends and spaces stand as they were written."""
    if "<" not in content:
        return Body(html.unescape(content))
    root = parsed(content)
    if root is None:
        return Body(content)
    for smiley in all_with(root, "emoji"):
        smiley.text = smiley.text or smiley.get("alt") or ""
    quote = first(root, "quote")
    text = text_of(root, skip=("quote",), keep=(_KEPT,), links=True)
    is_edited = first(root, "e_m") is not None
    return Body(
        _EDITED_PREFIX.sub("", text, count=1).strip("\n") if is_edited else text.strip("\n"),
        _quote(quote) if quote is not None else None,
        is_edited,
    )


def parsed(content: str, *, is_page: bool = False) -> Element | None:
    """The contents inside one element, None where nothing can be made of them; attributes and tags in lower case.

    is_page: they are a page, in which spaces and line ends are not kept as written.
    """
    kept = "" if is_page else f' class="{_KEPT}"'
    page = f"<x-body{kept}>{_CLOSINGS.sub('', content[:_LARGEST])}</x-body>".encode("utf-8", "replace")
    try:
        # The element is emptied when the next one is asked for: none is.
        return next(elements(io.BytesIO(page), ("x-body",), "utf-8"), None)
    except BrokenExport:
        return None


def words_of(element: Element, *names: str) -> str:
    """The text of the first element of one of these names inside, "" where there is none."""
    found = first(element, *names)
    return " ".join(text_of(found).split()) if found is not None else ""


def plain(content: str) -> str:
    """Everything readable in contents of any kind."""
    root = parsed(content) if "<" in content else None
    return " ".join(text_of(root).split()) if root is not None else html.unescape(content).strip()


def _quote(quote: Element) -> Quote:
    quote.set("class", _KEPT)
    words = text_of(quote, skip=("legacyquote",), keep=(_KEPT,)).strip()
    return Quote(quote.get("messageid") or "", quote.get("conversation") or "", words)
