"""This file is where the IRC importer is tested beyond its cases: every client there and back, names, time, size."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BrokenExport
from core.export import Export
from core.importers import irc
from core.importers.irc.banners import banner_of
from core.importers.irc.days import Days
from core.importers.irc.decoding import decoded, without_signs
from core.importers.irc.places import place_of
from core.importers.irc.speech import said
from core.importers.irc.stamps import Stamp
from core.protocols import ReadOptions
from core.types import ExportedMessage
from tests.core.importers.reading import entries_of, read_with

NICK = st.from_regex(r"[A-Za-z_\[\]\\`^{|}][A-Za-z0-9_\[\]\\`^{|}-]{0,15}", fullmatch=True)
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffd"), min_size=1, max_size=40
)
LINES = st.lists(st.tuples(st.integers(0, 59), NICK, TEXT.map(str.strip).filter(bool)), min_size=1, max_size=6)

WRITERS: dict[str, Callable[[int, str, str], str]] = {
    "weechat": lambda second, nick, text: f"2024-05-01 10:00:{second:02}\t{nick}\t{text}",
    "limnoria": lambda second, nick, text: f"2024-05-01T10:00:{second:02}  <{nick}> {text}",
    "textual": lambda second, nick, text: f"[2024-05-01T10:00:{second:02}+0000] <{nick}> {text}",
    "znc": lambda second, nick, text: f"[10:00:{second:02}] <{nick}> {text}",
    "irssi": lambda second, nick, text: f"10:00:{second:02} <@{nick}> {text}",
    "hexchat": lambda second, nick, text: f"May 01 10:00:{second:02} <{nick}>\t{text}",
}
HEADS = {
    "irssi": "--- Log opened Wed May 01 09:00:00 2024\n",
    "hexchat": "**** BEGIN LOGGING AT Wed May  1 09:00:00 2024\n\n",
}


def items_of(path: Path) -> list[Any]:
    with Export(path) as export:
        return [item for each in read_with(irc, export) for item in each.messages]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("irc")


@given(st.sampled_from(sorted(WRITERS)), LINES)
@settings(max_examples=150)
def test_what_a_client_wrote_comes_back(folder: Path, client: str, lines: list[tuple[int, str, str]]) -> None:
    path = folder / "#x-2024-05-01.log"
    text = HEADS.get(client, "") + "".join(WRITERS[client](*line) + "\n" for line in lines)
    path.write_text(text, "utf-8")
    with Export(path) as export:
        items = [item for each in irc.read(export, export.names(), ReadOptions()) for item in each.messages]
        assert all(tally.unaccounted == 0 for tally in export.tallies)
    got = [(item.local_time, item.sender, item.text) for item in items]
    assert got == [(f"2024-05-01T10:00:{second:02}", nick, text) for second, nick, text in lines]


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-01 12:00:00 INFO up\n2024-05-01 12:00:01 <main> up\n2024-05-01 12:00:02 INFO\n2024-05-01 12:00:03\n",
        "[12:00:00] <info> started\n[12:00:01] <error> failed\n",
        "[12:00:00] [Server thread/INFO]: <Steve> hello\n[12:00:01] [Server thread/INFO]: Steve left the game\n",
        "17/11/22, 16:58 - Ann: hi\n17/11/22, 16:59 - Bo: hi\n",
        "12:00\tAnn\thello\n12:01\tBo\thi\n",
        "2024.05.01 Wed\n12:00 Ann hello\n12:01 Bo hi\n",
        "Dec 24 00:26:23 host kernel: <warn> something\nDec 24 00:26:24 host kernel: x\n",
        "time\tname\ttext\n2024-05-01 12:00:00\tAnn\thello\n",
        "--- a/file\n+++ b/file\n@@ -1 +1 @@\n-old\n+new\n",
        "=== A heading ===\nsome text\n",
        "* one\n* two\n* three\n* four\n",
        "<ana> only two lines\n<bo> are a quotation\n",
        "",
    ],
)
def test_other_texts_are_not_claimed(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.log").write_text(text, "utf-8")
    with Export(tmp_path) as export:
        assert entries_of(irc, export) == []


def test_lines_without_any_time_are_read_without_one(tmp_path: Path) -> None:
    (tmp_path / "x.log").write_text("<ana> a\n<bo> b\n* ana waves\n<ana> c\n", "utf-8")
    assert [(item.sender, item.text, item.local_time) for item in items_of(tmp_path)] == [
        ("ana", "a", None),
        ("bo", "b", None),
        ("ana", "waves", None),
        ("ana", "c", None),
    ]


def test_reading_nothing_is_an_error(tmp_path: Path) -> None:
    with Export(tmp_path) as export, pytest.raises(BrokenExport):
        list(irc.read(export, [], ReadOptions()))


@pytest.mark.parametrize(
    ("entry", "network", "channel", "day"),
    [
        ("libera/#chan/2016-06-01.log", "libera", "#chan", "2016-06-01"),
        ("user_libera_#chan_20160601.log", "user_libera", "#chan", "2016-06-01"),
        ("irc.libera.#chan.weechatlog", "libera", "#chan", ""),
        ("irc.libera.bo.weechatlog", "libera", "bo", ""),
        ("libera-#chan.log", "libera", "#chan", ""),
        ("irclogs/libera/#chan.log", "libera", "#chan", ""),
        ("2010/06/01/#chan.txt", "", "#chan", "2010-06-01"),
        ("#chan.2016-06.log", "", "#chan", ""),
        ("2016-06-01.log", "", "holder", "2016-06-01"),
        ("#chan-2016-13-45.log", "", "#chan-2016-13-45", ""),
        ("logs/log.txt", "", "holder", ""),
        ("libera/##c++.log", "libera", "##c++", ""),
    ],
)
def test_names_of_files_tell_network_channel_and_day(entry: str, network: str, channel: str, day: str) -> None:
    place = place_of(entry, "holder")
    assert (place.network, place.channel, place.day) == (network, channel, day)


def test_channels_of_one_name_in_two_cases_are_one_chat(tmp_path: Path) -> None:
    for name in ("#Chan-2024-05-01.log", "#chan-2024-05-02.log"):
        (tmp_path / name).write_text("[10:00] <ana> hi\n[10:01] <bo> hi\n", "utf-8")
    with Export(tmp_path) as export:
        assert [conversation.key for conversation in read_with(irc, export)] == ["#chan"]


@given(st.lists(st.integers(1, 11 * 60), min_size=1, max_size=40))
def test_a_clock_that_only_goes_on_passes_midnight_as_often_as_it_must(steps: list[int]) -> None:
    days, minute = Days("2024-02-28"), 0
    for step in steps:
        minute += step
        day, rest = divmod(minute, 24 * 60)
        _, wall = days.times(Stamp(0, f"{rest // 60:02}:{rest % 60:02}"))
        assert wall is not None
        assert wall[:10] == f"2024-{'02-28' if not day else '02-29' if day == 1 else f'03-{day - 1:02}'}"


def test_without_a_day_to_start_from_there_is_no_time() -> None:
    assert Days("").times(Stamp(0, "10:00")) == (None, None)
    assert Days("").times(Stamp(0, "10:00", month=12, number=31)) == (None, None)
    assert Days("2023-01-01").times(Stamp(0, "10:00", month=2, number=30)) == (None, None)


@pytest.mark.parametrize(
    ("line", "wall"),
    [
        ("--- Log opened Tue Dec 24 00:26:23 2013", "2013-12-24T00:26:23"),
        ("--- Day changed Wed Dec 25 2013", "2013-12-25"),
        ("--- Day changed mer déc 25 2013", "2013-12-25"),
        ("**** BEGIN LOGGING AT Tue Dec 24 00:26:23 2013", "2013-12-24T00:26:23"),
        ("**** DÉBUT DU JOURNAL À Tue Dec 24 00:26:23 2013", "2013-12-24T00:26:23"),
        ("**** Tue Dec 24 00:26:23 2013 からログ記録開始", "2013-12-24T00:26:23"),
        ("Session Ident: #chan", ""),
        ("--- nothing of the kind in 2013", None),
        ("*** Joins: ana (~a@2013.example)", None),
    ],
)
def test_banners_are_read_in_any_language(line: str, wall: str | None) -> None:
    banner = banner_of(line)
    assert (banner.wall if banner else None) == wall


@pytest.mark.parametrize(
    ("rest", "kind", "sender", "text"),
    [
        ("* ana is now known as anna", "notice", None, "ana is now known as anna"),
        ("* ana is hungry", "message", "ana", "is hungry"),
        ("* ana has left the building", "message", "ana", "has left the building"),
        ("*\tana (~a@b.example) has left (bye)", "notice", None, "ana (~a@b.example) has left (bye)"),
        (
            "*\tana est maintenant connu sous le nom de anna",
            "notice",
            None,
            "ana est maintenant connu sous le nom de anna",
        ),
        ("<@ana> <b> is bold", "message", "ana", "<b> is bold"),
        ("< ana> spaced", "message", "ana", "spaced"),
        ("-ChanServ- welcome - really", "notice", "ChanServ", "welcome - really"),
        ("Action: ana bows", "message", "ana", "bows"),
        ("=== ana is now known as anna", "notice", None, "ana is now known as anna"),
    ],
)
def test_who_says_what(rest: str, kind: str, sender: str | None, text: str) -> None:
    found = said(rest, False)
    assert found is not None
    assert (found.kind, found.sender, found.text) == (kind, sender, text)


def test_signs_for_colours_are_left_out_and_numbers_stay() -> None:
    assert without_signs("\x02a\x02 \x0304,12b\x03 \x033\x0f 4 \x1dc\x1f\x16 \x04ff0000d") == "a b  4 c d"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("naïve".encode("cp1252"), "naïve"),
        ("naïve 你好".encode(), "naïve 你好"),
        ("你好你好".encode()[:-1], "你好你\ufffd"),
        (b"plain\r\n", "plain"),
    ],
)
def test_each_line_is_decoded_on_its_own(raw: bytes, text: str) -> None:
    assert decoded(raw, "cp1252") == text


def test_a_log_in_an_older_asian_encoding_is_read(tmp_path: Path) -> None:
    text = "".join(f"2024-05-01T10:00:{n:02}  <小明> 今天天气很好我们去公园吧\n" for n in range(20))
    (tmp_path / "#船.log").write_bytes(text.encode("gb18030"))
    assert {(item.sender, item.text) for item in items_of(tmp_path)} == {("小明", "今天天气很好我们去公园吧")}


def test_bytes_that_fit_nothing_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "x.log"
    path.write_bytes("[10:00] <ana> 你好你好\n".encode() + "[10:01] <ana> 你好你好".encode()[:-1] + b"\n")
    with Export(path) as export:
        assert sum(isinstance(item, ExportedMessage) for each in read_with(irc, export) for item in each.messages) == 2
        assert [tally.undecoded for tally in export.tallies] == [1]


def test_a_large_log_streams_in_constant_memory(tmp_path: Path) -> None:
    path, count = tmp_path / "#big-2024-05-01.log", 120_000
    with path.open("w") as file:
        for number in range(count):
            clock = f"{number // 5000:02}:{number // 84 % 60:02}:{number % 60:02}"
            file.write(f"[{clock}] <nick{number % 50}> {'wort ' * 80}\n")
    tracemalloc.start()
    with Export(path) as export:
        read = sum(isinstance(item, ExportedMessage) for each in read_with(irc, export) for item in each.messages)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert read == count
    assert path.stat().st_size > 48 << 20 > 2 * peak
