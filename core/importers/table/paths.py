"""This file is where the ways through a JSON value are: to its lists of records, and to the values of a record.

A way is a tuple of keys; "*" stands for every item of a list, or every member of an object that is used as one.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

Way = tuple[str, ...]
EACH = "*"
_DEEPEST = 5
_DEEPEST_KEY = 4
_MOST_COLUMNS = 100
_MOST_LISTS = 50
_LOOKED_AT = 20
_ALIKE = 0.9
_DOT = re.compile(r"(?<!\\)\.")
_ID_LIKE = re.compile(r"[0-9A-Fa-f-]{8,}|-[\w-]{10,}|[\w-]*\d{5,}[\w-]*")


def written(way: Way) -> str:
    """ "data.messages", "*.messages"; a dot inside a key is escaped."""
    return ".".join(part.replace(".", "\\.") for part in way)


def way_of(text: str) -> Way:
    return tuple(part.replace("\\.", ".") for part in _DOT.split(text)) if text else ()


def record_lists(value: Any) -> dict[Way, list[Any]]:
    """Every list of records (objects, or lists) in a value, with its records; lists at the same way are one."""
    found: dict[Way, list[Any]] = {}
    for way, records in _lists(value, ()):
        if way in found or len(found) < _MOST_LISTS:
            found.setdefault(way, []).extend(records)
    return found


def keys_of(records: Sequence[Any]) -> dict[str, Way]:
    """The columns of records: the ways to their values, as written."""
    ways: dict[str, Way] = {}
    for record in records:
        for way in _leaves(record, ()):
            if len(ways) < _MOST_COLUMNS:
                ways.setdefault(written(way), way)
    above = {way[:end] for way in ways.values() for end in range(1, len(way))}
    return {name: way for name, way in ways.items() if way not in above}


def value_at(record: Any, way: Way) -> Any:
    """The value at the end of the way; None where it does not lead on."""
    for key in way:
        if isinstance(record, dict):
            record = record.get(key)
        elif isinstance(record, list) and key.isdecimal() and 0 < int(key) <= len(record):
            record = record[int(key) - 1]
        else:
            return None
    return record


def lists_at(value: Any, way: Way) -> Iterator[tuple[Any, Any]]:
    """(the object around it, the list or object of records) at the end of a way."""
    yield from _down(value, way, None)


def _down(value: Any, way: Way, around: Any) -> Iterator[tuple[Any, Any]]:
    if not way:
        if isinstance(value, list | dict):
            yield around, value
    elif way[0] == EACH:
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from _down(item, way[1:], item)
    elif isinstance(value, dict) and way[0] in value:
        yield from _down(value[way[0]], way[1:], value)


def _lists(value: Any, way: Way) -> Iterator[tuple[Way, list[Any]]]:
    if len(way) > _DEEPEST:
        return
    items = value if isinstance(value, list) else list(value.values()) if _is_list_like(value) else []
    records = [item for item in items if isinstance(item, dict)]
    rows = [item for item in items if _is_row(item)]
    if records or rows:
        yield way, records or rows
        for record in records[:_LOOKED_AT]:
            yield from _lists(record, (*way, EACH))
    elif isinstance(value, dict):
        each = _holds_lists(value)
        for key, member in value.items():
            yield from _lists(member, (*way, EACH if each else str(key)))


def _is_list_like(value: Any) -> bool:
    """An object whose members are records alike, under keys that are mostly no words: {"-NxA1...": {...}, ...}."""
    if not isinstance(value, dict) or not value or not all(isinstance(item, dict) for item in value.values()):
        return False
    return 2 * sum(_ID_LIKE.fullmatch(key) is not None for key in value) >= len(value)


def _holds_lists(value: dict[str, Any]) -> bool:
    """An object with a list of records for each of several names ({"Ann": [...], "Bo": [...]}), with much the same keys
    in nearly all (the last one may be cut off)."""
    lists = [item for item in value.values() if isinstance(item, list) and item]
    if len(lists) < 2 or len(lists) != sum(item != [] for item in value.values()):
        return False
    keys = [frozenset(items[0]) if isinstance(items[0], dict) else frozenset() for items in lists]
    most, _ = Counter(keys).most_common(1)[0]
    alike = sum(2 * len(own & most) >= len(own | most) for own in keys)
    return bool(most) and alike >= max(2, _ALIKE * len(lists))


def _is_row(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 1 and not any(isinstance(cell, list | dict) for cell in value)


def _leaves(value: Any, way: Way) -> Iterator[Way]:
    if isinstance(value, dict) and len(way) < _DEEPEST_KEY and not (way and _is_list_like(value)):
        for key, member in value.items():
            yield from _leaves(member, (*way, str(key)))
    elif not way and isinstance(value, list):
        yield from ((str(number),) for number in range(1, len(value) + 1))
    elif way:
        yield way
