"""This file is where one block of an imessage-exporter text file becomes one message, its parts told apart."""

from dataclasses import dataclass, field

from core.export import Export
from core.file_kinds import kind_of
from core.importers.imessage import grammar
from core.importers.imessage.attachments import Folders
from core.importers.imessage.blocks import Block, Line, Overview, copy_end, copy_starts
from core.types import ExportedAttachment, ExportedMessage, MessageKind

_SHARED_SCREEN = ("SharePlay Message", "Ended")
_LOCATIONS = ("Started sharing location!", "Stopped sharing location!")
_UNREADABLE_APP = "Unable to format app message: "
_SPOKEN = "Transcription: "


@dataclass(frozen=True, slots=True)
class TextFile:
    """The file that blocks come from."""

    export: Export
    entry: str
    seen: Overview

    @property
    def folders(self) -> Folders:
        return Folders(self.export, self.export.folder(self.entry))


@dataclass
class _Parts:
    """What the lines under a sender are. alone: copies of replies that stand nowhere else, as blocks of their own."""

    text: list[str] = field(default_factory=list)
    files: list[ExportedAttachment] = field(default_factory=list)
    reactions: list[tuple[str, str]] = field(default_factory=list)
    alone: list[list[Line]] = field(default_factory=list)
    copied: int = 0
    unsent: bool = False
    edited: bool = False


def announced(line: Line, file: TextFile) -> ExportedMessage | None:
    """The notice of a line that announces something; a message that was unsent stays a message of its sender."""
    found = grammar.announcement(line.text)
    if found is None:
        return None
    wall, sentence = found
    where = f"{file.entry}:{line.number}"
    if who := grammar.who_unsent(sentence):
        name = file.seen.owner if who == "You" else who
        return ExportedMessage(None, name, None, wall, "", deleted=True, where=where)
    return ExportedMessage(None, None, None, wall, sentence, "notice", where=where)


def messages(block: Block, file: TextFile) -> tuple[list[ExportedMessage], int]:
    """(the message of a block and the replies that stand only in it, how many lines are copies of replies)."""
    lines = block.lines
    wall, sender = grammar.time_of(lines[0].text.strip()), lines[1].text.strip()
    parts = _parts(lines[2:], file)
    texts = _latest(parts)
    kind, texts = _kind(texts)
    deleted = grammar.DELETED in texts[:1]
    text = "\n".join(texts[deleted:]).strip("\n")
    empty = not text and not parts.files
    message = ExportedMessage(
        key=None,
        sender=sender,
        sent_at=None,
        local_time=wall,
        text=text,
        kind=kind,
        attachments=tuple(parts.files),
        edited=parts.edited or (parts.unsent and not empty),
        deleted=deleted or (parts.unsent and empty),
        reactions=grammar.gathered([(emoji, who) for emoji, who in parts.reactions]),
        where=f"{file.entry}:{lines[0].number}",
    )
    replies = [each for alone in parts.alone for each in messages(Block(alone), file)[0]]
    return [message, *replies], parts.copied


def _parts(lines: list[Line], file: TextFile) -> _Parts:
    parts, at = _Parts(), 0
    while at < len(lines):
        text = lines[at].text
        if copy_starts(lines, at):
            end, elsewhere = copy_end(lines, at, file.seen)
            if elsewhere:
                parts.copied += end - at
            else:
                parts.alone.append(
                    [line._replace(text=line.text.removeprefix(grammar.INDENT)) for line in lines[at:end]]
                )
            at = end
        elif grammar.is_heading(text) and at + 1 < len(lines) and grammar.reaction(lines[at + 1].text):
            at = _reactions(lines, at + 1, parts)
        else:
            _line(text, parts, file.folders)
            at += 1
    return parts


def _reactions(lines: list[Line], at: int, parts: _Parts) -> int:
    """Reads the reactions that begin at `at`; where they end."""
    while at < len(lines) and (found := grammar.reaction(lines[at].text)):
        parts.reactions.append(found)
        at += 1
    return at


def _line(text: str, parts: _Parts, folders: Folders) -> None:
    """Puts one line where it belongs."""
    sticker = grammar.sticker_path(text)
    path = sticker if sticker is not None else grammar.file_path(text)
    if path is not None:
        parts.files.append(_file(path, folders, sticker is not None))
    elif text.startswith(_UNREADABLE_APP):
        parts.files.append(ExportedAttachment("media", "app message", "not_exported"))
    elif text.startswith(_SPOKEN) and parts.files and not parts.text:
        parts.files[-1] = parts.files[-1]._replace(caption=text.removeprefix(_SPOKEN))
    elif grammar.is_unsent_part(text):
        parts.unsent = True
    elif text != grammar.RESPONDED and not (grammar.is_effect(text) and (parts.text or parts.files)):
        parts.text.append(text)


def _file(path: str, folders: Folders, is_sticker: bool) -> ExportedAttachment:
    name = path.replace("\\", "/").rpartition("/")[2]
    entry = folders.entry(path) if path else None
    kind = "sticker" if is_sticker else kind_of(name) if name else "media"
    return ExportedAttachment(kind, name, "found" if entry else "missing", entry)


def _latest(parts: _Parts) -> list[str]:
    """The lines with only the last version of an edited part."""
    later = [place for place, text in enumerate(parts.text) if grammar.later_version(text) is not None]
    first = [place for place, text in enumerate(parts.text) if grammar.first_version(text) is not None]
    if not later or not first or first[0] > later[0]:
        return parts.text
    parts.edited = True
    last = later[-1]
    return [*parts.text[: first[0]], grammar.later_version(parts.text[last]) or "", *parts.text[last + 1 :]]


def _kind(texts: list[str]) -> tuple[MessageKind, list[str]]:
    written = [text for text in texts if text]
    if tuple(written) == _SHARED_SCREEN:
        return "call", ["SharePlay"]
    if len(written) == 1 and written[0] in _LOCATIONS:
        return "location", [written[0].removesuffix("!")]
    return "message", texts
