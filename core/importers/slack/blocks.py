"""This file is where the blocks and attachments that bots send - often without any text - become text.

Blocks nest: a message of blocks, a block of elements, an element of pieces. What is deeper than any app writes is left.
"""

from collections.abc import Iterator
from typing import Any

from core.importers.slack.markup import Markup, link
from core.json_values import members, objects, word

_DEEPEST = 12
_LINES = ("rich_text_section", "rich_text_quote", "rich_text_preformatted")


class Blocks:
    """Reads blocks and attachments with the names that a workspace knows."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self.plain = markup.plain

    def text(self, blocks: Any) -> str:
        """The text of a list of blocks, a line for each part."""
        lines = (line for block in objects(blocks) for line in self._block(block, 0))
        return "\n".join(line for line in lines if line.strip())

    def attachment(self, raw: dict[str, Any]) -> str:
        """The text of one attachment: what stands over it, its title, its text, its fields."""
        title = link(word(raw.get("title_link")), word(raw.get("title"))) if raw.get("title_link") else raw.get("title")
        heads = [self._plain(raw.get("pretext")), self._plain(raw.get("author_name")), self._plain(title)]
        lines = [*heads, self._plain(raw.get("text")) or self.text(raw.get("blocks"))]
        lines += [self._field(field) for field in objects(raw.get("fields"))]
        shown = [line for line in lines if line]
        return "\n".join(shown) if shown else self._plain(raw.get("fallback"))

    def _plain(self, value: Any) -> str:
        return self._markup.plain(word(value)).strip()

    def _field(self, raw: dict[str, Any]) -> str:
        parts = (self._plain(raw.get("title")), self._plain(raw.get("value")))
        return ": ".join(part for part in parts if part)

    def _block(self, raw: dict[str, Any], depth: int) -> Iterator[str]:
        kind = raw.get("type")
        if depth > _DEEPEST:
            return
        if kind == "rich_text_list":
            for item in objects(raw.get("elements")):
                yield f"• {self._pieces(item)}"
        elif kind in _LINES:
            yield self._pieces(raw)
        elif kind == "context":
            yield " ".join(filter(None, (self._object(item) for item in objects(raw.get("elements")))))
        elif kind in ("rich_text", "table"):
            for item in objects(raw.get("elements")):
                yield from self._block(item, depth + 1)
        elif kind != "actions":
            yield self._object(raw.get("text")) or self._object(raw.get("title"))
            yield from (self._object(field) for field in objects(raw.get("fields")))

    def _object(self, raw: Any) -> str:
        """A text object, or a bare string; marked-up text is resolved, plain text is not."""
        facts = members(raw)
        text = word(facts.get("text")) if facts else word(raw)
        return text if facts.get("type") == "plain_text" else self._markup.plain(text)

    def _pieces(self, raw: dict[str, Any]) -> str:
        return "".join(self._piece(piece) for piece in objects(raw.get("elements")))

    def _piece(self, raw: dict[str, Any]) -> str:
        kind = raw.get("type")
        if kind == "link":
            return link(word(raw.get("url")), word(raw.get("text")))
        if kind == "user":
            return self._markup.person(word(raw.get("user_id")))
        if kind == "channel":
            return self._markup.channel(word(raw.get("channel_id")))
        if kind == "emoji":
            return f":{word(raw.get('name'))}:"
        if kind in ("broadcast", "usergroup"):
            return f"@{word(raw.get('range')) or word(raw.get('usergroup_id'))}"
        return word(raw.get("text")) or word(raw.get("fallback"))
