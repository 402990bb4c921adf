"""This file is where it is tested how messages become chats: several in one file, who exported, what is answered."""

import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

from core.export import Export
from core.importers import chatlog, memotrace, weflow
from core.importers.wechat.content import Content
from core.importers.wechat.spool import Spool
from core.importers.wechat.written import Chat, Item, Written, conversations
from core.protocols import Importer
from core.types import ExportedMessage, Problem, Repair
from tests.core.importers.reading import read_with
from tests.core.importers.wechat.reading import Items, chats_of, items_of, messages, written_to


def said(chat: str, text: str, *, own: bool = False, key: str | None = None, answers: str | None = None) -> Written:
    content = Content(text, quote="Lan: one" if answers else "", reply_to=answers)
    return Written(text, Chat(chat, chat), content, sender="me" if own else "Lan", is_self=own, key=key)


def read(items: list[Item]) -> dict[str, list[str]]:
    found = conversations(iter(items), "form", [])
    return {chat.key: [item.text for item in chat.messages if isinstance(item, ExportedMessage)] for chat in found}


def only(items: list[Item], untold: list[Problem] | None = None) -> Items:
    """What is given of the only chat, if there is one."""
    told: list[Problem] = [] if untold is None else untold
    return [item for chat in conversations(iter(items), "form", told) for item in chat.messages]


def test_chats_that_stand_among_each_other_are_taken_apart_in_order() -> None:
    items: list[Item] = [said("ab"[n % 2], str(n)) for n in range(1000)]
    assert read(items) == {"a": [str(n) for n in range(0, 1000, 2)], "b": [str(n) for n in range(1, 1000, 2)]}


def test_chats_whose_messages_nobody_takes_do_not_lose_the_others() -> None:
    items: list[Item] = [said("ab"[n % 2], str(n)) for n in range(1000)]
    keys = [chat.key for chat in conversations(iter(items), "form", [])]
    assert keys == ["a", "b"]


def test_problems_go_with_the_chat_that_is_read_and_are_not_lost_without_one() -> None:
    untold: list[Problem] = []
    items: list[Item] = [Problem("1", "bad"), said("a", "x"), Problem("2", "bad")]
    assert [type(item) for item in only(items, untold)] == [Problem, ExportedMessage, Problem]
    assert only([Problem("1", "bad"), Repair("2", "told")], untold) == []
    assert untold == [Problem("1", "bad")]


def test_who_exported_is_told_by_an_own_message_that_is_not_far() -> None:
    (chat,) = conversations(iter([said("a", "x"), said("a", "y", own=True)]), "form", [])
    assert chat.owner == "me"


def test_an_answer_names_what_it_answers_where_that_is_in_the_chat() -> None:
    items: list[Item] = [
        said("a", "one", key="1"),
        said("a", "yes", key="2", answers="1"),
        said("a", "no", key="3", answers="9"),
    ]
    found = [(item.text, item.reply_to) for item in messages(only(items))]
    assert found == [("one", None), ("yes", "1"), ("> Lan: one\nno", "9")]


def test_an_answer_of_a_tool_without_ids_keeps_the_copy() -> None:
    (message,) = messages(only([said("a", "yes", answers="1")]))
    assert (message.text, message.reply_to) == ("> Lan: one\nyes", None)


def test_a_spool_gives_back_what_was_put_in() -> None:
    with Spool[str]() as spool:
        for number in range(100):
            spool.add(str(number % 3), f"item {number}")
        assert spool.chats == ["0", "1", "2"]
        assert list(spool.of("1")) == [f"item {number}" for number in range(1, 100, 3)]


def test_a_chat_is_the_same_with_and_without_the_prefix_of_its_file(tmp_path: Path) -> None:
    text = "2024-05-01 12:00:00 '兰兰'\nhi\n\n"
    written_to(tmp_path, {"1/兰兰.txt": text, "2/私聊_兰兰.txt": text})
    keys = [(chat.key, chat.title) for chat, _ in chats_of(weflow, tmp_path)]
    assert keys == [("兰兰", "兰兰")] * 2


def test_files_whose_names_say_nothing_are_chats_of_their_own(tmp_path: Path) -> None:
    one, two = "Tom(wxid_a) 2024-05-01 12:00:00\nhi\n\n", "Lan(wxid_b) 2024-05-02 12:00:00\nyo\n\n"
    written_to(tmp_path, {"1/messages.txt": one, "2/messages.txt": two})
    keys = {chat.key for chat, _ in chats_of(chatlog, tmp_path)}
    assert len(keys) == 2


def weflow_texts(count: int) -> Iterator[str]:
    yield '{"weflow": {}, "session": {"wxid": "1@chatroom"}, "messages": ['
    for number in range(count):
        fields = {"localId": number, "createTime": 1714535590 + number, "type": "文本消息", "content": "山" * 400}
        yield ("," if number else "") + json.dumps(fields | {"isSend": 0, "senderDisplayName": "兰兰"})
    yield "]}"


def page_texts(count: int) -> Iterator[str]:
    yield "<html><title>Lan</title><script>const chatMessages = ["
    for number in range(count):
        yield f"{{ type:1, text: 'no {number}',is_send:0,timestamp:{1714535590 + number},displayname:'Lan'}},"
    yield "];</script></html>"


def test_large_files_are_read_in_constant_memory(tmp_path: Path) -> None:
    forms: list[tuple[Importer, Callable[[int], Iterator[str]], int]] = [
        (weflow, weflow_texts, 2_000),
        (memotrace, page_texts, 4_000),
    ]
    for importer, texts, most in forms:
        peaks = []
        for count in (most // 2, most):
            path = tmp_path / f"{importer.name}-{count}"
            path.write_text("".join(texts(count)), "utf-8")
            tracemalloc.start()
            found = sum(1 for _ in iterated(importer, path))
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
            assert found == count
        assert peaks[1] < peaks[0] + 3_000_000, (importer.name, peaks)


def iterated(importer: Importer, path: Path) -> Iterator[object]:
    with Export(path) as export:
        for chat in read_with(importer, export):
            yield from chat.messages


def test_the_order_of_the_file_is_kept(tmp_path: Path) -> None:
    text = "2024-05-01 12:00:00 '兰兰'\nlate\n\n2024-05-01 11:00:00 'Tom'\nearly\n\n"
    assert [each.text for each in messages(items_of(weflow, written_to(tmp_path, {"a.txt": text})))] == [
        "late",
        "early",
    ]
