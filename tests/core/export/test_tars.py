"""This file is where tars and files packed by themselves are tested, sound ones and others."""

import bz2
import gzip
import io
import lzma
import os
import tarfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.errors import BrokenExport, ChatTroveError
from core.export import Export, Limits
from tests.core.export.makers import chats, content, read, reasons, tarred, write, zipped

CHAT = b'{"conversations": []}'
ENTRIES: dict[str, bytes | tarfile.TarInfo] = {"messages.json": CHAT, "media/a.jpg": b"picture"}


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


@pytest.mark.parametrize(
    ("name", "mode"),
    [("8_live.tar", "w"), ("e.tar.gz", "w:gz"), ("e.tgz", "w:gz"), ("e.tar.bz2", "w:bz2"), ("e.tar.xz", "w:xz")],
)
def test_a_tar_is_read_however_it_is_packed_by_itself_and_in_a_folder(name: str, mode: str, tmp_path: Path) -> None:
    path = write(tmp_path / "e" / name, tarred(ENTRIES, mode))
    assert content(path) == ENTRIES
    assert chats(tmp_path / "e") == {f"{name}/{entry}": data for entry, data in ENTRIES.items()}
    assert reasons(path) == reasons(tmp_path / "e") == {}
    with Export(path) as alone, Export(tmp_path / "e") as folder:
        assert alone.holder("messages.json") == folder.holder(f"{name}/messages.json") == name.partition(".")[0]


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_every_form_of_tar_and_of_name_is_read(form: int, tmp_path: Path) -> None:
    entries: dict[str, bytes | tarfile.TarInfo] = {"茶会/写真.jpg": b"1", "a" * 90 + "/" + "b" * 90 + ".txt": b"2"}
    assert content(write(tmp_path / "e.tar", tarred(entries, form=form))) == entries


def test_names_in_a_chinese_encoding_are_read(tmp_path: Path) -> None:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=tarfile.GNU_FORMAT, encoding="gbk") as packed:
        packed.addfile(tarfile.TarInfo("聊天记录/照片.jpg"))
    assert content(write(tmp_path / "e.tar", target.getvalue())) == {"聊天记录/照片.jpg": b""}


def test_links_devices_and_names_that_lead_outside_are_left_out_and_told(tmp_path: Path) -> None:
    entries: dict[str, bytes | tarfile.TarInfo] = {
        "chat.json": CHAT,
        "link": special("link", tarfile.SYMTYPE, "/etc/passwd"),
        "hard": special("hard", tarfile.LNKTYPE, "chat.json"),
        "device": special("device", tarfile.CHRTYPE),
        "pipe": special("pipe", tarfile.FIFOTYPE),
        "folder": special("folder", tarfile.DIRTYPE),
        "../evil.txt": b"evil",
        "/abs.txt": b"evil",
        "._chat.json": b"noise",
    }
    path = write(tmp_path / "e.tar", tarred(entries))
    assert content(path) == {"chat.json": CHAT}
    assert set(reasons(path)) == {"link", "hard", "device", "pipe", "../evil.txt", "/abs.txt"}


def test_a_tar_that_is_cut_off_gives_what_is_there(tmp_path: Path) -> None:
    photo = os.urandom(5000)
    raw = tarred({"a.json": CHAT, "photo.jpg": photo})
    path = write(tmp_path / "e.tar", raw[: raw.index(photo) + 3000])
    with Export(path) as export:
        assert read(export, "a.json") == CHAT
        assert export.head("photo.jpg") == photo[:3000]
        with pytest.raises(BrokenExport, match="cut off"):
            read(export, "photo.jpg")
        assert "cut off" in export.problems[0].reason


def test_damage_in_the_middle_of_a_tar_is_told(tmp_path: Path) -> None:
    raw = bytearray(tarred({"a.json": CHAT, "b.json": CHAT, "c.json": CHAT}))
    place = raw.index(b"b.json")
    raw[place + 100 : place + 200] = b"\xff" * 100
    path = write(tmp_path / "e.tar", bytes(raw))
    assert content(path) == {"a.json": CHAT}
    assert "damaged" in reasons(path)["e.tar"]


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz"])
def test_a_packed_tar_that_is_cut_off_gives_what_is_there(mode: str, tmp_path: Path) -> None:
    entries: dict[str, bytes | tarfile.TarInfo] = {f"{number}.bin": os.urandom(1 << 18) for number in range(8)}
    raw = tarred(entries, mode)
    path = write(tmp_path / "e.tar.x", raw[: len(raw) * 3 // 4])
    path = path.rename(path.with_name("e.tgz"))
    with Export(path) as export:
        assert len(export.names()) >= 4
        assert read(export, "0.bin") == entries["0.bin"]
        assert export.problems


def test_a_tar_of_nothing_is_told(tmp_path: Path) -> None:
    assert reasons(write(tmp_path / "e" / "e.tar.gz", tarred({}, "w:gz")).parent)


def test_a_tar_with_more_entries_than_any_export_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "e.tar", tarred({f"{number}": b"" for number in range(50)}))
    with pytest.raises(BrokenExport, match="more than 20 files"):
        Export(path, Limits(entries=20))


# ---------------------------------------------------------------- files packed by themselves


@pytest.mark.parametrize(
    ("ending", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)], ids=["gz", "bz2", "xz"]
)
def test_a_packed_text_takes_the_place_of_what_it_was_packed_from(ending: str, pack: object, tmp_path: Path) -> None:
    packed = pack(CHAT) + pack(b"\n" + CHAT)  # type: ignore[operator]
    path = write(tmp_path / "logs" / f"chat.json.{ending}", packed)
    with Export(path) as export:
        assert export.names() == ("chat.json",)
        assert read(export, "chat.json") == CHAT + b"\n" + CHAT
        assert export.name == "chat"
    assert content(tmp_path) == {
        f"logs/chat.json.{ending}": packed,
        "logs/chat.json": CHAT + b"\n" + CHAT,
    }


def test_a_packed_text_beside_an_unpacked_one_of_its_name_stands_behind_its_own_name(tmp_path: Path) -> None:
    write(tmp_path / "z.log", b"new")
    write(tmp_path / "z.log.gz", gzip.compress(b"old"))
    assert chats(tmp_path) == {"z.log": b"new", "z.log.gz/z.log": b"old"}


def test_beside_a_packed_chat_its_pictures_are_found(tmp_path: Path) -> None:
    write(tmp_path / "photos" / "p.jpg", b"p")
    with Export(write(tmp_path / "result.json.gz", gzip.compress(CHAT))) as export:
        assert export.resolve("photos/p.jpg") == "photos/p.jpg"


def test_a_packed_text_that_is_cut_off_gives_all_before_that(tmp_path: Path) -> None:
    text = b"".join(b"line %d\n" % number for number in range(50_000))
    raw = gzip.compress(text)
    path = write(tmp_path / "chat.txt.gz", raw[: len(raw) // 2])
    with Export(path) as export:
        start = export.head("chat.txt")
        assert len(start) > len(text) // 3
        assert text.startswith(start)
        with pytest.raises(BrokenExport, match="cut off"):
            read(export, "chat.txt")


def test_a_packed_bomb_is_stopped(tmp_path: Path) -> None:
    path = write(tmp_path / "chat.txt.gz", gzip.compress(bytes(32 << 20)))
    with pytest.raises(BrokenExport, match="unreasonable"):
        content(path)
    bomb = gzip.compress(tarred({"zeros.bin": bytes(32 << 20)}))
    write(tmp_path / "e" / "bomb.tar.gz", bomb)
    write(tmp_path / "e" / "good.zip", zipped({"chat.txt": b"good"}))
    with Export(tmp_path / "e") as export:
        assert export.mounted == ("good.zip",)
        assert [problem.where for problem in export.problems] == ["bomb.tar.gz"]


def test_packed_files_in_packed_files_come_to_an_end(tmp_path: Path) -> None:
    raw = CHAT
    for _ in range(10):
        raw = gzip.compress(raw)
    with Export(write(tmp_path / "e" / ("chat.json" + ".gz" * 10), raw).parent) as export:
        assert len(export.names()) < 10
        assert "deep enough" in export.problems[-1].reason


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(edits=[(156, 1, b"x")], mode="w")
@given(
    edits=st.lists(st.tuples(st.integers(0, 1 << 13), st.integers(0, 600), st.binary(max_size=600)), max_size=4),
    mode=st.sampled_from(["w", "w:gz", "w:xz"]),
)
def test_a_damaged_tar_raises_nothing_but_errors_for_people(
    edits: list[tuple[int, int, bytes]], mode: str, tmp_path: Path
) -> None:
    raw = tarred({"聊天记录" * 40: CHAT, "b.json": CHAT, "link": special("link", tarfile.SYMTYPE, "b.json")}, mode)
    for anywhere, length, new in edits:
        place = anywhere % (len(raw) + 1)
        raw = raw[:place] + new + raw[place + length :]
    with suppress(ChatTroveError), Export(write(tmp_path / "e.tar", raw)) as export:
        for name in export.names():
            with suppress(ChatTroveError):
                read(export, name)


HEADER_FIELDS = ((0, 100), (100, 8), (124, 12), (124, 12), (156, 1), (157, 100), (257, 8), (345, 155))


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    changes=st.lists(st.tuples(st.integers(0, 5), st.sampled_from(HEADER_FIELDS), st.binary(max_size=12)), max_size=5),
    kinds=st.lists(st.sampled_from(b"\x000123456789ADKLMNSVXxg"), max_size=6),
)
def test_headers_that_lie_under_a_right_sum_neither_hang_nor_raise(
    changes: list[tuple[int, tuple[int, int], bytes]], kinds: list[int], tmp_path: Path
) -> None:
    """Damage by chance rarely gets past the sum of a header; what is made to be hostile does."""
    raw = bytearray(tarred({"聊天记录" * 40: CHAT, "b.json": CHAT, "c.json": b"x" * 2000}))
    blocks = [place for place in range(0, len(raw), 512) if raw[place + 257 : place + 262] == b"ustar"]
    for number, kind in zip(range(len(blocks)), kinds, strict=False):
        raw[blocks[number] + 156] = kind
    for number, (start, length), new in changes:
        place = blocks[number % len(blocks)] + start
        raw[place : place + min(length, len(new))] = new[:length]
    for place in blocks:
        raw[place + 148 : place + 156] = b" " * 8
        raw[place + 148 : place + 156] = b"%06o\0 " % sum(raw[place : place + 512])
    with suppress(ChatTroveError), Export(write(tmp_path / "e.tar", bytes(raw))) as export:
        for name in export.names():
            with suppress(ChatTroveError):
                read(export, name)
