"""This file is where a message of a TXT file is taken apart: its text, and the blocks that follow in braces."""

import re

from core.importers.discord.embeds import joined
from core.importers.discord.json_messages import UNKNOWN_ORIGIN
from core.importers.discord.kinds import kind_of_words
from core.importers.discord.media import Media, is_cdn_link
from core.importers.discord.people import written_name
from core.importers.discord.text_lines import Written
from core.types import ExportedAttachment, ExportedMessage, Reaction
from core.written_times import readings

_BLOCKS = ("{Attachments}", "{Attachment}", "{Embed}", "{Stickers}", "{Reactions}", "{Forwarded Message}")
_REACTION = re.compile(r"(?P<emoji>[^\s()]+)(?: \((?P<count>\d{1,9})\))?")
_PICTURE = re.compile(
    r"https?://(?:(?:cdn|media|images-ext-\d)\.discordapp\.(?:com|net)/\S+|\S+\.(?:png|jpe?g|gif|webp)(?:\?\S*)?)"
    r"|.*_Files[\\/].*",
    re.I,
)
_ORIGINALLY = re.compile(r"Originally sent: (?P<date>.{6,80})")
_PINNED = " (pinned)"
_LONGEST = 4000
"""Characters of an address."""


def message(written: Written, media: Media, is_old: bool) -> ExportedMessage:
    """The message without its times. is_old: attachments stand at the end of the text, without a block."""
    blocks = _blocks(written.body)
    content, attached = _split(blocks[0][1]) if is_old else (blocks[0][1], [])
    text = _text("\n".join(content).strip(), blocks)
    addresses = [*attached, *(line for name, lines in blocks if name.startswith("{Attachment") for line in lines)]
    stickers = [line for name, lines in blocks if name == "{Stickers}" for line in lines if line]
    return ExportedMessage(
        key=None,
        sender=written_name(written.opening.author.strip().removesuffix(_PINNED)),
        sent_at=None,
        local_time=None,
        text=text,
        kind=kind_of_words(text),
        attachments=tuple(
            [media.attachment(address) for address in addresses if address]
            + [_sticker(media, address) for address in stickers]
        ),
        reactions=tuple(
            Reaction(match["emoji"], int(match["count"] or 1))
            for name, lines in blocks
            if name == "{Reactions}"
            for match in _REACTION.finditer(" ".join(lines))
        ),
        forwarded_from=UNKNOWN_ORIGIN if any(name == "{Forwarded Message}" for name, _ in blocks) else None,
    )


def _blocks(body: list[str]) -> list[tuple[str, list[str]]]:
    """(name, lines) of the text, whose name is "", and of every block; a block follows upon a blank line."""
    blocks: list[tuple[str, list[str]]] = [("", [])]
    before = ""
    for line in body:
        if line in _BLOCKS and not before.strip():
            blocks.append((line, []))
        else:
            blocks[-1][1].append(line)
        before = line
    return blocks


def _text(content: str, blocks: list[tuple[str, list[str]]]) -> str:
    """As in JSON: the content, or what embeds say where there is none; then what was forwarded."""
    place = next((number for number, (name, _) in enumerate(blocks) if name == "{Forwarded Message}"), len(blocks))
    own = content or joined(*(_embed(lines) for name, lines in blocks[:place] if name == "{Embed}"))
    if place == len(blocks):
        return own
    forwarded = [line for line in blocks[place][1] if not _is_origin(line)]
    inner = joined(*(_embed(lines) for name, lines in blocks[place:] if name == "{Embed}"))
    return "\n".join(part for part in (own, "\n".join(forwarded).strip() or inner) if part)


def _embed(lines: list[str]) -> list[str]:
    """The lines of an embed without the addresses of its pictures, if there is anything else."""
    return [line for line in lines if line.strip() and not (len(line) < _LONGEST and _PICTURE.fullmatch(line))] or lines


def _is_origin(line: str) -> bool:
    match = _ORIGINALLY.fullmatch(line)
    return match is not None and bool(readings(match["date"]))


def _split(lines: list[str]) -> tuple[list[str], list[str]]:
    """The text and the links of attachments at its end."""
    end = len(lines)
    while end and (is_cdn_link(lines[end - 1]) or not lines[end - 1].strip()):
        end -= 1
    return lines[:end], lines[end:]


def _sticker(media: Media, address: str) -> ExportedAttachment:
    return media.attachment(address, kind="sticker")
