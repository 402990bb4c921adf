"""This file is where Markdown and its pictures go into one zip, beside each other."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from core.media import UNREADABLE, opened_picture
from core.sharing.markdown import as_markdown
from core.sharing.options import MediaPath, Options, Shared, prepared
from core.sharing.pictures import redrawn

TEXT_NAME = "conversation.md"
_FOLDER = "pictures"
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def as_bundle(shared: Shared, options: Options, media_path: MediaPath) -> bytes:
    """A zip with the text and the pictures that can be read, by number.

    The pictures are drawn anew, or with `keep_metadata` the very files that came with the chat.
    """
    _, chosen = prepared(shared.query, shared.results, options)
    wanted = Shared(shared.query, tuple(chosen)).picture_files if options.pictures else []
    names: dict[str, str] = {}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for sha256, ending, data in _pictures(wanted, options, media_path):
            names[sha256] = f"{_FOLDER}/{len(names) + 1}.{ending}"
            _add(archive, names[sha256], data)
        text = as_markdown(shared.query, shared.results, options, media_path, names)
        _add(archive, TEXT_NAME, text.encode(errors="replace"))
    return target.getvalue()


def _pictures(wanted: list[str], options: Options, media_path: MediaPath) -> Iterator[tuple[str, str, bytes]]:
    for sha256 in wanted:
        path = media_path(sha256)
        found = _file_of(path, options) if path is not None else None
        if found is not None:
            yield sha256, *found


def _file_of(path: Path, options: Options) -> tuple[str, bytes] | None:
    if options.keep_metadata:
        try:
            with opened_picture(path) as picture:
                return _ending(picture), path.read_bytes()
        except UNREADABLE:
            return None
    made = redrawn(path)
    return None if made is None else ("jpg" if made.kind == "jpeg" else made.kind, made.data)


def _ending(picture: Image.Image) -> str:
    """By what the file is, not by what somebody called it."""
    return {"JPEG": "jpg", "MPO": "jpg"}.get(picture.format or "", (picture.format or "bin").lower())


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Without the time and the rights of a file of this machine."""
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)
