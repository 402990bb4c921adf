"""This file is where chat.db files of all ages are read: what people wrote, and what the database says around it."""

from pathlib import Path
from typing import Any

import pytest

from core.errors import BrokenExport
from core.export import Export
from core.importers import imessage
from core.types import ExportedMessage, Repair
from tests.core.importers.exported_json import as_json
from tests.core.importers.imessage.databases import (
    MAY_1,
    MODERN,
    NANOSECONDS,
    OLD,
    attributed,
    build,
    summary_of,
)
from tests.core.importers.reading import read_with

T0 = MAY_1 * NANOSECONDS
MS0 = 1_714_550_400_000
PEOPLE = """
INSERT INTO handle VALUES (1, '+15550100', 'iMessage', 'A'), (2, '+15550100', 'SMS', 'A'),
    (3, 'ana@example.org', 'iMessage', 'B');
INSERT INTO chat VALUES (1, 'iMessage;-;+15550100', 45, '+15550100', 'iMessage', NULL, NULL);
INSERT INTO chat_handle_join VALUES (1, 1);
"""


def says(number: int, guid: str, text: str | None, **columns: Any) -> str:
    """SQL of one message in chat 1 (or `chat`), `number` seconds after T0, by handle 1 unless said otherwise."""
    chat = columns.pop("chat", 1)
    columns = {"handle_id": 1, **columns, "ROWID": number, "guid": guid, "text": text}
    columns.setdefault("date", T0 + number * NANOSECONDS)
    names, values = ", ".join(columns), ", ".join(_quoted(value) for value in columns.values())
    joined = f"INSERT INTO chat_message_join (chat_id, message_id) VALUES ({chat}, {number});" if chat else ""
    return f"INSERT INTO message ({names}) VALUES ({values}); {joined}\n"


def _quoted(value: Any) -> str:
    return "NULL" if value is None else str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def opened(tmp_path: Path, rows: str, blobs: dict[tuple[str, str], bytes] | None = None, schema: str = MODERN) -> Path:
    return build(tmp_path / "chat.db", schema, rows, blobs)


def conversations(path: Path) -> list[dict[str, Any]]:
    with Export(path) as export:
        found = as_json(imessage, export)["conversations"]
        assert {tally.unaccounted for tally in export.tallies} == {0}
    assert isinstance(found, list)
    return found


def items(path: Path) -> list[dict[str, Any]]:
    [conversation] = conversations(path)
    found = conversation["items"]
    assert isinstance(found, list)
    return found


def test_a_message_has_its_person_its_time_and_its_guid(tmp_path: Path) -> None:
    rows = PEOPLE + says(1, "G-1", "Boat at nine?") + says(2, "G-2", "好的，九点见", handle_id=0, is_from_me=1)
    [conversation] = conversations(opened(tmp_path, rows))
    assert conversation == {
        "key": "+15550100",
        "title": "+15550100",
        "kind": "private",
        "owner": "Me",
        "items": [
            {
                "key": "G-1",
                "sender": "+15550100",
                "sender_key": "+15550100",
                "sent_at": MS0 + 1000,
                "text": "Boat at nine?",
                "where": "chat.db: message 1",
            },
            {
                "key": "G-2",
                "sender": "Me",
                "sent_at": MS0 + 2000,
                "text": "好的，九点见",
                "where": "chat.db: message 2",
            },
        ],
    }


def test_seconds_and_nanoseconds_may_stand_in_one_database(tmp_path: Path) -> None:
    rows = PEOPLE + says(1, "new", "later") + says(2, "old", "earlier", date=MAY_1 - 1)
    assert [(item["key"], item["sent_at"]) for item in items(opened(tmp_path, rows))] == [
        ("old", MS0 - 1000),
        ("new", MS0 + 1000),
    ]


def test_a_message_without_a_date_stays_where_it_was_written(tmp_path: Path) -> None:
    rows = PEOPLE + says(1, "a", "one") + says(2, "b", "two", date=0) + says(3, "c", "three")
    assert [(item["key"], item.get("sent_at")) for item in items(opened(tmp_path, rows))] == [
        ("a", MS0 + 1000),
        ("b", None),
        ("c", MS0 + 3000),
    ]


def test_the_text_is_read_from_the_attributed_body_where_its_column_is_empty(tmp_path: Path) -> None:
    rows = PEOPLE + says(1, "short", None) + says(2, "long", None) + says(3, "gone", None)
    blobs = {
        ("short", "attributedBody"): attributed("晚上好"),
        ("long", "attributedBody"): attributed("word " * 100),
        ("gone", "attributedBody"): b"\x04\x0bstreamtyped\x81\xe8\x03",
    }
    assert [item.get("text", "") for item in items(opened(tmp_path, rows, blobs))] == ["晚上好", "word " * 100, ""]


def test_a_subject_stands_above_the_text(tmp_path: Path) -> None:
    [item] = items(opened(tmp_path, PEOPLE + says(1, "a", "Bring rope", subject="Saturday")))
    assert item["text"] == "Saturday\nBring rope"


def test_tapbacks_stand_under_their_message_and_those_taken_back_are_gone(tmp_path: Path) -> None:
    def tapback(number: int, kind: int, **columns: Any) -> str:
        target = columns.pop("target", "p:0/G-1")
        return says(
            number,
            f"T-{number}",
            "Loved “Boat at nine?”",
            associated_message_guid=target,
            associated_message_type=kind,
            **columns,
        )

    rows = (
        PEOPLE
        + says(1, "G-1", "Boat at nine?", is_from_me=1)
        + tapback(2, 2000)
        + tapback(3, 2001, target="bp:G-1", handle_id=3)
        + tapback(4, 2006, associated_message_emoji="⛵", is_from_me=1)
        + tapback(5, 2005, handle_id=3)
        + tapback(6, 3005, handle_id=3)
        + tapback(7, 3000, target="G-1", handle_id=2)
    )
    [item] = items(opened(tmp_path, rows))
    assert item["reactions"] == [["👍", 1, "ana@example.org"], ["⛵", 1, "Me"]]


def test_a_tapback_whose_message_is_gone_is_a_notice(tmp_path: Path) -> None:
    rows = PEOPLE + says(
        1, "T-1", "Loved “Boat at nine?”", associated_message_guid="p:0/GONE", associated_message_type=2000
    )
    [item] = items(opened(tmp_path, rows))
    assert (item["kind"], item["text"]) == ("notice", "+15550100: Loved “Boat at nine?”")


def test_an_edited_message_has_its_last_text_and_the_time_of_the_edit(tmp_path: Path) -> None:
    rows = (
        PEOPLE
        + says(1, "kept", "Nine thirty", date_edited=T0 + 60 * NANOSECONDS)
        + says(2, "bare", None, date_edited=T0 + 90 * NANOSECONDS)
    )
    blobs = {
        ("kept", "message_summary_info"): summary_of((MAY_1 + 1, "Nine"), (MAY_1 + 60, "Nine thirty")),
        ("bare", "message_summary_info"): summary_of((MAY_1 + 2, "Ten"), (MAY_1 + 90, "十点")),
    }
    assert [(item["text"], item["edited"], item["edited_at"]) for item in items(opened(tmp_path, rows, blobs))] == [
        ("Nine thirty", True, MS0 + 60_000),
        ("十点", True, MS0 + 90_000),
    ]


def test_an_unsent_message_stays_as_a_deleted_one_of_its_sender(tmp_path: Path) -> None:
    rows = PEOPLE + says(1, "a", None, date_edited=T0) + says(2, "b", None, date_retracted=T0 + NANOSECONDS)
    found = items(opened(tmp_path, rows, {("a", "message_summary_info"): summary_of(unsent=(0,))}))
    assert [(item["sender"], item["deleted"], item.get("text"), item.get("edited")) for item in found] == [
        ("+15550100", True, None, None),
        ("+15550100", True, None, None),
    ]


def test_a_message_of_which_a_part_was_unsent_keeps_the_rest(tmp_path: Path) -> None:
    rows = PEOPLE + says(1, "a", "What is left", date_edited=T0)
    [item] = items(opened(tmp_path, rows, {("a", "message_summary_info"): summary_of(unsent=(0,))}))
    assert (item["text"], item.get("deleted")) == ("What is left", None)


def test_a_message_in_recently_deleted_belongs_to_its_chat_and_is_deleted(tmp_path: Path) -> None:
    rows = (
        PEOPLE
        + says(1, "kept", "stays")
        + says(2, "gone", "was deleted here", chat=None)
        + "INSERT INTO chat_recoverable_message_join VALUES (1, 2, 0);"
    )
    assert [(item["text"], item.get("deleted")) for item in items(opened(tmp_path, rows))] == [
        ("stays", None),
        ("was deleted here", True),
    ]


def test_a_reply_knows_the_message_it_answers(tmp_path: Path) -> None:
    rows = PEOPLE + says(1, "G-1", "Who has the key?") + says(2, "G-2", "I do", thread_originator_guid="G-1")
    assert [item.get("reply_to") for item in items(opened(tmp_path, rows))] == [None, "G-1"]


def test_what_happens_in_a_group_is_told_as_notices_and_calls(tmp_path: Path) -> None:
    rows = (
        PEOPLE
        + "INSERT INTO chat VALUES (2, 'iMessage;+;chat77', 43, 'chat77', 'iMessage', NULL, 'Regatta');"
        + "INSERT INTO chat_handle_join VALUES (2, 1), (2, 3);"
        + says(1, "a", None, chat=2, item_type=1, group_action_type=0, other_handle=3, is_from_me=1)
        + says(2, "b", None, chat=2, item_type=2, group_title="Regatta")
        + says(3, "c", None, chat=2, item_type=3, group_action_type=1)
        + says(4, "d", None, chat=2, item_type=1, group_action_type=1, other_handle=3)
        + says(5, "e", None, chat=2, item_type=3, handle_id=3)
        + says(6, "f", None, chat=2, item_type=5, is_from_me=1)
        + says(7, "g", None, chat=2, item_type=6)
        + says(8, "h", None, chat=2, item_type=4)
    )
    [conversation] = conversations(opened(tmp_path, rows))
    assert (conversation["title"], conversation["kind"], conversation["key"]) == ("Regatta", "group", "chat77")
    assert [(item["kind"], item["text"], item.get("sender")) for item in conversation["items"]] == [
        ("notice", "You added ana@example.org to the conversation", None),
        ("notice", "+15550100 named the conversation “Regatta”", None),
        ("notice", "+15550100 changed the group photo", None),
        ("notice", "+15550100 removed ana@example.org from the conversation", None),
        ("notice", "ana@example.org left the conversation", None),
        ("notice", "You kept an audio message", None),
        ("call", "SharePlay", "+15550100"),
        ("location", "Started sharing location", "+15550100"),
    ]


def test_one_chat_under_several_guids_is_one_conversation_in_order(tmp_path: Path) -> None:
    rows = (
        PEOPLE
        + "INSERT INTO chat VALUES (2, 'SMS;-;+15550100', 45, '+15550100', 'SMS', NULL, NULL);"
        + says(1, "a", "over iMessage")
        + says(2, "b", "over SMS", chat=2, handle_id=2)
        + says(3, "c", "and back")
    )
    [conversation] = conversations(opened(tmp_path, rows))
    assert [item["text"] for item in conversation["items"]] == ["over iMessage", "over SMS", "and back"]
    assert {item["sender_key"] for item in conversation["items"]} == {"+15550100"}


def test_messages_in_no_chat_links_to_nothing_and_empty_chats_are_all_told(tmp_path: Path) -> None:
    rows = (
        PEOPLE
        + "INSERT INTO chat VALUES (2, 'iMessage;-;none@example.org', 45, 'none@example.org', NULL, NULL, NULL);"
        + "INSERT INTO chat_message_join (chat_id, message_id) VALUES (1, 901), (1, 902), (77, 1);"
        + says(1, "a", "in its chat")
        + says(2, "b", "in none", chat=None)
    )
    path = opened(tmp_path, rows)
    assert [(each["key"], [item["text"] for item in each["items"]]) for each in conversations(path)] == [
        ("+15550100", ["in its chat"]),
        ("no chat", ["in none"]),
    ]
    with Export(path) as export:
        for conversation in read_with(imessage, export):
            list(conversation.messages)
        assert dict(export.tallies[0].others) == {"link to a deleted message": 3}


def test_a_message_of_two_conversations_is_told_once_and_said_to_be(tmp_path: Path) -> None:
    rows = (
        PEOPLE
        + "INSERT INTO chat VALUES (2, 'iMessage;+;chat77', 43, 'chat77', 'iMessage', NULL, 'Regatta');"
        + says(1, "a", "to both")
        + "INSERT INTO chat_message_join (chat_id, message_id) VALUES (2, 1);"
    )
    with Export(opened(tmp_path, rows)) as export:
        told = [list(conversation.messages) for conversation in read_with(imessage, export)]
    assert [[type(item) for item in each] for each in told] == [[ExportedMessage, Repair]]


def test_files_are_found_below_the_database_or_missing(tmp_path: Path) -> None:
    rows = (
        PEOPLE
        + says(1, "a", "\ufffcLook")
        + says(2, "b", None, is_audio_message=1)
        + says(3, "c", "link", balloon_bundle_id="com.apple.messages.URLBalloonProvider")
        + """
        INSERT INTO attachment (ROWID, guid, filename, mime_type, transfer_name) VALUES
            (1, 'f1', '~/Library/Messages/Attachments/0a/10/F1/IMG_1.heic', 'image/heic', 'IMG_1.heic'),
            (2, 'f2', '~/Library/Messages/Attachments/0b/11/F2/notes.pdf', 'application/pdf', 'notes.pdf'),
            (3, 'f3', '~/Library/Messages/Attachments/0c/12/F3/Audio Message.caf', NULL, 'Audio Message.caf'),
            (4, 'f4', '~/Library/Messages/Attachments/0d/13/F4/x.pluginPayloadAttachment', NULL,
                'x.pluginPayloadAttachment');
        INSERT INTO message_attachment_join VALUES (1, 1), (1, 2), (2, 3), (3, 4), (3, 99);
        """
    )
    export = tmp_path / "export"
    (export / "Attachments/0a/10/F1").mkdir(parents=True)
    (export / "Attachments/0a/10/F1/IMG_1.heic").write_bytes(b"picture")
    build(export / "chat.db", MODERN, rows)
    found = items(export)
    assert [item.get("attachments") for item in found] == [
        [
            {
                "kind": "image",
                "name": "IMG_1.heic",
                "status": "found",
                "entry": "Attachments/0a/10/F1/IMG_1.heic",
                "media_type": "image/heic",
            },
            {"kind": "file", "name": "notes.pdf", "status": "missing", "media_type": "application/pdf"},
        ],
        [{"kind": "voice", "name": "Audio Message.caf", "status": "missing"}],
        None,
    ]
    assert found[0]["text"] == "Look"


def test_an_iphone_backup_is_read_by_its_hashed_names(tmp_path: Path) -> None:
    rows = (
        PEOPLE
        + says(1, "a", "\ufffc")
        + "INSERT INTO attachment (ROWID, guid, filename, transfer_name) VALUES (1, 'f1',"
        + "'~/Library/SMS/Attachments/0a/10/F1/IMG_1.jpg', 'IMG_1.jpg');"
        + "INSERT INTO message_attachment_join VALUES (1, 1);"
    )
    name = "3d0d7e5fb2ce288813306e4d4636395e047a3d28"
    (tmp_path / "backup/3d").mkdir(parents=True)
    build(tmp_path / f"backup/3d/{name}", MODERN, rows)
    # printf 'MediaDomain-Library/SMS/Attachments/0a/10/F1/IMG_1.jpg' | sha1sum
    picture = "451a29e160d4c0368ee4c0652f78d83a73e3a325"
    (tmp_path / f"backup/{picture[:2]}").mkdir()
    (tmp_path / f"backup/{picture[:2]}/{picture}").write_bytes(b"picture")
    [item] = items(tmp_path / "backup")
    assert item["attachments"] == [
        {"kind": "image", "name": "IMG_1.jpg", "status": "found", "entry": f"{picture[:2]}/{picture}"}
    ]


def test_a_sticker_put_on_a_message_is_a_reaction_with_its_picture(tmp_path: Path) -> None:
    rows = (
        PEOPLE
        + says(1, "G-1", "Done!")
        + says(2, "S-1", "\ufffc", is_from_me=1, associated_message_guid="p:0/G-1", associated_message_type=2007)
        + "INSERT INTO attachment (ROWID, guid, filename, transfer_name, is_sticker) VALUES (1, 'f1',"
        + "'~/Library/Messages/StickerCache/star.heic', 'star.heic', 1);"
        + "INSERT INTO message_attachment_join VALUES (2, 1);"
    )
    [item] = items(opened(tmp_path, rows))
    assert item["reactions"] == [["sticker", 1, "Me"]]
    assert item["attachments"] == [
        {"kind": "sticker", "name": "star.heic", "status": "missing", "caption": "put here by Me"}
    ]


def test_an_old_database_without_the_newer_columns_is_read(tmp_path: Path) -> None:
    rows = """
    INSERT INTO handle VALUES (1, '+15550100', 'SMS');
    INSERT INTO chat VALUES (1, 'SMS;-;+15550100', NULL, '+15550100', NULL);
    INSERT INTO message VALUES (7, 'a', 'Snow today', 1, NULL, 400000000, 0, 0, NULL);
    INSERT INTO chat_message_join VALUES (1, 7), (1, 8), (1, 9);
    """
    [conversation] = conversations(opened(tmp_path, rows, schema=OLD))
    assert (conversation["kind"], conversation["items"][0]["sent_at"]) == ("private", 1_378_307_200_000)


def test_what_is_still_in_the_write_ahead_log_is_read_too(tmp_path: Path) -> None:
    import sqlite3

    path = opened(tmp_path, "PRAGMA journal_mode = WAL;" + PEOPLE + says(1, "a", "settled"))
    writer = sqlite3.connect(path)
    try:
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        writer.executescript(says(2, "b", "just now"))
        assert (tmp_path / "chat.db-wal").stat().st_size > 0
        with Export(path) as export:
            told = [item for each in read_with(imessage, export) for item in each.messages]
    finally:
        writer.close()
    assert [item.text for item in told if isinstance(item, ExportedMessage)] == ["settled", "just now"]


def test_a_database_without_its_log_gives_what_it_has(tmp_path: Path) -> None:
    path = opened(tmp_path, "PRAGMA journal_mode = WAL;" + PEOPLE + says(1, "a", "settled"))
    for log in tmp_path.glob("chat.db-*"):
        log.unlink()
    assert [item["text"] for item in items(path)] == ["settled"]


def test_a_damaged_page_costs_its_rows_and_says_so(tmp_path: Path) -> None:
    rows = PEOPLE + "".join(says(number, f"G-{number}", f"line {number} " + "x" * 400) for number in range(1, 400))
    path = opened(tmp_path, rows)
    raw = bytearray(path.read_bytes())
    place = raw.index(b"line 200 ")
    start = place // 4096 * 4096
    raw[start : start + 8] = b"\xff" * 8
    path.write_bytes(raw)
    with Export(path) as export:
        told = [item for each in read_with(imessage, export) for item in each.messages]
        assert [problem.where for problem in export.problems] == ["chat.db: message"]
    keys = [item.key for item in told if isinstance(item, ExportedMessage)]
    assert 385 < len(keys) < 399
    assert "G-200" not in keys
    assert {"G-1", "G-399"} <= set(keys)


def test_a_file_that_only_begins_like_a_database_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    path.write_bytes(b"SQLite format 3\0" + b"chat_message_join is_from_me" * 100)
    with Export(path) as export, pytest.raises(BrokenExport, match="damaged"):
        list(read_with(imessage, export))


def test_a_view_in_place_of_a_table_is_not_run(tmp_path: Path) -> None:
    endless = "CREATE VIEW message AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;"
    rows = "CREATE TABLE chat_message_join (chat_id, message_id, is_from_me);" + endless
    with Export(build(tmp_path / "chat.db", "", rows)) as export, pytest.raises(BrokenExport):
        list(read_with(imessage, export))
