"""This file is where the words of Messenger and Instagram are tested: repair of text, sentences of the app, zones."""

import pytest
from dateutil.tz import gettz, tzoffset
from hypothesis import given
from hypothesis import strategies as st

from core.importers.meta.mojibake import all_mended, mended
from core.importers.meta.people import is_nobody
from core.importers.meta.phrases import meaning_of
from core.importers.meta.spool import Spool
from core.importers.meta.zone import PageZone

SENDER = "Ann Lee"

SENTENCES = {
    "placeholder": [
        "Ann Lee sent an attachment.",
        "You sent a photo.",
        "Ann Lee hat einen Anhang gesendet.",
        "Vous avez envoyé une pièce jointe.",
        "Enviaste un archivo adjunto.",
        "Ann Lee ha inviato un allegato.",
        "你发送了一个附件。",
        "Ann Leeさんが添付ファイルを送信しました。",
        "Ann Lee님이 사진을 보냈습니다.",
    ],
    "call": ["Ann called you.", "You missed a call from Ann.", "The video chat ended.", "Ann Lee hat dich angerufen."],
    "poll": ["Ann created a poll: Where?"],
    "reaction": ["Liked a message", "Reacted 😂 to your message "],
    "unsent": ["Ann unsent a message", "You unsent a message."],
    "notice": [
        "Ann Lee left the group.",
        "You named the group Trip.",
        "Ann set the nickname for Bo to Bobo.",
        "Ann Lee a quitté la conversation.",
        "Du hast Bo zur Gruppe hinzugefügt.",
        "你将群组命名为旅行。",
    ],
}

TALK = [
    "you left the group?",
    "You left your keys here.",
    "sent a photo",
    "I sent an attachment",
    "Ann here!",
    "I liked a message of yours",
    "Du kommst doch zur Gruppe",
    "你把聊天记录发我",
    "你好。",
    "",
    "You added too much salt.",
]


@pytest.mark.parametrize(("meaning", "text"), [(kind, text) for kind, texts in SENTENCES.items() for text in texts])
def test_a_sentence_of_the_app_is_known(meaning: str, text: str) -> None:
    assert meaning_of(text, SENDER) == meaning


@pytest.mark.parametrize("text", TALK)
def test_what_people_say_is_theirs(text: str) -> None:
    assert meaning_of(text, SENDER) is None


@given(st.text())
def test_text_written_byte_by_byte_is_repaired(text: str) -> None:
    assume_utf8 = text.encode("utf-8", "ignore").decode()
    assert mended(assume_utf8.encode().decode("latin-1")) == assume_utf8


@given(st.text("a\xa3\xff \u4e00😀"))
def test_text_that_is_right_stays(text: str) -> None:
    """A lone byte above 0x7F, and characters above 0xFF, are no UTF-8 bytes."""
    assert mended(text) == text


def test_names_of_fields_and_nested_text_are_repaired_too() -> None:
    assert all_mended({"Ã©": ["Ã©", 1, None, {"x": "ð\x9f\x98\x80"}]}) == {"é": ["é", 1, None, {"x": "😀"}]}


@pytest.mark.parametrize(
    "name",
    [
        "Facebook user",
        "Instagram User",
        "Facebook-Nutzer",
        "Utilisateur Facebook",
        "Facebook 用户",
        "",
        "مستخدم فيسبوك",
    ],
)
def test_names_of_accounts_that_are_gone(name: str) -> None:
    assert is_nobody(name)


@pytest.mark.parametrize("name", ["Ann Lee", "Instagram", "Facebook"])
def test_names_of_somebody(name: str) -> None:
    assert not is_nobody(name)


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.none())))
def test_a_spool_gives_back_what_it_took(values: list[dict[str, object]]) -> None:
    with Spool() as spool:
        for value in values:
            spool.add(value)
        assert list(spool.forwards()) == values
        assert list(spool.backwards()) == values[::-1]


HEAD = (
    '<time datetime="2018-01-01T08:00:00.000Z">January 1, 2018 at 12:00 AM</time> to '
    '<time datetime="2021-07-01T22:04:00.000Z">July 1, 2021 at 3:04 PM</time>'
)


def test_the_zone_of_this_computer_holds_when_the_head_agrees() -> None:
    pacific = gettz("America/Los_Angeles")
    assert pacific is not None
    zone = PageZone(HEAD, pacific)
    assert zone.told == ""
    assert zone.instant("2020-07-01T12:00") is None


def test_another_zone_is_taken_from_the_head_by_the_season() -> None:
    zone = PageZone(HEAD, tzoffset(None, 0))
    assert "UTC-07:00 and UTC-08:00" in zone.told
    assert zone.instant("2020-07-01T12:00") == 1593630000000
    assert zone.instant("2020-12-24T12:00") == 1608840000000
    assert zone.instant("2020-12-24") is None


def test_a_head_without_times_tells_nothing() -> None:
    assert PageZone('<time datetime="never">x</time>', tzoffset(None, 0)).told == ""
