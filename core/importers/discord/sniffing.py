"""This file is where the four formats of DiscordChatExporter are told by how they begin."""

import re
from collections.abc import Mapping
from typing import Any, Literal

from core.beginning import Beginning
from core.csv_rows import Dialect, header_of

Form = Literal["json", "csv", "txt", "html"]

RULE = re.compile("={40,80}")
"""Regex: the line above and below the head of a text, and around its foot."""

_COLUMNS = ("AuthorID", "Author", "Date", "Content", "Attachments", "Reactions")
_FIRST_HEADER = re.compile(r'"?Author(?:ID)?\b')


def form_of(beginning: Beginning) -> Form | None:
    """Which of the formats an entry is in, None when it is in none of them."""
    if beginning.form == "json":
        return "json" if _is_channel(beginning.facts) else None
    if beginning.form == "html":
        return "html" if "chatlog__message-group" in beginning.text else None
    if beginning.form == "text":
        return "txt" if _is_text(beginning.lines) else "csv" if _is_table(beginning.lines) else None
    return None


def columns_of(lines: tuple[str, ...], delimiter: str) -> list[str]:
    """The names of the columns of a table that is the exporter's; [] for any other table."""
    columns = header_of(lines[:3], Dialect(delimiter))
    while columns and not columns[-1]:
        columns.pop()
    wanted = [name for name in _COLUMNS if name in columns]
    return columns if columns == wanted and {"Author", "Date", "Content"} <= set(columns) else []


def _is_table(lines: tuple[str, ...]) -> bool:
    if not lines or not _FIRST_HEADER.match(lines[0]):
        return False
    return any(columns_of(lines, delimiter) for delimiter in ",;")


def _is_text(lines: tuple[str, ...]) -> bool:
    """A rule, then guild and channel."""
    return (
        len(lines) > 2
        and RULE.fullmatch(lines[0].strip()) is not None
        and lines[1].startswith("Guild:")
        and lines[2].startswith("Channel:")
    )


def _is_channel(facts: Mapping[str, Any]) -> bool:
    guild, channel = facts.get("guild"), facts.get("channel")
    if not isinstance(guild, dict) or not isinstance(channel, dict) or not {"id", "name"} & channel.keys():
        return False
    messages = facts.get("messages")
    if not isinstance(messages, list):
        return "exportedAt" in facts or "dateRange" in facts
    first = next((item for item in messages if isinstance(item, dict)), None)
    return first is None or ("content" in first and not first.keys().isdisjoint(("author", "authorId", "timestamp")))
