"""This file is where bodies that Teams writes in HTML are taken apart, those of its own export and those of Graph.

They are pages: spaces run together and paragraphs make lines, unlike in Skype's own markup.
"""

from core.html_elements import Element, all_with, emoji_of, text_of
from core.importers.skype.markup import Body, Picture, Quote, parsed
from core.types import AttachmentKind

_REPLY = "schema.skype.com/reply"
_QUOTE, _PREVIEW = "x-quote", "preview"


def page_of(content: str) -> Body:
    """The body of a message whose type is HTML, without what it answers and without pictures."""
    root = parsed(content, is_page=True)
    if root is None:
        return Body(content)
    for smiley in all_with(root, "emoji", "customemoji"):
        smiley.text = smiley.text or smiley.get("alt") or ""
    quote = next(
        (each for each in all_with(root, "blockquote") if _REPLY in (each.get("itemtype") or "").lower()), None
    )
    answered = _quote(quote) if quote is not None else None
    text = text_of(root, skip=(_QUOTE,), links=True)
    return Body(text.replace("\xa0", " ").strip(), answered, pictures=tuple(_pictures(root)))


def _quote(quote: Element) -> Quote:
    """What a reply repeats: who wrote it, when, and how it began."""
    quote.tag = _QUOTE
    inside = [each for each in all_with(quote, "p", "span", "div") if (each.get("itemprop") or "").lower() == _PREVIEW]
    words = " ".join(text_of(inside[0] if inside else quote).split())
    return Quote(quote.get("itemid") or "", "", words)


def _pictures(root: Element) -> list[Picture]:
    """Those that are no emoji."""
    found = []
    for element in all_with(root, "img", "video"):
        kinds, name = (element.get("itemtype") or "").lower(), (element.get("alt") or "").strip()
        if element.tag == "img" and ("emoji" in kinds or emoji_of(element)):
            continue
        kind: AttachmentKind = "video" if element.tag == "video" else "gif" if "giphy" in kinds else "image"
        found.append(Picture(kind, "" if name.lower() == "image" else name, element.get("src") or ""))
    return found
