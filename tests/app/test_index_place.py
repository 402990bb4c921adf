"""The search index is put on a Chroma server and taken back by command; a server that is gone stops nobody."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli import codes
from app.settings import load_settings
from core.consent import Consents
from tests.app.conftest import Call, Said
from tests.core.chroma_server import CHROMA, Chroma
from tests.loopback import reach_this_computer_only

QUESTION = ("when", "does", "the", "train", "arrive")
ANSWER = "14:35 at central station, platform 6"


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the rule for all tests: this machine may be reached, nothing else."""
    reach_this_computer_only(monkeypatch)


@pytest.fixture
def chroma(no_network: None, tmp_path: Path) -> Iterator[Chroma]:
    if not CHROMA.is_file():
        pytest.skip("chromadb brought no server along")
    made = Chroma(tmp_path / "chroma data")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def filled(chattrove: Call, family: Path) -> Call:
    assert chattrove("import", family, "--no-ocr").code == codes.FINE
    return chattrove


def found(said: Said) -> list[str]:
    return [message["text"] for each in said.json["results"] for span in each["spans"] for message in span["messages"]]


def test_the_index_moves_to_a_server_and_back(filled: Call, chroma: Chroma) -> None:
    said = filled("settings", "index", chroma.url)
    assert (said.code, "this computer" in said.err) == (codes.FINE, True), said.err
    assert load_settings().index == chroma.url
    assert "Making what is new searchable first" in filled("search", *QUESTION, "--json").err
    after = filled("search", *QUESTION, "--json")
    assert (ANSWER in found(after), "search index" in after.err) == (True, False)
    assert filled("verify").code == codes.FINE
    chroma.stop()
    gone = filled("search", *QUESTION, "--json")
    assert (gone.code, ANSWER in found(gone)) == (codes.FINE, True)
    assert f"The search index server {chroma.url} does not answer" in gone.err
    said = filled("doctor", "--json")
    assert (said.code, "does not answer" in said.json["servers"][0]["trouble"]) == (codes.MODEL, True)
    assert filled("index", "--rebuild", "--no-ocr").code == codes.ARCHIVE
    assert filled("settings", "index", "").code == codes.FINE
    assert filled("index", "--no-ocr").code == codes.FINE
    assert filled("verify").code == codes.FINE
    assert ANSWER in found(filled("search", *QUESTION, "--json"))


def test_a_flag_names_the_server_for_one_command(filled: Call, chroma: Chroma) -> None:
    assert filled("index", "--no-ocr", "--index", chroma.url).code == codes.FINE
    said = filled("search", *QUESTION, "--json", "--index", chroma.url)
    assert (ANSWER in found(said), "search index" in said.err) == (True, False)
    assert load_settings().index == ""


def test_another_computer_gets_no_vector_that_nobody_agreed_to_send(filled: Call, no_network: None) -> None:
    said = filled("settings", "index", "http://chroma.example.org:8000")
    assert (said.code, "vectors" in said.err, "NOT encrypted" in said.err) == (codes.USAGE, True, True)
    assert load_settings().index == ""
    assert Consents().all() == []
    said = filled("index", "--rebuild", "--no-ocr", "--index", "https://chroma.example.org:8000")
    assert (said.code, "nobody has agreed" in said.err) == (codes.ARCHIVE, True)
    said = filled("search", *QUESTION, "--json", "--index", "https://chroma.example.org:8000")
    assert ANSWER in found(said), "the app stays usable"


def test_what_is_no_chroma_server_is_not_chosen(filled: Call, no_network: None) -> None:
    said = filled("settings", "index", "http://127.0.0.1:1")
    assert (said.code, "does not answer" in said.err, load_settings().index) == (codes.ARCHIVE, True, "")
    assert filled("search", *QUESTION, "--index", "no address").code == codes.USAGE
