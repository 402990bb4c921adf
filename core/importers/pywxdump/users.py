"""This file is where the names of people are read from PyWxDump's users.json, which may lack people, or be missing."""

from typing import Any

import orjson

from core.errors import BrokenExport
from core.export import Export
from core.importers.wechat.people import clean_name
from core.json_values import members, word

LARGEST = 32 << 20
"""Bytes. Names of everybody in a large account take a tenth of it."""

_NAMES = ("remark", "nickname", "nickName", "account", "describe")
_FILE = "users.json"


def names_beside(export: Export, entry: str) -> dict[str, str]:
    """Display names by WeChat id, of the users.json beside a chat file; {} where it is not there or broken."""
    found = export.resolve(_FILE, entry.rpartition("/")[0])
    if found is None or export.size(found) > LARGEST:
        return {}
    try:
        with export.open(found) as stream:
            listed = orjson.loads(stream.read(LARGEST))
    except (BrokenExport, orjson.JSONDecodeError):
        return {}
    return {number: name for number, raw in members(listed).items() if (name := _name(members(raw)))}


def _name(raw: dict[str, Any]) -> str:
    """The name that the exporter gave somebody, else their own."""
    return next((name for key in _NAMES if (name := clean_name(word(raw.get(key))))), "")
