"""This file is where pages that apps write are walked element by element, in constant memory (lxml).

A page is data and nothing else: no script runs, nothing is fetched, and unknown entities stay as they are written.
Class names are read by `core.html_classes`, what a person sees by `core.html_text`; all of it can be had from here.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from typing import BinaryIO, TypeAlias, cast

from lxml import etree

from core.errors import BrokenExport
from core.html_classes import Element, Inside, all_with, classes_of, first, has_class, is_one_of
from core.html_encoding import codec_of, decoded
from core.html_text import emoji_of, text_of

__all__ = [
    "Element",
    "Inside",
    "Wanted",
    "all_with",
    "classes_of",
    "codec_of",
    "elements",
    "emoji_of",
    "first",
    "has_class",
    "place_of",
    "text_of",
]

Wanted: TypeAlias = Callable[[Element], bool] | Collection[str]
"""Which elements: a question about the element's own tag and attributes, or names of classes and tags."""

DEEPEST = 2000
"""Elements inside each other. The parser itself ends at 2048, without a word."""

LAST_LINE = 65535
"""The parser counts lines no further."""


def elements(stream: BinaryIO, wanted: Wanted, encoding: str | None = None) -> Iterator[Element]:
    """Each outermost wanted element, complete, in the order of the page.

    An element is emptied when the next one is asked for: nothing of it may be kept. Without `encoding` the page is
    asked for it. Raises BrokenExport where the stream is damaged, or elements are nested deeper than DEEPEST, after
    all elements before that place; an element that the page leaves open ends with the page.
    """
    parser = etree.HTMLPullParser(
        ("start", "end"), encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    walk = _Walk(wanted)
    for text in decoded(stream, encoding):
        _feed(parser, text)
        yield from walk.through(parser)
    with suppress(etree.LxmlError):  # There was no element at all.
        parser.close()
    yield from walk.through(parser)


def _feed(parser: etree.HTMLPullParser, text: str) -> None:
    try:
        parser.feed(text.replace("\0", "\ufffd").encode("utf-8", "replace"))
    except etree.LxmlError as error:
        raise BrokenExport(f"the page cannot be read any further: {error}") from error


class _Walk:
    """Where the walk through the page stands: how deep, and inside which wanted element."""

    def __init__(self, wanted: Wanted) -> None:
        names = frozenset[str]() if callable(wanted) else frozenset(wanted)
        self._wanted = wanted if callable(wanted) else lambda element: is_one_of(element, names)
        self._depth = 0
        self._inside: Element | None = None

    def through(self, parser: etree.HTMLPullParser) -> Iterator[Element]:
        for event, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
            if event == "start":
                self._depth += 1
                if self._depth > DEEPEST:
                    raise BrokenExport(f"the page has more than {DEEPEST} elements inside each other")
                if self._inside is None and self._wanted(element):
                    self._inside = element
                continue
            self._depth -= 1
            if self._inside is None:
                _free(element)
            elif self._inside is element:
                yield element
                self._inside = None
                _free(element)


def _free(element: Element) -> None:
    """Empties what is complete, and removes what stands before it. Its tail may still be growing: it stays."""
    if element.tag in ("html", "body"):
        return
    element.clear(keep_tail=True)  # type: ignore[call-arg]
    parent = element.getparent()
    if parent is not None:
        parent.text = None
        while (before := element.getprevious()) is not None:
            parent.remove(before)


def place_of(entry: str, element: Element) -> str:
    """Where an element begins, for reports: "page.html:12"; the parser counts no further than LAST_LINE."""
    line = cast("int | None", element.sourceline) or 0
    return f"{entry}:{line}" if line < LAST_LINE else f"{entry}:after line {LAST_LINE}"
