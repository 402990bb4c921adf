"""This file is where the files of a Matrix message are found in a zip that never says which file is whose.

Element calls them `images/NAME-DATE at TIME.ext` after the wall clock of the person who exported, in their language. So
a file is a message's when its name begins like the message's file, and the numbers in the rest are the time of the
message in some zone (format specification, section 14).
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from core.entry_names import fold_name
from core.export import Export
from core.file_kinds import kind_of
from core.json_values import members, word
from core.types import AttachmentKind, ExportedAttachment

_FOLDERS = {"m.image": "images", "m.video": "videos", "m.audio": "audio"}
_KINDS: dict[str, AttachmentKind] = {"m.image": "image", "m.video": "video", "m.audio": "audio"}
_BY_KIND = {"image": ("images",), "sticker": ("stickers",)}
_VOICE = ("org.matrix.msc3245.voice", "org.matrix.msc3245.voice.v2", "m.voice")
_NUMBERS = re.compile(r"\d+")
_ZONES = timedelta(hours=14)
_STEP = timedelta(minutes=15)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Files:
    """The files beside one export.json, each given to one message only."""

    def __init__(self, export: Export, folder: str) -> None:
        self._export, self._folder = export, folder
        self._used: set[str] = set()

    def attachment(self, content: dict[str, Any], is_sticker: bool, sent_at: int | None) -> ExportedAttachment:
        """The file of a message, found or left out of the export."""
        name = word(content.get("filename")) or word(content.get("body"))
        media_type = word(members(content.get("info")).get("mimetype")) or None
        is_voice = any(key in content for key in _VOICE)
        kind = (
            "sticker"
            if is_sticker
            else "voice"
            if is_voice
            else kind_from(word(content.get("msgtype")), name, media_type)
        )
        folder = "stickers" if is_sticker else _FOLDERS.get(word(content.get("msgtype")), "files")
        ending = ".png" if is_sticker else ".ogg" if is_voice else ""
        entry = self._find((folder, name, ending), sent_at, any_zone=True)
        caption = name if is_sticker else ""
        name = "" if is_sticker else name
        return ExportedAttachment(kind, name, "found" if entry else "not_exported", entry, media_type, caption)

    def at_wall_time(self, named: ExportedAttachment, local_time: str | None) -> ExportedAttachment:
        """The same attachment, found where a file of that name was written with that wall time."""
        moment = _instant(local_time)
        folders = _BY_KIND.get(named.kind, tuple(self._by_folder))
        if moment is None:
            return named
        for folder in folders:
            if entry := self._find((folder, named.name, ""), moment, any_zone=False):
                return named._replace(status="found", entry=entry)
        return named

    def _find(self, wanted: tuple[str, str, str], moment: int | None, any_zone: bool) -> str | None:
        """A file that no message has yet: of that folder, name (any where "") and ending, and of that time."""
        folder, name, ending = wanted
        stem, dot, own = name.rpartition(".")
        stem, own = (stem, f".{own}") if dot else (name, "")
        start, end = fold_name(f"{stem}-") if name else "", fold_name(ending or own)
        for base, entry in self._by_folder.get(folder, []):
            if entry in self._used or moment is None or not (base.startswith(start) and base.endswith(end)):
                continue
            rest = base[len(start) : len(base) - len(end)] if end else base[len(start) :].rpartition(".")[0]
            if is_time_of(rest, moment, any_zone):
                self._used.add(entry)
                return entry
        return None

    @cached_property
    def _by_folder(self) -> dict[str, list[tuple[str, str]]]:
        top = f"{self._folder}/" if self._folder else ""
        found: dict[str, list[tuple[str, str]]] = {}
        for entry in self._export.names():
            folder, slash, base = entry.removeprefix(top).partition("/")
            if entry.startswith(top) and slash and "/" not in base:
                found.setdefault(folder, []).append((fold_name(base), entry))
        return found


def kind_from(msgtype: str, name: str, media_type: str | None) -> AttachmentKind:
    """What a file is by how it was sent; a moving picture is called so."""
    by_name = kind_of(name, media_type)
    return "gif" if by_name == "gif" and msgtype == "m.image" else _KINDS.get(msgtype, by_name)


def is_time_of(text: str, moment: int, any_zone: bool = True) -> bool:
    """True when the last numbers of a text can be that instant on a clock of some zone, or on that of UTC."""
    instant = _EPOCH + timedelta(seconds=moment // 1000)
    numbers = [int(number) for number in _NUMBERS.findall(text)[-6:] if len(number) <= 4]
    for wall in _walls(numbers):
        offset = wall - instant
        if not offset or (any_zone and abs(offset) <= _ZONES and offset % _STEP == timedelta(0)):
            return True
    return False


def _instant(local_time: str | None) -> int | None:
    """A wall time as if it were one of UTC."""
    try:
        moment = datetime.fromisoformat(local_time or "").replace(tzinfo=UTC)
    except ValueError:
        return None
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _walls(numbers: list[int]) -> Iterator[datetime]:
    """Every time that six numbers can be: the day's parts in any order, the hour on a clock of twelve or of 24."""
    if len(numbers) != 6:
        return
    first, second, third, hour, minute, second_of = numbers
    for year, month, day in ((first, second, third), (third, second, first), (third, first, second)):
        for hours in {hour, hour % 12 + 12, hour % 12}:
            try:
                yield datetime(year if year > 99 else 2000 + year, month, day, hours, minute, second_of, tzinfo=UTC)
            except ValueError:
                continue
