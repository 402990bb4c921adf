"""This file is where logs of IRC are recognised and read (format specification, section 14).

Those of weechat, irssi, ZNC, HexChat, XChat (also its scrollback), Textual, Limnoria, mIRC, eggdrop, IRCCloud and of
public log sites, alone or in a folder with a file per day.
"""

from collections.abc import Iterator, Sequence

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.irc.log import Log
from core.importers.irc.places import chats_of
from core.importers.irc.sniffing import is_log
from core.protocols import ReadOptions
from core.types import ExportedConversation

__all__ = ["name", "read", "recognises", "title"]

name = "irc"
title = "IRC (logs of weechat, irssi, ZNC, HexChat and others)"


def recognises(beginning: Beginning) -> bool:
    """True when most of its lines are those of an IRC log."""
    return is_log(beginning)


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation per channel and network, the files of its days in order.

    Wall times stay as written; where a client writes a zone or seconds since 1970, instants are exact. Raises
    BrokenExport when there is no log.
    """
    if not entries:
        raise BrokenExport(f"{export.path.name}: no log of IRC is in it.")
    for chat in chats_of(export, entries):
        yield Log(export, chat).conversation()
