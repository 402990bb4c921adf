"""This file is where it is decided what a person reads in an element of a page: text without markup."""

import re
from collections.abc import Callable, Collection

from lxml import etree

from core.html_classes import Element, classes_of, is_one_of

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer "
        "form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul",
    )
)
_CELLS = frozenset(("td", "th"))
_UNREAD = frozenset(("head", "script", "style", "template", "noscript", "title"))
_KEPT = frozenset(("pre", "textarea"))
_SPACES = re.compile(r"[ \t\n\r\f]+")
_LINE_ENDS = re.compile(r"\r\n?")
_EMOJI = re.compile(r"emoji|emoticon|emote", re.I)

Picture = Callable[[Element], str]
"""What a picture in running text says; "" for one that is only to be looked at."""


def emoji_of(image: Element) -> str:
    """The alternative text of a picture that stands for an emoji, else ""."""
    alternative = image.get("alt") or ""
    marks = " ".join((image.get("class") or "", image.get("itemtype") or ""))
    if _EMOJI.search(marks) or not any(char.isalnum() for char in alternative):
        return alternative.strip()
    return ""


def text_of(
    element: Element,
    *,
    skip: Collection[str] = (),
    keep: Collection[str] = (),
    soft: Collection[str] = (),
    links: bool = False,
    picture: Picture = emoji_of,
) -> str:
    """The text inside an element: <br> and the edges of blocks are line ends, entities are decoded.

    skip: classes or tags of elements that are left out. keep: classes in which spaces and line ends stand as written
    (style "pre-wrap"); elsewhere they run together. soft: tags of blocks whose end and a line end right behind
    it are one. links: the address follows a link's text that does not name it.
    """
    if len(element) == 0 and not links and element.tag not in ("img", "br"):
        return _leaf(element, keep)
    page = _Page(frozenset(keep), frozenset(soft))
    left_out = frozenset(skip) | _UNREAD
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        is_read = inner is element or not is_one_of(inner, left_out)
        if event == "start":
            if is_read:
                page.begin(inner, picture(inner) if inner.tag == "img" else inner.text or "")
            else:
                walk.skip_subtree()
            continue
        if is_read:
            page.end(inner, _address(inner) if links and inner.tag == "a" else "")
        if inner is not element:
            page.write(inner.tail or "")
    return page.text()


def _leaf(element: Element, keep: Collection[str]) -> str:
    """The same for an element with nothing but text in it, as most are."""
    text = element.text or ""
    is_kept = element.tag in _KEPT or any(name in keep for name in classes_of(element))
    return (_LINE_ENDS.sub("\n", text) if is_kept else _SPACES.sub(" ", text)).strip("\n ")


def _address(link: Element) -> str:
    """ " (https://...)" where a link's text does not name where it leads."""
    address = (link.get("href") or "").strip()
    shown = text_of(link).strip()
    named = address.partition("://")[2].rstrip("/")
    if not named or shown.partition("://")[2].rstrip("/") == named or shown.rstrip("/") == named:
        return ""
    return f" ({address})"


class _Page:
    """Text as it comes to stand on lines. A block begins and ends a line, but never makes an empty one."""

    def __init__(self, keep: frozenset[str], soft: frozenset[str]) -> None:
        self._keep, self._soft = keep, soft
        self._ended = False
        self._inside_kept = 0
        self._lines: list[list[str]] = [[]]
        self._space = False

    def begin(self, element: Element, text: str) -> None:
        self._inside_kept += self._is_kept(element)
        self._edge(element)
        if element.tag == "br":
            self._space = False
            if not self._ended:
                self._lines.append([])
        self._ended = False
        self.write(text)

    def end(self, element: Element, text: str) -> None:
        """`text` is added as it is before the element ends."""
        if text:
            self._lines[-1].append(text)
        self._inside_kept -= self._is_kept(element)
        self._edge(element)
        self._ended = element.tag in self._soft

    def write(self, text: str) -> None:
        if not text:
            return
        self._ended = False
        if self._inside_kept:
            self._pending_space()
            first, *more = _LINE_ENDS.sub("\n", text).split("\n")
            self._lines[-1].append(first)
            self._lines.extend([line] for line in more)
            return
        words = _SPACES.sub(" ", text)
        self._space |= words.startswith(" ")
        if bare := words.strip(" "):
            self._pending_space()
            self._lines[-1].append(bare)
            self._space = words[-1] == " "

    def text(self) -> str:
        return "\n".join("".join(line) for line in self._lines).strip("\n ")

    def _is_kept(self, element: Element) -> bool:
        return element.tag in _KEPT or (bool(self._keep) and not self._keep.isdisjoint(classes_of(element)))

    def _edge(self, element: Element) -> None:
        if element.tag in _BLOCKS:
            self._space = False
            if any(self._lines[-1]):
                self._lines.append([])
        elif element.tag in _CELLS:
            self._space = True

    def _pending_space(self) -> None:
        if self._space and any(self._lines[-1]):
            self._lines[-1].append(" ")
        self._space = False
