"""This file is where a bundle is read from, a folder or a zip, and which files may come with one.

Nothing that is run or unpickled is ever taken: a model is weights, graphs and texts.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from core.errors import ModelError
from models.entries import MANIFEST

_ALLOWED = {
    ".onnx", ".data", ".bin", ".npy", ".gguf", ".safetensors", ".json", ".txt", ".model", ".jinja", ".md", "",
}  # fmt: skip
_PICKLES = tuple(bytes([0x80, protocol]) for protocol in range(2, 6))
_ZIP = b"PK\x03\x04"


class Source(Protocol):
    """Where a bundle is read from; paths are told from its manifest on."""

    def open(self, name: str) -> IO[bytes]:
        """Raises KeyError or OSError when there is no such file."""
        ...

    def drop(self, name: str) -> None:
        """Deletes a file that was copied, so that it does not take room twice."""
        ...


def check_name(name: str) -> None:
    """Raises ModelError for a file that is no part of a model."""
    suffix = PurePosixPath(name).suffix.casefold()
    if suffix not in _ALLOWED:
        raise ModelError(
            f"{name[:120]} is a file of the kind “{suffix[:20]}”: models are taken as safetensors, GGUF or ONNX only, "
            "never as pickle or program code. Nothing was added."
        )


def check_content(path: Path) -> None:
    """Raises ModelError for a file that is pickled, whatever its name says (torch packs pickles into zips)."""
    with path.open("rb") as stream:
        begins = stream.read(4)
    if begins == _ZIP or begins[:2] in _PICKLES:
        raise ModelError(f"{path.name} is pickled, which is never opened. Nothing was added.")


@contextmanager
def opened(source: Source, name: str) -> Iterator[IO[bytes]]:
    try:
        with source.open(name) as stream:
            yield stream
    except (KeyError, FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise ModelError(f"{name} is missing. Nothing was added.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ModelError(f"{name} cannot be read ({error}). Nothing was added.") from error


def read(source: Source, name: str, most: int) -> bytes:
    with opened(source, name) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise ModelError(f"{name} is too long. Nothing was added.")
    return content


@contextmanager
def source_of(path: Path) -> Iterator[Source]:
    if path.is_dir():
        yield _Folder(path)
        return
    try:
        packed = zipfile.ZipFile(path)
    except (FileNotFoundError, IsADirectoryError):
        raise ModelError(f"There is no {path}.") from None
    except (zipfile.BadZipFile, struct.error, NotImplementedError, ValueError, OSError) as error:
        raise ModelError(f"{path} is neither a folder nor a zip that can be read ({error}).") from error
    with packed:
        yield _Zip(packed)


class _Folder:
    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def open(self, name: str) -> IO[bytes]:
        path = (self._root / name).resolve()
        if not path.is_relative_to(self._root) or not path.is_file():
            raise KeyError(name)
        return path.open("rb")

    def drop(self, name: str) -> None:
        with suppress(OSError):
            (self._root / name).unlink()


class _Zip:
    """The manifest may stand at the top, or in the one folder that was packed."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        places = [name for name in packed.namelist() if re.fullmatch(r"(?:[^/\\]+/)?manifest\.json", name)]
        if not places:
            raise ModelError("There is no manifest.json in it, so this is no bundle of models. Nothing was added.")
        self._prefix = min(places, key=len).removesuffix(MANIFEST)

    def open(self, name: str) -> IO[bytes]:
        """Unpacked with a memory of 32 kB: LZMA takes as much as the file demands, so it is not unpacked."""
        packed = self._packed.getinfo(self._prefix + name)
        if packed.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError("it is packed in another way than deflate")
        return self._packed.open(packed)

    def drop(self, name: str) -> None:
        """A zip stays whole until all of it is there."""
