"""This file is where the name of a file of QQ is read, for conversations that do not name themselves."""

import re
import unicodedata

from core.export import Export

_ENDING = re.compile(r"\.(txt|mht|mhtml|json|jsonl|html?|zip)$", re.I)
_NAMELESS = ("全部消息记录", "消息记录", "manifest", "messages", "index", "chunks")


def title_in_name(export: Export, entry: str) -> str:
    """The file's own name, else its folder's, else the export's."""
    places = [_ENDING.sub("", part) for part in reversed(entry.split("/"))]
    places.append(_ENDING.sub("", export.name))
    told = [place for place in places if place.strip() and place.lower() not in _NAMELESS]
    return unicodedata.normalize("NFC", told[0] if told else places[-1]).strip()
