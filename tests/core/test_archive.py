"""This file is where the archive is tested: one truth, safe at every step."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.archive import Archive
from core.archive.connection import FILE_NAME
from core.archive.words import WordFilter, Words, kinds_of, months_between, split_scripts, term
from core.errors import ArchiveError
from core.types import ExportedAttachment, Reaction, StoredMedia
from tests.core.conftest import MINUTE, START, say, store


def test_a_message_comes_back_as_it_was_stored(archive: Archive) -> None:
    told = say("Ana", "dinner at 8?", key="42", reply_to="41", edited_at=START + 5, deleted=True, forwarded_from="Bo")
    told = told._replace(reactions=(Reaction("👍", 2, ("Bo", "Cai")),), local_time="2024-05-01T12:40:00")
    number, _ = store(archive, "Friends", [told])
    [message] = archive.chats.messages(archive.chats.message_ids(number))
    assert (message.key, message.sender, message.text) == ("42", "Ana", "dinner at 8?")
    assert (message.reply_to, message.edited, message.edited_at, message.deleted) == ("41", True, START + 5, True)
    assert message.reactions == (Reaction("👍", 2, ("Bo", "Cai")),)
    assert (message.sent_at, message.local_time, message.forwarded_from) == (START, "2024-05-01T12:40:00", "Bo")


def test_storing_twice_changes_nothing(archive: Archive) -> None:
    messages = [say("Ana", f"line {n}", n) for n in range(10)]
    number, first = store(archive, "Friends", messages)
    _, again = store(archive, "Friends", messages)
    assert (first, again) == (10, 0)
    conversation = archive.chats.conversation(number)
    assert (conversation.messages, conversation.notices) == (10, 0)
    assert (conversation.first_at, conversation.last_at) == (START, START + 9 * MINUTE)
    assert archive.words_faults() == []


def test_a_later_part_and_an_earlier_part_stand_in_order_of_time(archive: Archive) -> None:
    number, _ = store(archive, "Friends", [say("Ana", "late", 50), say("Bo", "later", 60)])
    store(archive, "Friends", [say("Ana", "early", 1), say("Ana", "late", 50)])
    texts = [message.text for message in archive.chats.messages(archive.chats.message_ids(number))]
    assert texts == ["early", "late", "later"]


def test_messages_without_time_keep_the_order_of_the_export(archive: Archive) -> None:
    messages = [say("Ana", f"turn {n}", sent_at=None) for n in range(5)]
    number, _ = store(archive, "Timeless", messages)
    texts = [message.text for message in archive.chats.messages(archive.chats.message_ids(number))]
    assert texts == [f"turn {n}" for n in range(5)]


def test_a_placeholder_becomes_a_file_when_a_later_export_has_it(archive: Archive) -> None:
    without = say("Ana", "look", attachments=(ExportedAttachment("media", "", "not_exported"),))
    number, _ = store(archive, "Friends", [without])
    media = StoredMedia("ab" * 32, 10, "image/jpeg", 4, 3)
    having = without._replace(attachments=(ExportedAttachment("image", "beach.jpg", "found", "beach.jpg"),))
    _, added = store(archive, "Friends", [having], [media])
    [message] = archive.chats.messages(archive.chats.message_ids(number))
    assert added == 0
    assert [(a.kind, a.name, a.status, a.width) for a in message.attachments] == [("image", "beach.jpg", "found", 4)]
    assert archive.words.newest(['"beach"'], WordFilter(kinds=("image",)), 5).tolist() == [message.id]
    assert archive.damage() == [] == archive.words_faults()


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("鱼", "今天吃鱼香茄子"),
        ("香茄", "今天吃鱼香茄子"),
        ("今天吃鱼香茄子", "今天吃鱼香茄子"),
        ("ラーメ", "昼はラーメン"),
        ("녕하", "안녕하세요"),
        ("สวัส", "สวัสดีครับ"),
        ("𠮷野", "𠮷野家で"),
        ("🎉", "happy birthday🎉🎉"),
        ("iPhone", "新iPhone15到了"),
        ("deposit", "The Deposit is paid"),
        ("depo", "the deposit"),
        ("cafe", "Café Ole"),
        ("straße", "Straße 5"),
        ("wi-fi", "the wi-fi code"),
        ("3pm", "at 3pm?"),
    ],
)
def test_exact_search_finds(archive: Archive, typed: str, text: str) -> None:
    number, _ = store(archive, "Friends", [say("Ana", "nothing here", 1), say("Bo", text, 2)])
    expression = term(typed)
    assert expression is not None
    found = archive.words.newest([expression], WordFilter(), 10)
    assert [message.text for message in archive.chats.messages(found)] == [text]
    assert number


@pytest.mark.parametrize("typed", ["", "   ", '"', "***", "()", ":", "—"])
def test_what_has_no_letters_is_no_term(typed: str) -> None:
    assert term(typed) is None


@pytest.mark.parametrize("typed", ['a" OR "b', "NEAR(a b)", "text:x", "a*b", "-a", "^a", "a AND b", "{a}", "b' --"])
def test_operators_of_the_index_cannot_be_reached(archive: Archive, typed: str) -> None:
    store(archive, "Friends", [say("Ana", "zebra", 1)])
    expression = term(typed)
    assert expression is not None
    assert archive.words.newest([expression], WordFilter(), 10).tolist() == []


_CJK = st.text(st.sampled_from("今天吃鱼香茄子的我你好ラーメンか안녕하세요"), min_size=1, max_size=12)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=_CJK, data=st.data())
def test_every_run_of_characters_is_found_where_it_is(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE words USING fts5 (text, tags, content = '', "
        "tokenize = \"unicode61 remove_diacritics 2 categories 'L* N* Co So'\")"
    )
    words = Words(connection)
    words.add([(1, split_scripts(text), "c1"), (2, split_scripts("something else 别的"), "c1")])
    expression = term(text[start:end])
    assert expression is not None
    assert 1 in words.newest([expression], WordFilter(), 5).tolist()
    connection.close()


def test_filters_are_part_of_exact_search(archive: Archive) -> None:
    one, _ = store(archive, "One", [say("Ana", "pizza", 1), say("Bo", "pizza https://x.org", 2)])
    store(archive, "Two", [say("Ana", "pizza", 60 * 24 * 40)])
    ana = next(person.id for person in archive.people.all() if person.name == "Ana")

    def texts(where: WordFilter) -> int:
        return len(archive.words.newest(['"pizza"'], where, 10))

    assert texts(WordFilter()) == 3
    assert texts(WordFilter(conversations=(one,))) == 2
    assert texts(WordFilter(people=(ana,))) == 2
    assert texts(WordFilter(conversations=(one,), people=(ana,))) == 1
    assert texts(WordFilter(kinds=("link",))) == 1
    assert texts(WordFilter(after=START + 2 * MINUTE, before=START + 3 * MINUTE)) == 1
    assert texts(WordFilter(after=START + 3 * MINUTE)) == 1


def test_a_span_of_time_becomes_years_and_months() -> None:
    def instant(year: int, month: int) -> int:
        return int(datetime(year, month, 1, tzinfo=UTC).timestamp() * 1000)

    assert months_between(instant(2019, 11), instant(2021, 2)) == ("m201911", "m201912", "y2020", "m202101")
    assert months_between(instant(2020, 5), instant(2020, 5) + 1) == ("m202005",)
    assert months_between(None, instant(2020, 5)) == ()
    assert months_between(instant(2020, 5), instant(2020, 5)) == ()


def test_kinds_of_a_message() -> None:
    assert kinds_of("see www.example.org", ["image", "voice", "file"]) == ["file", "image", "link", "voice"]
    assert kinds_of("no link: http", []) == []


def test_scripts_without_spaces_are_split_and_others_are_not() -> None:
    assert split_scripts("plain ascii") == "plain ascii"
    assert split_scripts("新iPhone").split() == ["新", "iPhone"]


def test_fragments_hold_messages_and_vectors(archive: Archive) -> None:
    number, _ = store(archive, "Friends", [say("Ana", f"line {n}", n) for n in range(6)])
    messages = archive.chats.messages(archive.chats.message_ids(number))
    vectors = np.eye(2, 8, dtype=np.float32)
    with archive.transaction():
        ids = archive.cuts.add([messages[:3], messages[3:]], vectors, "model")
    assert archive.cuts.fragments(ids)[ids[1]].message_ids == tuple(message.id for message in messages[3:])
    found, matrix = archive.cuts.matrix("model", 8)
    assert found.tolist() == ids
    np.testing.assert_allclose(matrix, vectors, atol=1e-3)
    assert archive.cuts.pending() == []
    with archive.transaction():
        archive.cuts.drop(ids[:1])
    assert archive.cuts.unlisted(10)[0] == ids[:1]
    assert archive.cuts.pending_messages() == 3
    assert archive.words_faults() == []


def test_new_messages_reopen_only_their_surroundings(archive: Archive) -> None:
    number, _ = store(archive, "Friends", [say("Ana", f"line {n}", n) for n in range(20)])
    messages = archive.chats.messages(archive.chats.message_ids(number))
    with archive.transaction():
        archive.cuts.add([messages[start : start + 5] for start in range(0, 20, 5)], np.ones((4, 4), np.float32), "m")
    store(archive, "Friends", [say("Bo", "late news", 30)])
    assert archive.cuts.region(number) == (START + 15 * MINUTE, START + 30 * MINUTE)


def test_a_region_grows_over_interleaved_fragments(archive: Archive) -> None:
    number, _ = store(archive, "Friends", [say("Ana", f"line {n}", n) for n in range(6)])
    messages = archive.chats.messages(archive.chats.message_ids(number))
    with archive.transaction():
        archive.cuts.add([messages[0::2], messages[1::2]], np.ones((2, 4), np.float32), "m")
    store(archive, "Friends", [say("Bo", "news", 9)])
    assert archive.cuts.region(number) == (START, START + 9 * MINUTE)


def test_a_newer_archive_is_refused(tmp_path: Path) -> None:
    Archive(tmp_path).close()
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(ArchiveError, match="newer ChatTrove"):
        Archive(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    Archive(tmp_path).close()
    (tmp_path / f"{FILE_NAME}-wal").mkdir()  # also root, who may write everywhere, cannot write a folder as a file
    with pytest.raises(ArchiveError, match="can be written in its folder"):
        Archive(tmp_path)


def test_a_foreign_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("CREATE TABLE recipes (name)")
    connection.commit()
    connection.close()
    with pytest.raises(ArchiveError, match="another program"):
        Archive(tmp_path)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"this is no database at all" * 100)
    with pytest.raises(ArchiveError, match="damaged"):
        Archive(tmp_path)


def test_a_full_disk_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    with Archive(tmp_path) as archive:
        store(archive, "Friends", [say("Ana", "kept", 0)])
    with Archive(tmp_path, page_limit=60) as archive, pytest.raises(ArchiveError, match="disk is full"):
        store(archive, "Friends", [say("Bo", "x" * 4000 + str(n), n) for n in range(1, 200)])
    with Archive(tmp_path) as archive:
        [conversation] = archive.chats.conversations()
        assert (conversation.messages, conversation.participants) == (1, ("Ana",))
        assert archive.damage() == [] == archive.words_faults()
        assert store(archive, "Friends", [say("Bo", "works again", 5)])[1] == 1


def test_two_processes_do_not_write_at_once(tmp_path: Path) -> None:
    refused = pytest.raises(ArchiveError, match="Another ChatTrove")
    with Archive(tmp_path) as one, Archive(tmp_path) as two, one.writing(), refused, two.writing():
        pass


def test_neighbours_are_in_order_and_stop_at_the_ends(archive: Archive) -> None:
    number, _ = store(archive, "Friends", [say("Ana", f"{n}", n) for n in range(6)])
    ids = archive.chats.message_ids(number)
    assert [m.text for m in archive.chats.neighbours(int(ids[1]), 3, 2)] == ["0", "1", "2", "3"]


def test_walking_visits_every_message_once(archive: Archive) -> None:
    number, _ = store(archive, "Friends", [say("Ana", f"{n}", n // 7) for n in range(1300)])
    walked = [message.id for page in archive.chats.walk(number) for message in page]
    assert walked == archive.chats.message_ids(number).tolist()


def test_a_picture_that_arrives_later_leaves_no_fragment_without_messages(archive: Archive) -> None:
    without = say("Ana", "", attachments=(ExportedAttachment("image", "", "not_exported"),), key="1")
    number, _ = store(archive, "Friends", [without])
    with archive.transaction():
        [old] = archive.cuts.add([archive.chats.messages(archive.chats.message_ids(number))], np.ones((1, 2)), "m")
    having = without._replace(attachments=(ExportedAttachment("image", "beach.jpg", "found", "beach.jpg"),))
    store(archive, "Friends", [having], [StoredMedia("ab" * 32, 10, "image/jpeg", 4, 3)])
    assert archive.cuts.pending_messages() == 1
    assert archive.cuts.ids().tolist() == []
    assert archive.cuts.unlisted(5)[0] == [old]


def test_a_person_keeps_the_name_that_a_later_export_has_lost(tmp_path: Path) -> None:
    for name in ("Ana", None):
        with Archive(tmp_path) as archive:
            store(archive, "Friends", [say("?", f"by {name}", key=str(name))._replace(sender=name, sender_key="user1")])
            assert [person.name for person in archive.people.all()] == ["Ana"]


def test_half_a_character_in_a_question_does_no_harm(archive: Archive) -> None:
    assert archive.words.newest([str(term("caf\udce9"))], WordFilter(), 5).tolist() == []


def test_a_later_edit_replaces_the_text_and_an_earlier_one_does_not(archive: Archive) -> None:
    first = say("Ana", "meet at five", key="7")
    number, _ = store(archive, "Friends", [first])
    edited = first._replace(text="meet at six", edited=True, edited_at=START + 60_000)
    assert store(archive, "Friends", [edited])[1] == 0
    store(archive, "Friends", [first])
    store(archive, "Friends", [first._replace(text="meet at four", edited=True, edited_at=START + 1000)])
    [message] = archive.chats.messages(archive.chats.message_ids(number).tolist())
    assert (message.text, message.edited, message.edited_at) == ("meet at six", True, START + 60_000)
    assert archive.words.newest(['"five"'], WordFilter(), 5).tolist() == []
    assert archive.words.newest(['"six"'], WordFilter(), 5).tolist() == [message.id]


def test_an_edit_that_comes_with_files_leaves_the_index_whole(archive: Archive) -> None:
    first = say("Ana", "look", key="7", attachments=(ExportedAttachment("image", "a.jpg", "not_exported"),))
    number, _ = store(archive, "Friends", [first])
    edited = first._replace(text="look here", edited_at=START + 1)
    edited = edited._replace(attachments=(ExportedAttachment("image", "beach.jpg", "found", "beach.jpg"),))
    store(archive, "Friends", [edited], [StoredMedia("cd" * 32, 10, "image/jpeg", 4, 3)])
    [message] = archive.chats.messages(archive.chats.message_ids(number).tolist())
    assert (message.text, [item.status for item in message.attachments]) == ("look here", ["found"])
    for word, found in (("beach", [message.id]), ("here", [message.id]), ("look", [message.id])):
        assert archive.words.newest([f'"{word}"'], WordFilter(), 5).tolist() == found
    assert archive.damage() == [] == archive.words_faults()


def test_a_person_bears_the_name_of_their_latest_message(archive: Archive) -> None:
    def names() -> list[str]:
        return [person.name for person in archive.people.all()]

    old, late = say("Ana", "one", 1, sender_key="u1", key="1"), say("Ana M.", "two", 9, sender_key="u1", key="2")
    store(archive, "Friends", [old, late])
    assert names() == ["Ana M."]
    store(archive, "Friends", [old, say("Ana", "between", 5, sender_key="u1", key="3")])
    assert names() == ["Ana M."]
    gone = [message._replace(sender="Deleted Account") for message in (old, late)]
    store(archive, "Friends", gone)
    assert names() == ["Ana M."]
    store(archive, "Friends", [say("Ana Maria", "three", 10, sender_key="u1", key="4")])
    assert names() == ["Ana Maria"]
