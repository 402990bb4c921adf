"""This file is where a bundle comes in from a folder or a zip: looked through, copied, proven, and only then there.

Only the manifest and the files that it names are taken, each with the size and the sha256 that it says, so nothing can
lie outside the bundle, and no zip can unpack to more than it declares. What is copied lies under a name that is never
used until every model in it has passed its self-test here; then the folder is renamed, which is one step.
"""

import hashlib
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol

from filelock import FileLock, Timeout

from core.errors import ModelError
from core.protocols import Report
from core.types import Progress
from models.bundle import ROLES, Bundle, ModelFile, shipped_models
from models.catalog import DRAFT, added_names
from models.proving import Proof, proven

STAGE = "copy"
"""The stage that the reports bear."""

MOST_BYTES = 4_000_000_000
"""No bundle has more."""

_MOST_MANIFEST = 4_000_000
_MANIFEST = "manifest.json"
_TEXTS = ("LICENSE", "LICENSE.txt", "NOTICE", "NOTICE.txt", "README.md")
_MOST_TEXT = 1_000_000
_CHUNK = 1 << 20
_ROOM = 50_000_000
_PORTS = {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
_RESERVED = {"shipped", "con", "prn", "aux", "nul"} | _PORTS
"""Names that mean something else, here or on Windows."""


class Source(Protocol):
    """Where a bundle is read from; paths are told from its manifest on."""

    def open(self, name: str) -> IO[bytes]:
        """Raises KeyError or OSError when there is no such file."""
        ...


def add(path: Path, folder: Path, report: Report, name: str = "") -> tuple[str, list[Proof]]:
    """Takes a bundle in; returns the name under which it is there now, and what its self-tests found.

    path: a folder with a manifest.json, or a zip of one. folder: that of added models. Raises ModelError with what is
    wrong with it, and Cancelled as `report` does; then nothing of it stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder), _source(path) as source:
        called = _free_name(folder, name or path.name.removesuffix(".zip"))
        draft = folder / f"{DRAFT}{called}"
        try:
            bundle = _copied(source, draft, report)
            found = _proofs(bundle, report)
            draft.replace(folder / called)
        except OSError as error:
            raise ModelError(f"The models of {path} cannot be copied to {folder} ({error}).") from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return called, found


def _copied(source: Source, draft: Path, report: Report) -> Bundle:
    draft.mkdir()
    text = _read(source, _MANIFEST, _MOST_MANIFEST)
    draft.joinpath(_MANIFEST).write_bytes(text)
    bundle = Bundle(draft, beside=Bundle(shipped_models()), advice="Nothing was added.", keep=False)
    if not set(bundle.own) & set(ROLES):
        raise ModelError(f"Its manifest names none of the models that ChatTrove uses ({', '.join(ROLES)}).")
    files = {file.path: file for entry in bundle.own.values() for file in entry.files.values()}
    total, done = sum(max(0, file.size) for file in files.values()), 0
    _check_room(total, draft)
    for file in files.values():
        place = file.path.relative_to(bundle.directory)
        if place.as_posix() == _MANIFEST:
            raise ModelError("Its manifest names itself as a model. Nothing was added.")
        file.path.parent.mkdir(parents=True, exist_ok=True)
        with _opened(source, place.as_posix()) as stream, file.path.open("xb") as copy:
            for part in _copy(stream, copy, file, place.as_posix()):
                done += part
                report(Progress(STAGE, done, total))
    for name in _TEXTS:
        with suppress(ModelError):
            draft.joinpath(name).write_bytes(_read(source, name, _MOST_TEXT))
    return bundle


def _proofs(bundle: Bundle, report: Report) -> list[Proof]:
    roles = [role for role in ROLES if role in bundle.own]
    found = []
    for place, role in enumerate(roles):
        report(Progress("prove", place, len(roles)))
        found.append(proven(bundle, role))
    return found


def _copy(stream: IO[bytes], copy: IO[bytes], file: ModelFile, name: str) -> Iterator[int]:
    """Yields how many bytes each step took. One more than the manifest says is one too many."""
    digest, done = hashlib.sha256(), 0
    while chunk := stream.read(min(_CHUNK, file.size - done + 1)):
        done += len(chunk)
        if done > file.size:
            raise ModelError(f"{name} is longer than its manifest says ({file.size} bytes). Nothing was added.")
        digest.update(chunk)
        copy.write(chunk)
        yield len(chunk)
    if done < file.size:
        raise ModelError(f"{name} is cut off: {done} bytes, not {file.size}. Nothing was added.")
    if digest.hexdigest() != file.sha256:
        raise ModelError(f"{name} was altered: its sha256 is not the one in the manifest. Nothing was added.")


@contextmanager
def _opened(source: Source, name: str) -> Iterator[IO[bytes]]:
    try:
        with source.open(name) as stream:
            yield stream
    except (KeyError, FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise ModelError(f"{name} is missing. Nothing was added.") from None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ModelError(f"{name} cannot be read ({error}). Nothing was added.") from error


def _read(source: Source, name: str, most: int) -> bytes:
    with _opened(source, name) as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        raise ModelError(f"{name} is too long. Nothing was added.")
    return content


@contextmanager
def _source(path: Path) -> Iterator[Source]:
    if path.is_dir():
        yield _Folder(path)
        return
    try:
        with zipfile.ZipFile(path) as packed:
            yield _Zip(packed)
    except (FileNotFoundError, IsADirectoryError):
        raise ModelError(f"There is no {path}.") from None
    except (zipfile.BadZipFile, OSError) as error:
        raise ModelError(f"{path} is neither a folder nor a zip that can be read ({error}).") from error


class _Folder:
    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def open(self, name: str) -> IO[bytes]:
        path = (self._root / name).resolve()
        if not path.is_relative_to(self._root) or not path.is_file():
            raise KeyError(name)
        return path.open("rb")


class _Zip:
    """The manifest may stand at the top, or in the one folder that was packed."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        places = [name for name in packed.namelist() if re.fullmatch(r"(?:[^/\\]+/)?manifest\.json", name)]
        if not places:
            raise ModelError("There is no manifest.json in it, so this is no bundle of models. Nothing was added.")
        self._prefix = min(places, key=len).removesuffix(_MANIFEST)

    def open(self, name: str) -> IO[bytes]:
        return self._packed.open(self._prefix + name)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One at a time; what an interrupted one left behind goes away."""
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise ModelError("Another ChatTrove is adding models. Wait until it has finished.") from error
    try:
        for left in folder.glob(f"{DRAFT}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        lock.release()


def _free_name(folder: Path, wanted: str) -> str:
    """A name that every system takes for a folder, and that no other bundle has."""
    plain = re.sub(r"[^\w\-.]+", "-", wanted).strip("-._")[:60] or "models"
    if plain.casefold() in _RESERVED:
        plain += "-models"
    taken = {each.casefold() for each in added_names(folder)}
    numbered = (plain if number == 1 else f"{plain}-{number}" for number in range(1, len(taken) + 2))
    return next(each for each in numbered if each.casefold() not in taken)


def _check_room(total: int, draft: Path) -> None:
    if total > MOST_BYTES:
        raise ModelError(f"It wants {total / 1e6:,.0f} MB; at most {MOST_BYTES / 1e6:,.0f} are taken.")
    free = shutil.disk_usage(draft).free
    if total + _ROOM > free:
        raise ModelError(f"It needs {total / 1e6:,.0f} MB, and {free / 1e6:,.0f} MB are free on the disk of {draft}.")
