"""This file is where it is tested that what a WeChat tool writes of any chat comes out again as it went in."""

import csv
import html
import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.importers import chatlog, memotrace, pywxdump, wechat_copied, wechat_exporter, weflow
from core.protocols import Importer
from tests.core.importers.wechat.reading import items_of, messages, written_to

_FIRST = 1_577_808_000
_CHINA = timedelta(hours=8)
PEOPLE = {"Lan": "wxid_lan", "Tom Lee": "wxid_tom", "小周": "wxid_zhou"}


class Line(NamedTuple):
    """A message as somebody sent it."""

    who: str
    text: str
    seconds: int

    @property
    def epoch(self) -> int:
        return _FIRST + self.seconds

    @property
    def wall(self) -> str:
        moment = datetime.fromtimestamp(self.epoch, UTC) + _CHINA
        return moment.strftime("%Y-%m-%d %H:%M:%S")


def is_plain(text: str) -> bool:
    """True for what is a text and no label, quote, path or sentence of the app in any of the tools."""
    return text.strip() == text and not set(text) & set("[]【】「」<>()/\\:：*\ufeff")


def texts() -> st.SearchStrategy[str]:
    """Words of any language, over several lines, with what is special in CSV, JSON and HTML."""
    word = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp", "Zs")), min_size=1, max_size=12)
    marks = st.sampled_from(['"', "'", ",", ";", "&amp;", "|", "=", "`", "\t", "\n", "\n\n", " "])
    return st.lists(word | marks, min_size=1, max_size=6).map("".join).filter(is_plain)


def chats() -> st.SearchStrategy[list[Line]]:
    line = st.builds(Line, st.sampled_from(list(PEOPLE)), texts(), st.integers(0, 150_000_000))
    return st.lists(line, min_size=2, max_size=8).map(lambda lines: sorted(lines, key=lambda line: line.seconds))


def table(header: str, rows: list[list[object]]) -> str:
    file = StringIO()
    csv.writer(file).writerows([header.split(","), *rows])
    return file.getvalue()


def memotrace_csv(chat: list[Line]) -> str:
    header = "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender"
    rows: list[list[object]] = [
        [place, 3, 1, 0, 0, line.epoch, "", line.text, line.wall, "", line.who, PEOPLE[line.who]]
        for place, line in enumerate(chat)
    ]
    return table(header, rows)


def memotrace_txt(chat: list[Line]) -> str:
    return "".join(f"{line.wall} {line.who}\n{line.text}\n\n" for line in chat)


def memotrace_page(chat: list[Line]) -> str:
    said = [
        {"type": 1, "text": html.escape(line.text), "is_send": 0, "timestamp": line.epoch, "display_name": line.who}
        for line in chat
    ]
    return f"<html><script>var chatMessages = {json.dumps(said)};</script></html>"


def pywxdump_csv(chat: list[Line]) -> str:
    header = "id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime"
    rows: list[list[object]] = [
        [place, 10**17 + place, "文本", 0, PEOPLE[line.who], "1@chatroom", line.text, "", line.wall]
        for place, line in enumerate(chat)
    ]
    return table(header, rows)


def chatlog_text(chat: list[Line]) -> str:
    return "".join(f"{line.who}({PEOPLE[line.who]}) {line.wall}\n{line.text}\n\n" for line in chat)


def weflow_json(chat: list[Line]) -> str:
    said = [
        {"createTime": line.epoch, "type": "文本消息", "content": line.text, "senderDisplayName": line.who}
        for line in chat
    ]
    return json.dumps({"weflow": {}, "session": {"wxid": "1@chatroom"}, "messages": said}, ensure_ascii=False)


def weflow_txt(chat: list[Line]) -> str:
    return "".join(f"{line.wall} '{line.who}'\n{line.text}\n\n" for line in chat)


def exporter_txt(chat: list[Line]) -> str:
    return "a - 微信聊天记录\n\n" + "".join(f"{line.who} ({line.wall}):{line.text}\n" for line in chat)


def exporter_script(chat: list[Line]) -> str:
    divs = [
        f'<div class="msg chat left" msgid="{place}"><div class="nt-box"><span class="dspname">{line.who}</span> '
        f'{line.wall}</div><div class="content-box"><pre>{html.escape(line.text)}</pre></div></div>'
        for place, line in enumerate(chat)
    ]
    return f"(function() {{\n        var msgArray = {json.dumps(divs)};"


def copied(chat: list[Line]) -> str:
    return "".join(f"{line.who} {line.wall.replace('-', '/')}\n{line.text}\n\n" for line in chat)


FORMS = [
    (memotrace, memotrace_csv),
    (memotrace, memotrace_txt),
    (memotrace, memotrace_page),
    (pywxdump, pywxdump_csv),
    (chatlog, chatlog_text),
    (weflow, weflow_json),
    (weflow, weflow_txt),
    (wechat_exporter, exporter_txt),
    (wechat_exporter, exporter_script),
    (wechat_copied, copied),
]


@pytest.mark.parametrize(("importer", "write"), FORMS, ids=[write.__name__ for _, write in FORMS])
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chat=chats())
def test_every_message_comes_back_with_who_when_and_what(
    importer: Importer, write: object, tmp_path_factory: pytest.TempPathFactory, chat: list[Line]
) -> None:
    text = write(chat)  # type: ignore[operator]
    path: Path = written_to(tmp_path_factory.mktemp("chat"), {"a/Data/a.txt": text})
    found = messages(items_of(importer, path))
    names = {number: name for name, number in PEOPLE.items()}
    who = [names.get(each.sender or "", each.sender) for each in found]
    assert list(zip(who, (each.text for each in found), strict=True)) == [(line.who, line.text) for line in chat]
    assert [each.sent_at for each in found] == [line.epoch * 1000 for line in chat]
