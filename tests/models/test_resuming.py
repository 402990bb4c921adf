"""A download that was stopped or cut off goes on where it stopped, and two states of a file are never joined."""

import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.session import Session
from core.errors import Cancelled, ModelError, RefusedModels
from core.types import Progress
from models import download
from models.download import Network, Order, fetch, fetch_bundle, look, name_of
from tests.loopback import reach_this_computer_only
from tests.models.range_server import Served, serving
from tests.models.test_catalog import bundle, zipped

CONTENT = bytes(range(251)) * 4000
DIGEST = hashlib.sha256(CONTENT).hexdigest()
HALF = len(CONTENT) // 2


def silent(_: Progress) -> None:
    return


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the rule for all tests: this machine may be reached, nothing else."""
    reach_this_computer_only(monkeypatch)
    monkeypatch.setattr(download, "_PAUSE", 0.01)


@pytest.fixture
def served() -> Iterator[Served]:
    with serving({"/models.zip": CONTENT}) as server:
        server.tags["/models.zip"] = '"first"'
        yield server


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "models.zip"


def stopped(served: Served, target: Path, sha256: str = "") -> None:
    """A download that the person stopped at its half."""

    def stop(step: Progress) -> None:
        if step.done >= HALF:
            raise Cancelled("stop")

    with pytest.raises(Cancelled):
        fetch(Order(f"{served.address}/models.zip", sha256), target, stop)


def test_what_was_stopped_goes_on_where_it_stopped(served: Served, target: Path) -> None:
    stopped(served, target)
    part = target.with_name("models.zip.part")
    begun = part.stat().st_size
    assert not target.exists()
    assert begun >= HALF
    told: list[Progress] = []
    fetch(Order(f"{served.address}/models.zip", DIGEST), target, told.append)
    assert target.read_bytes() == CONTENT
    assert served.asked[-1] == ("/models.zip", f"bytes={begun}-", '"first"')
    assert (told[0].done, told[-1].done, told[-1].total) == (begun, len(CONTENT), len(CONTENT))
    assert [each.name for each in target.parent.iterdir()] == ["models.zip"]


def test_a_connection_that_dies_again_and_again_is_taken_up_again(served: Served, target: Path) -> None:
    served.dies_after = len(CONTENT) // 4 + 1
    fetch(Order(f"{served.address}/models.zip", DIGEST), target, silent)
    assert target.read_bytes() == CONTENT
    assert len(served.asked) == 4


def test_a_server_that_dies_for_good_is_told_and_the_draft_stays(served: Served, target: Path) -> None:
    served.dies_after = 1000
    with pytest.raises(ModelError, match=r"ended after .* of 1,004,000 bytes\. Try again"):
        fetch(Order(f"{served.address}/models.zip"), target, silent)
    assert target.with_name("models.zip.part").stat().st_size == 6000
    served.dies_after, served.status = None, 503
    with pytest.raises(ModelError, match="answers 503"):
        fetch(Order(f"{served.address}/models.zip"), target, silent)
    served.status = 200
    fetch(Order(f"{served.address}/models.zip", DIGEST), target, silent)
    assert served.asked[-1][1] == "bytes=6000-"


def test_a_file_that_changed_meanwhile_comes_from_its_beginning(served: Served, target: Path) -> None:
    stopped(served, target)
    other = bytes(reversed(CONTENT))
    served.files["/models.zip"], served.tags["/models.zip"] = other, '"second"'
    fetch(Order(f"{served.address}/models.zip"), target, silent)
    assert target.read_bytes() == other


def test_a_server_that_knows_no_parts_sends_everything_again(served: Served, target: Path) -> None:
    stopped(served, target)
    served.ranges = False
    fetch(Order(f"{served.address}/models.zip", DIGEST), target, silent)
    assert target.read_bytes() == CONTENT


def test_a_server_that_sends_another_part_is_refused(served: Served, target: Path) -> None:
    stopped(served, target)
    served.shifted = True
    with pytest.raises(ModelError, match="another part"):
        fetch(Order(f"{served.address}/models.zip"), target, silent)


def test_a_draft_longer_than_the_file_begins_anew(served: Served, target: Path) -> None:
    stopped(served, target)
    served.files["/models.zip"] = CONTENT[:1000]
    fetch(Order(f"{served.address}/models.zip"), target, silent)
    assert target.read_bytes() == CONTENT[:1000]


def test_a_download_that_was_stopped_behind_its_last_byte_is_no_other_file(served: Served, target: Path) -> None:
    def stop(step: Progress) -> None:
        if step.done == len(CONTENT):
            raise Cancelled("stop")

    with pytest.raises(Cancelled):
        fetch(Order(f"{served.address}/models.zip"), target, stop)
    fetch(Order(f"{served.address}/models.zip"), target, silent)
    assert target.read_bytes() == CONTENT


def test_a_state_without_a_name_is_only_continued_where_the_sha256_is_known(served: Served, target: Path) -> None:
    served.tags.clear()
    stopped(served, target)
    assert list(target.parent.iterdir()) == [], "parts of two states could be joined"
    stopped(served, target, DIGEST)
    fetch(Order(f"{served.address}/models.zip", DIGEST), target, silent)
    assert served.asked[-1][1].startswith("bytes=")
    assert target.read_bytes() == CONTENT


def test_a_date_names_a_state_and_a_weak_tag_does_not(served: Served, target: Path) -> None:
    served.tags["/models.zip"] = 'W/"weak"'
    stopped(served, target)
    assert list(target.parent.iterdir()) == []
    served.tags["/models.zip"], served.dates = "Wed, 21 Oct 2015 07:28:00 GMT", True
    stopped(served, target)
    fetch(Order(f"{served.address}/models.zip", DIGEST), target, silent)
    assert served.asked[-1][2] == "Wed, 21 Oct 2015 07:28:00 GMT"


def test_the_draft_of_another_address_is_not_continued(served: Served, target: Path) -> None:
    stopped(served, target)
    served.files["/other.zip"] = b"other"
    fetch(Order(f"{served.address}/other.zip"), target, silent)
    assert target.read_bytes() == b"other"


def test_joined_parts_with_another_sha256_are_deleted(served: Served, target: Path) -> None:
    stopped(served, target, DIGEST)
    served.files["/models.zip"] = bytes(len(CONTENT))
    with pytest.raises(ModelError, match="has the sha256"):
        fetch(Order(f"{served.address}/models.zip", DIGEST), target, silent)
    assert list(target.parent.iterdir()) == []


def test_a_file_of_another_size_than_its_manifest_says_is_deleted(served: Served, target: Path) -> None:
    with pytest.raises(ModelError, match="1,004,000 bytes, not 5"):
        fetch(Order(f"{served.address}/models.zip", size=5), target, silent)
    assert list(target.parent.iterdir()) == []


# ---------------------------------------------------------------- a manifest with its files


@pytest.fixture
def published(served: Served, tmp_path: Path) -> str:
    """The address of a manifest whose files lie beside it."""
    made = bundle(tmp_path / "made", "segmenter", "reader")
    for path in (path for path in made.rglob("*") if path.is_file()):
        place = f"/night/{path.relative_to(made).as_posix()}"
        served.files[place], served.tags[place] = path.read_bytes(), f'"{path.stat().st_size}"'
    return f"{served.address}/night/manifest.json"


def test_every_file_of_a_manifest_is_loaded_and_what_is_there_is_not_loaded_again(
    served: Served, published: str, tmp_path: Path
) -> None:
    place = tmp_path / "place"
    offer = look(published, silent)
    assert (offer.files, name_of(published)) == (4, "night")
    assert offer.size == sum(
        len(content) for path, content in served.files.items() if path.startswith("/night/")
    ) - len(served.files["/night/manifest.json"])

    def stop(step: Progress) -> None:
        if step.done >= offer.size - 100_000:  # type: ignore[operator]
            raise Cancelled("stop")

    with pytest.raises(Cancelled):
        fetch_bundle(Order(published), place, stop)
    whole = {path.name for path in place.rglob("*.onnx")}
    served.asked.clear()
    told: list[Progress] = []
    assert fetch_bundle(Order(published), place, told.append) == place
    asked = {path for path, _, _ in served.asked}
    assert len(asked) < 5
    assert whole
    assert told[-1].done == told[-1].total == offer.size
    assert look(published, silent, folder=place).begun == offer.size


def test_an_altered_file_of_a_manifest_is_refused(served: Served, published: str, tmp_path: Path) -> None:
    name = "/night/reader/network.onnx"
    served.files[name] = bytes(len(served.files[name]))
    with pytest.raises(ModelError, match="has the sha256"):
        fetch_bundle(Order(published), tmp_path / "place", silent)


@pytest.mark.parametrize("text", [b"{", b"<html>", b'{"format": 1, "models": {"reader": {"name": "x", "files": 7}}}'])
def test_what_is_no_manifest_is_told(served: Served, tmp_path: Path, text: bytes) -> None:
    served.files["/manifest.json"] = text
    with pytest.raises(ModelError, match="is damaged"):
        look(f"{served.address}/manifest.json", silent)


def test_a_manifest_cannot_name_files_outside(served: Served, tmp_path: Path) -> None:
    files = {"model": {"path": "../../outside", "bytes": 1, "sha256": "0" * 64}}
    served.files["/manifest.json"] = json.dumps(
        {"format": 1, "models": {"reader": {"name": "x", "files": files}}}
    ).encode()
    with pytest.raises(ModelError, match="lies outside the models"):
        fetch_bundle(Order(f"{served.address}/manifest.json"), tmp_path / "place", silent)


def test_models_are_downloaded_proven_and_nothing_stays_behind(
    published: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHATTROVE_MODELS", str(tmp_path / "added"))
    with Session(tmp_path / "archive") as session:
        assert session.download_models(published, silent) == "night"
    assert {each.name for each in (tmp_path / "added").iterdir()} == {"night", ".lock"}


def test_a_stopped_download_is_continued_by_the_next_and_unfit_models_are_deleted(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHATTROVE_MODELS", str(tmp_path / "added"))

    def stop(step: Progress) -> None:
        if step.done > 100_000:
            raise Cancelled("stop")

    served.files["/models.zip"] = zipped(bundle(tmp_path / "x", "reader"), tmp_path / "x.zip").read_bytes()
    url = f"{served.address}/models.zip"
    with Session(tmp_path / "archive") as session:
        with pytest.raises(Cancelled):
            session.download_models(url, stop)
        assert session.look_at_download(url, silent).begun > 100_000
        (waiting,) = session.models().begun
        assert (waiting.url, waiting.size > 100_000) == (url, True)
        assert session.download_models(url, silent, name="evening") == "evening"
        assert any(asked[1] for asked in served.asked)
        served.files["/models.zip"] = b"no zip at all"
        with pytest.raises(RefusedModels, match="neither a folder nor a zip"):
            session.download_models(url, silent)
    assert {each.name for each in (tmp_path / "added").iterdir()} == {"evening", ".lock"}


def test_what_has_come_of_a_download_can_be_deleted(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHATTROVE_MODELS", str(tmp_path / "added"))

    def stop(step: Progress) -> None:
        if step.done:
            raise Cancelled("stop")

    url = f"{served.address}/models.zip"
    with Session(tmp_path / "archive") as session:
        with pytest.raises(Cancelled):
            session.download_models(url, stop)
        assert session.forget_download(url) > 0
        assert session.models().begun == ()
        with pytest.raises(RefusedModels, match="no download of this address"):
            session.forget_download(url)


# ---------------------------------------------------------------- mirrors, proxies, disks


def test_a_mirror_takes_the_place_of_the_address(served: Served, target: Path) -> None:
    network = Network(mirror=f"{served.address}/")
    assert look("https://example.org/models.zip", silent, network).size == len(CONTENT)
    fetch(Order("https://example.org/models.zip", DIGEST), target, silent, network)
    assert target.read_bytes() == CONTENT
    with pytest.raises(ModelError, match="must begin with https"):
        look("https://example.org/models.zip", silent, Network(mirror="http://example.org"))


def test_a_proxy_is_asked_and_this_machine_never_through_one(served: Served) -> None:
    """A proxy that only writes down whom it should connect to."""
    asked: list[bytes] = []
    proxy = socket.socket()
    proxy.bind(("127.0.0.1", 0))
    proxy.listen()

    def answer() -> None:
        connection, _ = proxy.accept()
        with connection:
            asked.append(connection.recv(4096))
            connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")

    thread = threading.Thread(target=answer)
    thread.start()
    network = Network(proxy=f"http://someone:secret@127.0.0.1:{proxy.getsockname()[1]}")
    assert look(f"{served.address}/models.zip", silent, network).size == len(CONTENT)
    with pytest.raises(ModelError, match=r"example\.org cannot be reached") as caught:
        look("https://example.org/models.zip", silent, network)
    thread.join()
    proxy.close()
    assert asked[0].startswith(b"CONNECT example.org:443")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("proxy", ["proxy.example.org", "socks5://proxy.example.org:1", "http://proxy", "http://[::1"])
def test_a_setting_that_is_no_proxy_is_told(proxy: str) -> None:
    with pytest.raises(ModelError, match="download_proxy must be like"):
        look("https://example.org/models.zip", silent, Network(proxy=proxy))


def test_a_full_disk_is_told_before_anything_is_loaded(
    served: Served, published: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 51_000_000

    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage)
    for url in (published, f"{served.address}/models.zip"):
        with pytest.raises(ModelError, match="are needed, and 51 MB are free"):
            fetch_bundle(Order(url), tmp_path / "place", silent)
