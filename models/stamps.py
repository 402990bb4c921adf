"""This file is where model files are compared with their manifest, the large ones once and not at every start.

Hashing 15 GB takes a minute. So a file of more than 64 MB that was found sound leaves a stamp (size, times of change,
sha256) beside its bundle, and is hashed again only when its size or a time of change is another. The stamps lie
outside the bundle's folder: no bundle can bring its own along.
"""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from core.errors import ModelError
from models.entries import ModelFile

LARGE = 64_000_000
"""Bytes from which a file gets a stamp; smaller ones are hashed whenever they are loaded."""

_CHUNK = 1 << 20
_MOST = 1_000_000

Told = Callable[[int], None]
"""Called with the bytes of each step; may raise Cancelled."""


def check_file(file: ModelFile, directory: Path, advice: str, told: Told = lambda _: None) -> None:
    """Raises ModelError when a file of the bundle `directory` is not as its manifest says."""
    try:
        found = file.path.stat()
        if found.st_size != file.size:
            raise ModelError(
                f"The model file {file.path} is cut off or changed: {found.st_size} bytes, not {file.size}. {advice}"
            )
        stamp = _stamp(found, file)
        place, known = _key(file, directory), _stamps(directory) if file.size >= LARGE else {}
        if known.get(place) == stamp:
            return
        if sha256_of(file.path, told) != file.sha256:
            raise ModelError(
                f"The model file {file.path} was altered: its sha256 is not the one in the manifest. {advice}"
            )
    except FileNotFoundError:
        raise ModelError(f"The model file {file.path} is missing. {advice}") from None
    except OSError as error:
        raise ModelError(f"The model file {file.path} cannot be read ({error}). {advice}") from error
    if file.size >= LARGE:
        _write(directory, {**known, place: stamp})


def stamp(files: Sequence[ModelFile], directory: Path, now: Path | None = None) -> None:
    """Notes files that were found sound a moment ago, as they were copied. now: what the folder is called since."""
    place = now or directory
    stamps: dict[str, list[object]] = {}
    for file in files:
        if file.size >= LARGE:
            key = _key(file, directory)
            stamps[key] = _stamp((place / key).stat(), file)
    if stamps:
        _write(place, stamps)


def forget(directory: Path) -> None:
    """Removes the stamps of a bundle, whether or not it is still there."""
    with suppress(OSError):
        _place(directory).unlink(missing_ok=True)


def sha256_of(path: Path, told: Told = lambda _: None) -> str:
    """Raises OSError, and as `told` does."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            told(len(chunk))
    return digest.hexdigest()


def _stamp(found: os.stat_result, file: ModelFile) -> list[object]:
    """The time of change of the content can be set to any; where there is one of the entry (not on Windows, where it
    is that of making), it cannot."""
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, file.sha256]


def _key(file: ModelFile, directory: Path) -> str:
    return file.path.relative_to(directory.resolve()).as_posix()


def _place(directory: Path) -> Path:
    return directory.parent / f".{directory.name}.checked"


def _stamps(directory: Path) -> dict[str, list[object]]:
    try:
        text = _place(directory).read_text("utf-8")[:_MOST]
        read = json.loads(text)
    except (OSError, ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _write(directory: Path, stamps: dict[str, list[object]]) -> None:
    """A folder that cannot be written to has no stamps, and its files are hashed each time."""
    draft = _place(directory).with_suffix(".part")
    with suppress(OSError):
        draft.write_text(json.dumps(stamps), "utf-8")
        draft.replace(_place(directory))
