"""This file is where containers, titles, kinds and owners of WhatsApp chats are tested."""

import pytest

from core.errors import BrokenExport, UnknownExport
from core.export import Export
from core.importers import whatsapp
from core.importers.whatsapp.titles import title_in
from core.recognition import recognise
from tests.core.importers.reading import entries_of, read_with
from tests.core.importers.whatsapp.chats import messages, problems, read_all, read_text, zipped

ANDROID = b"18/03/2022, 14:56 - Ann: hi\n18/03/2022, 14:57 - Bob: hello\n"
IOS = b"[18/03/2022, 14:56:01] Ann: hi\n[18/03/2022, 14:57:01] Bob: hello\n"

TITLES = {
    "WhatsApp Chat with Bob Miller": "Bob Miller",
    "WhatsApp\u00a0Chat with\u00a0Bob": "Bob",
    "WhatsApp_Chat_with_Bob_Miller": "Bob Miller",
    "WhatsApp Chat - Bob": "Bob",
    "WhatsApp Chat mit Bob": "Bob",
    "WhatsApp-Chat mit Bob": "Bob",
    "Chat de WhatsApp con Ana - José": "Ana - José",
    "Discussion WhatsApp avec Léa": "Léa",
    "Conversa do WhatsApp com Zé": "Zé",
    "Чат WhatsApp с контактом Иван": "Иван",
    "Чат WhatsApp с Иван": "Иван",
    "花子とのWhatsAppチャット": "花子",
    "민수님과의 WhatsApp 대화": "민수",
    "WhatsApp 与 小明 的对话": "小明",
    "与小明的 WhatsApp 聊天": "小明",
    "Ali ile WhatsApp Sohbeti": "Ali",
    "صديق دردشة": None,
    "دردشة واتساب مع علي": "علي",
    "צ'אט WhatsApp עם דנה": "דנה",
    "Football": None,
}


@pytest.mark.parametrize(("name", "title"), TITLES.items())
def test_the_title_is_read_off_the_name_in_its_language(name, title):
    assert title_in(name) == title


def test_a_chat_txt_takes_the_name_of_its_zip_or_folder(tmp_path):
    archive = zipped(
        tmp_path / "WhatsApp Chat - Bob.zip", {"_chat.txt": IOS, "00000001-PHOTO-2022-03-18-14-56-01.jpg": b"x"}
    )
    assert read_all(archive)[0][0].title == "Bob"
    assert read_all(zipped(tmp_path / "WhatsApp Chat - Zoë.zip", {"_chat.txt": IOS}))[0][0].title == "Zoë"
    folder = tmp_path / "WhatsApp Chat - Eve"
    folder.mkdir()
    (folder / "_chat.txt").write_bytes(IOS)
    assert read_all(folder)[0][0].title == "Eve"
    assert read_all(folder / "_chat.txt")[0][0].title == "Eve"


def test_a_copy_number_is_dropped_only_when_the_chat_knows_the_shorter_name(tmp_path):
    assert read_all(zipped(tmp_path / "WhatsApp Chat - Bob (1).zip", {"_chat.txt": IOS}))[0][0].title == "Bob"
    assert read_all(zipped(tmp_path / "WhatsApp Chat - Kita (2).zip", {"_chat.txt": IOS}))[0][0].title == "Kita (2)"


def test_without_any_title_the_key_is_made_of_the_participants(tmp_path):
    first, _ = read_text(tmp_path, IOS.decode(), "_chat.txt")
    second, _ = read_text(tmp_path, "\n".join(reversed(IOS.decode().splitlines())), "_chat.txt")
    assert first.key == second.key
    assert first.key.startswith("people:")
    assert first.title == "Ann, Bob"


def test_two_texts_in_one_zip_are_two_conversations(tmp_path):
    entries = {
        "WhatsApp Chat with Bob.txt": ANDROID,
        "WhatsApp Chat with Eve.txt": ANDROID,
        "notes.txt": b"nothing here",
    }
    found = read_all(zipped(tmp_path / "both.zip", entries))
    assert [conversation.title for conversation, _ in found] == ["Bob", "Eve"]
    assert [len(messages(items)) for _, items in found] == [2, 2]


def test_a_zip_without_its_text_says_so(tmp_path):
    path = zipped(tmp_path / "WhatsApp Chat - Bob.zip", {"00000001-PHOTO-2022-03-18-14-56-01.jpg": b"x"})
    with Export(path) as export:
        with pytest.raises(UnknownExport, match="no WhatsApp chat text"):
            recognise(export)
        with pytest.raises(BrokenExport, match="no WhatsApp chat text"):
            list(read_with(whatsapp, export))


@pytest.mark.parametrize(
    "content",
    [
        b"just some words\nand more: words\n",
        b"",
        b"2022-03-18 14:56:01 INFO: started\n",
        b"[2022-03-18 14:56:01] ERROR: broken\n[2022-03-18 14:56:02] INFO: fine\n",
        b"14:56 <ann> hello\n",
        b"[2022-03-18 14:56:01] <ann> look: here\n",
        b"[18/03/2022 14:56] ann#1234\nhello\n",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        b'{"messages": [{"date": "18/03/2022, 14:56 - Ann: hi"}]}',
    ],
)
def test_other_texts_are_not_recognised(content, tmp_path):
    (tmp_path / "WhatsApp Chat with Bob.txt").write_bytes(content)
    with Export(tmp_path / "WhatsApp Chat with Bob.txt") as export:
        assert not entries_of(whatsapp, export)


def test_a_chat_is_recognised_whatever_its_name(tmp_path):
    (tmp_path / "x.bin").write_bytes(ANDROID)
    assert len(messages(read_all(tmp_path / "x.bin")[0][1])) == 2


def test_notices_alone_are_a_chat_of_no_messages(tmp_path):
    text = "18/03/2022, 14:56 - Messages and calls are end-to-end encrypted. Tap to learn more."
    _, items = read_text(tmp_path, text)
    assert [m.kind for m in messages(items)] == ["notice"]


def test_kind_and_owner_of_a_private_chat(tmp_path):
    conversation, _ = read_text(tmp_path, ANDROID.decode())
    assert (conversation.kind, conversation.owner, conversation.key) == ("private", "Ann", "Bob")


def test_who_deleted_for_themselves_owns_the_phone(tmp_path):
    text = ANDROID.decode() + "19/03/2022, 10:00 - Cem: You deleted this message\n"
    conversation, _ = read_text(tmp_path, text, "WhatsApp Chat with Team.txt")
    assert (conversation.kind, conversation.owner) == ("group", "Cem")


def test_a_groups_own_name_is_no_participant(tmp_path):
    text = (
        "[18/03/2022, 14:56:00] Team: \u200eMessages and calls are end-to-end encrypted.\n"
        "[18/03/2022, 14:56:00] Team: \u200eAnn created this group\n"
        "[18/03/2022, 14:56:01] Team: \u200eAnn changed the subject to “a: b”\n" + IOS.decode()
    )
    conversation, items = read_text(tmp_path, text, "_chat.txt")
    assert (conversation.title, conversation.kind) == ("Team", "group")
    assert [m.sender for m in messages(items)] == [None, None, None, "Ann", "Bob"]
    assert [m.kind for m in messages(items)] == ["notice"] * 3 + ["message"] * 2


def test_lines_above_the_first_message_are_problems(tmp_path):
    _, items = read_text(tmp_path, "left over\n\nmore\n" + ANDROID.decode())
    assert [p.where.rsplit(":", 1)[1] for p in problems(items)] == ["1", "3"]
    assert messages(items)[0].where == "WhatsApp Chat with Bob.txt:4"


def test_a_truncated_last_line_is_kept(tmp_path):
    _, items = read_text(tmp_path, ANDROID.decode() + "18/03/20")
    assert messages(items)[-1].text == "hello\n18/03/20"


@pytest.mark.parametrize(
    ("encoding", "marker"), [("utf-8-sig", ""), ("utf-16", ""), ("gb18030", "下午"), ("cp949", "오후")]
)
def test_other_encodings_are_read(encoding, marker, tmp_path):
    words = "今天下午我们一起去公园吃饭好不好" if encoding != "cp949" else "오늘 저녁에 같이 밥 먹을래요 그래요"
    lines = [f"2022/3/{day} {marker}2:05 - Ann: {words}" for day in range(13, 20)]
    path = tmp_path / "WhatsApp Chat with Bob.txt"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    _, items = read_all(path)[0]
    assert [m.text for m in messages(items)] == [words] * 7
    assert messages(items)[0].local_time == f"2022-03-13T{'14' if marker else '02'}:05:00"


def test_a_notice_with_a_colon_in_it_still_tells_a_group(tmp_path):
    text = '18/03/2022, 14:55 - Ann created group "A: B"\n' + ANDROID.decode()
    conversation, items = read_text(tmp_path, text, "WhatsApp Chat with A_ B.txt")
    assert (conversation.kind, [m.kind for m in messages(items)]) == ("group", ["notice", "message", "message"])


@pytest.mark.timeout(20)
def test_floods_are_read_in_linear_time(tmp_path):
    flood = "\u200e" * 300_000
    text = f"{ANDROID.decode()}{flood}\n18/03/2022, 14:58 - {flood}: x\n" + "1 " * 300_000 + "\n"
    text += "".join(f"18/03/2022, 14:59 - A{number}: hi\n" for number in range(25_000))
    _, items = read_text(tmp_path, text)
    assert len(messages(items)) == 25_003


def test_hostile_text_is_only_text(tmp_path):
    bodies = [
        "a\u2028b\u0085c\u000bd",
        "nul \x00 inside",
        "\u202egnp.exe",
        "<script>alert(1)</script>",
        "x" * (1 << 20),
        "<" * 100_000,
        "é" + "(" * 100_000 + ")",
        "💥" * 1000,
    ]
    text = "\n".join(f"18/03/2022, 14:{at:02} - Ann: {body}" for at, body in enumerate(bodies))
    _, items = read_text(tmp_path, text)
    assert [m.text for m in messages(items)] == bodies


def test_chats_in_archives_beside_a_chat_are_no_files_that_nobody_names(tmp_path):
    zipped(tmp_path / "WhatsApp Chat - Eve.zip", {"_chat.txt": IOS})
    (tmp_path / "WhatsApp Chat with Bob.txt").write_bytes(ANDROID)
    _, items = read_all(tmp_path)
    assert not problems(items)
