"""This file is where it is tested what columns are taken for, by their names and by what is in them."""

import json
from pathlib import Path

import pytest

from tests.core.importers.table.files import is_claimed, read, written

HEADERS = [
    "Timestamp,Sender,Message",
    "created_at,user.name,body",
    "SentAt,DisplayName,msgText",
    "Date (UTC),From,Content",
    "时间,发送者,内容",
    "發送時間,發送者,訊息",
    "Zeitstempel,Absender,Nachricht",
    "Horodatage,Expéditeur,Texte",
    "Fecha,Remitente,Mensaje",
    "日時,送信者,本文",
    "날짜,보낸 사람,메시지",
]


@pytest.mark.parametrize("header", HEADERS)
def test_headers_in_many_languages_are_known(header: str, tmp_path: Path) -> None:
    rows = "2024-05-01 10:00,Ann,hello there\n2024-05-01 10:01,Bo,hi\n"
    found = read(written(tmp_path, f"{header}\n{rows}"))
    time, sender, text = header.split(",")
    assert found.lines == ["Ann: hello there", "Bo: hi"]
    assert found.questions == []
    assert all(name in found.taken_as for name in (sender, text, time.split(" (")[0]))


def test_a_header_that_says_utc_makes_times_exact(tmp_path: Path) -> None:
    found = read(written(tmp_path, "Date (UTC),From,Text\n2024-05-01 10:00,Ann,hello\n2024-05-01 10:01,Bo,hi\n"))
    assert [(message.sent_at, message.local_time) for message in found.messages] == [
        (1714557600000, None),
        (1714557660000, None),
    ]


def test_the_order_of_columns_and_other_columns_do_not_matter(tmp_path: Path) -> None:
    text = "likes,message,mood,author,sent at\n3,hello you,fine,Ann,2024-05-01 10:00\n0,hi,bad,Bo,2024-05-01 10:01\n"
    assert read(written(tmp_path, text)).lines == ["Ann: hello you", "Bo: hi"]


def test_the_name_of_a_person_is_shown_and_the_id_tells_who_it_is(tmp_path: Path) -> None:
    text = "time,author_id,author,text\n2024-05-01 10:00,7,Ann,hello\n2024-05-01 10:01,8,Ann,hello\n"
    messages = read(written(tmp_path, text)).messages
    assert [(message.sender, message.sender_key) for message in messages] == [("Ann", "7"), ("Ann", "8")]


def test_ids_name_messages_only_where_no_two_rows_share_one(tmp_path: Path) -> None:
    rows = [f"{number},2024-05-01 10:{number % 60:02},Ann,text {number}" for number in range(300)]
    header = "id,time,author,text\n"
    assert read(written(tmp_path, header + "\n".join(rows))).messages[5].key == "5"
    found = read(written(tmp_path, header + "\n".join([*rows, "5,2024-05-02 10:00,Bo,another"])))
    assert {message.key for message in found.messages} == {None}
    assert any("names no message" in repair.what for repair in found.repairs)


def test_an_index_that_every_row_answers_to_the_one_before_it_is_no_reply(tmp_path: Path) -> None:
    rows = [f"m{number},m{number - 1},2024-05-01 10:0{number},Ann,text {number}" for number in range(1, 6)]
    found = read(written(tmp_path, "id,parent,time,author,text\n" + "\n".join(rows)))
    assert all(message.reply_to is None for message in found.messages)


@pytest.mark.parametrize(
    "records",
    [
        [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "hello"}],
        [
            {"speaker": "A", "utterance": "hi"},
            {"speaker": "B", "utterance": "hello"},
            {"speaker": "A", "utterance": "x"},
        ],
        [{"from": "A", "text": "hi"}, {"from": "B", "text": "hello"}, {"from": "A", "text": "x"}],
        [{"author": "A", "body": "hi"}, {"author": "B", "body": "hello"}, {"author": "A", "body": "x"}],
        [{"user": "A", "msg": "hi"}, {"user": "B", "msg": "hello"}, {"user": "A", "msg": "x"}],
        [{"from": "human", "value": "hi"}, {"from": "gpt", "value": "hello"}],
    ],
    ids=lambda records: "-".join(records[0]),
)
@pytest.mark.parametrize("shape", ["list", "nested", "lines", "lines of lists"])
def test_talks_without_times_are_known_by_their_keys(records: list[dict[str, str]], shape: str, tmp_path: Path) -> None:
    contents = {
        "list": json.dumps(records),
        "nested": json.dumps({"meta": {"v": 1}, "data": {"messages": records}}),
        "lines": "\n".join(map(json.dumps, records)),
        "lines of lists": "\n".join(json.dumps({"conversations": records}) for _ in range(2)),
    }
    found = read(written(tmp_path, contents[shape], "talk.json"))
    assert [message.text for message in found.messages] == [
        text for record in records * (1 + (shape == "lines of lists")) for text in list(record.values())[1:]
    ]
    assert found.questions == []
    assert found.unaccounted == 0


def test_the_longest_list_that_looks_like_messages_is_read_and_the_other_is_told(tmp_path: Path) -> None:
    def messages(count: int) -> list[dict[str, object]]:
        return [
            {"from": "AB"[number % 2], "text": f"no {number}", "ts": 1714567890 + number} for number in range(count)
        ]

    pinned = [{"speaker": "A", "utterance": "look here"}, {"speaker": "B", "utterance": "I do"}] * 2
    found = read(written(tmp_path, json.dumps({"pinned": pinned, "all": messages(60)}), "chat.json"))
    assert len(found.messages) == 60
    assert any("list=pinned" in problem.reason for problem in found.problems)
    chosen = read(tmp_path / "chat.json", "sender=speaker,text=utterance,list=pinned")
    assert len(chosen.messages) == 4


def test_lists_of_the_same_records_under_several_names_are_a_conversation_each(tmp_path: Path) -> None:
    records = [{"from": "AB"[number % 2], "text": f"no {number}", "ts": 1714567890 + number} for number in range(6)]
    found = read(written(tmp_path, json.dumps({"Ann": records[:4], "Bo": records[4:]}), "chat.json"))
    assert found.titles == ["Ann", "Bo"]
    assert len(found.messages) == 6


def test_keys_that_come_late_in_a_list_are_read_as_well(tmp_path: Path) -> None:
    records: list[dict[str, object]] = [
        {"id": f"m{number}", "from": "AB"[number % 2], "text": f"no {number}", "ts": 1714567890 + number}
        for number in range(500)
    ]
    records[300]["reply_to"] = "m7"
    path = written(tmp_path, json.dumps(records), "chat.json")
    assert read(path, "time=ts,sender=from,text=text,id=id,reply_to=reply_to").messages[300].reply_to == "m7"


def test_messages_of_several_conversations_are_parted(tmp_path: Path) -> None:
    rows = [f"2024-05-01 10:{number:02},{'ABC'[number % 3]},Ann,text {number}" for number in range(30)]
    found = read(written(tmp_path, "time,channel,author,text\n" + "\n".join(rows)))
    assert found.titles == ["A", "B", "C"]
    assert [message.text for message in found.messages[:3]] == ["text 0", "text 3", "text 6"]
    assert found.unaccounted == 0


def test_newest_first_is_turned_round(tmp_path: Path) -> None:
    rows = [f"2024-05-01 10:{59 - number},Ann,text {number}" for number in range(40)]
    found = read(written(tmp_path, "time,author,text\n" + "\n".join(rows)))
    assert [message.text for message in found.messages] == [f"text {number}" for number in reversed(range(40))]


def test_a_table_is_the_same_in_a_folder_and_under_any_name(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    text = "time,author,text\n2024-05-01 10:00,Ann,hello\n2024-05-01 10:01,Bo,hi\n"
    written(tmp_path, text, "a.dat")
    written(tmp_path / "deep", text, "a.dat")
    with_same_names = read(tmp_path)
    assert with_same_names.titles == ["a", "a"]
    assert is_claimed(tmp_path / "a.dat")


@pytest.mark.parametrize(
    ("encoding", "header", "text"),
    [
        ("gb18030", "时间,发送者,内容", "我们明天去公园吧"),
        ("big5", "時間,發送者,內容", "我們明天去公園吧"),
        ("shift_jis", "日時,送信者,本文", "明日は公園に行きましょう"),
        ("cp949", "날짜,보낸 사람,내용", "내일 공원에 가자"),
        ("cp1252", "Datum,Absender,Nachricht", "Grüße aus München, übrigens"),
        ("utf-16", "Date,Sender,Message", "see you tomorrow"),
    ],
)
def test_tables_of_old_spreadsheets_are_decoded(encoding: str, header: str, text: str, tmp_path: Path) -> None:
    rows = [f'2024-05-01 10:{number:02},Ann,"{text}"' for number in range(12)]
    found = read(written(tmp_path, "\r\n".join([header, *rows]).encode(encoding)))
    assert {message.text for message in found.messages} == {text}
    assert found.questions == []


def test_a_row_that_lacks_the_sender_is_no_message(tmp_path: Path) -> None:
    rows = "2024-05-01 10:00,hello,Ann\n2024-05-01 10:01,hi\n2024-05-01 10:02,bye,Bo\n"
    found = read(written(tmp_path, "time,text,sender\n" + rows))
    assert found.lines == ["Ann: hello", "Bo: bye"]
    assert [problem.where for problem in found.problems] == ["chat.csv:3"]
