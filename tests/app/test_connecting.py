"""A server becomes a reader after the person agreed, and is forgotten with its consent; nothing is sent before."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.cli import codes
from app.session import Session
from app.session.connecting import ServerOrder, Terms
from core.consent import Consents
from core.errors import ChatTroveError, ModelError, RefusedModels
from core.protocols import unhindered
from core.types import Progress
from models.bundle import Bundle
from models.server_reader import load_server
from models.vision_language.prompt import Prompt, Written
from tests.app.conftest import Call
from tests.models.server_reader.speaking import Speaker, speaking

FAR = "http://192.0.2.1:9"


def silent(_: Progress) -> None:
    return


@pytest.fixture
def tried() -> list[Any]:
    return []


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch, tried: list[Any]) -> None:
    """In place of the rule for all tests: this machine may be reached; what else is tried fails and is noted."""

    class Here(socket.socket):
        def connect(self, address: Any) -> None:
            if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] != "127.0.0.1":
                tried.append(address)
                raise OSError("a test tried to reach another computer")
            super().connect(address)

    monkeypatch.setattr(socket, "socket", Here)


@pytest.fixture
def speaker(no_network: None) -> Iterator[Speaker]:
    with speaking() as server:
        server.models = ["ana/f2rvlm-7b"]
        server.ways = ("guided_regex",)
        yield server


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHATTROVE_MODELS", str(tmp_path / "added"))
    return tmp_path / "added"


def test_a_server_is_connected_used_and_forgotten(chattrove: Call, speaker: Speaker, added: Path) -> None:
    said = chattrove("models", "connect", speaker.url, "--model", "ana/f2rvlm-7b", "--json")
    assert said.code == codes.FINE, said.err
    assert "which is this computer" in said.err
    assert "your questions" in said.err
    assert said.json == {
        "added": "f2rvlm-7b",
        "name": "f2rvlm-7b",
        "model": "ana/f2rvlm-7b",
        "structured": "guided_regex",
        "chances": True,
        "formed": True,
        "seconds": pytest.approx(0.0, abs=5.0),
    }
    facts = json.loads((added / "f2rvlm-7b" / "manifest.json").read_text())["models"]["reader"]
    assert (facts["kind"], facts["files"], facts["url"]) == ("server", {}, f"{speaker.url}/v1")
    entry = Bundle(added / "f2rvlm-7b").entry("reader")
    (reply,) = load_server(entry).replies([Prompt((Written("?"),), 6, 1)], unhindered)
    assert set(reply.utterances) == {4}
    assert chattrove("models", "remove", "f2rvlm-7b", "--yes").code == codes.FINE
    assert Consents().all() == []


def test_the_only_model_needs_no_name_and_a_wrong_one_is_told(chattrove: Call, speaker: Speaker, added: Path) -> None:
    speaker.models = ["one", "two"]
    said = chattrove("models", "connect", speaker.url)
    assert (said.code, "several models" in said.err, "“two”" in said.err) == (codes.MODEL, True, True)
    said = chattrove("models", "connect", speaker.url, "--model", "three")
    assert (said.code, "no model “three”" in said.err) == (codes.MODEL, True)
    assert not list(added.glob("[!.]*"))
    assert Consents().all() == [], "what failed was not agreed to"
    speaker.models = ["one"]
    assert chattrove("models", "connect", speaker.url, "--name", "mine").code == codes.FINE
    assert (added / "mine" / "manifest.json").is_file()


def test_how_a_server_is_held_to_the_form_is_found_out(speaker: Speaker, added: Path, tmp_path: Path) -> None:
    with Session(tmp_path / "archive") as session:
        for ways, found in ((("grammar",), "grammar"), (("json_schema",), "json_schema"), ((), "none")):
            speaker.ways = ways
            assert session.connect_reader(ServerOrder(speaker.url), silent).structured == found
        speaker.say = lambda _: "I am a helpful model."
        assert not session.connect_reader(ServerOrder(speaker.url), silent).formed


def test_a_server_that_takes_fewer_wishes_is_asked_for_less(speaker: Speaker, added: Path, tmp_path: Path) -> None:
    speaker.refuses = ("logprobs", "skip_special_tokens")
    with Session(tmp_path / "archive") as session:
        found = session.connect_reader(ServerOrder(speaker.url), silent)
    assert not found.chances
    (reply,) = load_server(Bundle(added / found.name).entry("reader")).replies(
        [Prompt((Written("?"),), 6, 1)], unhindered
    )
    assert reply.utterances == {4: 0.75}


def test_nothing_is_sent_to_another_computer_before_somebody_agreed(
    chattrove: Call, no_network: None, tried: list[Any], added: Path
) -> None:
    said = chattrove("models", "connect", FAR, "--model", "x")
    assert (said.code, tried) == (codes.USAGE, [])
    assert "which is another computer" in said.err
    assert "NOT encrypted" in said.err
    said = chattrove("models", "connect", FAR, "--model", "x", "--yes")
    assert (said.code, tried, "--unencrypted" in said.err) == (codes.USAGE, [], True)
    said = chattrove("models", "connect", FAR, "--model", "x", "--yes", "--unencrypted")
    assert (said.code, {each[0] for each in tried}) == (codes.MODEL, {"192.0.2.1"}), "agreed, and then tried"
    assert "Nobody answers" in said.err
    assert Consents().all() == [], "a connection that failed leaves no consent"


def test_a_bundle_from_elsewhere_brings_no_consent(no_network: None, tried: list[Any], tmp_path: Path) -> None:
    facts = {"name": "x", "kind": "server", "files": {}, "url": "https://gpu.example.org/v1", "model": "x"}
    (tmp_path / "manifest.json").write_text(json.dumps({"format": 1, "models": {"reader": facts}}))
    generator = load_server(Bundle(tmp_path).entry("reader"))
    with pytest.raises(ModelError, match=r"nobody has agreed.*chattrove models connect https://gpu.example.org:443"):
        list(generator.replies([Prompt((Written("?"),), 1, 0)], unhindered))
    assert tried == []


def test_a_consent_that_is_taken_back_ends_it_at_once(
    chattrove: Call, no_network: None, tried: list[Any], tmp_path: Path
) -> None:
    from core.addresses import address_of

    Consents().give("reader", address_of("https://gpu.example.org"))
    Consents().give("index", address_of("https://gpu.example.org:8000"))
    assert "gpu.example.org:443" in chattrove("privacy").out
    assert len(chattrove("privacy", "--json").json["agreed"]) == 2
    said = chattrove("privacy", "--revoke", "gpu.example.org")
    assert (said.code, said.out.count("Taken back")) == (codes.FINE, 2)
    assert Consents().all() == []
    assert chattrove("privacy", "--revoke", "gpu.example.org").code == codes.USAGE


def test_a_key_is_sent_and_never_told(chattrove: Call, speaker: Speaker, added: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("sk-very-secret\n")
    key.chmod(0o600)
    said = chattrove("models", "connect", speaker.url, "--key-file", key)
    assert said.code == codes.FINE
    assert {each.get("Authorization") for each in speaker.headers} == {"Bearer sk-very-secret"}
    kept = (added / "f2rvlm-7b" / "manifest.json").read_text() + Consents().path.read_text()
    shown = chattrove("privacy").out + chattrove("models").out
    assert "sk-very-secret" not in said.out + said.err + kept + shown
    key.unlink()
    entry = Bundle(added / "f2rvlm-7b").entry("reader")
    with pytest.raises(ModelError, match="cannot be read") as raised:
        list(load_server(entry).replies([Prompt((Written("?"),), 1, 0)], unhindered))
    assert "secret" not in str(raised.value)


def test_a_server_that_stops_answering_leaves_what_was_agreed_before(speaker: Speaker, tmp_path: Path) -> None:
    with Session(tmp_path / "archive") as session:
        session.connect_reader(ServerOrder(speaker.url), silent)
        before = session.agreements()
        speaker.models = []
        with pytest.raises(RefusedModels):
            session.connect_reader(ServerOrder(speaker.url, terms=Terms(key_variable="NOT_SET")), silent)
        assert session.agreements() == before


@pytest.mark.parametrize("url", ["gpu.example.org", "ftp://x/", "http://a:b@c/", ""])
def test_what_is_no_address_is_refused(chattrove: Call, no_network: None, url: str) -> None:
    said = chattrove("models", "connect", url, "--yes", "--unencrypted")
    assert (said.code, "is no address" in said.err) == (codes.USAGE, True)
    with Session() as session, pytest.raises(ChatTroveError):
        session.what_is_sent("reader", url)
