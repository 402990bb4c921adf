"""This file is where results become plain data: the stable shape of `search --json` and of exported JSON."""

import json
import re
from collections.abc import Sequence
from typing import Any

from core.instants import iso_utc
from core.sharing.options import MediaPath, Options, prepared
from core.types import SearchResult, Span, SpanImage, SpanMessage

# Characters that turn the reading direction or break lines where a file is looked at; JSON can write them as codes.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def as_dict(result: SearchResult) -> dict[str, Any]:
    """One entry of "results". Instants are ISO 8601 in UTC; confidence is null for context and before reading."""
    return {
        "conversation": result.conversation.title,
        "score": round(result.score, 4),
        "spans": [_span(span) for span in result.spans],
        "why": result.why,
        "maybe": result.maybe,
    }


def as_json(query: str, results: Sequence[SearchResult], options: Options, media_path: MediaPath) -> str:
    """{"query", "results"} as readable JSON; texts come back exactly when it is read."""
    asked, chosen = prepared(query, results, options)
    text = json.dumps({"query": asked, "results": list(map(as_dict, chosen))}, ensure_ascii=False, indent=2)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _span(span: Span) -> dict[str, Any]:
    return {"messages": list(map(_message, span.messages)), "images": list(map(_image, span.images))}


def _message(each: SpanMessage) -> dict[str, Any]:
    return {
        "key": each.message.key,
        "sender": each.message.sender,
        "sent_at": iso_utc(each.message.sent_at),
        "text": each.message.text,
        "highlighted": each.highlighted,
        "confidence": _rounded(each.confidence),
    }


def _image(each: SpanImage) -> dict[str, Any]:
    return {
        "key": each.key,
        "name": each.attachment.name,
        "highlighted": each.highlighted,
        "confidence": _rounded(each.confidence),
    }


def _rounded(confidence: float | None) -> float | None:
    return None if confidence is None else round(confidence, 4)
