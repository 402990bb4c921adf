"""This file is where the files of one channel are put together: the exporter can write it in parts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.export import Export
from core.importers.discord.places import Place, named
from core.importers.discord.sniffing import Form
from core.seen_ids import Seen
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

Item = ExportedMessage | Problem | Repair

_PART = re.compile(r"(?P<name>.*?)(?: \[part (?P<number>\d{1,6})\])?(?P<ending>\.[^./]*)?", re.S)


@dataclass
class ChannelFiles:
    """The entries that hold one channel in one format, in the order of their parts.

    named: what the name of the first file says. seen: the ids of its messages that have been read.
    """

    export: Export
    form: Form
    entries: list[str]
    seen: Seen = field(default_factory=Seen)

    @property
    def named(self) -> Place:
        base = self.entries[0].rpartition("/")[2]
        match = _PART.fullmatch(base)
        return named(match["name"] if match else base)

    def conversation(self, place: Place, messages: Iterable[Item], form: str) -> ExportedConversation:
        """The conversation of a place; the id may stand in the file or in its name."""
        number = place.number or self.named.number
        conversation = ExportedConversation("discord", number or place.title, place.title, messages, place.kind)
        conversation.format, conversation.has_id = form, bool(number)
        return conversation


def channel_files(export: Export, known: Iterable[tuple[str, Form]]) -> Iterator[ChannelFiles]:
    """The files of each channel and format, in the order of their first files."""
    channels: dict[tuple[str, Form], list[tuple[int, str]]] = {}
    for entry, form in known:
        folder, _, base = entry.rpartition("/")
        match = _PART.fullmatch(base)
        name, number = (match["name"], int(match["number"] or 1)) if match else (base, 1)
        ending = (match["ending"] or "").lower() if match else ""
        channels.setdefault((f"{folder}/{name}{ending}", form), []).append((number, entry))
    for (_, form), numbered in channels.items():
        yield ChannelFiles(export, form, [entry for _, entry in sorted(numbered, key=lambda each: each[0])])
