"""This file is where models are loaded from an address that the person gave: a zip, or a manifest with its files.

Nothing here runs by itself. What comes is counted, capped and, where it is known, compared with its sha256;
models.arriving checks what it holds. What was stopped or cut off stays as a draft and is continued the next time.
"""

import hashlib
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from core.errors import ModelError
from core.protocols import Report
from core.types import Progress
from models.arriving import MOST_BYTES, MOST_MANIFEST
from models.connection import STAGE, Asked, Interrupted, Network, OutOfRange, Stream, connected, host_of
from models.drafts import Draft
from models.entries import MANIFEST, ModelFile, read_manifest

__all__ = [
    "STAGE",
    "Begun",
    "Network",
    "Offer",
    "Order",
    "begun",
    "check_room",
    "fetch",
    "fetch_bundle",
    "host_of",
    "look",
    "name_of",
]

_ADDRESS = "address.txt"
_ROOM = 50_000_000
_TIMES = 5
_PAUSE = 1.0


@dataclass(frozen=True, slots=True)
class Offer:
    """What an address answers. host: who would send it, after redirections; size: bytes, None where it does not say;
    files: how many; begun: bytes of it that are here already."""

    url: str
    host: str
    size: int | None
    files: int = 1
    begun: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: an address, its sha256 where it is known, and its size where it is."""

    url: str
    sha256: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """A download that was stopped or cut off and can go on. size: bytes that are here."""

    url: str
    size: int


class _Spoiled(ModelError):
    """What has come is of no use."""


@dataclass(slots=True)
class _Whole:
    """Reports the bytes of several files as one."""

    report: Report
    done: int
    total: int

    def __call__(self, step: Progress) -> None:
        self.report(Progress(STAGE, self.done + step.done, self.total or step.total))


def look(url: str, report: Report, network: Network | None = None, folder: Path | None = None) -> Offer:
    """Connects and asks how large it is; reads none of it but a manifest. folder: where drafts lie.

    Raises ModelError, and Cancelled as `report` does."""
    network = network or Network()
    begun = _begun(folder) if folder else 0
    if not _is_manifest(url):
        with connected(Asked(url.strip()), network, report) as stream:
            _check_size(stream, stream.size or 0)
            return Offer(url.strip(), stream.host, stream.size, 1, begun)
    host, files = _manifest(url, report, network, folder)
    return Offer(url.strip(), host, sum(file.size for file in files), len(files), begun)


def fetch(order: Order, target: Path, report: Report, network: Network | None = None) -> None:
    """Writes what an address sends to `target`, and goes on where an earlier call was stopped or cut off.

    Raises ModelError when it is cut off, too large, or has another sha256 or size than was ordered, and Cancelled as
    `report` does. A draft of it stays only where it can be continued."""
    draft, network = Draft(target, order.url.strip(), _digits(order.sha256)), network or Network()
    try:
        found = _persistent(draft, network, report)
        _compare(found, draft, order, network)
        draft.complete()
    except _Spoiled as error:
        draft.delete()
        raise ModelError(str(error)) from error
    except OSError as error:
        draft.delete()
        raise ModelError(f"{target} cannot be written ({error}).") from error
    finally:
        draft.keep_if_useful()


def fetch_bundle(order: Order, folder: Path, report: Report, network: Network | None = None) -> Path:
    """Loads a zip, or every file of a manifest, into `folder`; what is there already and has its size is kept. Returns
    what models.arriving can add. Raises as `fetch` does, and when the disk is too small."""
    network = network or Network()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _ADDRESS).write_text(order.url.strip(), "utf-8")
    if not _is_manifest(order.url):
        target = folder / "models.zip"
        if not target.is_file():
            check_room(look(order.url, report, network).size, folder)
            fetch(order, target, report, network)
        return target
    base, files = order.url.strip().rpartition("/")[0], _manifest(order.url, report, network, folder)[1]
    left = [file for file in files if not (file.path.is_file() and file.path.stat().st_size == file.size)]
    total, needed = sum(file.size for file in files), sum(file.size for file in left)
    if total > MOST_BYTES:
        raise ModelError(f"It wants {total / 1e6:,.0f} MB; at most {MOST_BYTES / 1e6:,.0f} are taken.")
    check_room(needed, folder, copies=1)
    whole = _Whole(report, total - needed, total)
    for file in left:
        place = file.path.relative_to(folder.resolve()).as_posix()
        file.path.parent.mkdir(parents=True, exist_ok=True)
        fetch(Order(f"{base}/{quote(place)}", file.sha256, file.size), file.path, whole, network)
        whole.done += file.size
    return folder


def begun(folder: Path) -> list[Begun]:
    """The downloads that lie in a folder of such, by their addresses."""
    places = sorted(folder.iterdir()) if folder.is_dir() else []
    found = (Begun(_address(place), _begun(place)) for place in places)
    return [each for each in found if each.url and each.size]


def name_of(url: str) -> str:
    """What models from an address are called where nobody says it: the zip's name, or that of the manifest's folder."""
    path = Path(unquote(urlsplit(url.strip()).path))
    return path.parent.name or "models" if _is_manifest(url) else path.name.removesuffix(".zip")


def check_room(size: int | None, folder: Path, copies: int = 2) -> None:
    """Raises ModelError when a download and what it unpacks to would not fit on the disk."""
    free = shutil.disk_usage(folder).free
    if size is not None and copies * size + _ROOM > free:
        needed, left = f"{copies * size / 1e6:,.0f} MB", f"{free / 1e6:,.0f} MB"
        raise ModelError(f"{needed} are needed, and {left} are free on the disk of {folder}.")


def _manifest(url: str, report: Report, network: Network, folder: Path | None) -> tuple[str, list[ModelFile]]:
    """(host, files). Where a folder is given, the manifest is written there; one that changed ends older drafts."""
    text = b""
    with connected(Asked(url.strip()), network, report) as stream:
        for chunk in stream.chunks(report, Progress(STAGE, 0, 0)):
            text += chunk
            if len(text) > MOST_MANIFEST:
                raise ModelError(f"The manifest of {stream.host} is too long. Nothing was loaded.")
        host = stream.host
    with tempfile.TemporaryDirectory() as place:
        where = folder or Path(place)
        where.mkdir(parents=True, exist_ok=True)
        path = where / MANIFEST
        path.write_bytes(text)
        entries = read_manifest(where.resolve(), f"Check the address {url.strip()[:200]}")
        return host, list({file.path: file for entry in entries.values() for file in entry.files.values()}.values())


def _compare(found: str, draft: Draft, order: Order, network: Network) -> None:
    who = host_of(network.address(order.url))
    if order.size is not None and draft.size != order.size:
        raise _Spoiled(f"{who} sent {draft.size:,} bytes, not {order.size:,}. They were deleted.")
    if draft.sha256 and found != draft.sha256:
        raise _Spoiled(f"What {who} sent has the sha256 {found}, not the one given. It was deleted.")


def _persistent(draft: Draft, network: Network, report: Report) -> str:
    """The sha256 of everything. A connection that is lost is taken up again, as long as something comes."""
    for attempt in range(_TIMES + 1):
        before = draft.size
        try:
            return _continued(draft, network, report)
        except Interrupted:
            if attempt == _TIMES or draft.size <= before or not draft.useful:
                raise
        _paused(report, draft)
    raise AssertionError("the last attempt ends in one way or the other")


def _continued(draft: Draft, network: Network, report: Report) -> str:
    start, validator = draft.resumable()
    try:
        return _joined(draft, (start, validator), network, report)
    except OutOfRange:
        # Stopped behind its last byte, or the file is a shorter one now: no part of it is missing, so it begins anew.
        draft.delete()
        return _joined(draft, (0, ""), network, report)


def _joined(draft: Draft, known: tuple[int, str], network: Network, report: Report) -> str:
    (start, validator), digest = known, hashlib.sha256()
    with connected(Asked(draft.url, start, validator), network, report) as stream:
        if start and stream.begins == 0:  # the server knows no parts, or what it has is another file now
            start = 0
        elif start and validator and stream.validator and stream.validator != validator:
            draft.delete()
            raise Interrupted(f"What {stream.host} offers has changed. Try again.")
        _check_size(stream, stream.size or 0)
        size, done = stream.size or 0, start
        with draft.opened(start, stream.validator) as file:
            while start and (chunk := file.read(min(1 << 20, start - file.tell()))):
                digest.update(chunk)
            report(Progress(STAGE, done, size))
            for chunk in stream.chunks(report, Progress(STAGE, done, size)):
                done += len(chunk)
                _check_size(stream, done)
                digest.update(chunk)
                file.write(chunk)
                report(Progress(STAGE, min(done, size or done), size))
        if stream.size is not None and done != stream.size:
            ended = f"after {done:,} of {stream.size:,} bytes"
            raise Interrupted(f"The connection to {stream.host} ended {ended}. Try again.")
    return digest.hexdigest()


def _check_size(stream: Stream, size: int) -> None:
    if size > MOST_BYTES:
        most = f"{MOST_BYTES / 1e6:,.0f} MB"
        if stream.size is None:
            raise _Spoiled(f"{stream.host} sends more than {most}. It was stopped.")
        raise _Spoiled(f"{stream.host} offers {size / 1e6:,.0f} MB; at most {most} are taken.")


def _paused(report: Report, draft: Draft) -> None:
    until = time.monotonic() + _PAUSE
    while time.monotonic() < until:
        report(Progress(STAGE, draft.size, 0))
        time.sleep(0.05)


def _begun(folder: Path) -> int:
    files = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    ours = (MANIFEST, _ADDRESS)
    return sum(path.stat().st_size for path in files if path.name not in ours and not path.name.endswith(".part.json"))


def _address(place: Path) -> str:
    try:
        return (place / _ADDRESS).read_text("utf-8")[:2000]
    except (OSError, ValueError):
        return ""


def _digits(sha256: str) -> str:
    wanted = sha256.strip().lower()
    if wanted and (len(wanted) != 64 or set(wanted) - set("0123456789abcdef")):
        raise ModelError("A sha256 has 64 digits from 0 to 9 and a to f.")
    return wanted


def _is_manifest(url: str) -> bool:
    return urlsplit(url.strip()).path.rpartition("/")[2] == MANIFEST
