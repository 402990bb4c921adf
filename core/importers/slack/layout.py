"""This file is where the entries of a Slack export are put together to conversations.

A workspace is a folder with lists (users.json, channels.json, ...) and a folder per conversation with a file per day.
slackdump also writes one file per conversation (`C123.json`) (format specification, section 4).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from core.beginning import Beginning
from core.entry_names import fold_name
from core.export import Export
from core.importers.slack.channels import Channel, Channels, kind_of_id
from core.importers.slack.days import DAY
from core.importers.slack.people import People
from core.importers.slack.sniffing import sort_of
from core.json_values import word
from core.types import Problem

_LISTS = {"users.json": "people", "org_users.json": "people"}
_LISTS |= dict.fromkeys(("channels.json", "groups.json", "mpims.json", "dms.json"), "channels")
_EMPTY = re.compile(rb"\s*(?:\[\s*\]\s*)?")


@dataclass
class Parts:
    """The files of one conversation in the order of their days. folder: the name that stands for it in the export."""

    root: str
    folder: str
    entries: list[str] = field(default_factory=list)
    number: str = ""
    name: str = ""

    def in_order(self) -> list[str]:
        return sorted(self.entries, key=lambda entry: fold_name(entry.rpartition("/")[2]))

    def channel(self, known: Channel | None) -> Channel:
        """What the workspace's lists say, else what the file or the folder says of itself."""
        if known is not None:
            return known
        return Channel(self.number, self.name or self.folder, kind_of_id(self.number))


@dataclass
class Workspace:
    """What stands in one folder of the export beside the conversations."""

    people: People = field(default_factory=People)
    channels: Channels = field(default_factory=Channels)


class Layout:
    """Which claimed entry is what. Days are told by their names, so that they are not opened twice."""

    def __init__(self, export: Export, entries: Sequence[str]) -> None:
        self._export = export
        self.lists: list[tuple[str, str, str]] = []
        self.databases: list[str] = []
        self._parts: dict[tuple[str, str], Parts] = {}
        for entry in entries:
            self._place(entry)

    def all_lists(self) -> Iterator[tuple[str, str, str]]:
        """(folder, "people" or "channels", entry) of every list: by content, and by name beside conversations."""
        known = {entry for _, _, entry in self.lists}
        yield from self.lists
        for root in dict.fromkeys(parts.root for parts in self._parts.values()):
            for name, sort in _LISTS.items():
                entry = f"{root}/{name}" if root else name
                if entry in self._export.names() and entry not in known:
                    yield root, sort, entry

    def conversations(self) -> Iterator[Parts]:
        yield from self._parts.values()

    def unread_days(self) -> Iterator[Problem]:
        """Days beside those that were recognised whose content is none: damaged, or no messages at all."""
        known = {entry for parts in self._parts.values() for entry in parts.entries}
        folders = {entry.rpartition("/")[0] for entry in known} | self._listed_folders
        for entry in self._export.names():
            folder, _, name = entry.rpartition("/")
            if entry in known or folder not in folders or not DAY.fullmatch(name):
                continue
            if self._export.size(entry) == 0 or not _EMPTY.fullmatch(self._export.head(entry, 4096)):
                yield Problem(entry, "the messages of this day cannot be read: the file is damaged or empty")

    def _place(self, entry: str) -> None:
        folder, _, name = entry.rpartition("/")
        if DAY.fullmatch(name):
            root, _, channel = folder.rpartition("/")
            self._add(root, channel or self._outer_folder, entry)
            return
        beginning = Beginning(self._export, entry)
        sort = sort_of(beginning)
        if sort in ("people", "channels"):
            self.lists.append((folder, sort, entry))
        elif sort == "database":
            self.databases.append(entry)
        else:
            parts = self._add(folder, name.rpartition(".")[0] or name, entry)
            parts.number, parts.name = word(beginning.facts.get("channel_id")), word(beginning.facts.get("name"))

    def _add(self, root: str, folder: str, entry: str) -> Parts:
        parts = self._parts.setdefault((root, folder), Parts(root, folder))
        parts.entries.append(entry)
        return parts

    @cached_property
    def _listed_folders(self) -> set[str]:
        """Folders beside a list of conversations, where a workspace has nothing but conversations."""
        roots = {root for root, sort, _ in self.lists if sort == "channels"}
        folders = {entry.rpartition("/")[0] for entry in self._export.names()}
        return {folder for folder in folders if folder and folder.rpartition("/")[0] in roots}

    @property
    def _outer_folder(self) -> str:
        """A day that was given alone lies in the folder of its conversation."""
        path = self._export.path
        folder = path if path.is_dir() else path.parent
        return folder.resolve().name or self._export.name
