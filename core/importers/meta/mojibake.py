"""This file is where text is repaired that was written as one character per byte of its UTF-8.

Facebook's JSON escapes "é" as \\u00c3\\u00a9 (format specification, section 5); names, titles, reactions and paths are
written so too. Text that is already right has characters above U+00FF, or bytes that are no UTF-8: it stays.
"""

from typing import Any


def mended(text: str) -> str:
    """The text that the bytes mean; the text itself where they are no UTF-8."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def all_mended(value: Any) -> Any:
    """A JSON value with every string in it mended."""
    if isinstance(value, str):
        return mended(value)
    if isinstance(value, dict):
        return {mended(key): all_mended(inner) for key, inner in value.items()}
    return [all_mended(inner) for inner in value] if isinstance(value, list) else value
