"""This file is where media are kept: a content-addressed store of files, and thumbnails made from it."""

import hashlib
import mimetypes
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import ArchiveError, BrokenExport
from core.types import StoredMedia

MAX_PIXELS = 120_000_000
"""Larger pictures are kept but never decoded: a 200-megapixel image would take 800 MB of memory."""

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
"""Raster formats that Pillow decodes by itself: no PostScript, which would start another program."""

_CHUNK = 1 << 20
UNREADABLE = (OSError, UnidentifiedImageError, ValueError, SyntaxError, EOFError, MemoryError)
"""What Pillow raises for files that are no sound picture."""


class MediaStore:
    """Files by the SHA-256 of their bytes under `media/`, thumbnails under `thumbnails/`."""

    def __init__(self, directory: Path) -> None:
        self._files = directory / "media"
        self._thumbnails = directory / "thumbnails"

    @property
    def scratch(self) -> Path:
        """Where an export may unpack what must be unpacked to be read; `remove_leftovers` clears it."""
        return self._files / ".unpacked"

    def add(self, stream: BinaryIO, name: str) -> StoredMedia:
        """Copies a file into the store; the same bytes are kept once. Raises ArchiveError when the disk is full.

        The copy is complete before it gets its name, so a kill leaves no half file behind that name.
        """
        try:
            self._files.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._files, prefix=".incoming-", delete=False) as target:
                digest, size = _copied(stream, target)
            self._settle(Path(target.name), digest)  # closed first: Windows moves no open file
        except OSError as error:
            raise ArchiveError(f"{name} could not be copied into {self._files}: {error}. Is the disk full?") from error
        return _described(self.path(digest), (digest, size), name)

    def refer(self, path: Path) -> StoredMedia:
        """Describes a file that stays where it is. Raises BrokenExport when it cannot be read."""
        try:
            with path.open("rb") as stream:
                digest, size = _copy(stream, None)
        except OSError as error:
            raise BrokenExport(f"{path} cannot be read: {error}.") from error
        stored = _described(path, (digest, size), path.name)
        return StoredMedia(digest, size, stored.media_type, stored.width, stored.height, str(path.resolve()))

    def path(self, sha256: str) -> Path:
        """Where the file with these bytes lies, or would lie."""
        return self._files / sha256[:2] / sha256

    def stored(self) -> Iterator[str]:
        """The digests of all files in the store; leftovers of a kill are not counted."""
        if self._files.is_dir():
            for folder in sorted(self._files.iterdir()):
                if folder.is_dir() and folder != self.scratch:
                    yield from sorted(file.name for file in folder.iterdir() if file.is_file())

    def remove_leftovers(self) -> int:
        """Deletes what a kill left: half copies (returns how many), and what was unpacked."""
        shutil.rmtree(self.scratch, ignore_errors=True)
        leftovers = list(self._files.glob(".incoming-*")) if self._files.is_dir() else []
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
        return len(leftovers)

    def remove(self, sha256: str) -> None:
        """Deletes a stored file and its thumbnails; one that is not there is harmless."""
        self.path(sha256).unlink(missing_ok=True)
        for small in (self._thumbnails / sha256[:2]).glob(f"{sha256}-*"):
            small.unlink(missing_ok=True)

    def thumbnail(self, sha256: str, source: Path, side: int = 320) -> Path | None:
        """A PNG no larger than side x side pixels, upright (EXIF); None when the file is no readable picture.

        Made on first use and kept. Metadata of the original do not go into it.
        """
        place = self._thumbnails / sha256[:2] / f"{sha256}-{side}.png"
        if place.is_file():
            return place
        with suppress(*UNREADABLE), opened_picture(source) as picture:
            picture.draft("RGB", (side, side))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
            upright.thumbnail((side, side), Image.Resampling.LANCZOS)
            _save(upright, place)
            return place
        return None

    def _settle(self, copied: Path, digest: str) -> None:
        place = self.path(digest)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(copied, place)


def verify_digest(path: Path, sha256: str) -> bool:
    """Whether a stored file still has the bytes that its name says."""
    with path.open("rb") as stream:
        return _copy(stream, None)[0] == sha256


def _copied(stream: BinaryIO, target: "tempfile._TemporaryFileWrapper[bytes]") -> tuple[str, int]:
    """As `_copy`; a copy that fails half-way is deleted."""
    try:
        return _copy(stream, target)
    except BaseException:
        target.close()
        with suppress(OSError):
            Path(target.name).unlink()
        raise


def _copy(stream: BinaryIO, target: object) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if target is not None:
            target.write(chunk)  # type: ignore[attr-defined]
    if target is not None:
        target.flush()  # type: ignore[attr-defined]
    return digest.hexdigest(), size


def _described(path: Path, facts: tuple[str, int], name: str) -> StoredMedia:
    digest, size = facts
    media_type = mimetypes.guess_type(name)[0]
    with suppress(*UNREADABLE), opened_picture(path) as picture:
        width, height = picture.size
        if picture.getexif().get(0x0112) in (5, 6, 7, 8):  # turned by a quarter
            width, height = height, width
        return StoredMedia(digest, size, Image.MIME.get(picture.format or "") or media_type, width, height)
    return StoredMedia(digest, size, media_type)


@contextmanager
def opened_picture(path: Path) -> Iterator[Image.Image]:
    """An opened picture. Raises ValueError over MAX_PIXELS, and Pillow's own errors for anything unreadable."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns at its own, lower limit
        Image.init()
        try:
            picture = Image.open(path, formats=[name for name in FORMATS if name in Image.OPEN])
        except Image.DecompressionBombError as error:
            raise ValueError(str(error)) from error
    with picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise ValueError(f"{picture.width} x {picture.height} pixels")
        yield picture


def _save(picture: Image.Image, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    opaque = picture.getchannel("A").getextrema() == (255, 255)
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".incoming-", delete=False) as target:
        (picture.convert("RGB") if opaque else picture).save(target, "PNG", compress_level=1)
    os.replace(target.name, place)
