"""This file is where texts and archives of QQ's message manager are written and read back, whole, large and cut off."""

import shutil
import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import BrokenExport
from core.export import Export
from core.importers import qq
from core.importers.qq.manager_lines import header_of
from core.importers.qq.people import person_of
from core.importers.qq.placeholders import parted
from core.types import ExportedMessage
from tests.core.importers.reading import entries_of, read_with

RULE = "=" * 64
CASES = Path(__file__).parents[3] / "exports" / "qq"


def frame(title: str, group: str = "我的好友") -> str:
    return f"{RULE}\r\n消息分组:{group}\r\n{RULE}\r\n消息对象:{title}\r\n{RULE}\r\n\r\n"


def written(messages: list[tuple[str, str]], title: str = "甲") -> str:
    """Messages of (who, body), a minute apart."""
    said = [
        f"2020-01-01 {place // 60}:{place % 60:02}:00 {who}\r\n{body}\r\n\r\n"
        for place, (who, body) in enumerate(messages)
    ]
    return "消息记录（此消息记录为文本格式，不支持重新导入）\r\n\r\n" + frame(title) + "".join(said)


def messages(path: Path) -> list[ExportedMessage]:
    with Export(path) as export:
        items = [item for conversation in read_with(qq, export) for item in conversation.messages]
        assert all(tally.unaccounted == 0 for tally in export.tallies)
        return [item for item in items if isinstance(item, ExportedMessage)]


CHARACTERS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"], exclude_characters="[［=＝\ufeff")
LINE = st.text(CHARACTERS, min_size=1, max_size=20).filter(lambda line: not header_of(line) and line.strip())
BODY = st.lists(LINE, min_size=1, max_size=4).map("\n".join)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bodies=st.lists(BODY, min_size=1, max_size=8), encoding=st.sampled_from(["utf-8-sig", "utf-16", "utf-8"]))
def test_every_body_comes_back_as_written(bodies: list[str], encoding: str, tmp_path: Path) -> None:
    text = written([("甲", body.replace("\n", "\r\n")) for body in bodies])
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert [message.text for message in messages(tmp_path)] == [body.strip() for body in bodies]


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("小明(12345678)", ("小明", "12345678", False)),
        ("【管理员】小明(12345678)", ("小明", "12345678", False)),
        ("小(明)(12345678)", ("小(明)", "12345678", False)),
        ("(12345678)", ("12345678", "12345678", False)),
        ("小明<a@example.org>", ("小明", "a@example.org", False)),
        ("12345678", ("12345678", "12345678", False)),
        ("【】", ("【】", None, False)),
        ("【管理员】", ("【管理员】", None, False)),
        ("小明", ("小明", None, False)),
        ("a<b", ("a<b", None, False)),
        ("系统消息(10000)", ("系统消息", "10000", True)),
    ],
)
def test_a_number_or_mail_is_the_identity(name: str, person: tuple[str, str | None, bool]) -> None:
    assert tuple(person_of(name)) == person


@pytest.mark.parametrize(
    ("line", "wall"),
    [
        ("2020-01-01 9:05:07 甲", "2020-01-01T09:05:07"),
        ("2020-01-01 09:05:07  甲", "2020-01-01T09:05:07"),
        ("2020/1/1 下午 1:02:03 甲", "2020-01-01T13:02:03"),
        ("2020/1/1 上午12:02:03 甲", "2020-01-01T00:02:03"),
        ("2020-02-30 09:05:07 甲", None),
        ("2020-01-01 29:05:07 甲", None),
        ("2020-01-01 甲", None),
        ("见 2020-01-01 09:05:07 甲", None),
    ],
)
def test_headers_are_dates_with_seconds(line: str, wall: str | None) -> None:
    assert (header_of(line) or (None,))[0] == wall


@pytest.mark.parametrize(
    ("text", "rest", "kinds"),
    [
        ("[图片]", "", ["image"]),
        ("看[图片]吧[表情][语音]", "看吧", ["image", "sticker", "voice"]),
        ("一\n[图片]\n二", "一\n二", ["image"]),
        ("[文件:表.jpg][视频][闪照]", "", ["image", "video", "image"]),
        ("[语音:3秒]", "", ["voice"]),
        ("[不是占位]", "[不是占位]", []),
        ("一[\n图片]", "一[\n图片]", []),
    ],
)
def test_placeholders_become_attachments_of_their_kind(text: str, rest: str, kinds: list[str]) -> None:
    said, attachments = parted(text)
    assert (said, [each.kind for each in attachments]) == (rest, kinds)
    assert {each.status for each in attachments} <= {"not_exported"}


def test_a_chat_of_two_has_an_owner_and_a_group_has_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(written([("甲", "一"), ("乙", "二")]), "utf-8", newline="")
    (tmp_path / "b.txt").write_text(written([("乙(100001)", "一"), ("丙(100002)", "二")], "群"), "utf-8", newline="")
    with Export(tmp_path) as export:
        found = {each.title: (each.kind, each.owner) for each in read_with(qq, export)}
    assert found == {"甲": ("private", "乙"), "群": ("group", None)}


def test_conversations_that_are_left_do_not_run_into_the_next(tmp_path: Path) -> None:
    text = "".join(written([(title, f"{title}{place}") for place in range(30)], title) for title in "甲乙丙")
    (tmp_path / "a.txt").write_text(text, "utf-8", newline="")
    with Export(tmp_path) as export:
        first = [next(iter(each.messages)) for each in read_with(qq, export)]
        assert [item.text for item in first if isinstance(item, ExportedMessage)] == ["甲0", "乙0", "丙0"]
        assert [tally.unaccounted for tally in export.tallies] == [0]


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-02 10:00:00 张三\n你好\n\n2024-01-02 10:01:00 李四\n[图片]\n\n",
        "2/5/16, 1:33 AM - Ann: hi\n",
        "[10:00] <ann> hi\n",
        "消息对象:甲\n",
    ],
)
def test_other_texts_are_not_claimed(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    with Export(tmp_path) as export:
        assert entries_of(qq, export) == []


def test_memory_does_not_grow_with_the_text(tmp_path: Path) -> None:
    peaks = []
    for count in (30_000, 60_000):
        body = "".join(f"2020-01-01 8:00:00 甲{n % 9}(10000{n % 9})\n第{n}条{'字' * 20}\n\n" for n in range(count))
        (tmp_path / "a.txt").write_text(frame("群") + body, "utf-8")
        tracemalloc.start()
        with Export(tmp_path) as export:
            total = sum(1 for conversation in read_with(qq, export) for _ in conversation.messages)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert total == count
    assert peaks[1] < peaks[0] * 1.5


def mht(rows: int) -> bytes:
    row = '<tr><td><div><div>甲({})</div>8:00:{:02}</div><div>第{}条<IMG src="{{{}}}.dat"></div></td></tr>'
    table = "".join(row.format(100000 + n % 9, n % 60, n, n) for n in range(rows))
    frame_rows = "<tr><td>消息对象:群</td></tr><tr><td>日期: 2020-01-01</td></tr>"
    page = f"<html><body><table>{frame_rows}{table}</table></body></html>"
    head = 'From: <Save by Tencent MsgMgr>\nContent-Type:multipart/related;\n\tboundary="b"\n\n'
    head += "--b\nContent-Type: text/html\n\n"
    return (head + page + "\n").encode() + b"".join(picture(n) for n in range(rows)) + b"--b--\n"


def picture(number: int) -> bytes:
    head = f"--b\nContent-Type:image/png\nContent-Transfer-Encoding:base64\nContent-Location:{{{number}}}.dat\n\n"
    return head.encode() + b"iVBORw0KGgo" * 200 + b"\n\n"


def test_a_large_archive_is_walked_row_by_row(tmp_path: Path) -> None:
    (tmp_path / "a.mht").write_bytes(mht(3_000))
    tracemalloc.start()
    with Export(tmp_path) as export:
        read = [item for conversation in read_with(qq, export) for item in conversation.messages]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(read) == 3_000
    assert all(isinstance(item, ExportedMessage) and len(item.attachments) == 1 for item in read)
    assert peak < 24 << 20


@pytest.mark.parametrize("packed", [False, True])
def test_pictures_come_out_of_an_archive(packed: bool, tmp_path: Path) -> None:
    (tmp_path / "a.mht").write_bytes(mht(3))
    path = Path(shutil.make_archive(str(tmp_path / "b"), "zip", tmp_path, "a.mht")) if packed else tmp_path / "a.mht"
    with Export(path) as export:
        for conversation in read_with(qq, export):
            for item in conversation.messages:
                assert isinstance(item, ExportedMessage)
                [picture_of] = item.attachments
                with export.open(picture_of.entry or "") as stream:
                    assert stream.read().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["manager_group", "mht_group"])
def test_a_file_cut_off_anywhere_gives_the_messages_before_the_cut(name: str, tmp_path: Path) -> None:
    [original] = (CASES / name / "export").iterdir()
    whole = original.read_bytes()
    texts = [message.text for message in messages(original.parent)]
    for cut in range(0, len(whole), max(1, len(whole) // 60)):
        path = tmp_path / original.name
        path.write_bytes(whole[:cut])
        read: list[Any] = []
        with suppress(BrokenExport):
            read = [message.text for message in messages(path)]
        assert read[:-1] == texts[: max(0, len(read) - 1)]
