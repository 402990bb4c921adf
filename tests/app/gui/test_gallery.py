"""This file is where it is tested how a person looks through all pictures and files."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui.desk import Desk
from app.gui.gallery import files as stored_files
from app.gui.gallery.model import GalleryModel
from app.gui.gallery.narrowing import Narrowing
from app.gui.gallery.page import GalleryPage
from app.gui.gallery.sections import HEADING, LARGE, LINES, SMALL, Sections
from app.gui.gallery.view import GalleryView
from app.gui.main import application, open_window
from app.gui.search.chips import ChipLabel
from app.gui.work.lanes import Lane
from app.gui.work.pictures import Pictures
from app.session import Session, bundled_demo
from app.settings import Settings
from core.errors import Cancelled
from core.types import Attachment, MediaItem, MediaRows, Message, Person, Progress
from tests.app.gui.fake_session import FakeArchive, FakeSession, harbour

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
JUNE = date(2024, 6, 1).toordinal()


def hang(archive: FakeArchive, message_id: int, **values: Any) -> Attachment:
    """Another attachment on a message; its file exists where it is found."""
    there = archive.messages[message_id].attachments
    made = Attachment(90_000 + message_id * 10 + len(there), message_id, **values)
    archive.change(message_id, attachments=(*there, made))
    if made.sha256 is not None:
        path = archive.folder / f"stored-{made.sha256[:8]}"
        path.write_bytes(b"what was sent")
        archive.media[made.sha256] = path
    return made


@pytest.fixture
def archive(tmp_path: Path) -> FakeArchive:
    """Four pictures of two people, a file, a voice message, and one picture that was left out."""
    archive = harbour(tmp_path)
    ids = archive.ids[1]
    for number in ids[2:4]:
        archive.add_picture(number, f"more{number}.png", (60, 40))
    hang(archive, ids[6], kind="file", name="offer.pdf", status="found", sha256="aa" * 32, size=1200)
    hang(archive, ids[7], kind="voice", name="note.opus", status="found", sha256="bb" * 32, size=900)
    hang(archive, ids[9], kind="image", name="gone.jpg", status="not_exported")
    return archive


@pytest.fixture
def desk(archive: FakeArchive, qtbot: QtBot) -> Iterator[Desk]:
    application()
    desk = open_window(lambda directory: FakeSession(archive, directory), None, Settings(theme="light", language="en"))  # type: ignore[arg-type, return-value]
    desk.window.show()
    qtbot.waitExposed(desk.window)
    desk.begin()
    qtbot.waitUntil(lambda: desk.window.page is desk.window.home)
    yield desk
    desk.leaving.leave()
    desk.window.deleteLater()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> GalleryPage:
    desk.window.rail.gallery.emit()
    page = desk.window.gallery
    qtbot.waitUntil(lambda: desk.window.page is page and loaded(page))
    return page


def loaded(page: GalleryPage) -> bool:
    rows = page.model.rowCount()
    return bool(rows) and all(page.model.item(row) is not None for row in range(rows))


def names(page: GalleryPage) -> list[str]:
    items = [page.model.item(row) for row in range(page.model.rowCount())]
    return [item.attachment.name for item in items if item is not None]


def wait_for(qtbot: QtBot, page: GalleryPage, wanted: Sequence[str]) -> None:
    qtbot.waitUntil(lambda: names(page) == list(wanted))


def type_in(desk: Desk, qtbot: QtBot, text: str) -> None:
    field = desk.window.search.field
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)


# -------------------------------------------------------------------- what is shown


def test_the_rail_and_its_key_open_all_pictures_newest_first(desk: Desk, page: GalleryPage, qtbot: QtBot) -> None:
    assert names(page) == ["view.png", "map.png", "more4.png", "more3.png"]
    assert page.tabs["pictures"].text() == "Pictures  4"
    qtbot.waitUntil(lambda: page.tabs["files"].text() == "Files  2")
    desk.go_home()
    qtbot.keyClick(desk.window, Qt.Key.Key_G, CTRL_SHIFT)
    assert desk.window.page is page


def test_what_was_left_out_is_counted_and_never_shown(page: GalleryPage) -> None:
    assert "gone.jpg" not in names(page)
    assert not page._foot.isHidden()
    assert page._left_out.text().startswith("1 ")


def test_files_and_voice_have_a_tab_of_their_own(page: GalleryPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.tabs["files"].text() == "Files  2")
    qtbot.mouseClick(page.tabs["files"], Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, ["note.opus", "offer.pdf"])
    assert not page.size_switch.isVisible()
    assert page.tabs["files"].isChecked()
    assert not page.tabs["pictures"].isChecked()


def test_an_archive_without_pictures_says_why_and_leads_to_the_files(
    desk: Desk, archive: FakeArchive, qtbot: QtBot
) -> None:
    for number, message in archive.messages.items():
        archive.change(number, attachments=tuple(each for each in message.attachments if each.kind == "file"))
    desk.gallery.show()
    page = desk.window.gallery
    qtbot.waitUntil(lambda: page.nothing.isVisible() and page.nothing.switch.isVisible())
    assert page.nothing.title.text() == "No pictures yet"
    qtbot.mouseClick(page.nothing.switch, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, ["offer.pdf"])


# -------------------------------------------------------------------- the search field


def test_the_search_field_filters_while_one_types_and_lists_no_matches(
    desk: Desk, page: GalleryPage, qtbot: QtBot
) -> None:
    assert "pictures" in desk.window.search.field.placeholderText()
    type_in(desk, qtbot, "boat")
    wait_for(qtbot, page, ["view.png"])
    assert not desk.window.suggestions.isVisible()
    assert desk.window.page is page


def test_filters_are_completed_here_too(desk: Desk, page: GalleryPage, qtbot: QtBot) -> None:
    type_in(desk, qtbot, "from:")
    qtbot.waitUntil(desk.window.suggestions.isVisible)
    qtbot.wait(300)  # longer than it takes until what is typed is looked for
    assert desk.window.suggestions.isVisible()
    assert desk.window.page is page


def test_enter_asks_the_gallery_and_chips_show_how_it_was_understood(
    desk: Desk, page: GalleryPage, archive: FakeArchive, qtbot: QtBot
) -> None:
    desk.window.search.show_text("from:Nora boat")
    qtbot.keyClick(desk.window.search.field, Qt.Key.Key_Return)
    wait_for(qtbot, page, ["view.png"])
    assert desk.window.page is page
    assert [chip.chip.kind for chip in desk.window.search.findChildren(ChipLabel)] == ["from"]
    assert not any("boat" in each for each in archive.asked)


def test_text_that_was_read_in_a_picture_finds_it(
    desk: Desk, page: GalleryPage, archive: FakeArchive, qtbot: QtBot
) -> None:
    number = archive.ids[1][8]
    item = archive.messages[number].attachments[0]
    archive.change(number, attachments=(replace(item, ocr_text="PLATFORM NINE"),))
    desk.window.search.asked.emit("platform")
    wait_for(qtbot, page, ["map.png"])


def test_a_filter_that_is_wrong_is_told_only_when_asked(desk: Desk, page: GalleryPage, qtbot: QtBot) -> None:
    desk.gallery.look_for("before:", asked=False)
    desk.gallery.look_for("before:nonsense", asked=False)
    qtbot.wait(60)
    assert not desk.window.banner.isVisible()
    desk.window.search.asked.emit("before:nonsense")
    qtbot.waitUntil(desk.window.banner.isVisible)


def test_nothing_fits_and_everything_comes_back(desk: Desk, page: GalleryPage, qtbot: QtBot) -> None:
    desk.window.search.asked.emit("zeppelin")
    qtbot.waitUntil(page.nothing.isVisible)
    assert page.nothing.title.text() == "No picture fits this"
    qtbot.mouseClick(page.nothing.clear, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(names(page)) == 4)
    assert desk.window.search.text() == ""


def test_esc_leaves_and_the_field_belongs_to_the_search_again(
    desk: Desk, page: GalleryPage, archive: FakeArchive, qtbot: QtBot
) -> None:
    desk.window.search.asked.emit("boat")
    wait_for(qtbot, page, ["view.png"])
    desk.window.search.left.emit()
    assert desk.window.page is desk.window.home
    assert desk.window.search.text() == ""
    assert "pictures" not in desk.window.search.field.placeholderText()
    desk.window.search.asked.emit("boat")
    qtbot.waitUntil(lambda: desk.window.page is desk.window.results and "boat" in archive.asked)


# -------------------------------------------------------------------- person, period, size


def test_one_person_can_be_chosen(page: GalleryPage, qtbot: QtBot, desk: Desk) -> None:
    page.show_people([Person(sum(map(ord, name)), "x", name, name, sum(map(ord, name))) for name in ("Nora", "Tomás")])
    page._show_rows()
    offered = [page.person.itemText(at) for at in range(page.person.count())]
    assert offered[0] == "Everybody"
    assert {each.strip("\u2068\u2069").split("\u2069")[0] for each in offered[1:]} == {"Nora", "Tomás"}
    page.person.setCurrentIndex(page.person.findData(sum(map(ord, "Nora"))))
    page.person.activated.emit(page.person.currentIndex())
    wait_for(qtbot, page, ["view.png", "more3.png"])
    page.show_tab("files")
    assert page.narrowing.person is None


def rows(days: Sequence[int], senders: Sequence[int] = (), there: Sequence[bool] = ()) -> MediaRows:
    count = len(days)
    return MediaRows(
        np.arange(1, count + 1),
        np.array(senders or [1] * count, np.int64),
        np.array(days, np.int64),
        np.array(there or [True] * count, np.bool_),
    )


def test_person_and_period_narrow_together_and_merged_accounts_are_one() -> None:
    narrowing = Narrowing()
    narrowing.show_people(
        [Person(1, "a", "k", "Ana", 1), Person(2, "b", "k", "Ana B.", 1), Person(3, "b", "j", "Bo", 3)]
    )
    narrowing.show_rows(rows([JUNE + 9, JUNE + 5, JUNE, 0], [1, 2, 3, 1], [True, True, True, False]))
    assert [(each.name, each.count) for each in narrowing.senders()] == [("Ana", 2), ("Bo", 1)]
    narrowing.person = 1
    assert narrowing.shown.ids.tolist() == [1, 2]
    assert narrowing.left_out == 1
    assert narrowing.days() == [(date(2024, 6, 6), 1), (date(2024, 6, 10), 1)]
    narrowing.period = date(2024, 6, 1), date(2024, 6, 6)
    assert narrowing.shown.ids.tolist() == [2]
    assert narrowing.left_out == 0


def test_a_period_of_the_timeline_narrows_and_its_end_brings_all_back(page: GalleryPage, qtbot: QtBot) -> None:
    page.show_found("pictures", rows([JUNE + 70, JUNE + 40, JUNE]))
    assert page.timeline.isVisible()
    page.timeline.select(date(2024, 7, 1), date(2024, 7, 31))
    page.timeline.chosen.emit(date(2024, 7, 1), date(2024, 7, 31))
    assert page.model.ids.tolist() == [2]
    page.timeline.clear()
    assert page.model.ids.tolist() == [1, 2, 3]


def test_the_size_switch_shows_more_smaller_pictures(page: GalleryPage, qtbot: QtBot) -> None:
    before = page.view._sections.columns
    qtbot.mouseClick(page.size_switch, Qt.MouseButton.LeftButton)
    assert page.view._sections.columns > before
    assert page.size_switch.accessibleName() == "Larger pictures"


# -------------------------------------------------------------------- keyboard and mouse


def test_enter_enlarges_and_the_way_goes_through_the_gallery(desk: Desk, page: GalleryPage, qtbot: QtBot) -> None:
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Home)
    qtbot.keyClick(page.view, Qt.Key.Key_Right)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    box = desk.window.lightbox
    qtbot.waitUntil(lambda: box.isVisible() and box.ready)
    assert box.place == (1, 4)
    qtbot.keyClick(box, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: box.ready)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert page.view.currentIndex().row() == 2
    assert page.view.hasFocus()


def test_a_click_enlarges_and_the_conversation_is_one_step_away(desk: Desk, page: GalleryPage, qtbot: QtBot) -> None:
    where = page.view.visualRect(page.model.index(0)).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    box = desk.window.lightbox
    qtbot.waitUntil(lambda: box.isVisible() and box.ready)
    qtbot.mouseClick(box._head.to, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.window.conversation.conversation_id == 1)
    assert not box.isVisible()
    desk.window.search.left.emit()
    assert desk.window.page is page
    assert page.view.isVisible()


def test_a_card_of_results_leads_through_its_own_pictures(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    desk.questions.ask("harbour")
    qtbot.waitUntil(lambda: desk.questions.found.settled and len(desk.window.results.cards()) > 0)
    desk.window.results.cards()[0].open_first_picture()
    box = desk.window.lightbox
    qtbot.waitUntil(lambda: box.isVisible() and box.ready)
    card = desk.window.results.cards()[0]
    assert box.place == (0, len(card.pictures()))


def test_up_from_the_first_line_leads_to_the_search_field(desk: Desk, page: GalleryPage, qtbot: QtBot) -> None:
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Home)
    qtbot.keyClick(page.view, Qt.Key.Key_Up)
    assert desk.window.search.field.hasFocus()


def test_a_file_is_shown_in_its_folder_and_never_opened(
    desk: Desk, page: GalleryPage, archive: FakeArchive, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(stored_files, "show_in_folder", lambda path: bool(shown.append(path)) or True)
    page.show_tab("files")
    wait_for(qtbot, page, ["note.opus", "offer.pdf"])
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_End)
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shown == [archive.media["aa" * 32]])


def test_on_linux_the_folder_is_opened_and_not_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(stored_files.sys, "platform", "linux")
    monkeypatch.setattr(
        stored_files.QDesktopServices, "openUrl", lambda url: bool(opened.append(url.toLocalFile())) or True
    )
    assert stored_files.show_in_folder(tmp_path / "evil.sh")
    assert opened == [str(tmp_path)]


def test_a_copy_is_offered_under_a_safe_name_and_written(
    desk: Desk, page: GalleryPage, archive: FakeArchive, qtbot: QtBot, tmp_path: Path
) -> None:
    sent = archive.messages[archive.ids[1][6]].attachments[0]
    desk.gallery.files.save(replace(sent, name="../\u202efdp.offer.pdf"))
    dialog = desk.gallery.files.dialog
    assert dialog is not None
    assert [Path(each).name for each in dialog.selectedFiles()] == ["fdp.offer.pdf"]
    dialog.reject()
    desk.gallery.files.copy_to(sent, tmp_path / "copy.pdf")
    qtbot.waitUntil(desk.window.banner.isVisible)
    assert (tmp_path / "copy.pdf").read_bytes() == b"what was sent"


def test_the_menu_copies_text_that_was_read(desk: Desk, page: GalleryPage, qtbot: QtBot) -> None:
    item = page.model.item(0)
    assert item is not None
    plain = desk.gallery.menu(item)
    assert len(plain.actions()) == 3
    read = desk.gallery.menu(replace(item, attachment=replace(item.attachment, ocr_text="9 3/4")))
    read.actions()[-1].trigger()
    assert QApplication.clipboard().text() == "9 3/4"


def test_the_menu_key_asks_for_the_current_item(page: GalleryPage, qtbot: QtBot) -> None:
    page.view.go_to(2)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    with qtbot.waitSignal(page.view.asked) as asked:
        page.view.contextMenuEvent(event)
    assert asked.args[0] is page.model.item(2)
    asked_menu = page.window().findChildren(QObject, "qt_menu")
    assert asked_menu == []
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


# -------------------------------------------------------------------- where things stand


def days_of(months: Sequence[tuple[int, int, int]]) -> "np.ndarray[Any, Any]":
    """(year, month, count) to days, one after the other."""
    return np.array(
        [date(year, month, 15).toordinal() if year else 0 for year, month, count in months for _ in range(count)]
    )


def test_months_stand_one_below_the_other_and_points_lead_to_their_rows() -> None:
    sections = Sections()
    sections.show_days(days_of([(2024, 3, 7), (2024, 1, 1), (0, 0, 2)]))
    sections.arrange(LARGE, 680)
    assert sections.columns == 4
    shown = [(each.first, each.count) for each, _ in sections.headings(0, 1e6)]
    assert shown == [(date(2024, 3, 1), 7), (date(2024, 1, 1), 1), (None, 2)]
    for row in range(10):
        middle = sections.rect(row).center()
        assert sections.row_at(middle.x(), middle.y()) == row
    assert sections.row_at(10, HEADING / 2) is None
    assert sections.beside(3, 1) == 6
    assert sections.beside(5, 1) == 7
    assert sections.beside(7, 1) == 8
    assert sections.beside(8, -1) == 7
    assert sections.beside(0, -1) == 0
    assert sections.beside(9, 1) == 9
    assert list(sections.between(0, sections.height)) == list(range(10))


def test_nothing_has_no_height_and_no_rows() -> None:
    sections = Sections()
    sections.show_days(np.zeros(0, np.int64))
    sections.arrange(LINES, 600)
    assert sections.height == 0
    assert list(sections.between(0, 500)) == []
    assert list(sections.headings(0, 500)) == []


# -------------------------------------------------------------------- a hundred thousand


class ManySession:
    """Items of any id at once."""

    def __init__(self) -> None:
        self.asked = 0

    def close(self) -> None:
        pass

    def gallery_items(self, ids: Sequence[int]) -> list[MediaItem]:
        self.asked += len(ids)
        made = []
        for number in ids:
            item = Attachment(number, number, "image", f"IMG-{number}.jpg", "found", f"{number:064x}", "image/jpeg", 9)
            message = Message(number, 1, "k", 1, "林悦", 0, "2024-05-01T10:00:00", "message", "", attachments=(item,))
            made.append(MediaItem(item, message, "Harbour Flat"))
        return made

    def thumbnail(self, sha256: str, side: int = 320) -> None:
        return None


@pytest.mark.parametrize("form", [LARGE, SMALL, LINES])
def test_a_hundred_thousand_items_scroll_with_each_frame_under_50_milliseconds(form: Any, qtbot: QtBot) -> None:
    """The time of this thread: other programs on the machine do not count."""
    application()
    session = ManySession()
    lane = Lane("many", lambda: session, lambda error: None)  # type: ignore[arg-type, return-value]
    model = GalleryModel(lane)
    view = GalleryView(model, Pictures(lane))
    qtbot.addWidget(view)
    view.resize(1100, 700)
    view.show()
    qtbot.waitExposed(view)
    began = time.thread_time()
    model.show_rows(rows(np.sort(JUNE - np.arange(100_000) // 40)[::-1].tolist()))
    view.show_form(form)
    assert time.thread_time() - began < 0.1
    bar = view.verticalScrollBar()
    frames = []
    for step in range(40):
        bar.setValue(bar.maximum() * step // 40 + step * 7)
        began = time.thread_time()
        view.viewport().repaint()
        frames.append(time.thread_time() - began)
        qtbot.wait(2)
    assert sorted(frames)[len(frames) // 2] < 0.05
    assert max(frames) < 0.3  # the benchmark watches each frame, in a process of its own
    qtbot.waitUntil(lambda: model.item(view._sections.nearest(0, view._offset + HEADING) or 0) is not None)
    assert session.asked < 20_000
    lane.close()


def test_the_picture_under_the_pointer_tells_who_sent_it(page: GalleryPage, qtbot: QtBot) -> None:
    at = QPointF(page.view.visualRect(page.model.index(1)).center())
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, page.view.viewport().mapToGlobal(at), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    before = page.view.grab().toImage()
    QApplication.sendEvent(page.view.viewport(), event)
    assert page.view._hovered == 1
    assert page.view.grab().toImage() != before


def test_rows_that_stay_the_same_keep_their_place(page: GalleryPage, desk: Desk, qtbot: QtBot) -> None:
    page.view.go_to(3)
    desk.gallery.reload()
    qtbot.waitUntil(lambda: loaded(page))
    qtbot.wait(30)
    assert page.view.currentIndex().row() == 3


# -------------------------------------------------------------------- the demo, with the real Session


def test_what_was_read_in_a_picture_of_the_demo_finds_it_and_stands_beside_it(qtbot: QtBot, tmp_path: Path) -> None:
    """Only the newest picture is read: each takes a second or more."""
    with Session(tmp_path / "demo") as session:
        session.import_exports([bundled_demo().export], report=lambda progress: None)

        def one(progress: Progress) -> None:
            if progress.stage == "pictures" and progress.done:
                raise Cancelled("one is enough")

        with pytest.raises(Cancelled):
            session.read_pictures(one)
        everything = session.gallery(session.parse("").query, ("image",))
        [read] = [each for each in session.gallery_items(everything.ids.tolist()) if each.attachment.ocr_text]
    application()
    desk = open_window(Session, tmp_path / "demo", Settings(theme="dark", language="zh"))
    desk.engine.picture_reading.close()
    desk.window.show()
    desk.gallery.show()
    page = desk.window.gallery
    qtbot.waitUntil(lambda: page.model.rowCount() == int(everything.there.sum()) and loaded(page), timeout=30_000)
    word = max(read.attachment.ocr_text.split(), key=lambda each: len(each) * each.isalpha())
    desk.window.search.asked.emit(word)
    qtbot.waitUntil(lambda: loaded(page) and read.attachment.name in names(page), timeout=30_000)
    row = page.model.row_of(read.attachment.id)
    assert row is not None
    page.view.opened.emit(row)
    box = desk.window.lightbox
    qtbot.waitUntil(lambda: box.isVisible() and box.ready, timeout=30_000)
    assert box._picture is not None
    assert box._column.written.toPlainText() == read.attachment.ocr_text
    desk.leaving.leave()
    desk.window.deleteLater()


def test_a_larger_text_size_is_laid_out_again_and_clicks_still_hit(desk: Desk, page: GalleryPage, qtbot: QtBot) -> None:
    desk.appearance.choose_text_size(150)
    try:
        assert page.view._scale == 1.5
        where = page.view.visualRect(page.model.index(2)).center()
        assert page.view.indexAt(where).row() == 2
    finally:
        desk.appearance.choose_text_size(100)
