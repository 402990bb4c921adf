"""This file is where a ChatLab file that is one JSON object is walked, in constant memory."""

import re
from collections.abc import Iterator

from core.errors import BrokenExport
from core.export import Export
from core.importers.chatlab.header import Header
from core.importers.chatlab.messages import Chat
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable
from core.json_values import members
from core.tally import counted
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

_RECORD = re.compile(rb'\{\s*"(?:sender|platformMessageId|timestamp)"\s*:')


class ObjectReading:
    """One file: its head in a first pass, wherever it stands, then its messages one by one."""

    def __init__(self, export: Export, entry: str) -> None:
        self._export, self._entry = export, entry

    def conversations(self) -> Iterator[ExportedConversation]:
        """The one conversation of the file; none where no list of messages is found (a Problem tells)."""
        header, has_messages = self._surveyed()
        if not has_messages:
            self._export.problems.append(Problem(self._entry, "there is no list of messages in this file"))
            return
        chat = Chat(self._export, self._entry, header)
        yield conversation_of(chat, self._messages(chat))

    def _surveyed(self) -> tuple[Header, bool]:
        header, has_messages = Header(), False
        try:
            with self._export.open(self._entry) as file:
                stream = JsonStream(file)
                for key in stream.members():
                    first = stream.peek()
                    if key == "meta" and first == b"{":
                        header.meta = members(stream.value())
                    elif key == "members" and first == b"[":
                        for record in stream.records():
                            header.add_member(record.value if isinstance(record, Mended) else record)
                    elif key == "messages" and first == b"[":
                        has_messages = True
                        if header.meta and header.people:
                            break
        except (JsonEnd, BrokenExport):
            pass  # The second pass comes to the same place, and tells.
        return header, has_messages

    def _messages(self, chat: Chat) -> Iterator[ExportedMessage | Problem | Repair]:
        with self._export.open(self._entry) as file:
            stream = JsonStream(file)
            try:
                for key in stream.members():
                    if key == "messages" and stream.peek() == b"[":
                        yield from self._records(chat, stream)
            except JsonEnd as error:
                yield Problem(f"{self._entry}: {stream.place}", str(error))

    def _records(self, chat: Chat, stream: JsonStream) -> Iterator[ExportedMessage | Problem | Repair]:
        tally = self._export.tally(f"{self._entry}: messages", "record")
        for position, record in enumerate(stream.records(_RECORD)):
            tally.read()
            yield from counted(_items(chat, record, f"messages[{position}]"), tally)


def _items(chat: Chat, record: object, where: str) -> Iterator[ExportedMessage | Problem | Repair]:
    if isinstance(record, Unreadable):
        yield Problem(chat.place(record.place), record.reason)
    elif isinstance(record, Mended):
        yield from chat.exported(record.value, where)
        yield Repair(chat.place(f"{where}, {record.place}"), record.repair)
    else:
        yield from chat.exported(record, where)


def conversation_of(chat: Chat, messages: Iterator[ExportedMessage | Problem | Repair]) -> ExportedConversation:
    """The conversation that a header names."""
    header, number = chat.header, chat.header.chat_id
    title = header.title(chat.export.name)
    return ExportedConversation(
        header.source,
        number or title,
        title,
        messages,
        header.kind,
        header.owner,
        format="chatlab",
        has_id=number is not None,
    )
