"""WhatsApp chat exports: a text, alone or with its media in a folder or zip. This file is where they are read.

Format specification, section 1. The text is walked twice: a survey votes for the shape of its headers and gathers
evidence for day and month, then the messages come out lazily. The key of a conversation is its title, which WhatsApp
writes in the name of the file or zip only; for a text without such a name it is a digest of the participants, or the
name that the chat's own notices bear.
"""

from collections.abc import Iterable, Iterator, Sequence

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.whatsapp.attached import sent_files
from core.importers.whatsapp.chats import advice, is_chat
from core.importers.whatsapp.conversation import SOURCE, conversation_of
from core.importers.whatsapp.filenames import is_file_of_chat
from core.protocols import ReadOptions
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

__all__ = ["advice", "name", "read", "recognises", "sent_files", "title"]

name = SOURCE
title = "WhatsApp"


def recognises(beginning: Beginning) -> bool:
    """True when it is a chat text."""
    return is_chat(beginning)


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterable[ExportedConversation]:
    """One conversation per chat text; their messages must be walked in turn.

    Where day and month cannot be told apart and options.date_order is None, the conversation is `ambiguous`. Raises
    BrokenExport when there is no chat text.
    """
    if not entries:
        raise BrokenExport(
            f"{export.path.name}: no WhatsApp chat text inside. Export the chat again and import the whole zip."
        )
    return _conversations(export, entries, options)


def _conversations(export: Export, texts: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    referenced: set[str] = set()
    for place, entry in enumerate(texts, 1):
        conversation = conversation_of(export, entry, options, referenced)
        if place == len(texts):
            conversation.messages = _with_orphans(export, conversation.messages, (referenced, texts))
        yield conversation


def _with_orphans(
    export: Export, messages: Iterable[ExportedMessage | Problem | Repair], known: tuple[set[str], Sequence[str]]
) -> Iterator[ExportedMessage | Problem | Repair]:
    """The messages, then one line about media beside the texts that no message names (specification 1.6)."""
    yield from messages
    referenced, texts = known
    folders = {export.folder(text) for text in texts}
    beside = [entry for entry in export.names() if export.folder(entry) in folders and is_file_of_chat(entry)]
    known_otherwise = {*referenced, *texts, *export.mounted}
    orphans = [entry for entry in beside if entry not in known_otherwise]
    if orphans:
        what = "file is" if len(orphans) == 1 else "files are"
        yield Problem(export.path.name, f"{len(orphans)} {what} referenced by no message, the first is {orphans[0]}")
