"""What leaves this computer is agreed to, host by host, in words that are kept; and can be taken back."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.addresses import Address, address_of
from core.consent import Consent, Consents, Terms, statement
from core.errors import AddressError, ConsentError
from core.server_access import key_of

FAR, PLAIN = address_of("https://gpu.example.org"), address_of("http://gpu.example.org:8000/v1")


@pytest.fixture
def consents(tmp_path: Path) -> Consents:
    return Consents(tmp_path)


@pytest.mark.parametrize(
    ("text", "origin", "here"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000", True),
        (" HTTP://LocalHost:8000/v1/ ", "http://127.0.0.1:8000", True),
        ("http://[::1]:11434", "http://[::1]:11434", True),
        ("http://127.8.9.1", "http://127.8.9.1:80", True),
        ("https://GPU.example.org.", "https://gpu.example.org:443", False),
        ("http://127.0.0.1.example.org:1", "http://127.0.0.1.example.org:1", False),
        ("http://127.1:1", "http://127.1:1", False),
        ("http://localhost.example.org", "http://localhost.example.org:80", False),
        ("http://[::ffff:192.0.2.1]:1", "http://[::ffff:192.0.2.1]:1", False),
    ],
)
def test_it_is_known_whether_an_address_is_this_computer(text: str, origin: str, here: bool) -> None:
    assert (address_of(text).origin, address_of(text).here) == (origin, here)
    assert address_of(address_of(text).url) == address_of(text)


@pytest.mark.parametrize(
    "text",
    ["", "gpu.example.org", "ftp://a/", "file:///etc/passwd", "http://", "http://a b/", "http://u:p@host/", "http://@h/",
     "http://0.0.0.0:8000", "http://[::]:1", "http://h:0", "http://h:99999", "http://h/?key=1", "http://h/#x",
     "http://h\n.example.org", "http://bücher.example", "http://[::1", "http://h\\@evil/", "javascript:alert(1)",
     "http://" + "a" * 3000],
)  # fmt: skip
def test_what_is_no_address_is_told_in_one_sentence(text: str) -> None:
    with pytest.raises(AddressError, match="is no address of a server"):
        address_of(text)


@given(st.text(max_size=60))
def test_no_text_at_all_breaks_the_reading_of_an_address(text: str) -> None:
    for each in (text, f"http://{text}", f"http://h:{text}"):
        try:
            found = address_of(each)
        except AddressError:
            continue
        assert isinstance(found, Address)
        assert found.origin.isprintable()


def test_this_computer_needs_no_consent_and_another_does(consents: Consents) -> None:
    assert consents.missing("reader", address_of("http://localhost:8000")) == ""
    assert "nobody has agreed" in consents.missing("reader", FAR)
    consents.give("reader", FAR)
    assert consents.missing("reader", FAR) == ""
    assert "nobody has agreed" in consents.missing("index", FAR), "for another purpose"
    assert consents.missing("reader", address_of("https://gpu.example.org:444")), "another port is another server"
    assert consents.missing("reader", address_of("http://gpu.example.org:443")), "another scheme too"


def test_sending_unencrypted_is_agreed_to_on_its_own(consents: Consents) -> None:
    with pytest.raises(ConsentError, match="not encrypted"):
        consents.give("reader", PLAIN)
    assert consents.all() == []
    consents.give("reader", PLAIN, Terms(unencrypted=True))
    assert consents.missing("reader", PLAIN) == ""


def test_who_when_and_to_what_words_is_kept(consents: Consents) -> None:
    given_now = consents.give("reader", PLAIN, Terms(unencrypted=True, key_file="/home/ana/key"))
    (kept,) = Consents(consents.path.parent).all()
    assert kept == given_now
    assert kept.who
    assert kept.when.endswith("+00:00")
    assert kept.statement == statement("reader", PLAIN)
    for said in ("your questions", "pictures", "names of who wrote", "NOT encrypted", "gpu.example.org"):
        assert said in kept.statement
    assert "vectors" in statement("index", FAR)
    assert "this computer" in statement("reader", address_of("http://127.0.0.1:1"))
    if os.name == "posix":
        assert consents.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "host", ["gpu.example.org", "gpu.example.org:8000", "http://gpu.example.org:8000", "GPU.example.org"]
)
def test_a_consent_is_taken_back_by_host_or_address(consents: Consents, host: str) -> None:
    consents.give("reader", PLAIN, Terms(unencrypted=True))
    consents.give("index", address_of("https://other.example.org"))
    assert [each.origin for each in consents.revoke(host)] == [PLAIN.origin]
    assert consents.missing("reader", PLAIN)
    assert len(consents.all()) == 1
    assert consents.revoke("example.org") == []


@pytest.mark.parametrize(
    "text", ["{", "[1]", '[{"origin": "x"}]', "3", '[{"purpose": "all", "origin": "", "who": "", "when": "", '
             '"statement": ""}]', "\xff"]
)  # fmt: skip
def test_damaged_consents_count_as_none(consents: Consents, text: str) -> None:
    consents.path.write_bytes(text.encode("latin-1"))
    with pytest.raises(ConsentError, match="cannot be read"):
        consents.missing("reader", FAR)


def test_a_key_comes_from_a_private_file_or_a_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = tmp_path / "key"
    key.write_text("sk-123\n")
    key.chmod(0o600)
    words = ("reader", FAR.origin, "Ana", "now", "")
    assert key_of(None) == ""
    assert key_of(Consent(*words, key_file=str(key))) == "sk-123"  # type: ignore[arg-type]
    monkeypatch.setenv("MY_KEY", "sk-456")
    assert key_of(Consent(*words, key_variable="MY_KEY")) == "sk-456"  # type: ignore[arg-type]
    monkeypatch.delenv("MY_KEY")
    with pytest.raises(ConsentError, match="MY_KEY is not set"):
        key_of(Consent(*words, key_variable="MY_KEY"))  # type: ignore[arg-type]


@pytest.mark.parametrize("content", ["", "two words", "sk\r\nX-Evil: 1", "schlüssel", "k" * 5000])
def test_what_is_no_key_is_never_told(tmp_path: Path, content: str) -> None:
    key = tmp_path / "key"
    key.write_bytes(content.encode())
    key.chmod(0o600)
    with pytest.raises(ConsentError, match="holds no key") as raised:
        key_of(Consent("reader", FAR.origin, "Ana", "now", "", key_file=str(key)))
    assert not content or content not in str(raised.value)


@pytest.mark.skipif(os.name != "posix", reason="permissions of files are told otherwise there")
def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("sk-123")
    key.chmod(0o644)
    with pytest.raises(ConsentError, match="chmod 600"):
        key_of(Consent("reader", FAR.origin, "Ana", "now", "", key_file=str(key)))
    with pytest.raises(ConsentError, match="cannot be read"):
        key_of(Consent("reader", FAR.origin, "Ana", "now", "", key_file=str(tmp_path / "none")))


def test_no_key_is_kept_with_a_consent(consents: Consents, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("sk-123")
    consents.give("reader", FAR, Terms(key_file=str(key)))
    assert "sk-123" not in consents.path.read_text()
    assert json.loads(consents.path.read_text())[0]["key_file"] == str(key)
