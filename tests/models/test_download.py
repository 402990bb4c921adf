"""A download goes from this machine to this machine; what is not whole or not what was wanted is deleted."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.session import Session
from core.errors import Cancelled, ModelError, RefusedModels
from core.types import Progress
from models import download
from models.download import Order, fetch, host_of, look
from tests.loopback import reach_this_computer_only
from tests.models.test_catalog import bundle, zipped

CONTENT = bytes(range(256)) * 4000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def silent(_: Progress) -> None:
    return


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the rule for all tests: this machine may be reached, nothing else."""
    reach_this_computer_only(monkeypatch)


class Sender(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        redirections = {
            "/moved": f"http://127.0.0.1:{self.server.server_address[1]}/models.zip",
            "/to-http": "http://example.org/models.zip",
            "/to-file": "file:///etc/hostname",
            "/to-https": "https://127.0.0.1:1/models.zip",
        }
        if self.path in redirections:
            self.send_response(302)
            self.send_header("Location", redirections[self.path])
            self.end_headers()
            return
        if self.path not in ("/models.zip", "/cut-off", "/endless", "/huge", "/slow"):
            self.send_error(404)
            return
        self.send_response(200)
        length = {"/endless": None, "/huge": 10**12}.get(self.path, len(CONTENT))
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        self.send_content()

    def send_content(self) -> None:
        try:
            if self.path in ("/cut-off", "/slow"):
                self.wfile.write(CONTENT[:5000])
                self.wfile.flush()
                if self.path == "/slow":
                    self.server.stop.wait(20)  # type: ignore[attr-defined]
                return
            for _ in range(100 if self.path == "/endless" else 1):
                self.wfile.write(CONTENT)
        except ConnectionError:
            pass

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def address(no_network: None) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Sender)
    server.stop = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.stop.set()  # type: ignore[attr-defined]
    server.shutdown()
    thread.join()
    server.server_close()


def test_host_and_size_are_told_before_anything_is_loaded(address: str) -> None:
    offer = look(f" {address}/models.zip ", silent)
    assert (offer.host, offer.size) == (address.removeprefix("http://"), len(CONTENT))
    assert look(f"{address}/moved", silent).size == len(CONTENT)
    assert look(f"{address}/endless", silent).size is None


def test_what_comes_is_written_and_its_progress_told(address: str, tmp_path: Path) -> None:
    told: list[Progress] = []
    fetch(Order(f"{address}/moved", DIGEST.upper()), tmp_path / "x.zip", told.append)
    assert (tmp_path / "x.zip").read_bytes() == CONTENT
    assert (told[-1].done, told[-1].total) == (len(CONTENT), len(CONTENT))


@pytest.mark.parametrize(
    ("path", "sha256", "told"),
    [
        ("/models.zip", "0" * 64, "has the sha256"),
        ("/models.zip", "abc", "64 digits"),
        ("/cut-off", "", "cut off|ended after"),
        ("/nowhere", "", "answers 404"),
        ("/huge", "", "1,000,000 MB"),
        ("/to-http", "", "leads to http://example.org, which is not https"),
        ("/to-file", "", "not allowed"),
        ("/to-https", "", "cannot be reached"),
    ],
)
def test_what_is_not_whole_or_not_wanted_is_deleted(
    address: str, tmp_path: Path, path: str, sha256: str, told: str
) -> None:
    with pytest.raises(ModelError, match=told):
        fetch(Order(address + path, sha256), tmp_path / "x.zip", silent)
    assert list(tmp_path.iterdir()) == []


def test_an_endless_answer_is_stopped(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "MOST_BYTES", 3_000_000)
    with pytest.raises(ModelError, match="sends more than 3 MB"):
        fetch(Order(f"{address}/endless"), tmp_path / "x.zip", silent)
    assert list(tmp_path.iterdir()) == []


def test_a_download_stops_at_once_even_where_nothing_comes(address: str, tmp_path: Path) -> None:
    times: list[int] = []

    def stop(step: Progress) -> None:
        times.append(step.done)
        if len(times) > 3:
            raise Cancelled("stop")

    with pytest.raises(Cancelled):
        fetch(Order(f"{address}/slow"), tmp_path / "x.zip", stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url",
    ["", "models.zip", "http://example.org/x.zip", "ftp://example.org/x", "file:///etc/passwd", "https://", "https://a@b/",
     "http://localhost/x", "javascript:alert(1)", "https://[::1", "http://127.0.0.1.example.org/x"],
)  # fmt: skip
def test_only_https_is_spoken(url: str) -> None:
    with pytest.raises(ModelError, match="address"):
        host_of(url)


def test_nobody_is_asked_where_nobody_listens(no_network: None, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be reached"):
        look("http://127.0.0.1:1/models.zip", silent)


def test_a_downloaded_bundle_is_checked_proven_and_added(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHATTROVE_MODELS", str(tmp_path / "added"))
    packed = zipped(bundle(tmp_path / "night", "reader"), tmp_path / "night.zip").read_bytes()
    monkeypatch.setattr(f"{__name__}.CONTENT", packed)
    with Session(tmp_path / "archive") as session:
        name = session.download_models(f"{address}/models.zip", silent, hashlib.sha256(packed).hexdigest())
        assert name == "models"
        assert [each.name for each in session.models().bundles] == ["", name]
        monkeypatch.setattr(f"{__name__}.CONTENT", packed[:-5000] + bytes(5000))
        with pytest.raises(RefusedModels):
            session.download_models(f"{address}/models.zip", silent)
        assert [each.name for each in session.models().bundles] == ["", name]
    assert {each.name for each in (tmp_path / "added").iterdir()} <= {name, ".lock"}
