"""This file is where chats that WechatExporter wrote down from an iPhone's backup are recognised and read.

Pages with the scripts that bring most of their messages, and texts (format specification, section 8).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.importers.wechat.times import Clock
from core.importers.wechat.written import Item, conversations
from core.importers.wechat_exporter.folders import chats_of
from core.importers.wechat_exporter.marks import is_page, is_script, is_text
from core.importers.wechat_exporter.pages import ChatReading
from core.importers.wechat_exporter.texts import TextReading
from core.newest_first import oldest_first
from core.protocols import ReadOptions
from core.types import ExportedConversation, ExportedMessage, Problem, Repair

__all__ = ["name", "read", "recognises", "title"]

name = "wechat_exporter"
title = "WeChat (WechatExporter: HTML, TXT)"


_Told = ExportedMessage | Problem | Repair


def recognises(beginning: Beginning) -> bool:
    """True for the page of a chat, a script with messages, and a text of WechatExporter."""
    return is_page(beginning) or is_script(beginning) or is_text(beginning)


def read(export: Export, entries: Sequence[str], options: ReadOptions) -> Iterator[ExportedConversation]:
    """One conversation for each page with its scripts, and for each text.

    Times are read as China time, or in the zone of the options where the person chose one. Raises BrokenExport when
    there is no message at all.
    """
    clock, found = Clock(options), False
    for form, items in _sources(export, entries, clock):
        for conversation in conversations(items, form, export.problems):
            found = True
            conversation.messages = _in_order(conversation.messages)
            yield conversation
    if not found:
        raise BrokenExport(f"{export.path.name}: no message can be read from it. Write it again with WechatExporter.")


def _in_order(items: Iterable[_Told]) -> Iterator[_Told]:
    """The items as they come; turned round where the tool was asked to write the newest message first. What is told
    about the whole chat stays before it."""
    rest = iter(items)
    first = next(rest, None)
    if isinstance(first, Repair):
        yield first
        yield from oldest_first(rest)
    elif first is not None:
        yield from oldest_first(chain((first,), rest))


def _sources(export: Export, entries: Sequence[str], clock: Clock) -> Iterator[tuple[str, Iterator[Item]]]:
    """(format, messages) of each chat."""
    texts = [entry for entry in entries if is_text(Beginning(export, entry))]
    for chat in chats_of(export, [entry for entry in entries if entry not in texts]):
        yield "wechat-exporter-html", ChatReading(export, chat, clock).items()
    for entry in texts:
        yield "wechat-exporter-txt", TextReading(export, entry, clock).items(export.tally(entry, "line"))
