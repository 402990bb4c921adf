"""This file is where it is tested that each form of each WeChat tool is known by one importer, and others' by none."""

import json
from pathlib import Path

import pytest

from core.beginning import Beginning
from core.export import Export
from core.importers import IMPORTERS, chatlog, memotrace, pywxdump, wechat_copied, wechat_exporter, weflow
from core.protocols import Importer
from tests.core.importers.wechat.reading import written_to

TOOLS: tuple[Importer, ...] = (chatlog, memotrace, pywxdump, wechat_copied, wechat_exporter, weflow)

KNOWN: list[tuple[str, str]] = [
    (
        "memotrace",
        "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender\n",
    ),
    ("memotrace", "\ufeff消息ID,类型,发送人,时间,内容,备注,昵称,更多信息\n1,文本,兰兰,2024-05-01 12:00:00,hi,,,\n"),
    ("memotrace", "2024-05-01 12:00:00 兰兰\n[图片]\n\n"),
    ("memotrace", "\n\n********************2024-05-01********************\n\n兰兰:hi\n"),
    ("memotrace", '<!DOCTYPE html><html><script>const chatMessages = [{type:1, text:"a",is_send:0}]</script></html>'),
    (
        "pywxdump",
        "id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime\n1,2,文本,0,a,b,c,d,2024-05-01 12:00:00\n",
    ),
    ("weflow", "id,MsgSvrID,type_name,is_sender,talker,msg,src,CreateTime\n1,2,text,0,a,c,d,2024-05-01T04:00:00Z\n"),
    ("weflow", '{"weflow": {"version": "1"}, "session": {"wxid": "a"}, "messages": []}'),
    (
        "weflow",
        '{"session": {"wxid": "a"}, "messages": [{"localId": 1, "createTime": 1, "localType": 1, "isSend": 0}]}',
    ),
    ("weflow", "2024-05-01 12:00:00 '兰兰'\n[图片]\n\n"),
    ("weflow", "会话信息\n\n序号,时间,发送者身份,消息类型,内容\n1,2024-05-01 12:00:00,我,文本消息,hi\n"),
    ("chatlog", "Time,SenderName,Sender,TalkerName,Talker,Content\n2024-05-01 12:00:00,a,b,c,d,e\n"),
    ("chatlog", "兰兰(wxid_lan) 05-01 12:00:00\nhi\n\n"),
    ("chatlog", "Tom(wxid_tom) 2024-05-01 12:00:00\nhi\n\nTom(wxid_tom) 2024-05-01 12:00:01\nyo\n\n"),
    ("chatlog", '[{"seq": 1, "time": "", "talker": "a", "sender": "b", "isSelf": false, "type": 1, "content": "x"}]'),
    ("wechat_exporter", "兰兰 - 微信聊天记录\n\n兰兰 (2024-05-01 12:00:00):hi\n"),
    ("wechat_exporter", "Lan - WeChat Chat History\n\n"),
    (
        "wechat_exporter",
        '    (function() {\n        var msgArray = ["\\t\\t<div class=\\"msg chat left\\" msgid=\\"1\\">"',
    ),
    ("wechat_copied", "Tom 2023/09/16 2:51 PM\nhi\nLan 2023/09/16 2:52 PM\nyo\n"),
    ("wechat_copied", "兰兰 2023年9月16日 14:51\nhi\n小周 2023年9月16日 下午2:52\nyo\n"),
    ("wechat_copied", "Dear:\n\n—————  2018-09-16  —————\n\n兰兰  14:51\n\nhi\n\n小周  14:52\n\nyo\n"),
]

UNKNOWN: list[tuple[str, str]] = [
    ("chatlog's list of sessions", json.dumps({"items": [{"userName": "wxid_a", "nickName": "A", "content": "hi"}]})),
    ("PyWxDump's list of people", json.dumps({"wxid_a": {"nickname": "A", "remark": "", "account": "a"}})),
    (
        "a chat in ChatLab's format",
        json.dumps({"chatlab": {"version": "1"}, "meta": {"platform": "wechat"}, "messages": []}),
    ),
    ("a text of QQ", "2024-05-01 12:00:00 兰兰(12345678)\nhi\n\n2024-05-01 12:01:00 Tom(87654321)\nyo\n\n"),
    ("a text of QQ with mail addresses", "2024-05-01 12:00:00 兰兰<lan@example.org>\nhi\n\n"),
    ("a log", "2024-05-01 12:00:00 started\n2024-05-01 12:00:01 stopped\n"),
    ("a chat of WhatsApp", "01/05/2024, 12:00 - Lan: hi\n01/05/2024, 12:01 - Tom: yo\n"),
    ("a list of dates", "Meeting 2023/09/16 2:51 PM\nDinner 2023/09/17 7:00 PM\n"),
    ("a note", "Meeting 2023/09/16 2:51 PM\nbring tea\n"),
    (
        "the page that lists chats",
        "<!doctype html><html><head><title>微信聊天记录</title></head><body><a href='a.html'>a</a></body></html>",
    ),
    ("another page", "<!doctype html><html><body><div class='msg chat left'>hi</div></body></html>"),
    ("a table", "id,time,sender,text\n1,2024-05-01 12:00:00,Lan,hi\n"),
    (
        "a dialogue",
        '[{"messages": [{"role": "system", "content": "You are kind"}, {"role": "user", "content": "hi"}]}]',
    ),
]


def fitting(path: Path, importers: tuple[Importer, ...]) -> list[str]:
    with Export(path) as export:
        beginning = Beginning(export, export.names()[0])
        return [importer.name for importer in importers if importer.recognises(beginning)]


@pytest.mark.parametrize(("name", "text"), KNOWN)
def test_a_form_is_known_by_its_own_importer_alone(name: str, text: str, tmp_path: Path) -> None:
    path = written_to(tmp_path, {"export.dat": text}) / "export.dat"
    assert set(fitting(path, IMPORTERS)) - {"whatsapp"} == {name}


@pytest.mark.parametrize("text", [text for _, text in UNKNOWN], ids=[what for what, _ in UNKNOWN])
def test_what_is_of_no_wechat_tool_is_not_claimed(text: str, tmp_path: Path) -> None:
    assert fitting(written_to(tmp_path, {"export.dat": text}) / "export.dat", TOOLS) == []


@pytest.mark.parametrize(
    "start", [b"", b"\0" * 100, b"\xff\xfe", b"[" * 5000, b"<" * 5000, b'{"', b"\x89PNG\r\n\x1a\n"]
)
def test_anything_can_be_asked_about(start: bytes, tmp_path: Path) -> None:
    assert fitting(written_to(tmp_path, {"export.dat": start}) / "export.dat", TOOLS) == []
