"""This file is where the conversations of a Slack export are walked, day after day, in constant memory."""

from collections.abc import Iterator, Sequence
from typing import Any

from core.errors import BrokenExport
from core.export import Export
from core.importers.slack.blocks import Blocks
from core.importers.slack.changes import Changes
from core.importers.slack.channels import Channel
from core.importers.slack.days import Day
from core.importers.slack.files import Places
from core.importers.slack.layout import Layout, Parts, Workspace
from core.importers.slack.markup import Markup
from core.importers.slack.messages import Chat
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.tally import counted
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

_Items = Iterator[ExportedMessage | Problem | Repair]


class Reading:
    """One pass over the files of an export. A conversation whose folder changed its name between days is one."""

    def __init__(self, export: Export, layout: Layout) -> None:
        self._export, self._layout = export, layout
        self._workspaces: dict[str, Workspace] = {}
        self._places: dict[str, Places] = {}

    def conversations(self) -> Iterator[ExportedConversation]:
        for root, sort, entry in self._layout.all_lists():
            self._listed(self._workspaces.setdefault(root, Workspace()), sort, entry)
        for parts, channel, workspace in self._united():
            messages = self._messages(parts, workspace)
            yield conversation_of(channel, workspace, messages)

    def _workspace(self, root: str) -> Workspace:
        """What stands in the folder of the conversations, or in the nearest one above that has lists."""
        above = root
        while above and above not in self._workspaces:
            above = above.rpartition("/")[0]
        found = self._workspaces.get(above)
        return found if found is not None else self._workspaces.setdefault(root, Workspace())

    def _listed(self, workspace: Workspace, sort: str, entry: str) -> None:
        """Takes a list of people or conversations; what is broken in it costs names, and is told."""
        tally = self._export.tally(entry, "record")
        add = workspace.people.add if sort == "people" else workspace.channels.add
        try:
            with self._export.open(entry) as file:
                stream = JsonStream(file)
                for record in stream.records():
                    tally.read()
                    if isinstance(record, Unreadable):
                        tally.problem()
                        self._export.problems.append(Problem(f"{entry}: {record.place}", record.reason))
                        continue
                    add(record.value if isinstance(record, Mended) else record)
                    tally.other("person" if sort == "people" else "conversation")
        except (JsonEnd, BrokenExport) as error:
            self._export.problems.append(Problem(entry, f"the list is not complete: {error}"))

    def _united(self) -> Iterator[tuple[Parts, Channel, Workspace]]:
        """The conversations; folders that the lists say are one are put together."""
        found: dict[tuple[str, str], tuple[Parts, Channel, Workspace]] = {}
        for parts in self._layout.conversations():
            workspace = self._workspace(parts.root)
            known = workspace.channels.of_folder(parts.number) or workspace.channels.of_folder(parts.folder)
            channel = parts.channel(known)
            key = (parts.root, channel.id or f"\0{parts.folder}")
            if key in found:
                found[key][0].entries.extend(parts.entries)
            else:
                found[key] = (parts, channel, workspace)
        yield from found.values()

    def _messages(self, parts: Parts, workspace: Workspace) -> _Items:
        places = self._places.setdefault(parts.root, Places(self._export, parts.root))
        entries = parts.in_order()
        chat = chat_of(workspace, places, self._changes(entries))
        for entry in entries:
            yield from self._day(entry, chat)

    def _day(self, entry: str, chat: Chat) -> _Items:
        tally = self._export.tally(entry, "record")
        for where, value in Day(self._export, entry).records():
            if isinstance(value, Repair) or not where:
                yield value
                continue
            tally.read()
            found: Any = [value] if isinstance(value, Problem) else chat.exported(value, where, tally)
            yield from counted(found, tally)

    def _changes(self, entries: Sequence[str]) -> Changes:
        """What events say of messages; a first walk that only compliance exports need."""
        changes = Changes()
        days = [Day(self._export, entry) for entry in entries]
        if any(day.mentions(Changes.MARKS) for day in days):
            for day in days:
                for where, value in day.records():
                    if where and not isinstance(value, Problem | Repair):
                        changes.note(value)
        return changes


def chat_of(workspace: Workspace, places: Places, changes: Changes) -> Chat:
    """What reading one conversation of a workspace needs."""
    return Chat(workspace.people, Blocks(Markup(workspace.people, workspace.channels)), places, changes)


def conversation_of(channel: Channel, workspace: Workspace, messages: _Items) -> ExportedConversation:
    """The conversation that a channel is."""
    title = channel.title(workspace.people)
    key = channel.id or title
    return ExportedConversation("slack", key, title, messages, channel.kind, format="slack", has_id=bool(channel.id))
