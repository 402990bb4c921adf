"""This file is where embeds of a page become lines of text, as those of JSON do."""

from collections.abc import Iterator

from core.html_elements import Element, Inside, all_with, first, text_of
from core.importers.discord.embeds import joined
from core.written_times import readings

_KEPT = ("chatlog__markdown-preserve", "markdown")


def embed_text(inside: Inside) -> str:
    """What the embeds of a message say."""
    return joined(*(list(_lines(embed)) for embed in inside.all("chatlog__embed")))


def _lines(embed: Element) -> Iterator[str]:
    author = first(embed, "chatlog__embed-author-name", "chatlog__embed-author")
    title, description = first(embed, "chatlog__embed-title"), first(embed, "chatlog__embed-description")
    if author is not None:
        yield text_of(author)
    yield _address(embed, title)
    for part in (title, description):
        if part is not None:
            yield text_of(part, keep=_KEPT)
    for part in all_with(embed, "chatlog__embed-field-name", "chatlog__embed-field-value"):
        yield text_of(part, keep=_KEPT)
    for part in all_with(embed, "chatlog__embed-invite-title", "chatlog__embed-invite-guild-name"):
        yield text_of(part)
    footer = first(embed, "chatlog__embed-footer-text")
    if footer is not None:
        yield _footer(text_of(footer))


def _address(embed: Element, title: Element | None) -> str:
    """Where the title leads, or a picture or player that is all there is."""
    link = first(title, "a") if title is not None else first(embed, "a")
    address = (link.get("href") or "") if link is not None else ""
    if not address and title is None:
        player = first(embed, "iframe", "source")
        address = (player.get("src") or "") if player is not None else ""
    return address if address.startswith(("http://", "https://")) else ""


def _footer(text: str) -> str:
    """The footer without the time that may stand behind it."""
    words, point, time = text.rpartition(" • ")
    if point and readings(time.strip()):
        return words
    return "" if readings(text.strip()) else text
