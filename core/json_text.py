"""This file is where one JSON value is parsed, and put right first where an exporter is known to write it wrongly.

Telegram Desktop writes control characters as \\x0B, which is no JSON (format specification, section 2.2, traps); other
tools cut emoji in half, leave raw line ends in strings, or copy bytes that are not UTF-8.
"""

import json
import re
from typing import Any

import orjson

_HEX_ESCAPE = re.compile(rb"\\(?:x([0-9A-Fa-f]{2})|(.))", re.S)
_HALF_EMOJI = re.compile("[\ud800-\udfff]")


def parsed(raw: bytes) -> tuple[Any, str]:
    """The value of `raw` and what had to be put right for it ("" where nothing). Raises ValueError when hopeless."""
    try:
        return orjson.loads(raw), ""
    except orjson.JSONDecodeError:
        pass
    try:
        return _parsed_after_repair(raw)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _parsed_after_repair(raw: bytes) -> tuple[Any, str]:
    done = []
    mended = _HEX_ESCAPE.sub(_legal_escape, raw)
    if mended != raw:
        done.append("control characters written as \\xNN")
    text = mended.decode("utf-8", "replace")
    if text.encode() != mended:
        done.append("bytes that are not UTF-8 replaced")
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        value = json.loads(text, strict=False)
        done.append("control characters inside a string")
    whole = _without_half_emoji(value)
    if whole is not value:
        done.append("half an emoji replaced")
    return whole, "; ".join(done) or "a number outside the JSON standard"


def _legal_escape(match: re.Match[bytes]) -> bytes:
    """Walking over every escape in turn keeps an escaped backslash before an x apart from a real \\xNN."""
    return rb"\u00" + match[1] if match[1] else match[0]


def _without_half_emoji(value: Any) -> Any:
    """The value itself when all its text can be stored, else a copy with U+FFFD for each lone surrogate."""
    written = json.dumps(value, ensure_ascii=False)
    if not _HALF_EMOJI.search(written):
        return value
    return json.loads(_HALF_EMOJI.sub("�", written))
