"""This file is where it is tested that labels for what is no text become that, and text in brackets stays text."""

import pytest

from core.importers.wechat.labels import answer_or_text, labelled


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("[图片]", "image"),
        ("【图片】", "image"),
        ("[Photo]", "image"),
        ("[语音]", "voice"),
        ('[语音 5"]', "voice"),
        ("[Audio]", "voice"),
        ("【视频】", "video"),
        ("[Video]", "video"),
        ("(视频丢失)", "video"),
        ("（视频丢失）", "video"),
        ("[动画表情]", "sticker"),
        ("【表情包】", "sticker"),
        ("[Emoji]", "sticker"),
        ("[文件: 路线.pdf]", "file"),
        ("[文件|路线.pdf]", "file"),
        ("[File] a.pdf", "file"),
    ],
)
def test_a_label_becomes_what_it_stands_for(label: str, kind: str) -> None:
    content = answer_or_text(label)
    assert [(each.kind, each.status) for each in content.attachments] == [(kind, "not_exported")]
    assert content.text == ""


@pytest.mark.parametrize(
    ("label", "kind", "text"),
    [
        ("[位置]", "location", ""),
        ("[位置] 香山公园", "location", "香山公园"),
        ("[名片] 老李", "contact", "老李"),
        ("[语音通话]", "call", "语音通话"),
        ("[Video Call]", "call", "Video Call"),
        ("[红包]", "message", "[红包]"),
        ("[转账] ￥30.00", "message", "[转账] ￥30.00"),
    ],
)
def test_places_cards_calls_and_payments_are_what_they_are(label: str, kind: str, text: str) -> None:
    content = answer_or_text(label)
    assert (content.kind, content.text, content.attachments) == (kind, text, ())


@pytest.mark.parametrize(
    "text", ["[微笑]", "[Video games]", "[图片]好看", "看[图片]", "[]", "【", "[重要] 通知", "(video tomorrow)"]
)
def test_what_people_write_in_brackets_stays_text(text: str) -> None:
    assert labelled(text) is None
    assert answer_or_text(text).text == text


def test_a_name_in_a_label_is_kept() -> None:
    assert answer_or_text("[文件: 路线.pdf]").attachments[0].name == "路线.pdf"
    assert answer_or_text("[表情：开心]").attachments[0].caption == "开心"


def test_an_old_answer_has_the_answered_message_above_it() -> None:
    content = answer_or_text("「Tom：a：b\nc」\n- - - - - - - - - - - - - - -\nyes")
    assert (content.quote, content.text) == ("Tom: a：b\nc", "yes")
    assert content.shown == "> Tom: a：b\n> c\nyes"
