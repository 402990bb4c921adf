"""This file is where the value of a text or a file column becomes text and attachments, whatever type it came in.

Talks with machines have texts in parts: strings, {"type": "text", "text": ...}, pictures by address.
"""

import json
import re
from typing import Any

from core.export import Export
from core.file_kinds import kind_of
from core.types import AttachmentKind, ExportedAttachment

_TEXT_KEYS = ("text", "value", "content", "parts", "body", "message", "thinking", "transcript", "result")
_PLACE_KEYS = ("path", "file_path", "filePath", "url", "uri", "src", "image_url", "asset_pointer")
_NAME_KEYS = (*_PLACE_KEYS, "file_name", "fileName", "filename", "name")
_LABEL_KEYS = ("file_name", "fileName", "filename", "name", "title")
_KINDS: dict[str, AttachmentKind] = {
    "image": "image",
    "photo": "image",
    "audio": "audio",
    "voice": "voice",
    "video": "video",
    "file": "file",
    "document": "file",
    "sticker": "sticker",
    "gif": "gif",
}
_PARTED = re.compile(r"\s*[;|\n]\s*|\s*,\s*(?=https?://)")
_SILENT = frozenset(["type", "id", "content_type", *_TEXT_KEYS])
_DEEPEST = 6


def said(value: Any) -> tuple[str, list[Any]]:
    """The text of a value, and those of its parts that are files."""
    files: list[Any] = []
    return value if type(value) is str else _text(value, files, 0), files


def attachments(value: Any, export: Export, folder: str) -> tuple[ExportedAttachment, ...]:
    """The files that a value names: one, several parted by ";" or "|", a list, an object with a name or an address."""
    if isinstance(value, str):
        value = [part for part in _PARTED.split(value.strip()) if part]
    items = value if isinstance(value, list) else [value]
    found = (_attachment(item, export, folder) for item in items)
    return tuple(item for item in found if item is not None)


def word(value: Any) -> str:
    """A name or id: a string without spaces around it, or a whole number; "" for anything else."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _text(value: Any, files: list[Any], depth: int) -> str:
    if isinstance(value, str):
        return value
    if value is None or depth > _DEEPEST:
        return ""
    if isinstance(value, list):
        parts = [_text(part, files, depth + 1) for part in value]
        mixed = {str, dict} <= {type(part) for part in value}
        return ("" if mixed else "\n").join(part for part in parts if part)
    if isinstance(value, dict):
        return _part(value, files, depth)
    return json.dumps(value)


def _part(part: dict[str, Any], files: list[Any], depth: int) -> str:
    """A part that is a file goes to `files`; of any other its text, or all of it where it has none."""
    if _kind(_stated(part)) or (not any(key in part for key in _TEXT_KEYS) and any(key in part for key in _NAME_KEYS)):
        files.append(part)
        return ""
    for key in _TEXT_KEYS:
        if part.get(key) not in (None, "", [], {}):
            return _text(part[key], files, depth + 1)
    rest = {key: value for key, value in part.items() if key not in _SILENT and value not in (None, "", [], {})}
    return json.dumps(rest, ensure_ascii=False) if rest else ""


def _attachment(item: Any, export: Export, folder: str) -> ExportedAttachment | None:
    stated = _stated(item) if isinstance(item, dict) else ""
    address = _address(item)
    if not address and not stated:
        return None
    label = next((name for key in _LABEL_KEYS if isinstance(item, dict) and (name := word(item.get(key)))), address)
    base = label.replace("\\", "/").split("?")[0].rstrip("/").rpartition("/")[2][:255]
    kind = _kind(stated) or kind_of(base)
    if not address or address.startswith("data:"):
        return ExportedAttachment(kind, "" if label == address else base, "not_exported")
    entry = None if "://" in address else export.resolve(address, folder)
    return ExportedAttachment(kind, base, "found" if entry else "missing", entry)


def _address(item: Any) -> str:
    """The path or address of a file, also where it is wrapped: {"image_url": {"url": ...}}."""
    if not isinstance(item, dict):
        return word(item) if isinstance(item, str) else ""
    for key in _NAME_KEYS:
        value = item.get(key)
        if found := _address(value) if isinstance(value, dict) else word(value):
            return found
    return ""


def _stated(part: dict[str, Any]) -> str:
    """What a part says that it is."""
    return str(part.get("type") or part.get("content_type") or "")


def _kind(stated: str) -> AttachmentKind | None:
    first = re.split(r"[\W_]", stated.casefold(), maxsplit=1)[0]
    return _KINDS.get(first)
