"""This file is where it is tested that damage in a WeChat export costs what is damaged, and is told."""

import json
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from core.errors import BrokenExport
from core.export import Export
from core.importers import chatlog, memotrace, pywxdump, wechat_copied, wechat_exporter, weflow
from core.protocols import Importer, ReadOptions
from core.types import ExportedMessage, Problem, Repair
from tests.core.importers.wechat.reading import items_of, messages, problems, written_to

_HEADER = "id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime"
_OLD = "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender"


def record(number: int, text: str) -> dict[str, object]:
    return {"localId": number, "createTime": 1714535590 + number, "type": "文本消息", "content": text, "isSend": 0}


def test_a_json_that_is_cut_off_gives_what_stands_before(tmp_path: Path) -> None:
    whole = json.dumps({"weflow": {}, "session": {"wxid": "a"}, "messages": [record(1, "one"), record(2, "two")]})
    items = items_of(weflow, written_to(tmp_path, {"a.json": whole[: whole.index("two")]}))
    assert [message.text for message in messages(items)] == ["one"]
    assert len(problems(items)) >= 1


def test_one_broken_record_costs_itself(tmp_path: Path) -> None:
    whole = json.dumps({"weflow": {}, "session": {"wxid": "a"}, "messages": [record(n, str(n)) for n in range(5)]})
    items = items_of(weflow, written_to(tmp_path, {"a.json": whole.replace('"content": "2"', '"content": "2')}))
    assert {"0", "1", "4"} <= {message.text for message in messages(items)}
    assert problems(items)


def test_a_quote_that_is_not_closed_costs_its_row(tmp_path: Path) -> None:
    rows = [f"{n},3,1,0,0,{1714535590 + n},,text {n},2024-05-01 12:00:00,,Lan,wxid_lan" for n in range(5)]
    rows[2] = rows[2].replace("text 2", '"text 2')
    items = items_of(memotrace, written_to(tmp_path, {"a.csv": "\n".join((_OLD, *rows))}))
    assert [message.text for message in messages(items)] == ["text 0", "text 1", "text 3", "text 4"]
    assert [problem.where for problem in problems(items)] == ["a.csv:4"]


def test_an_object_that_is_not_closed_costs_itself(tmp_path: Path) -> None:
    said = [f"{{ type:1, text: 'no {n}',is_send:0,timestamp:{1714535590 + n},displayname:'Lan'}}" for n in range(5)]
    said[2] = "{ type:1, text: 'no 2',is_send:0,timestamp:1714535592,displayname:'Lan'"
    page = f"<html><title>Lan</title><script>const chatMessages = [{','.join(said)}];</script></html>"
    items = items_of(memotrace, written_to(tmp_path, {"a.html": page}))
    assert {"no 0", "no 1", "no 4"} <= {message.text for message in messages(items)}
    assert problems(items)


def test_a_page_with_very_many_broken_objects_is_read_in_time(tmp_path: Path) -> None:
    page = "<html><title>Lan</title><script>const chatMessages = [" + "{type:1,is_send:[" * 60_000
    with pytest.raises(BrokenExport):
        items_of(memotrace, written_to(tmp_path, {"a.html": page}))


def test_a_list_that_is_cut_off_gives_what_stands_before(tmp_path: Path) -> None:
    divs = [
        f'<div class="msg chat left" msgid="{n}"><div class="nt-box"><span>Lan</span> 2024-05-01 12:00</div>'
        f'<div class="content-box">no {n}</div></div>'
        for n in range(3)
    ]
    script = f"(function() {{ var msgArray = {json.dumps(divs)};"
    items = items_of(wechat_exporter, written_to(tmp_path, {"a_files/Data/msg-1.js": script[: script.index("no 2")]}))
    assert [message.text for message in messages(items)] == ["no 0", "no 1"]
    assert len(problems(items)) == 1


@pytest.mark.parametrize(
    ("importer", "text"),
    [
        (memotrace, f"{_OLD}\n"),
        (pywxdump, f"{_HEADER}\n"),
        (weflow, '{"weflow": {}, "session": {}, "messages": []}'),
        (chatlog, "Time,SenderName,Sender,TalkerName,Talker,Content\n"),
        (wechat_exporter, "Lan - 微信聊天记录\n\n"),
    ],
)
def test_an_export_without_messages_says_so(importer: Importer, text: str, tmp_path: Path) -> None:
    with pytest.raises(BrokenExport):
        items_of(importer, written_to(tmp_path, {"a.txt": text}))


@pytest.mark.parametrize("importer", [memotrace, pywxdump, weflow, chatlog, wechat_exporter, wechat_copied])
@pytest.mark.parametrize("text", [b"", b"\0\1\2", b"{", b"<html>", b"hello\n", b"\xff\xfe\x00", b'"a,b\n'])
def test_an_entry_that_is_forced_on_an_importer_is_refused_kindly(
    importer: Importer, text: bytes, tmp_path: Path
) -> None:
    with Export(written_to(tmp_path, {"a.dat": text})) as export, suppress(BrokenExport):
        for chat in importer.read(export, export.names(), ReadOptions()):
            assert all(isinstance(item, ExportedMessage | Problem | Repair) for item in chat.messages)


def test_a_damaged_zip_gives_what_stands_before_the_damage(tmp_path: Path) -> None:
    text = "".join(f"2024-05-01 12:{n // 60 % 60:02}:{n % 60:02} 兰兰\nno {n} {hash(str(n))}\n\n" for n in range(3000))
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", text)
    raw = bytearray(path.read_bytes())
    raw[len(raw) * 3 // 4] ^= 0xFF
    path.write_bytes(raw)
    items = items_of(memotrace, path)
    assert messages(items)[0].text.startswith("no 0")
    assert any("stopped" in problem.reason for problem in problems(items)) or len(messages(items)) >= 3000
