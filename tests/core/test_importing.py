"""This file is where the way of an export into the archive is tested, with the real importers."""

import io
import json
import time
import zipfile
from datetime import UTC
from pathlib import Path

import pytest
from dateutil.tz import gettz
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from core.archive import Archive
from core.errors import BrokenExport, Cancelled, UnknownExport
from core.importing import Choices, import_export, together
from core.instants import WallClock, iso_utc, local_zone
from core.media import MediaStore
from core.protocols import ReadOptions
from core.types import ImportReport, Message, Progress

LINES = """25/12/2023, 09:00 - Messages and calls are end-to-end encrypted. Only people in this chat can read them.
25/12/2023, 09:01 - Ana: merry christmas
25/12/2023, 09:01 - Ana: merry christmas
25/12/2023, 09:05 - 李雷: 圣诞快乐
有两行
25/12/2023, 09:06 - Bo: <Media omitted>
26/12/2023, 10:00 - Bo: IMG-20231226-WA0001.jpg (file attached)
the beach
"""


def take(archive: Archive, path: Path, **more: object) -> ImportReport:
    zone = gettz("Asia/Shanghai") or UTC
    return import_export(archive, path, Choices(ReadOptions(zone=zone), **more), lambda _: None)  # type: ignore[arg-type]


def everything(archive: Archive) -> list[Message]:
    return [
        message
        for conversation in archive.chats.conversations()
        for message in archive.chats.messages(archive.chats.message_ids(conversation.id).tolist())
    ]


def whatsapp_zip(path: Path, text: str = LINES, *, media: bool = True) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("WhatsApp Chat with Family.txt", text)
        if media:
            file.writestr("IMG-20231226-WA0001.jpg", picture(40, 20))
    return path


def picture(width: int, height: int, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def test_a_whatsapp_zip_comes_in_whole(archive: Archive, tmp_path: Path) -> None:
    report = take(archive, whatsapp_zip(tmp_path / "WhatsApp Chat with Family.zip"))
    [told] = report.files[0].conversations
    assert (told.title, told.messages, told.notices, told.participants) == ("Family", 5, 1, ["Ana", "Bo", "李雷"])
    assert (told.first, told.last) == ("2023-12-25T09:00:00", "2023-12-26T10:00:00")
    assert (told.media.found, told.media.missing, told.media.not_exported) == (1, 0, 1)
    assert (report.new, report.known) == (6, 0)
    [beach] = [message for message in everything(archive) if message.text == "the beach"]
    assert iso_utc(beach.sent_at) == "2023-12-26T02:00:00Z"
    [attachment] = beach.attachments
    assert (attachment.status, attachment.media_type, attachment.width) == ("found", "image/jpeg", 40)
    assert attachment.sha256 is not None
    assert MediaStore(archive.directory).path(attachment.sha256).read_bytes() == picture(40, 20)


def test_repeats_stay_and_importing_twice_changes_nothing(archive: Archive, tmp_path: Path) -> None:
    path = whatsapp_zip(tmp_path / "WhatsApp Chat with Family.zip")
    take(archive, path)
    before = everything(archive)
    again = take(archive, path)
    assert (again.new, again.known) == (0, 6)
    assert everything(archive) == before
    assert [message.text for message in before].count("merry christmas") == 2


def test_an_export_with_media_completes_one_without(archive: Archive, tmp_path: Path) -> None:
    text = LINES.replace("IMG-20231226-WA0001.jpg (file attached)", "<Media omitted>")
    take(archive, whatsapp_zip(tmp_path / "WhatsApp Chat with Family.zip", text, media=False))
    report = take(archive, whatsapp_zip(tmp_path / "WhatsApp Chat with Family.zip"))
    assert report.new == 0
    [beach] = [message for message in everything(archive) if message.text == "the beach"]
    assert [item.status for item in beach.attachments] == ["found"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(
        st.tuples(st.integers(0, 5), st.sampled_from("AB"), st.sampled_from(["ok", "好", "hi"])), max_size=12
    ),
    cuts=st.tuples(st.integers(0, 12), st.integers(0, 12)),
)
def test_parts_that_overlap_lose_nothing(
    tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[int, str, str]], cuts: tuple[int, int]
) -> None:
    """Union of two overlapping parts of one chat, in either order: at least each part, at most the whole."""
    ordered = sorted(lines, key=lambda line: line[0])
    rows = [f"25/12/2023, 09:{minute:02} - {who}: {text}\n" for minute, who, text in ordered]
    first, second = rows[: max(cuts)], rows[min(cuts) :]
    counts = []
    for parts in ((first, second), (second, first)):
        folder = tmp_path_factory.mktemp("union")
        with Archive(folder / "archive") as archive:
            for number, part in enumerate(parts):
                path = folder / f"{number}" / "WhatsApp Chat with Family.txt"
                path.parent.mkdir()
                path.write_text("25/12/2023, 08:00 - Ana: start\n" + "".join(part), encoding="utf-8")
                take(archive, path)
            counts.append(len(everything(archive)))
    assert counts[0] == counts[1]
    assert max(len(first), len(second)) + 1 <= counts[0] <= len(rows) + 1


def test_an_ambiguous_date_is_asked_and_nothing_is_stored(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Doubt.txt"
    path.write_text("03/04/2023, 09:00 - Ana: hello\n03/04/2023, 09:05 - Bo: hi\n", encoding="utf-8")
    report = take(archive, path)
    assert set(report.files[0].ambiguous[0].readings) >= {"dmy", "mdy"}
    assert report.files[0].conversations[0].messages == 2
    assert everything(archive) == []
    zone = gettz("Asia/Shanghai") or UTC
    import_export(archive, path, Choices(ReadOptions("mdy", zone)), lambda _: None)
    assert everything(archive)[0].local_time == "2023-03-04T09:00:00"


def test_telegram_times_are_exact_and_ids_are_kept(archive: Archive, tmp_path: Path) -> None:
    messages = [
        {
            "id": 7,
            "type": "message",
            "date": "2023-12-25T09:00:00",
            "date_unixtime": "1703494800",
            "from": "Ana",
            "from_id": "user1",
            "text": ["see ", {"type": "link", "text": "https://example.org"}],
            "reactions": [{"type": "emoji", "count": 2, "emoji": "👍"}],
        }
    ]
    chat = {"name": "Ana", "type": "personal_chat", "id": 99, "messages": messages}
    path = tmp_path / "result.json"
    path.write_text(json.dumps(chat), encoding="utf-8")
    take(archive, path)
    [message] = everything(archive)
    assert (message.key, message.text, iso_utc(message.sent_at)) == (
        "7",
        "see https://example.org",
        "2023-12-25T09:00:00Z",
    )
    assert message.reactions[0].count == 2


def test_what_is_no_export_is_told(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("just some notes\n", encoding="utf-8")
    with pytest.raises(UnknownExport, match="no importer knows"):
        take(archive, path)
    with pytest.raises(BrokenExport, match="no such file"):
        take(archive, tmp_path / "gone.zip")


def test_cancelling_keeps_what_was_committed(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat with Long.txt"
    rows = [f"25/12/2023, {n // 60 % 24:02}:{n % 60:02} - Ana: line {n}\n" for n in range(12_000)]
    path.write_text("".join(rows), encoding="utf-8")

    def stop(progress: Progress) -> None:
        if progress.done >= 10_000:
            raise Cancelled("enough")

    zone = gettz("Asia/Shanghai") or UTC
    with pytest.raises(Cancelled):
        import_export(archive, path, Choices(ReadOptions(zone=zone)), stop)
    assert len(everything(archive)) == 10_000
    assert take(archive, path).new == 2000


def test_media_can_stay_where_they_are(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "WhatsApp Chat with Family"
    folder.mkdir()
    (folder / "WhatsApp Chat with Family.txt").write_text(LINES, encoding="utf-8")
    (folder / "IMG-20231226-WA0001.jpg").write_bytes(picture(40, 20))
    take(archive, folder, copy_media=False)
    [attachment] = [item for message in everything(archive) for item in message.attachments if item.sha256]
    assert attachment.sha256 is not None
    assert archive.chats.media(attachment.sha256) == ("image/jpeg", str((folder / "IMG-20231226-WA0001.jpg").resolve()))
    assert list(MediaStore(archive.directory).stored()) == []


def test_media_that_moved_are_found_again_and_a_copy_stays_a_copy(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "WhatsApp Chat with Family"
    folder.mkdir()
    (folder / "WhatsApp Chat with Family.txt").write_text(LINES, encoding="utf-8")
    (folder / "IMG-20231226-WA0001.jpg").write_bytes(picture(40, 20))

    def reference(*, copy_media: bool) -> str | None:
        assert len(take(archive, folder, copy_media=copy_media).files) == 1
        [(_, found)] = archive.chats.stored_media()
        return found

    assert reference(copy_media=False) == str((folder / "IMG-20231226-WA0001.jpg").resolve())
    (tmp_path / "elsewhere").mkdir()
    folder = folder.rename(tmp_path / "elsewhere" / folder.name)
    assert reference(copy_media=False) == str((folder / "IMG-20231226-WA0001.jpg").resolve())
    assert reference(copy_media=True) is None
    assert reference(copy_media=False) is None


def test_thumbnails_are_upright_and_without_metadata(tmp_path: Path) -> None:
    store = MediaStore(tmp_path)
    media = store.add(io.BytesIO(picture(400, 200, orientation=6)), "turned.jpg")
    assert (media.width, media.height) == (200, 400)
    place = store.thumbnail(media.sha256, store.path(media.sha256), 100)
    assert place is not None
    with Image.open(place) as small:
        assert small.size == (50, 100)
        assert not small.getexif()


def test_what_is_no_picture_has_no_thumbnail(tmp_path: Path) -> None:
    store = MediaStore(tmp_path)
    media = store.add(io.BytesIO(b"\xff\xd8\xff no picture"), "fake.jpg")
    assert media.width is None
    assert store.thumbnail(media.sha256, store.path(media.sha256)) is None


def test_clock_changes_are_counted_not_hidden() -> None:
    zone = gettz("Europe/Berlin")
    assert zone is not None
    clock = WallClock(zone)
    assert iso_utc(clock.instant("2023-10-29T02:30:00")) == "2023-10-29T00:30:00Z"
    assert iso_utc(clock.instant("2023-07-01T12:00:01.250")) == "2023-07-01T10:00:01.250Z"
    assert clock.doubtful == 1
    assert clock.instant("2023-13-01T00:00:00") is None


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a running program can be set on Unix only")
def test_the_zone_of_this_machine_is_taken_with_its_history(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Moscow")
    time.tzset()
    try:
        clock = WallClock(local_zone())
        assert iso_utc(clock.instant("2012-06-01T12:00:00")) == "2012-06-01T08:00:00Z"
        assert iso_utc(clock.instant("2024-06-01T12:00:00")) == "2024-06-01T09:00:00Z"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_parts_of_one_archive_are_read_together_and_others_are_not() -> None:
    given = [Path(name) for name in ("fb-ana-2.zip", "chat.txt", "fb-ana-1.zip", "x/fb-ana-3.zip", "chat2.txt")]
    names = [[str(path) for path in group] for group in together(given)]
    assert names == [["fb-ana-2.zip", "fb-ana-1.zip"], ["chat.txt"], ["x/fb-ana-3.zip"], ["chat2.txt"]]


def test_a_picture_that_lies_in_another_part_is_found(archive: Archive, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "part-1.zip", "w") as first:
        first.writestr("WhatsApp Chat with Family.txt", LINES)
    with zipfile.ZipFile(tmp_path / "part-2.zip", "w") as second:
        second.writestr("IMG-20231226-WA0001.jpg", picture(40, 20))
    [group] = together([tmp_path / "part-1.zip", tmp_path / "part-2.zip"])
    report = import_export(archive, group, Choices(ReadOptions()), lambda _: None)
    assert report.files[0].conversations[0].media.found == 1


def test_first_and_last_are_those_in_time_where_some_times_have_milliseconds(archive: Archive, tmp_path: Path) -> None:
    """Compared as texts, "00Z" would stand behind "00.008Z" of the same second."""
    head = {"room_name": "Room", "room_creator": "@a:x", "topic": "", "export_date": "5/1/2024", "exported_by": "Ann"}
    event = {"type": "m.room.message", "sender": "@a:x", "content": {"msgtype": "m.text", "body": "hi"}}
    times = (1714536000000, 1714536000008)
    events = [{**event, "origin_server_ts": at, "event_id": f"${at}"} for at in times]
    (tmp_path / "export.json").write_text(json.dumps({**head, "messages": events}), encoding="utf-8")
    chat = take(archive, tmp_path / "export.json").files[0].conversations[0]
    assert (chat.first, chat.last) == ("2024-05-01T04:00:00Z", "2024-05-01T04:00:00.008Z")
