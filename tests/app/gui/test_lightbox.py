"""This file is where it is tested how a picture is looked at large: zoom, the way to the next, what its file says."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.gui.look import language
from app.gui.main import application
from app.gui.messages.lightbox import Lightbox
from app.gui.messages.lightbox_canvas import Canvas
from app.gui.messages.lightbox_loading import LARGEST_AREA, _held
from app.gui.work.lanes import Lane
from app.gui.work.pictures import load, upright_size
from core.types import Attachment, Message
from tests.app.gui.fake_session import FakeArchive, FakeSession, harbour

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def archive(tmp_path: Path) -> FakeArchive:
    """Four pictures in the first conversation."""
    archive = harbour(tmp_path)
    for number in archive.ids[1][2:4]:
        archive.add_picture(number, f"more{number}.png", (1500, 1000))
    return archive


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    application()
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    QLineEdit(window).setObjectName("before")
    window.show()
    qtbot.waitExposed(window)
    return window


@pytest.fixture
def box(window: QWidget, archive: FakeArchive) -> Iterator[Lightbox]:
    lane = Lane("looking", lambda: FakeSession(archive), lambda error: None)  # type: ignore[arg-type, return-value]
    language.choose("en")
    yield Lightbox(lane, window)
    lane.close()


def shown(archive: FakeArchive) -> list[tuple[Attachment, Message]]:
    messages = [archive.messages[number] for number in archive.ids[1]]
    return [(item, message) for message in messages for item in message.attachments]


def opened(box: Lightbox, archive: FakeArchive, qtbot: QtBot, at: int = 0) -> tuple[Attachment, Message]:
    pair = shown(archive)[at]
    box.show_picture(*pair)
    qtbot.waitUntil(lambda: box.ready and box.place[1] == len(shown(archive)))
    return pair


def wheel(canvas: Canvas, at: QPointF, turned: int) -> None:
    event = QWheelEvent(
        at, canvas.mapToGlobal(at), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton, NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


# -------------------------------------------------------------------- from one picture to the next


def test_arrows_go_through_the_pictures_of_the_conversation_and_stop_at_its_ends(
    box: Lightbox, archive: FakeArchive, qtbot: QtBot
) -> None:
    opened(box, archive, qtbot)
    assert box.place == (0, 4)
    assert "1 of 4" in box._zoom._place.text()
    assert not box._previous.isVisible()
    qtbot.keyClick(box, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: box._shown == shown(archive)[1][0].id)
    qtbot.keyClick(box, Qt.Key.Key_End)
    assert box.place == (3, 4)
    assert not box._next.isVisible()
    qtbot.keyClick(box, Qt.Key.Key_Right)
    assert box.place == (3, 4)
    qtbot.keyClick(box, Qt.Key.Key_Left)
    qtbot.mouseClick(box._previous, Qt.MouseButton.LeftButton)
    assert box.place == (1, 4)


def test_neighbours_are_loaded_before_they_are_asked_for(box: Lightbox, archive: FakeArchive, qtbot: QtBot) -> None:
    opened(box, archive, qtbot, at=1)
    ids = [item.id for item, _ in shown(archive)]
    qtbot.waitUntil(lambda: all(box._loading.seen(each) is not None for each in ids[:3]))
    box.step(1)
    assert box.ready
    assert box._shown == ids[2]


def test_a_card_leads_only_through_its_own_pictures(box: Lightbox, archive: FakeArchive, qtbot: QtBot) -> None:
    pairs = shown(archive)[1:3]
    box.show_picture(*pairs[1], pairs)
    qtbot.waitUntil(lambda: box.ready)
    assert box.place == (1, 2)
    box.show_picture(*pairs[0], pairs[:1])
    qtbot.waitUntil(lambda: box.ready)
    qtbot.wait(30)
    assert box.place == (0, 1)


def test_a_long_list_is_known_by_its_ids_alone(box: Lightbox, archive: FakeArchive, qtbot: QtBot) -> None:
    ids = [item.id for item, _ in shown(archive)]
    box.show_among(ids, 2)
    qtbot.waitUntil(lambda: box._shown == ids[2])
    assert box._head._title._whole == shown(archive)[2][0].name


def test_tab_stays_inside_and_closing_gives_the_keyboard_back(
    window: QWidget, box: Lightbox, archive: FakeArchive, qtbot: QtBot
) -> None:
    before = window.findChild(QLineEdit, "before")
    assert before is not None
    before.setFocus()
    opened(box, archive, qtbot)
    for _ in range(20):
        qtbot.keyClick(QApplication.focusWidget() or box, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is box or (focus is not None and box.isAncestorOf(focus))
    qtbot.keyClick(QApplication.focusWidget() or box, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert before.hasFocus()


# -------------------------------------------------------------------- zoom


def test_the_wheel_zooms_where_the_pointer_is(box: Lightbox, archive: FakeArchive, qtbot: QtBot) -> None:
    opened(box, archive, qtbot)
    canvas, at = box._canvas, QPointF(200, 150)
    canvas.show_share(1.0)
    before = canvas._in_picture(at)
    wheel(canvas, at, 120)
    assert canvas.share > 1.2
    after = canvas._in_picture(at)
    assert (after - before).manhattanLength() < 0.01
    for _ in range(60):
        wheel(canvas, at, 120)
    assert canvas.share <= 16 * canvas.devicePixelRatioF()


def test_keys_zoom_fit_and_show_the_own_size(box: Lightbox, archive: FakeArchive, qtbot: QtBot) -> None:
    opened(box, archive, qtbot)
    canvas = box._canvas
    assert canvas.fitted
    fitted = canvas.share
    qtbot.keyClicks(box, "+")
    assert canvas.share == pytest.approx(fitted * 1.25)
    qtbot.keyClicks(box, "1")
    assert canvas.share == pytest.approx(1.0)
    assert box._zoom._share.text() == "100 %"
    qtbot.keyClicks(box, "0")
    assert canvas.fitted
    qtbot.keyClicks(box, "---")
    assert canvas.where().width() <= canvas.width()


def test_a_double_click_goes_between_the_whole_picture_and_its_own_size(
    box: Lightbox, archive: FakeArchive, qtbot: QtBot
) -> None:
    opened(box, archive, qtbot)
    canvas = box._canvas
    middle = canvas.where().center().toPoint()
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=middle)
    assert canvas.share == pytest.approx(1.0)
    assert not canvas.fitted
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=middle)
    assert canvas.fitted
    assert box.isVisible()


def test_dragging_moves_a_zoomed_picture_and_no_gap_opens(box: Lightbox, archive: FakeArchive, qtbot: QtBot) -> None:
    opened(box, archive, qtbot)
    canvas = box._canvas
    canvas.show_share(3.0)
    left = canvas.where().x()
    start = QPoint(canvas.width() // 2, canvas.height() // 2)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(canvas, start + QPoint(-60, 0))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start + QPoint(-60, 0))
    assert canvas.where().x() == pytest.approx(left - 60)
    canvas.move_by(-1e6, -1e6)
    assert canvas.where().right() == pytest.approx(canvas.width())
    assert box.isVisible()


def test_a_click_beside_the_picture_closes_and_one_on_it_does_not(
    box: Lightbox, archive: FakeArchive, qtbot: QtBot
) -> None:
    opened(box, archive, qtbot)
    qtbot.mouseClick(box._canvas, Qt.MouseButton.LeftButton, pos=box._canvas.where().center().toPoint())
    assert box.isVisible()
    qtbot.mouseClick(box._canvas, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert not box.isVisible()


def test_zooming_into_a_large_picture_loads_its_other_pixels(box: Lightbox, archive: FakeArchive, qtbot: QtBot) -> None:
    number = archive.ids[1][4]
    archive.add_picture(number, "wide.png", (5000, 900))
    pair = next(each for each in shown(archive) if each[0].name == "wide.png")
    box.show_picture(*pair, [pair])
    qtbot.waitUntil(lambda: box.ready)
    first = box._canvas.image
    assert first is not None
    assert first.width() <= 3200
    box._canvas.show_share(1.0)
    qtbot.waitUntil(lambda: box._canvas.image is not None and box._canvas.image.width() == 5000)
    assert box._canvas.share == pytest.approx(1.0)


def test_of_a_huge_picture_only_so_many_pixels_are_held() -> None:
    held = _held(QSize(12_000, 9_000))
    assert held.width() * held.height() <= LARGEST_AREA
    assert held.width() / held.height() == pytest.approx(4 / 3, rel=0.01)


def test_painting_a_large_picture_takes_no_more_than_a_frame(qtbot: QtBot) -> None:
    import time

    application()
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(1280, 700)
    image = QImage(6000, 4000, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    canvas.show_image(image, image.size())
    for share in (0.5, 1.0, 3.0):
        canvas.show_share(share)
        canvas.grab()
        began = time.perf_counter()
        canvas.grab()
        assert time.perf_counter() - began < 0.1


# -------------------------------------------------------------------- what the file says


def photographed(archive: FakeArchive, number: int) -> tuple[Attachment, Message]:
    """A photograph with time, camera and place hangs on the message."""
    sha = archive.add_picture(number, "camera.png")
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Google", "Pixel 7"
    exif.get_ifd(0x8769)[0x9003] = "2024:05:03 14:05:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (38.0, 43.0, 20.0), 3: "W", 4: (9.0, 8.0, 22.0)})
    path = archive.media[sha].with_suffix(".jpg")
    Image.new("RGB", (40, 30)).save(path, exif=exif)
    archive.media[sha] = path
    return next(each for each in shown(archive) if each[0].sha256 == sha)


def test_time_and_camera_are_told_and_the_place_only_when_asked(
    box: Lightbox, archive: FakeArchive, qtbot: QtBot
) -> None:
    pair = photographed(archive, archive.ids[1][5])
    box.show_picture(*pair, [pair])
    qtbot.waitUntil(lambda: box.ready)
    column = box._column
    assert column._facts.text().startswith("Taken 3 May 2024 14:05, ")
    assert "Google Pixel 7" in column._facts.text()
    assert "38." not in column._place.text()
    assert "Sharing leaves that out" in column._place.text()
    qtbot.mouseClick(column.ask, Qt.MouseButton.LeftButton)
    assert "38.72222" in column._place.text()
    box.show_picture(*pair, [pair])
    qtbot.waitUntil(lambda: box.ready)
    assert "38." not in column._place.text()


def test_read_text_is_copied_by_its_button(box: Lightbox, archive: FakeArchive, qtbot: QtBot) -> None:
    number = archive.ids[1][8]
    item = archive.messages[number].attachments[0]
    archive.change(number, attachments=(replace(item, ocr_text="tidal-otter-88\n请轻声"),))
    box.show_picture(item, archive.messages[number])
    qtbot.waitUntil(lambda: box._column.written.toPlainText() != "")
    qtbot.mouseClick(box._column.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == "tidal-otter-88\n请轻声"


def test_an_animation_plays(box: Lightbox, archive: FakeArchive, qtbot: QtBot) -> None:
    number = archive.ids[1][6]
    sha = archive.add_picture(number, "dance.png")
    path = archive.media[sha].with_suffix(".gif")
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue", "green")]
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=20, loop=0)
    archive.media[sha] = path
    pair = next(each for each in shown(archive) if each[0].sha256 == sha)
    box.show_picture(*pair, [pair])
    seen: set[int] = set()

    def colours() -> bool:
        image = box._canvas.image
        if image is not None:
            seen.add(image.pixel(5, 5))
        return len(seen) >= 2

    qtbot.waitUntil(colours)
    box.hide()
    assert box._canvas._movie is None


# -------------------------------------------------------------------- what cannot be shown


def test_a_header_that_claims_200_megapixels_is_refused_without_decoding(
    box: Lightbox, archive: FakeArchive, qtbot: QtBot
) -> None:
    number = archive.ids[1][7]
    sha = archive.add_picture(number, "bomb.png", (40, 30))
    path = archive.media[sha]
    raw = bytearray(path.read_bytes())
    raw[16:24] = (20_000).to_bytes(4, "big") + (10_000).to_bytes(4, "big")
    import zlib

    raw[29:33] = zlib.crc32(raw[12:29]).to_bytes(4, "big")
    path.write_bytes(raw)
    pair = next(each for each in shown(archive) if each[0].sha256 == sha)
    box.show_picture(*pair, [pair])
    qtbot.waitUntil(lambda: box.ready)
    assert box._state() == "large"
    assert box._picture is None


def test_a_picture_that_really_has_121_megapixels_is_refused_and_its_header_read_at_once(tmp_path: Path) -> None:
    path = tmp_path / "wall.png"
    Image.new("1", (12_000, 10_100)).save(path, compress_level=1)
    assert upright_size(path) == QSize(12_000, 10_100)
    assert load(path, QSize(3200, 2400)) is None


def test_a_file_that_is_gone_or_no_picture_is_told(box: Lightbox, archive: FakeArchive, qtbot: QtBot) -> None:
    first, second = shown(archive)[:2]
    archive.media[first[0].sha256 or ""].write_bytes(b"\x89PNG\r\n\x1a\nnothing of the kind")
    box.show_picture(*first, [first, second])
    qtbot.waitUntil(lambda: box.ready)
    assert box._state() == "unreadable"
    del archive.media[second[0].sha256 or ""]
    box._loading.begin([first, second])
    box.step(1)
    qtbot.waitUntil(lambda: box.ready)
    assert box._state() == "gone"
