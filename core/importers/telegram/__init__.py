"""This file is where Telegram Desktop's exports are recognised and read (format specification, section 2).

JSON and HTML, in both layouts: one chat (`ChatExport_...`) and the whole account (`DataExport_...`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.telegram.chats import Reading
from core.importers.telegram.pages import Chat, chats, conversation, is_page, leave_out
from core.importers.telegram.sniffing import is_telegram
from core.protocols import ReadOptions
from core.sent_files import beside, lying_in
from core.types import ExportedConversation

__all__ = ["name", "read", "recognises", "sent_files", "title"]

name = "telegram"
title = "Telegram Desktop (JSON, HTML)"

_FOLDERS = ("files", "photos", "video_files", "voice_messages", "round_video_messages", "stickers", "contacts")
_OF_A_CHAT = re.compile(r"(.*/)?chats/[^/]+/")


def recognises(beginning: Beginning) -> bool:
    """True when it begins like a chat or an account written by Telegram Desktop, or is one of its pages of messages."""
    if beginning.form == "html":
        return is_page(beginning)
    return beginning.form == "json" and is_telegram(beginning.raw)


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per chat, in file order; each must be walked (or left) before the next is asked for.

    Times need no options: they are exact, and wall times of old versions go out as written. Pages of a chat that is
    there as JSON too are left out. What broke before any chat began is added to `export.problems`. Raises BrokenExport
    when no chat can be read at all.
    """
    pages = [entry for entry in entries if Beginning(export, entry).form == "html"]
    found = False
    as_json: Counter[tuple[str, str]] = Counter()
    for entry in (entry for entry in entries if entry not in pages):
        for each in Reading(export, entry).conversations():
            found = True
            as_json[entry.rpartition("/")[0], each.title.casefold()] += 1
            yield each
    for chat in chats(export, pages):
        found = True
        if _is_there(chat, as_json):
            leave_out(export, chat)
        else:
            yield conversation(export, chat)
    if not found:
        raise BrokenExport(f"{export.path.name}: no chat can be read from it. Export again from Telegram Desktop.")


def sent_files(export: Export, entries: Sequence[str], among: Sequence[str]) -> set[str]:
    """What lies in the folders of media beside the chats; those of an account have such folders each."""
    chats = {match[0] for other in among if (match := _OF_A_CHAT.match(other))}
    return lying_in((folder for place in (*entries, *chats) for folder in beside(place, *_FOLDERS)), among)


def _is_there(chat: Chat, as_json: Counter[tuple[str, str]]) -> bool:
    """True when the JSON of the same export, beside the pages or above all chats, has a chat of that name."""
    parts = chat.folder.split("/")
    above = "/".join(parts[:-2]) if len(parts) > 1 and parts[-2] == "chats" else chat.folder
    for folder in (chat.folder, above):
        if as_json[folder, chat.title.casefold()] > 0:
            as_json[folder, chat.title.casefold()] -= 1
            return True
    return False
