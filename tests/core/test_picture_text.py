"""This file is where the text in stored pictures is tested: read once, found everywhere, gone without a trace."""

import io
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from core.archive import Archive
from core.archive.connection import APPLICATION_ID, FILE_NAME
from core.archive.pictures import TRIES
from core.archive.words import WordFilter, term
from core.errors import Cancelled, ModelError
from core.forgetting import forget
from core.fragments import IMAGE_CHARACTERS, render
from core.index import DenseIndex
from core.indexing import index, rebuild
from core.media import MediaStore
from core.picture_text import PictureTools, read_pictures
from core.protocols import Pixels
from core.types import ExportedAttachment, Progress, StoredMedia
from core.undoing import undo
from core.verification import verify
from tests.core.conftest import FixedSegmenter, WordEmbedder, say, store

WIDTHS = {40: "tidal otter eightyeight", 50: "登机口二十七号", 60: "", 70: "squash laksa"}


@dataclass
class WidthReader:
    """Reads by the width of a picture (WIDTHS) and remembers what it was shown."""

    name = "widths"
    shown: list[int] = field(default_factory=list)
    broken: frozenset[int] = frozenset()

    def read(self, picture: Pixels, check: Callable[[], None]) -> str:
        check()
        self.shown.append(picture.shape[1])
        if picture.shape[1] in self.broken:
            raise ModelError("no memory")
        return WIDTHS[picture.shape[1]]


def silent(_: Progress) -> None:
    return


def picture(archive: Archive, width: int, name: str = "a.png") -> StoredMedia:
    stream = io.BytesIO()
    Image.new("RGB", (width, 30), (width, 2, 3)).save(stream, "PNG")
    stream.seek(0)
    return MediaStore(archive.directory).add(stream, name)


def sent(archive: Archive, title: str, widths: list[int], first: int = 0) -> int:
    """A conversation with one picture a message, an hour apart, and a line after each."""
    number = 0
    for place, width in enumerate(widths):
        attachment = ExportedAttachment("image", f"{title}-{width}.png", "found", "")
        minute = first + 60 * place
        messages = [say("Ana", "", minute, attachments=(attachment,), key=f"p{minute}")]
        number, _ = store(archive, title, messages, [picture(archive, width)])
        store(archive, title, [say("Bo", f"line {place}", minute + 1, key=f"l{minute}")])
    return number


@pytest.fixture
def dense(archive: Archive, embedder: WordEmbedder) -> DenseIndex:
    return DenseIndex(archive.directory, embedder.name)


@pytest.fixture
def reader() -> WidthReader:
    return WidthReader()


@pytest.fixture
def tools(reader: WidthReader, embedder: WordEmbedder, dense: DenseIndex) -> PictureTools:
    return PictureTools(reader, embedder, dense)


def indexed(archive: Archive, tools: PictureTools) -> None:
    index(archive, (FixedSegmenter(2), tools.embedder), tools.dense, silent)


def found(archive: Archive, words: str) -> list[str]:
    expression = term(words)
    assert expression is not None
    ids = archive.words.newest([expression], WordFilter(), 10).tolist()
    return [
        message.attachments[0].name if message.attachments else message.text for message in archive.chats.messages(ids)
    ]


def test_words_that_stand_only_in_a_picture_are_found_word_for_word_and_by_meaning(
    archive: Archive, tools: PictureTools
) -> None:
    sent(archive, "Flat", [40, 50, 60])
    indexed(archive, tools)
    fragments = archive.cuts.count()
    done = read_pictures(archive, tools, silent)
    assert (done.read, done.with_text, done.unreadable) == (3, 2, [])
    assert found(archive, "otter") == ["Flat-40.png"]
    assert found(archive, "登机口") == ["Flat-50.png"]
    (number, _) = tools.dense.query(tools.embedder.embed_query("tidal otter"), 1)[0]
    shown = archive.chats.messages(archive.cuts.fragments([number])[number].message_ids)
    assert "tidal otter eightyeight" in render(shown)
    assert archive.cuts.count() == fragments
    assert archive.cuts.pending_messages() == 0
    assert verify(archive, tools.dense, silent).sound


def test_the_picture_that_was_sent_last_is_read_first_and_each_file_once(
    archive: Archive, tools: PictureTools, reader: WidthReader
) -> None:
    sent(archive, "Flat", [40, 50, 60, 40])
    sent(archive, "Work", [70, 40], first=600)
    seen: list[Progress] = []
    read_pictures(archive, tools, seen.append)
    assert reader.shown == [40, 70, 60, 50]
    assert len(found(archive, "otter")) == 3
    assert seen[0] == Progress("pictures", 0, 4)
    assert seen[-1] == Progress("pictures", 4, 4)
    read_pictures(archive, tools, silent)
    assert len(reader.shown) == 4


def test_a_known_picture_that_is_sent_again_has_its_text_without_being_read(
    archive: Archive, tools: PictureTools, reader: WidthReader
) -> None:
    sent(archive, "Flat", [40])
    indexed(archive, tools)
    read_pictures(archive, tools, silent)
    sent(archive, "Flat", [40])  # the same export again
    assert archive.pictures.waiting() == []
    sent(archive, "Work", [40], first=600)
    indexed(archive, tools)
    assert len(archive.pictures.waiting()) == 1
    read_pictures(archive, tools, silent)
    assert reader.shown == [40]
    assert sorted(found(archive, "otter")) == ["Flat-40.png", "Work-40.png"]
    assert verify(archive, tools.dense, silent).sound


def test_pictures_that_are_read_before_they_are_indexed_lose_nothing(archive: Archive, tools: PictureTools) -> None:
    sent(archive, "Flat", [40])
    read_pictures(archive, tools, silent)
    assert found(archive, "otter") == ["Flat-40.png"]
    indexed(archive, tools)
    (_, score) = tools.dense.query(tools.embedder.embed_query("tidal otter"), 1)[0]
    assert score > 0.4


def test_stopping_loses_at_most_the_picture_in_hand(archive: Archive, tools: PictureTools, reader: WidthReader) -> None:
    sent(archive, "Flat", [40, 50, 70])
    indexed(archive, tools)

    def stop(progress: Progress) -> None:
        if progress.done == 2:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        read_pictures(archive, tools, stop)
    for _ in range(TRIES + 1):  # a stop is not the picture's fault
        with pytest.raises(Cancelled):
            read_pictures(archive, tools, _stop_within())
    assert reader.shown == [70, 50]
    assert verify(archive, tools.dense, silent).sound
    assert read_pictures(archive, tools, silent).read == 1
    assert reader.shown == [70, 50, 40]
    assert archive.pictures.totals().waiting == 0


def _stop_within() -> Callable[[Progress], None]:
    """Stops at the check inside the reader: the second time that the same step is reported."""
    seen: list[Progress] = []

    def stop(progress: Progress) -> None:
        seen.append(progress)
        if seen.count(progress) > 1:
            raise Cancelled("enough")

    return stop


def test_what_cannot_be_read_is_told_once_and_not_tried_again(
    archive: Archive, tools: PictureTools, reader: WidthReader
) -> None:
    reader.broken = frozenset({50})
    sent(archive, "Flat", [40, 50])
    broken = MediaStore(archive.directory).add(io.BytesIO(b"no picture"), "heart.jpg")
    attachment = ExportedAttachment("image", "heart.jpg", "found", "")
    store(archive, "Flat", [say("Bo", "", 900, attachments=(attachment,))], [broken])
    assert sorted(read_pictures(archive, tools, silent).unreadable) == ["Flat-50.png", "heart.jpg"]
    totals = archive.pictures.totals()
    assert (totals.read, totals.with_text, totals.unreadable, totals.waiting) == (1, 1, 2, 0)
    read_pictures(archive, tools, silent)
    assert reader.shown == [50, 40]


def test_voice_notes_videos_and_documents_are_no_pictures(archive: Archive, tools: PictureTools) -> None:
    for kind in ("voice", "video", "file"):
        stored = MediaStore(archive.directory).add(io.BytesIO(kind.encode()), f"a.{kind}")
        attachment = ExportedAttachment(kind, f"a.{kind}", "found", "")  # type: ignore[arg-type]
        store(archive, "Flat", [say("Bo", kind, 1, attachments=(attachment,))], [stored])
    assert archive.pictures.waiting() == []


def test_a_screenshot_that_was_sent_as_a_document_is_read(archive: Archive, tools: PictureTools) -> None:
    attachment = ExportedAttachment("file", "scan.png", "found", "")
    store(archive, "Flat", [say("Bo", "", 1, attachments=(attachment,))], [picture(archive, 70)])
    assert read_pictures(archive, tools, silent).with_text == 1
    assert found(archive, "laksa") == ["scan.png"]


def test_a_file_that_is_gone_waits_until_it_comes_back(
    archive: Archive, tools: PictureTools, reader: WidthReader
) -> None:
    sent(archive, "Flat", [40])
    media = MediaStore(archive.directory)
    (digest,) = archive.pictures.waiting()
    media.path(digest).unlink()
    assert read_pictures(archive, tools, silent).unreadable == []
    picture(archive, 40)
    assert read_pictures(archive, tools, silent).read == 1


def test_a_picture_that_ends_the_program_again_and_again_is_left_alone(
    archive: Archive, tools: PictureTools, reader: WidthReader
) -> None:
    sent(archive, "Flat", [40])
    (digest,) = archive.pictures.waiting()
    for _ in range(TRIES):
        with archive.transaction():
            assert archive.pictures.begin(digest)
    assert read_pictures(archive, tools, silent).unreadable == ["Flat-40.png"]
    assert reader.shown == []


def test_an_edit_keeps_the_words_index_right_for_a_message_whose_picture_was_read(
    archive: Archive, tools: PictureTools
) -> None:
    attachment = ExportedAttachment("image", "bill.png", "found", "")
    first = say("Ana", "the bill", 1, attachments=(attachment,), key="1")
    store(archive, "Flat", [first], [picture(archive, 70)])
    indexed(archive, tools)
    read_pictures(archive, tools, silent)
    store(archive, "Flat", [first._replace(text="our bill", edited_at=first.sent_at + 5)], [picture(archive, 70)])
    assert (found(archive, "our"), found(archive, "laksa")) == (["bill.png"], ["bill.png"])
    assert found(archive, '"the"') == []
    indexed(archive, tools)
    rebuild(archive, tools.dense, silent)
    assert found(archive, "laksa") == ["bill.png"]
    assert verify(archive, tools.dense, silent).sound


def test_the_text_in_a_picture_is_bounded_in_a_fragment_and_whole_in_exact_search(
    archive: Archive, tools: PictureTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(WIDTHS, 80, "word " * 700 + "lastword")
    number = sent(archive, "Flat", [80])
    indexed(archive, tools)
    read_pictures(archive, tools, silent)
    assert found(archive, "lastword") == ["Flat-80.png"]
    text = render(archive.chats.messages(archive.chats.message_ids(number)))
    assert IMAGE_CHARACTERS < len(text) < IMAGE_CHARACTERS + 100


@pytest.mark.parametrize("also_elsewhere", [False, True])
def test_forgetting_a_conversation_leaves_nothing_that_was_read_in_its_pictures(
    tmp_path: Path, embedder: WordEmbedder, also_elsewhere: bool
) -> None:
    folder = tmp_path / "archive"
    with Archive(folder) as archive:
        tools = PictureTools(WidthReader(), embedder, DenseIndex(folder, embedder.name))
        number = sent(archive, "Flat", [40, 70])
        if also_elsewhere:
            sent(archive, "Work", [70], first=600)
        indexed(archive, tools)
        read_pictures(archive, tools, silent)
        assert found(archive, "otter")
        forget(archive, tools.dense, number)
        assert found(archive, "otter") == []
        assert found(archive, "laksa") == (["Work-70.png"] if also_elsewhere else [])
        assert archive.pictures.totals().read == also_elsewhere
        assert archive.damage() == archive.words_faults() == []
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"tidal" not in everything
    assert b"eightyeight" not in everything
    assert (b"laksa" in everything) == also_elsewhere


def test_undoing_an_import_takes_what_was_read_with_it(archive: Archive, tools: PictureTools) -> None:
    sent(archive, "Flat", [40])
    sent(archive, "Work", [40, 70], first=600)
    indexed(archive, tools)
    read_pictures(archive, tools, silent)
    work = [record.id for record in archive.history.all()][:4]  # an import for each picture and each line
    for number in work:
        undo(archive, number)
    assert found(archive, "laksa") == []
    assert found(archive, "otter") == ["Flat-40.png"]
    assert archive.pictures.totals().read == 1
    indexed(archive, tools)
    assert verify(archive, tools.dense, silent).sound


def test_an_archive_of_the_second_version_gets_its_pictures_read(tmp_path: Path, embedder: WordEmbedder) -> None:
    folder = tmp_path / "archive"
    with Archive(folder) as archive:
        sent(archive, "Flat", [40])
    connection = sqlite3.connect(folder / FILE_NAME)
    for table in ("questions", "judgements", "waiting_imports"):
        connection.execute(f"DROP TABLE {table}")
    for column in ("text", "text_tries", "unreadable"):
        connection.execute(f"ALTER TABLE media DROP COLUMN {column}")
    connection.execute("PRAGMA user_version = 2")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.commit()
    connection.close()
    with Archive(folder) as archive:
        tools = PictureTools(WidthReader(), embedder, DenseIndex(folder, embedder.name))
        assert archive.pictures.totals().waiting == 1
        read_pictures(archive, tools, silent)
        assert found(archive, "otter") == ["Flat-40.png"]


_KILLED = """
import os, sys
from pathlib import Path
from core.archive import Archive
from core.index import DenseIndex
from core.picture_text import PictureTools, read_pictures
from tests.core.conftest import WordEmbedder
from tests.core.test_picture_text import WidthReader

class Deadly(WidthReader):
    def read(self, picture, check):
        if len(self.shown) == 1:
            os.kill(os.getpid(), 9)
        return super().read(picture, check)

folder, embedder = Path(sys.argv[1]), WordEmbedder()
with Archive(folder) as archive:
    tools = PictureTools(Deadly(), embedder, DenseIndex(folder, embedder.name))
    read_pictures(archive, tools, lambda _: None)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
def test_a_killed_run_goes_on_where_it_was(archive: Archive, tools: PictureTools, reader: WidthReader) -> None:
    sent(archive, "Flat", [40, 50, 70])
    indexed(archive, tools)
    command = [sys.executable, "-c", _KILLED, str(archive.directory)]
    ended = subprocess.run(command, check=False, env=os.environ, cwd=Path(__file__).parents[2])
    assert ended.returncode == -9
    assert found(archive, "laksa") == ["Flat-70.png"]
    read_pictures(archive, tools, silent)
    assert reader.shown == [50, 40]
    assert verify(archive, tools.dense, silent).sound
