"""This file is where a text file of imessage-exporter is read: one file per conversation."""

from collections.abc import Iterator
from contextlib import suppress

from core.errors import BrokenExport
from core.export import Export
from core.importers.imessage.blocks import Block, Overview, blocks
from core.importers.imessage.text_messages import TextFile, announced, messages
from core.tally import Tally
from core.text_lines import numbered_lines
from core.types import ConversationKind, ExportedConversation, ExportedMessage, Problem, Repair

Item = ExportedMessage | Problem | Repair


def conversation(export: Export, entry: str) -> ExportedConversation:
    """The conversation of one file; the file is read twice, first for its replies."""
    file = TextFile(export, entry, Overview())
    with suppress(BrokenExport):
        file.seen.learn(numbered_lines(export, entry))
    title = entry.rpartition("/")[2].rpartition(".")[0] or export.name
    others = file.seen.senders - {file.seen.owner}
    return ExportedConversation(
        "imessage", title, title, _items(file), _kind(title, others), file.seen.owner, format="imessage-txt"
    )


def _items(file: TextFile) -> Iterator[Item]:
    tally = file.export.tally(file.entry, "line")
    for block in blocks(numbered_lines(file.export, file.entry, tally)):
        yield from _block(block, file, tally)


def _block(block: Block, file: TextFile, tally: Tally) -> Iterator[Item]:
    first, size = block.lines[0], len(block.lines)
    if not block.is_message and (message := announced(first, file)):
        yield from _announcement(message, block, tally)
    elif not block.is_message or size < 2 or not block.lines[1].text.strip():
        yield from _unreadable(block, file, tally)
    else:
        found, copied = messages(block, file)
        tally.message(len(found))
        tally.other("copy of a reply", copied)
        tally.continuation(size - copied - len(found))
        yield from found
        for alone in found[1:]:
            yield Repair(alone.where, "this reply stands only under the message that it answers")


def _announcement(message: ExportedMessage, block: Block, tally: Tally) -> Iterator[Item]:
    if message.kind == "notice":
        tally.notice()
    else:
        tally.message()
    rest = [line for line in block.lines[1:] if line.text.strip()]
    tally.other("blank", len(block.lines) - 1 - len(rest))
    tally.continuation(len(rest))
    yield message._replace(text="\n".join([message.text, *(line.text for line in rest)])) if rest else message


def _unreadable(block: Block, file: TextFile, tally: Tally) -> Iterator[Item]:
    written = [line for line in block.lines if line.text.strip()]
    tally.other("blank", len(block.lines) - len(written))
    if written:
        tally.problem()
        tally.continuation(len(written) - 1)
        yield Problem(f"{file.entry}:{written[0].number}", f"lines that belong to no message: {len(written)}")


def _kind(title: str, others: set[str]) -> ConversationKind:
    if len(others) > 1 or ", " in title:
        return "group"
    return "private" if title in others else "unknown"
