"""This file is where the text in stored pictures is read, so that receipts and screenshots are found by what they say.

The picture sent last is read first. Each one is a few small transactions: its text, then its messages, whose words and
whose fragments' vectors are renewed together with them. So nothing is ever half told, and reading on is the same as
beginning. The right to write is held for these moments only: an import need not wait for pictures.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, ImageStat

from core.archive import Archive
from core.errors import ModelError
from core.index import DenseIndex
from core.indexing import list_fragments
from core.media import UNREADABLE, MediaStore, opened_picture
from core.protocols import Embedder, Pixels, Report, TextReader
from core.types import Progress

STAGE = "pictures"
"""The stage that the reports bear."""

MOST_PIXELS = 24_000_000
"""Larger pictures are made smaller before they are read: 72 MB."""

_Check = Callable[[], None]

_AT_ONCE = 16
_LISTED_AFTER = 32
_BRIGHT = 200


@dataclass(frozen=True, slots=True)
class PictureTools:
    """What reading needs. embedder and dense: to renew the fragments that show a picture."""

    reader: TextReader
    embedder: Embedder
    dense: DenseIndex


@dataclass
class PictureReading:
    """What a run did. with_text: pictures that show any; unreadable: names of files that are no sound pictures."""

    read: int = 0
    with_text: int = 0
    unreadable: list[str] = field(default_factory=list)


def read_pictures(archive: Archive, tools: PictureTools, report: Report) -> PictureReading:
    """Reads every picture that has not been read. Files that are gone wait until an import brings them back.

    Raises ArchiveError (also when another program is importing), and Cancelled as `report` does; what was read stays.
    """
    waiting, done = archive.pictures.waiting(), PictureReading()
    try:
        for place, sha256 in enumerate(waiting):
            step = Progress(STAGE, place, len(waiting))
            report(step)
            if archive.pictures.text(sha256) is None:
                _read(archive, tools.reader, (sha256, done), partial(report, step))
            _tell(archive, tools.embedder, sha256)
            if place % _LISTED_AFTER == _LISTED_AFTER - 1:
                _list(archive, tools.dense)
    finally:
        _list(archive, tools.dense)
    report(Progress(STAGE, len(waiting), len(waiting)))
    return done


def pixels_of(path: Path, most: int = MOST_PIXELS) -> Pixels | None:
    """A stored picture as it is looked at: upright (EXIF), the first frame, on a ground that shows what is drawn, of at
    most so many pixels; None for what is no sound picture, or larger than core.media allows."""
    with suppress(*UNREADABLE), opened_picture(path) as picture:
        if picture.width * picture.height > most:
            picture.draft("RGB", _smaller(picture.size, most))
        upright = _grounded(ImageOps.exif_transpose(picture))
        if upright.width * upright.height > most:
            upright = upright.resize(_smaller(upright.size, most))
        pixels: Pixels = np.asarray(upright)
        return pixels
    return None


def _read(archive: Archive, reader: TextReader, at: tuple[str, PictureReading], check: _Check) -> None:
    sha256, done = at
    path = _place(archive, sha256)
    if not path.is_file():
        return
    with archive.writing(), archive.transaction():
        begun = archive.pictures.begin(sha256)
    try:
        text = _text(reader, path, check) if begun else None
    except BaseException:
        with archive.writing(), archive.transaction():
            archive.pictures.leave(sha256)
        raise
    with archive.writing(), archive.transaction():
        archive.pictures.keep(sha256, text)
    done.read += text is not None
    done.with_text += bool(text)
    if text is None:
        done.unreadable += archive.pictures.names(sha256)[:1]


def _text(reader: TextReader, path: Path, check: _Check) -> str | None:
    pixels = pixels_of(path)
    if pixels is None:
        return None
    try:
        return reader.read(pixels, check)
    except ModelError:
        return None


def _tell(archive: Archive, embedder: Embedder, sha256: str) -> None:
    """Messages with the picture take its text; their fragments are rendered and embedded again, cut as they were."""
    untold = archive.pictures.untold(sha256)
    for start in range(0, len(untold), _AT_ONCE):
        ids = untold[start : start + _AT_ONCE]
        with archive.writing(), archive.transaction():
            archive.pictures.tell(sha256, ids)
            _renew(archive, embedder, ids)


def _renew(archive: Archive, embedder: Embedder, ids: Sequence[int]) -> None:
    numbers = sorted(set(archive.cuts.of_messages(ids).values()))
    fragments = archive.cuts.fragments(numbers)
    clusters = [archive.chats.messages(fragments[number].message_ids) for number in numbers]
    if clusters:
        vectors = embedder.embed_fragments(clusters)
        archive.cuts.drop(numbers)
        archive.cuts.add(clusters, vectors, embedder.name)


def _list(archive: Archive, dense: DenseIndex) -> None:
    if archive.cuts.count_unlisted() or len(archive.cuts.dropped()):
        with archive.writing():
            list_fragments(archive, dense, lambda _: None)


def _place(archive: Archive, sha256: str) -> Path:
    facts = archive.chats.media(sha256)
    return Path(facts[1]) if facts and facts[1] else MediaStore(archive.directory).path(sha256)


def _smaller(size: tuple[int, int], most: int) -> tuple[int, int]:
    """Width and height of the same shape with at most so many pixels, but for slivers, which are squeezed."""
    shrink = (most / (size[0] * size[1])) ** 0.5
    width, height = (max(1, int(side * shrink)) for side in size)
    return min(width, most // height), min(height, most // width)


def _grounded(picture: Image.Image) -> Image.Image:
    """Without transparency: bright drawings on black, all others on white."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    drawn = picture.convert("RGBA")
    brightness = ImageStat.Stat(drawn.convert("L"), drawn.getchannel("A").point(lambda alpha: 255 * (alpha > 0)))
    bright = brightness.count[0] > 0 and brightness.mean[0] > _BRIGHT
    ground = Image.new("RGBA", drawn.size, "black" if bright else "white")
    ground.alpha_composite(drawn)
    return ground.convert("RGB")
