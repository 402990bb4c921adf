"""This file is where reading Messenger and Instagram is tested for what the cases do not show."""

import json
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

from core.export import Export
from core.importers import instagram, messenger
from core.protocols import Importer, ReadOptions
from core.recognition import recognise
from core.types import ExportedConversation, ExportedMessage, Problem
from tests.core.importers.reading import read_with

ROOT = "your_facebook_activity/messages/inbox"


def record(number: int, sender: str = "Bo", **more: Any) -> dict[str, Any]:
    return {"sender_name": sender, "timestamp_ms": 1714560000000 + number * 1000, "content": f"text {number}", **more}


def thread(*messages: Any, title: str = "Bo", people: tuple[str, ...] = ("Ann Lee", "Bo")) -> dict[str, Any]:
    participants = [{"name": name} for name in people]
    return {"participants": participants, "messages": list(messages), "title": title, "magic_words": []}


def write(path: Path, value: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


def read(path: Path, importer: Importer = messenger) -> list[tuple[ExportedConversation, list[Any]]]:
    with Export(path) as export:
        return [(chat, list(chat.messages)) for chat in read_with(importer, export)]


def texts(path: Path) -> list[str]:
    return [item.text for _, items in read(path) for item in items if isinstance(item, ExportedMessage)]


def test_parts_are_read_by_number_and_from_their_ends(tmp_path: Path) -> None:
    for part, numbers in ((1, (9, 8)), (2, (7, 6)), (10, (2, 1)), (9, (4, 3))):
        write(tmp_path / f"bo_12345/message_{part}.json", thread(*map(record, numbers)))
    assert texts(tmp_path) == [f"text {number}" for number in (1, 2, 3, 4, 6, 7, 8, 9)]


def test_a_part_that_is_oldest_first_is_not_turned_around(tmp_path: Path) -> None:
    write(tmp_path / "bo_12345/message_1.json", thread(record(1), record(2), record(3)))
    assert texts(tmp_path) == ["text 1", "text 2", "text 3"]


def test_parts_and_media_of_one_thread_in_several_zips_are_one_conversation(tmp_path: Path) -> None:
    path = f"{ROOT}/bo_12345"
    with zipfile.ZipFile(tmp_path / "facebook-1.zip", "w") as packed:
        packed.writestr(
            f"{path}/message_1.json", json.dumps(thread(record(2, photos=[{"uri": f"{path}/photos/a.jpg"}])))
        )
    with zipfile.ZipFile(tmp_path / "facebook-2.zip", "w") as packed:
        packed.writestr(f"{path}/message_2.json", json.dumps(thread(record(1))))
        packed.writestr(f"{path}/photos/a.jpg", b"\xff\xd8\xff")
    [(_, [first, second])] = read(tmp_path)
    assert (first.text, second.text) == ("text 1", "text 2")
    assert second.attachments[0].entry == f"facebook-2.zip/{path}/photos/a.jpg"


def test_two_archives_of_one_thread_are_two_copies_under_one_key(tmp_path: Path) -> None:
    for archive, numbers in (("old", (2, 1)), ("new", (3, 2, 1))):
        write(tmp_path / archive / ROOT / "bo_12345/message_1.json", thread(*map(record, numbers)))
    chats = read(tmp_path)
    assert [chat.key for chat, _ in chats] == ["12345", "12345"]
    assert sorted(len(items) for _, items in chats) == [2, 3]


def test_threads_of_people_with_one_last_name_stay_apart(tmp_path: Path) -> None:
    for name in ("mary_williams", "john_williams"):
        write(tmp_path / ROOT / name / "message_1.json", thread(record(1), title=name))
    assert len({chat.key for chat, _ in read(tmp_path)}) == 2


def test_folders_that_are_called_alike_by_chance_are_two_threads(tmp_path: Path) -> None:
    for folder, title in (("a", "Bo"), ("b", "Cy")):
        write(tmp_path / folder / "chat/message_1.json", thread(record(1), title=title))
    assert {chat.key for chat, _ in read(tmp_path)} == {"Bo", "Cy"}


def test_pages_of_another_archive_are_read_beside_the_json(tmp_path: Path) -> None:
    write(tmp_path / "json" / ROOT / "bo_12345/message_1.json", thread(record(1)))
    page = tmp_path / "pages" / ROOT / "bo_12345/message_1.html"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE.replace("xyzember", "September"), encoding="utf-8")
    chats = read(tmp_path)
    assert [(chat.key, chat.format) for chat, _ in chats] == [("12345", "messenger-json"), ("12345", "messenger-html")]


def test_who_takes_part_in_all_threads_is_the_owner(tmp_path: Path) -> None:
    for number, name in ((1, "Bo"), (2, "Cy"), (3, "Facebook user")):
        people = ("Ann Lee", name)
        write(tmp_path / ROOT / f"x_1000{number}/message_1.json", thread(record(1, name), title=name, people=people))
    assert {chat.owner for chat, _ in read(tmp_path)} == {"Ann Lee"}


def test_one_thread_tells_no_owner(tmp_path: Path) -> None:
    write(tmp_path / ROOT / "bo_12345/message_1.json", thread(record(1)))
    assert [chat.owner for chat, _ in read(tmp_path)] == [None]


def test_people_who_are_gone_are_others_in_every_thread(tmp_path: Path) -> None:
    for number in (1, 2):
        write(tmp_path / ROOT / f"x_1000{number}/message_1.json", thread(record(1, "Facebook user")))
    keys = [item.sender_key for _, items in read(tmp_path) for item in items]
    assert len(set(keys)) == 2
    assert None not in keys


def test_a_broken_thread_does_not_harm_the_others(tmp_path: Path) -> None:
    write(tmp_path / ROOT / "bo_12345/message_1.json", thread(record(1)))
    broken = write(tmp_path / ROOT / "cy_12346/message_1.json", thread(record(2), record(1), title="Cy"))
    broken.write_text(broken.read_text("utf-8")[:170], encoding="utf-8")
    kinds = [[type(item) for item in items] for _, items in read(tmp_path)]
    assert kinds[0] == [ExportedMessage]
    assert Problem in kinds[1]


@pytest.mark.parametrize(
    ("path", "importer"),
    [
        ("your_instagram_activity/messages/inbox/bo_1234567/message_1.json", "instagram"),
        ("your_facebook_activity/messages/inbox/bo_1234567/message_1.json", "messenger"),
        ("messages/inbox/bo_1234567/message_1.json", "messenger"),
        ("bo.json", "messenger"),
    ],
)
def test_the_app_is_told_by_the_folders(tmp_path: Path, path: str, importer: str) -> None:
    write(tmp_path / path, thread(record(1)))
    with Export(tmp_path) as export:
        assert [claim.importer.name for claim in recognise(export)] == [importer]


def test_the_app_is_told_by_the_paths_of_media_in_a_single_file(tmp_path: Path) -> None:
    photo = {"uri": "your_instagram_activity/messages/inbox/bo_1/photos/1.jpg"}
    path = write(tmp_path / "message_1.json", thread(record(1, photos=[photo])))
    assert len(read(path, instagram)) == 1
    assert read_nothing(path, messenger)


def read_nothing(path: Path, importer: Importer) -> bool:
    from tests.core.importers.reading import entries_of

    with Export(path) as export:
        return entries_of(importer, export) == []


def test_the_person_answers_which_part_of_a_page_s_dates_is_the_day() -> None:
    case = Path(__file__).parents[3] / "exports/messenger/html_asks/export"
    with Export(case) as export:
        [chat] = read_with(messenger, export)
        assert list(chat.ambiguous[0].readings) == ["dmy", "mdy"]
    with Export(case) as export:
        [chat] = read_with(messenger, export, ReadOptions(date_order="mdy"))
        assert not chat.ambiguous
        times = [item.local_time for item in chat.messages if isinstance(item, ExportedMessage)]
        assert times == ["2021-03-04T12:20", "2021-03-04T12:26"]


def test_a_large_part_is_turned_around_in_constant_memory(tmp_path: Path) -> None:
    path = tmp_path / "message_1.json"
    one = json.dumps(record(1, content="x" * 4000))
    head = '{"participants":[{"name":"Bo"}],"messages":['
    path.write_text(head + ",".join([one] * 15_000) + '],"title":"Bo"}', encoding="utf-8")
    with Export(path) as export:
        [chat] = read_with(messenger, export)
        tracemalloc.start()
        assert sum(1 for _ in chat.messages) == 15_000
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < path.stat().st_size


PAGE = """<html><head><title>Bo</title></head><body><div class="_a706">
<div class="_a6-g"><div class="_a6-h">Members: Ann, Bo</div><div>Link: off</div></div>
<div class="_a6-g"><div class="_a6-h">Bo</div><div class="_a6-p"><div><div></div><div>two</div></div></div>
<div class="_a6-o">13 xyzember 2020, 12:26</div></div>
<div class="_a6-g"><div class="_a6-h">Ann</div><div class="_a6-p"><div><div></div><div>one</div></div></div>
<div class="_a6-o">12 xyzember 2020, 12:26</div></div>
</div></body></html>"""


def test_messages_of_a_page_in_a_language_nobody_knows_are_kept_without_times(tmp_path: Path) -> None:
    path = tmp_path / ROOT / "bo_12345/message_1.html"
    path.parent.mkdir(parents=True)
    path.write_text(PAGE, encoding="utf-8")
    [(chat, items)] = read(tmp_path)
    assert [item.text for item in items if isinstance(item, ExportedMessage)] == ["one", "two"]
    assert sum("kept without a time" in str(item) for item in items) == 2
    problems = [item.reason for item in items if isinstance(item, Problem)]
    assert problems == ["not a message: 'Members: Ann, Bo\\nLink: off'"]
    assert chat.key == "12345"
