"""This file is where it is tested that the XML inside messages is data: no entities, no files, no end of memory."""

import pytest

from core.importers.wechat.app_messages import app_message
from core.importers.wechat.notices import is_by_app, readable
from core.importers.wechat.typed import content_of, parted
from core.importers.wechat.xml_parts import root_of

_BOMB = '<!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;&b;&b;">]><msg><appmsg><title>&c;</title></appmsg></msg>'
_FILE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><msg><appmsg><title>&b;</title></appmsg></msg>'


@pytest.mark.parametrize(
    "bad", [_BOMB, _FILE, f'<?xml version="1.0"?>{_FILE}', "", "text", "<", "<!--", "\x00<a/>"[:1]]
)
def test_what_is_no_plain_xml_has_no_root(bad: str) -> None:
    assert root_of(bad) is None
    assert app_message(bad) is None


def test_damaged_xml_says_what_it_still_says() -> None:
    content = app_message(
        "<msg><appmsg><title>读书 &amp; notes</title><des>ch. 3</des><type>5</type><url>https://e.org"
    )
    assert content is not None
    assert content.text == "读书 & notes\nch. 3\nhttps://e.org"


@pytest.mark.parametrize(
    ("xml", "kind", "shown"),
    [
        ("<type>5</type><title>T</title><des>D</des><url>https://e.org</url>", "message", "T\nD\nhttps://e.org"),
        ("<type>33</type><title>T</title><sourcedisplayname>Bus</sourcedisplayname>", "message", "T\nBus"),
        ("<type>51</type><finderFeed><nickname>N</nickname><desc>D</desc></finderFeed>", "message", "D\nN"),
        ("<type>63</type><finderLive><nickname>N</nickname><desc>Live</desc></finderLive>", "message", "Live\nN"),
        ("<type>87</type><textannouncement>8 点集合</textannouncement>", "message", "[群公告] 8 点集合"),
        ("<type>92</type><title>歌</title><des>歌手</des>", "message", "歌\n歌手"),
        (
            "<type>2000</type><wcpayinfo><paysubtype>4</paysubtype><feedesc>￥1</feedesc></wcpayinfo>",
            "message",
            "[已退还] ￥1",
        ),
        ("<type>2001</type><wcpayinfo><sendertitle>恭喜</sendertitle></wcpayinfo>", "message", "[红包] 恭喜"),
        ('<type>62</type><title>"A" 拍了拍 "B"</title>', "notice", '"A" 拍了拍 "B"'),
        ("<type>17</type>", "location", ""),
        (
            "<type>57</type><title>ok</title><refermsg><type>3</type><displayname>A</displayname></refermsg>",
            "message",
            "> A: [图片]\nok",
        ),
    ],
)
def test_what_people_share_says_what_it_is(xml: str, kind: str, shown: str) -> None:
    content = app_message(f"<msg><appmsg>{xml}</appmsg></msg>")
    assert content is not None
    assert (content.kind, content.shown) == (kind, shown)


def test_a_shared_file_is_an_attachment_with_its_name() -> None:
    content = app_message("<msg><appmsg><title>路线.pdf</title><type>6</type></appmsg></msg>")
    assert content is not None
    assert [(each.kind, each.name, each.status) for each in content.attachments] == [
        ("file", "路线.pdf", "not_exported")
    ]


def test_forwarded_chats_become_lines_with_who_and_when() -> None:
    inner = (
        "<recordinfo><datalist>"
        '<dataitem datatype="1"><sourcename>A</sourcename><sourcetime>2024-05-01 08:00</sourcetime>'
        "<datadesc>one\ntwo</datadesc></dataitem>"
        '<dataitem datatype="2"><sourcename>B</sourcename></dataitem>'
        "</datalist></recordinfo>"
    )
    content = app_message(
        f"<msg><appmsg><title>群聊的聊天记录</title><type>19</type><recorditem><![CDATA[{inner}]]></recorditem></appmsg></msg>"
    )
    assert content is not None
    assert content.text == "群聊的聊天记录\nA 2024-05-01 08:00: one\n    two\nB: [图片]"


def test_both_numbers_of_a_new_type_are_read() -> None:
    assert parted(49 + (57 << 32)) == (49, 57)
    assert parted(49, 6) == (49, 6)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (
            '"<a href="weixin://x">Tom</a>" 撤回了一条消息 <a href="weixin://revoke_edit_click">重新编辑</a>',
            '"Tom" 撤回了一条消息',
        ),
        (
            '<sysmsg><revokemsg><replacemsg><![CDATA["Tom" 撤回了一条消息]]></replacemsg></revokemsg></sysmsg>',
            '"Tom" 撤回了一条消息',
        ),
        ('{"msgContent": "Tom 加入了群聊"}', "Tom 加入了群聊"),
        (
            "<sysmsg><sysmsgtemplate><content_template><template>$a$加入了群聊</template><link_list>"
            '<link name="a"><memberlist><member><nickname>Tom</nickname></member>'
            "<member><nickname>Lan</nickname></member></memberlist></link></link_list></content_template></sysmsgtemplate></sysmsg>",
            "Tom、Lan加入了群聊",
        ),
    ],
)
def test_sentences_of_the_app_are_made_readable(raw: str, said: str) -> None:
    content = content_of(10000, 0, raw)
    assert (content.kind, content.text) == ("notice", said)
    assert readable(raw) == said


@pytest.mark.parametrize(
    ("text", "by_app"), [('"Tom" 撤回了一条消息', True), ("你撤回了一条消息", True), ("他撤回了一条消息吧", False)]
)
def test_only_what_nobody_writes_is_by_the_app(text: str, by_app: bool) -> None:
    assert is_by_app(text) is by_app
