"""This file is where models come in from disk: looked through, copied, proven, and only then there.

Of a bundle (a folder or zip with a manifest.json) only the manifest and the files that it names are taken, each with
the size and the sha256 that it says, so nothing can lie outside the bundle, and no zip can unpack to more than it
declares. A model without a manifest (models.raw) gets one, with the sha256 of its files as they were copied. What is
copied lies under a name that is never used until every model in it has passed its self-test here; then the folder is
renamed, which is one step.
"""

import hashlib
import json
import re
import shutil
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Protocol

from filelock import FileLock, Timeout

from core.errors import ModelError
from core.protocols import Check, Report
from core.types import Progress
from models.backends import check_backend
from models.bundle import ROLES, Bundle, ModelFile, let_go, shipped_models
from models.catalog import DRAFT, added_names
from models.entries import MANIFEST
from models.proving import Proof, proven
from models.raw import Companions, RawModel, found
from models.raw.kinds import plain_file
from models.raw.onnx_file import outside_data
from models.sources import Source, check_content, check_name, opened, read, source_of
from models.stamps import forget, stamp

STAGE = "copy"
"""The stage that the reports bear."""

MOST_BYTES = 64_000_000_000
"""No bundle has more: four times the largest model that a single graphics card reads with."""

MOST_MANIFEST = 4_000_000
_STRANGE = (
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError),
    *(RecursionError, MemoryError, struct.error, zlib.error),
)
_TEXTS = ("LICENSE", "LICENSE.txt", "NOTICE", "NOTICE.txt", "README.md")
_MOST_TEXT = 1_000_000
_CHUNK = 1 << 22
_ROOM = 50_000_000
_ASKED, _LEADING = "How much was the mooring fee?", 16
_PORTS = {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
_RESERVED = {"shipped", "con", "prn", "aux", "nul"} | _PORTS
"""Names that mean something else, here or on Windows."""


@dataclass(frozen=True, slots=True)
class Arriving:
    """What is to come in. path: a folder, a zip, or a .gguf file; name: what it is to be called, empty for the path's.

    beside: what belongs to it and lies elsewhere; take: its files are the program's own and are moved, not copied."""

    path: Path
    name: str = ""
    beside: Companions = field(default_factory=Companions)
    take: bool = False


class Prove(Protocol):
    """models.proving.proven, or the same elsewhere."""

    def __call__(self, bundle: Bundle, role: str, check: Check) -> Proof: ...


@dataclass(frozen=True, slots=True)
class _Telling:
    """Who is told how far it is, and who says whether a model works."""

    report: Report
    prove: Prove


def add(
    arriving: Arriving | Path, folder: Path, report: Report, name: str = "", *, prove: Prove | None = None
) -> tuple[str, list[Proof]]:
    """Takes models in; returns the name under which they are there now, and what their self-tests found.

    folder: that of added models. prove: how each of them is proven, None for in this process. Raises ModelError with
    what is wrong, MissingBackend where this machine lacks the program that computes them, and Cancelled as `report`
    does; then nothing of it stays."""
    wanted = arriving if isinstance(arriving, Arriving) else Arriving(arriving, name)
    tell = _Telling(report, prove or proven)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            return _added(wanted, folder, tell)
    except OSError as error:
        raise ModelError(f"The models of {wanted.path} cannot be read or copied ({error}).") from error
    except _STRANGE as error:  # whatever a stranger wrote into a header
        what = str(error) or type(error).__name__
        raise ModelError(f"The models of {wanted.path} cannot be read: a file is damaged ({what[:200]}).") from error


def _added(wanted: Arriving, folder: Path, tell: "_Telling") -> tuple[str, list[Proof]]:
    raw = _raw(wanted, folder)
    if raw is None:
        with source_of(wanted.path) as source:
            return _taken_in(lambda draft: _copied(source, draft, tell.report, wanted.take), wanted, folder, tell)
    base = _base(raw.base, folder, tell) if raw.base is not None else ""
    return _taken_in(lambda draft: _made(raw, base, draft, tell.report), wanted, folder, tell)


def _taken_in(
    fill: Callable[[Path], Bundle], wanted: Arriving, folder: Path, tell: "_Telling"
) -> tuple[str, list[Proof]]:
    named = wanted.name or re.sub(r"\.(zip|gguf)$", "", wanted.path.resolve().name, flags=re.IGNORECASE)
    called = _free_name(folder, named)
    draft = folder / f"{DRAFT}{called}"
    try:
        bundle = fill(draft)
        files = [file for entry in bundle.own.values() for file in entry.files.values()]
        stamp(files, draft)
        proofs = _proofs(bundle, tell)
        _remember(bundle)
        let_go(draft)
        draft.replace(folder / called)
        stamp(files, draft, folder / called)
    except OSError as error:
        raise ModelError(f"The models of {wanted.path} cannot be copied to {folder} ({error}).") from error
    finally:
        let_go(draft)
        shutil.rmtree(draft, ignore_errors=True)
        forget(draft)
    return called, proofs


def _remember(bundle: Bundle) -> None:
    """An embedder that came without reference vectors gets those that it computes now: a driver or a card that would
    compute others later is noticed then."""
    entry = bundle.own.get("embedder")
    if entry is None or entry.kind != "gme" or entry.facts.get("reference"):
        return
    vector = bundle.embedder().embed_query(_ASKED)
    path = bundle.directory / MANIFEST
    manifest = json.loads(path.read_text("utf-8"))
    leading = [round(float(number), 6) for number in vector[:_LEADING]]
    manifest["models"]["embedder"]["reference"] = [{"text": _ASKED, "leading": leading}]
    path.write_text(json.dumps(manifest, indent=1, ensure_ascii=False), "utf-8")


def _raw(wanted: Arriving, folder: Path) -> RawModel | None:
    """Looked at, and its backend too, before gigabytes are copied."""
    beside = wanted.beside
    if beside.base in added_names(folder):
        beside = Companions(beside.mmproj, str(folder / beside.base))
    raw = found(wanted.path, beside)
    if raw is not None:
        check_backend(raw.role, str(raw.facts.get("kind", "")))
    return raw


def _base(path: Path, folder: Path, tell: "_Telling") -> str:
    """The name of the added models that hold the base of an adapter; they are added where they are not there yet."""
    if path.resolve().is_relative_to(folder.resolve()):
        return path.resolve().relative_to(folder.resolve()).parts[0]
    arriving = Arriving(path)
    raw = found(path, Companions())
    if raw is None:
        raise ModelError(f"{path} is no checkpoint that an adapter could stand on.")
    return _taken_in(lambda draft: _made(raw, "", draft, tell.report), arriving, folder, tell)[0]


def _made(raw: RawModel, base: str, draft: Path, report: Report) -> Bundle:
    """Copies a model that has no manifest, and writes one."""
    draft.mkdir()
    total, done = raw.size, 0
    _check_room(total, draft)
    listed: dict[str, dict[str, object]] = {}
    for part, path in raw.files.items():
        place = draft / raw.role / path.name
        place.parent.mkdir(exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with plain_file(path).open("rb") as stream, place.open("xb") as copy:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                copy.write(chunk)
                size += len(chunk)
                report(Progress(STAGE, done + size, max(total, done + size)))
        done += size
        sha256 = digest.hexdigest()
        listed[part] = {"path": place.relative_to(draft).as_posix(), "bytes": size, "sha256": sha256}
    facts = {"name": raw.name[:80], **raw.facts, **({"base": base} if base else {}), "files": listed}
    text = json.dumps({"format": 1, "models": {raw.role: facts}}, indent=1, ensure_ascii=False)
    draft.joinpath(MANIFEST).write_text(text, "utf-8")
    return Bundle(draft, beside=Bundle(shipped_models()), advice="Nothing was added.", keep=False)


def _copied(source: Source, draft: Path, report: Report, take: bool) -> Bundle:
    draft.mkdir()
    draft.joinpath(MANIFEST).write_bytes(read(source, MANIFEST, MOST_MANIFEST))
    bundle = Bundle(draft, beside=Bundle(shipped_models()), advice="Nothing was added.", keep=False)
    if not set(bundle.own) & set(ROLES):
        raise ModelError(f"Its manifest names none of the models that ChatTrove uses ({', '.join(ROLES)}).")
    for role, entry in bundle.own.items():
        check_backend(role, entry.kind)
    files = {file.path: file for entry in bundle.own.values() for file in entry.files.values()}
    total, done = sum(max(0, file.size) for file in files.values()), 0
    _check_room(0 if take else total, draft, total)
    for file in files.values():
        place = file.path.relative_to(bundle.directory).as_posix()
        if place == MANIFEST:
            raise ModelError("Its manifest names itself as a model. Nothing was added.")
        check_name(place)
        file.path.parent.mkdir(parents=True, exist_ok=True)
        with opened(source, place) as stream, file.path.open("xb") as copy:
            for part in _copy(stream, copy, file, place):
                done += part
                report(Progress(STAGE, done, total))
        check_content(file.path)
        if take:
            source.drop(place)
    _check_graphs(bundle, files)
    for name in _TEXTS:
        with suppress(ModelError):
            draft.joinpath(name).write_bytes(read(source, name, _MOST_TEXT))
    return bundle


def _check_graphs(bundle: Bundle, files: dict[Path, ModelFile]) -> None:
    """Weights that lie beside a graph must be files of the manifest too: whatever else is on the disk is not meant."""
    for path in (path for path in files if path.suffix.casefold() == ".onnx"):
        place = path.relative_to(bundle.directory).as_posix()
        for name in outside_data(path, place):
            if path.parent / name not in files:
                raise ModelError(f"{place} takes weights from “{name[:80]}”, which its manifest does not name.")


def _proofs(bundle: Bundle, tell: "_Telling") -> list[Proof]:
    roles = [role for role in ROLES if role in bundle.own]
    proofs = []
    for place, role in enumerate(roles):
        step = Progress("prove", place, len(roles))
        tell.report(step)
        proofs.append(tell.prove(bundle, role, partial(tell.report, step)))
    return proofs


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


def _check_room(total: int, draft: Path, whole: int = 0) -> None:
    if max(total, whole) > MOST_BYTES:
        raise ModelError(f"It wants {max(total, whole) / 1e6:,.0f} MB; at most {MOST_BYTES / 1e6:,.0f} are taken.")
    free = shutil.disk_usage(draft).free
    if total + _ROOM > free:
        raise ModelError(f"It needs {total / 1e6:,.0f} MB, and {free / 1e6:,.0f} MB are free on the disk of {draft}.")
