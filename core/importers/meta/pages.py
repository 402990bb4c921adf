"""This file is where the blocks of a page become records with the fields that JSON has."""

import re
from collections.abc import Iterator
from typing import Any

from core.export import Export
from core.html_elements import Element, elements, emoji_of, place_of, text_of
from core.importers.meta.layout import is_nested, layout_of, parts_of
from core.importers.meta.media import kind_of_path
from core.json_values import word
from core.written_times import readings

_FIELDS = {"image": "photos", "video": "videos", "gif": "gifs", "voice": "audio_files", "audio": "audio_files"}
_WHEN = re.compile(r"\s*\([^()]{0,60}\d[^()]{0,60}\)$")
_SHOWN = ("img", "video", "audio", "source")
_WEB = ("http:", "https:", "mailto:", "tel:", "//", "#", "javascript:", "data:")


class Page:
    """One HTML file of a thread, which can be walked several times. Raises nothing: an unknown page has no blocks."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self.entry = export, entry
        self._layout = layout_of(export.head(entry))

    def blocks(self) -> Iterator[tuple[dict[str, Any], str]]:
        """(record, its place) in the order of the page; the record is {} for a block that is no message.

        Raises BrokenExport where the page is damaged, after all blocks before the damage.
        """
        if self._layout is None:
            return
        with self._export.open(self.entry) as stream:
            for block in elements(stream, self._layout.is_block):
                yield record_of(block), place_of(self.entry, block)


def record_of(block: Element) -> dict[str, Any]:
    """The fields of a message; "written" is its time as it stands there. {} for a block of one part, a heading.

    Of a block that is no message, by its time and its body, only "unknown": what it says.
    """
    parts = parts_of(block)
    if len(parts) < 2:
        return {}
    record: dict[str, Any] = {"sender_name": text_of(parts[0]), "written": text_of(parts[-1])}
    if not is_nested(block) and not readings(record["written"]):
        return {"unknown": text_of(block)}
    said = []
    for body in parts[1:-1]:
        reactions = [reaction for item in body.iter("li") if (reaction := _reaction(text_of(item)))]
        if reactions:
            record.setdefault("reactions", []).extend(reactions)
        _take_files(body, record)
        said.append(text_of(body, skip=("ul",), links=True))
    record["content"] = "\n".join(text for text in said if text)
    return record


def _take_files(body: Element, record: dict[str, Any]) -> None:
    """Moves links to files of the archive, and pictures, from the body into the record."""
    met: set[str] = set()
    for element in list(body.iter("a", *_SHOWN)):
        address = (element.get("href") or element.get("src") or "").strip()
        is_link = element.tag == "a" and address.startswith(_WEB)
        if not address or is_link or (element.tag == "img" and emoji_of(element)):
            continue
        if address not in met:
            met.add(address)
            _put(record, element, address)
        if element.getparent() is not None and element is not body:
            element.clear(keep_tail=True)  # type: ignore[call-arg]


def _put(record: dict[str, Any], element: Element, path: str) -> None:
    if "/stickers_used/" in f"/{path}":
        record["sticker"] = {"uri": path}
        return
    field = _FIELDS.get(kind_of_path(path), "files")
    if element.tag != "a" and field == "files":
        field = {"img": "photos", "video": "videos", "audio": "audio_files"}.get(word(element.tag), field)
    record.setdefault(field, []).append({"uri": path})


def _reaction(text: str) -> dict[str, str]:
    """ "❤️Ann Lee" -> the emoji in front and the name; {} when either is missing."""
    line = _WHEN.sub("", text.strip())
    end = next((place for place, char in enumerate(line) if char.isalpha()), 0)
    return {"reaction": line[:end].strip(), "actor": line[end:].strip()} if end and line[end:] else {}
