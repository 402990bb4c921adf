"""This file is where `media` is: what was sent, listed or copied out of the archive."""

import mimetypes
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.cli import codes
from app.cli.console import complain, counted, dump_json, say, wall_time
from app.session import Session
from core.errors import ArchiveError
from core.file_names import parted, safe_name, unused_name
from core.instants import iso_utc
from core.query import DateFlags
from core.types import MEDIA_KINDS, Attachment, MediaItem, MediaRows, Query

_PAGE = 256
_WRITTEN = 80
_UNITS = ("B", "kB", "MB", "GB")


def media(chosen: Namespace) -> int:
    """Lists pictures, files, voice and video, newest first, and copies them where --copy-to says."""
    with Session(chosen.archive) as session:
        rows = session.gallery(_query(session, chosen), chosen.media_kinds or MEDIA_KINDS)
        left_out = int((~rows.there).sum())
        ids = rows.among(rows.there).ids[: chosen.count].tolist()
        places: dict[str, Path] = {}
        if chosen.copy_to is not None:
            code = _copy(session, ids, chosen.copy_to, places)
            if code != codes.FINE:
                return code
        told = ((item, places.get(item.attachment.sha256 or "")) for item in _items(session, ids))
        if chosen.json:
            dump_json({"files": [_as_dict(*each) for each in told], "left_out": left_out})
        else:
            for item, place in told:
                _tell(item, place)
    _sum_up(len(ids), left_out, rows)
    return codes.FINE if ids else codes.NOTHING_FOUND


def _query(session: Session, chosen: Namespace) -> Query:
    query = session.parse(" ".join(chosen.query)).query
    names = {name: getattr(chosen, name) for name in ("senders", "chats", "people", "kinds")}
    return session.narrowed(query, names, DateFlags(chosen.after, chosen.before, chosen.on, chosen.during))


def _items(session: Session, ids: list[int]) -> Iterator[MediaItem]:
    for start in range(0, len(ids), _PAGE):
        yield from session.gallery_items(ids[start : start + _PAGE])


def _copy(session: Session, ids: list[int], folder: Path, places: dict[str, Path]) -> int:
    """Each file once, under a safe name that nothing has yet; `places` gets where by SHA-256."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = {each.name.casefold() for each in folder.iterdir()}
    except OSError as error:
        complain(f"{folder} cannot be written: {error.strerror}. Choose another folder with --copy-to.")
        return codes.USAGE
    gone = 0
    for item in _items(session, ids):
        sha = item.attachment.sha256
        if sha is None or sha in places:
            continue
        if session.media_path(sha) is None:
            gone += 1
            continue
        name = unused_name(_name(item.attachment), taken)
        try:
            session.copy_media(sha, folder / name)
        except ArchiveError as error:
            complain(str(error))
            return codes.USAGE
        taken.add(name.casefold())
        places[sha] = folder / name
    complain(f"{counted(len(places), 'file')} copied to {folder}")
    if gone:
        complain(f"{counted(gone, 'file')} gone from the archive; import the exports again.")
    return codes.FINE


def _name(item: Attachment) -> str:
    """The name it was sent under, made safe; one without an ending gets that of its type."""
    name = safe_name(item.name, item.kind)
    ending = "" if parted(name)[1] else mimetypes.guess_extension(item.media_type or "") or ""
    return name + ending


def _as_dict(item: MediaItem, place: Path | None) -> dict[str, Any]:
    """The stable shape of a file."""
    attachment, message = item.attachment, item.message
    told = {
        "name": attachment.name,
        "kind": attachment.kind,
        "media_type": attachment.media_type,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "width": attachment.width,
        "height": attachment.height,
        "caption": attachment.caption,
        "ocr_text": attachment.ocr_text,
        "conversation": item.title,
        "sender": message.sender,
        "sent_at": iso_utc(message.sent_at),
        "local_time": message.local_time,
        "key": message.key,
    }
    return told if place is None else told | {"copied_to": str(place)}


def _tell(item: MediaItem, place: Path | None) -> None:
    """One line, and a second one with what is written in a picture."""
    attachment, message = item.attachment, item.message
    when = wall_time(message.local_time, message.sent_at)
    about = f"{attachment.kind}, {_size(attachment.size)}, {(attachment.sha256 or '')[:12]}"
    name = " ".join((attachment.name or attachment.kind).split())
    say(f"{when}  {message.sender or '*'}  ({item.title})  {name}  [{about}]")
    if attachment.ocr_text:
        line = " ".join(attachment.ocr_text.split())
        say(f"    “{line if len(line) <= _WRITTEN else line[: _WRITTEN - 1] + '…'}”")
    if place is not None:
        say(f"    -> {place}")


def _size(count: int | None) -> str:
    if count is None:
        return "?"
    size, unit = float(count), 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if unit == 0 else f"{size:.1f} {_UNITS[unit]}"


def _sum_up(listed: int, left_out: int, rows: MediaRows) -> None:
    there = len(rows.ids) - left_out
    text = "Nothing was sent that fits this." if not there else f"{counted(listed, 'file')}"
    if listed < there:
        text += f" of {there:,}"
    if left_out:
        text += f"; {left_out:,} more were left out of the export or are missing in it"
    complain(text)
