"""This file is where the XML inside WeChat messages is parsed. It is untrusted: no entities, no files, no network."""

import re
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

LARGEST = 8 << 20
"""Characters. Merged chats are the largest; more is no message."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARED = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_FORBIDDEN = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.I)


def root_of(text: str) -> Element | None:
    """The root of a piece of XML; None where it is none, or holds declarations that no WeChat message has."""
    start = text.lstrip()
    if not start.startswith("<") or len(text) > LARGEST or _FORBIDDEN.search(text):
        return None
    body = _CONTROLS.sub("", _DECLARED.sub("", start, count=1)).encode("utf-8", "replace")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError):
        return None
    return root if isinstance(root, etree._Element) and isinstance(root.tag, str) else None


def value(element: Element | None, path: str) -> str:
    """The text of the first element at this path of tags ("appmsg/title"), without spaces around it; "" for none."""
    found = None if element is None else element.find(path)
    return "" if found is None or found.text is None else found.text.strip()


def attribute(element: Element | None, *names: str) -> str:
    """The first attribute of one of these names that says something."""
    if element is None:
        return ""
    return next((found for name in names if (found := (element.get(name) or "").strip())), "")


def within(root: Element, tag: str) -> Element | None:
    """The element itself, or the first one inside it, with this tag."""
    return root if root.tag == tag else next(root.iter(tag), None)
