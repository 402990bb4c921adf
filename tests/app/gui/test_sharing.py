"""This file is where sharing is walked through the window: panel, preview, files, clipboard; and what is drawn."""

import base64
import io
import json
import re
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QImage, QPixmap, QTextDocument
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.gui.desk import Desk
from app.gui.look import theme
from app.gui.main import application, open_window
from app.gui.sharing import paper, places
from app.gui.sharing.page_view import ClosedDocument
from app.gui.sharing.pdf_text import with_plain_characters
from app.gui.sharing.pieces import pieces
from app.gui.sharing.sheet import blocks_of
from app.session import Session
from app.settings import Settings
from core.sharing import Form, Options, Shared, as_html
from core.types import Attachment, Conversation, Message, SearchResult, Span, SpanMessage
from tests.app.gui.fake_session import FakeArchive, FakeSession, harbour

SECRET = "Secret52N13E"


@pytest.fixture
def archive(tmp_path: Path) -> FakeArchive:
    """The picture that answers “boat” was taken with a camera that knew where it was."""
    archive = harbour(tmp_path)
    exif = Image.Exif()
    exif[0x010F] = SECRET
    exif.get_ifd(0x8825)[1] = "N"
    for path in archive.media.values():
        Image.new("RGB", (640, 480), "teal").save(path, "JPEG", exif=exif, comment=SECRET.encode())
    return archive


@pytest.fixture
def desk(qtbot: QtBot, archive: FakeArchive, tmp_path: Path) -> Iterator[Desk]:
    application()
    places._last[:] = [tmp_path]
    desk = open_window(lambda directory: FakeSession(archive, directory), None, Settings(theme="dark", language="en"))
    desk.window.show()
    qtbot.waitExposed(desk.window)
    desk.begin()
    qtbot.waitUntil(lambda: desk.window.page is not desk.window.blank)
    desk.questions.ask("boat")
    qtbot.waitUntil(lambda: desk.questions.found.settled and bool(desk.window.results.cards()))
    yield desk
    desk.leaving.leave()
    desk.window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def open_first(desk: Desk, qtbot: QtBot) -> None:
    result = desk.questions.found.results[0]
    desk.window.results.shared.emit(result)
    qtbot.waitUntil(lambda: desk.sharing.panel.preview.ready)


def choose(desk: Desk, qtbot: QtBot, form: Form) -> None:
    desk.sharing.panel.chooser.forms[form].setChecked(True)
    qtbot.waitUntil(lambda: desk.sharing.panel.preview.ready)


def save(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, place: Path) -> list[str]:
    """Presses Save and chooses a place; returns the names that were suggested."""
    suggested = []

    def answer(parent: object, title: str, name: str, kinds: str) -> tuple[str, str]:
        suggested.append(name)
        return str(place), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    qtbot.mouseClick(desk.sharing.panel.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.sharing.panel.isVisible() or desk.sharing.panel.save_button.isEnabled())
    return suggested


def test_a_card_is_saved_in_each_form_with_what_the_preview_shows(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = desk.sharing.panel.preview
    endings: dict[Form, str] = {
        "png": ".png",
        "pdf": ".pdf",
        "html": ".html",
        "markdown": ".zip",
        "text": ".txt",
        "json": ".json",
    }
    checks: dict[Form, Callable[[bytes], bool]] = {
        "png": lambda data: QImage.fromData(data).width() == 1440 and bool(preview.sheets.images),
        "pdf": lambda data: data.startswith(b"%PDF-1.") and b"/ToUnicode" in data and len(preview.sheets.images) >= 1,
        "html": lambda data: b"its clearly a boat" in data and b"data:image/jpeg" in data,
        "markdown": lambda data: _text_in(data) == preview.text.toPlainText(),
        "text": lambda data: data.decode() == preview.text.toPlainText(),
        "json": lambda data: json.loads(data)["query"] == "boat" and data.decode() == preview.text.toPlainText(),
    }
    for form, ending in endings.items():
        open_first(desk, qtbot)
        choose(desk, qtbot, form)
        place = tmp_path / form / f"answer{ending}"
        place.parent.mkdir()
        suggested = save(desk, qtbot, monkeypatch, place)
        assert not desk.sharing.panel.isVisible()
        assert str(place) in desk.window.banner.accessibleName()
        assert Path(suggested[0]).name == f"boat{ending}"
        assert [each.name for each in place.parent.iterdir()] == [place.name]
        assert SECRET.encode() not in place.read_bytes()
        assert checks[form](place.read_bytes()), form


def _text_in(packed: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(packed)).read("conversation.md").decode()


def test_hidden_names_are_neither_in_the_preview_nor_in_the_file_nor_in_its_name(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_first(desk, qtbot)
    choose(desk, qtbot, "html")
    desk.sharing.panel.chooser.hide_names.click()
    assert not desk.sharing.panel.preview.ready
    qtbot.waitUntil(lambda: desk.sharing.panel.preview.ready)
    assert "names hidden" in desk.sharing.panel._facts.text()
    suggested = save(desk, qtbot, monkeypatch, tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text("utf-8")
    for name in ("Nora", "林悦", "Harbour Flat"):
        assert name not in page
        assert name not in suggested[0]


def test_original_files_are_kept_only_when_asked_for_and_never_the_next_time(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_first(desk, qtbot)
    panel = desk.sharing.panel
    assert not panel.chooser.metadata.isVisible()
    choose(desk, qtbot, "markdown")
    assert panel.chooser.metadata.isVisible()
    assert not panel.chooser.metadata.isChecked()
    panel.chooser.metadata.click()
    assert "original files" in panel._facts.text()
    save(desk, qtbot, monkeypatch, tmp_path / "a.zip")
    packed = zipfile.ZipFile(tmp_path / "a.zip")
    assert any(SECRET.encode() in packed.read(name) for name in packed.namelist())
    open_first(desk, qtbot)
    assert not panel.chooser.metadata.isChecked()


def test_without_pictures_markdown_is_one_plain_file(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_first(desk, qtbot)
    choose(desk, qtbot, "markdown")
    desk.sharing.panel.chooser.pictures.click()
    suggested = save(desk, qtbot, monkeypatch, tmp_path / "a.md")
    assert suggested[0].endswith("boat.md")
    assert "clearly a boat" in (tmp_path / "a.md").read_text("utf-8")


def test_context_can_be_left_out(desk: Desk, qtbot: QtBot) -> None:
    open_first(desk, qtbot)
    choose(desk, qtbot, "text")
    preview = desk.sharing.panel.preview
    assert "I took a picture of the boat" in preview.text.toPlainText()
    assert "是鸭子" in preview.text.toPlainText()
    desk.sharing.panel.chooser.context.click()
    qtbot.waitUntil(lambda: preview.ready)
    assert "I took a picture of the boat" in preview.text.toPlainText()
    assert "是鸭子" not in preview.text.toPlainText()


# ---------------------------------------------------------------- clipboard


def copied(desk: Desk, qtbot: QtBot, form: Form) -> QMimeData:
    QApplication.clipboard().clear()
    open_first(desk, qtbot)
    choose(desk, qtbot, form)
    qtbot.mouseClick(desk.sharing.panel.copy_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.sharing.panel.isVisible())
    data = QApplication.clipboard().mimeData()
    assert data is not None
    return data


def test_what_is_copied_can_be_pasted_as_text_rich_text_or_picture(desk: Desk, qtbot: QtBot) -> None:
    page = copied(desk, qtbot, "html")
    assert "<table" in page.html()
    for text in (page.html(), page.text()):
        assert "its clearly a boat" in text
    assert "<table" not in page.text()
    assert SECRET not in page.html()
    picture = copied(desk, qtbot, "png")
    assert QImage(picture.imageData()).width() == 1440
    assert not picture.hasText()
    begins: dict[Form, str] = {"markdown": "# Question: boat", "text": "boat", "json": "{"}
    for form, begin in begins.items():
        assert copied(desk, qtbot, form).text().startswith(begin)


def test_a_pdf_is_saved_and_cannot_be_copied(desk: Desk, qtbot: QtBot) -> None:
    open_first(desk, qtbot)
    choose(desk, qtbot, "pdf")
    assert not desk.sharing.panel.copy_button.isEnabled()
    choose(desk, qtbot, "text")
    assert desk.sharing.panel.copy_button.isEnabled()


# ---------------------------------------------------------------- ways in, ways out, trouble


def test_all_results_are_shared_by_a_key_and_by_the_button_above_them(desk: Desk, qtbot: QtBot) -> None:
    panel = desk.sharing.panel
    for act in (lambda: qtbot.keyClick(desk.window, "s", ctrl_shift()), desk.window.results.shared_all.emit):
        act()
        assert panel.isVisible()
        confirmed = [each for each in desk.questions.found.results if not each.maybe]
        assert len(panel.chooser.choice().shared.results) == len(confirmed) > 1
        qtbot.waitUntil(lambda: panel.preview.ready)
        panel.close_panel()


def ctrl_shift() -> Qt.KeyboardModifier:
    return Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def test_selected_messages_are_shared_without_question_in_their_order(
    desk: Desk, qtbot: QtBot, archive: FakeArchive
) -> None:
    ids = archive.ids[1]
    desk.sharing.share_messages([archive.messages[ids[9]], archive.messages[ids[2]], archive.messages[ids[3]]])
    panel = desk.sharing.panel
    qtbot.waitUntil(lambda: panel.isVisible() and panel.preview.ready)
    (result,) = panel.chooser.choice().shared.results
    assert [[each.message.id for each in span.messages] for span in result.spans] == [ids[2:4], [ids[9]]]
    assert not panel.chooser.context.isVisible()
    choose(desk, qtbot, "text")
    text = panel.preview.text.toPlainText()
    assert text.startswith("Harbour Flat")
    assert "★" not in text


def test_everything_is_done_with_the_keyboard(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_first(desk, qtbot)
    panel = desk.sharing.panel
    assert panel.chooser.forms["png"].hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert panel.chooser.choice().form == "pdf"
    seen = []
    for _ in range(20):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert panel.isAncestorOf(focus)
        seen.append(focus)
    for needed in (panel.chooser.hide_names, panel.chooser.pictures, panel.save_button, panel.preview.current):
        assert needed in seen
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "k.pdf"), ""))
    qtbot.keyClick(QApplication.focusWidget(), "s", Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil((tmp_path / "k.pdf").is_file)


def test_no_key_reaches_the_window_behind_and_escape_leads_back(desk: Desk, qtbot: QtBot) -> None:
    open_first(desk, qtbot)
    panel = desk.sharing.panel
    qtbot.keyClick(QApplication.focusWidget(), "k", Qt.KeyboardModifier.ControlModifier)
    assert panel.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert desk.window.page is desk.window.results


def test_trouble_is_told_in_the_panel_and_another_place_can_be_tried(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_first(desk, qtbot)
    choose(desk, qtbot, "text")
    save(desk, qtbot, monkeypatch, tmp_path / "gone" / "a.txt")
    panel = desk.sharing.panel
    assert panel.isVisible()
    assert "no such folder" in panel._trouble.text()
    save(desk, qtbot, monkeypatch, tmp_path / "a.txt")
    assert not panel.isVisible()


def test_a_file_that_nobody_was_asked_about_is_not_replaced(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("mine")
    open_first(desk, qtbot)
    choose(desk, qtbot, "text")
    save(desk, qtbot, monkeypatch, tmp_path / "a")  # the dialog asked about “a”, not about “a.txt”
    assert (tmp_path / "a.txt").read_text() == "mine"
    assert "already" in desk.sharing.panel._trouble.text()


def test_leaving_the_dialog_changes_nothing(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    open_first(desk, qtbot)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    qtbot.mouseClick(desk.sharing.panel.save_button, Qt.MouseButton.LeftButton)
    assert desk.sharing.panel.isVisible()
    assert desk.sharing.panel.save_button.isEnabled()


def test_the_event_loop_turns_while_a_long_document_is_drawn(desk: Desk, qtbot: QtBot, archive: FakeArchive) -> None:
    long = archive.add("Long", "whatsapp", [("Ana", "and then the boat went round again " * 20)] * 300)
    turns = [time.perf_counter()]
    timer = QTimer(desk.window, interval=5, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: turns.append(time.perf_counter()))
    desk.sharing.share_messages([archive.messages[each] for each in archive.ids[long]])
    qtbot.waitUntil(lambda: desk.sharing.panel.preview.ready, timeout=20_000)
    timer.start()
    choose(desk, qtbot, "pdf")
    qtbot.waitUntil(lambda: desk.sharing.panel.preview.ready, timeout=20_000)
    timer.stop()
    gaps = sorted(after - before for before, after in pairwise(turns[1:]))
    assert gaps[int(len(gaps) * 0.9)] < 0.15


def test_messages_of_a_real_archive_are_shared(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "WhatsApp Chat with Ana"
    folder.mkdir()
    Image.new("RGB", (300, 200), "teal").save(folder / "IMG-1.jpg", comment=SECRET.encode())
    lines = ["09:00 - Ana: hello", "09:01 - Bo: 你好", "09:02 - Ana: IMG-1.jpg (file attached)", "09:03 - Bo: bye"]
    text = "".join(f"25/12/2023, {line}\n" for line in lines)
    (folder / "WhatsApp Chat with Ana.txt").write_text(text, encoding="utf-8")
    with Session(tmp_path / "archive") as session:
        session.import_exports([folder], report=lambda _: None)
        messages = session.messages(session.message_ids(1).tolist())
    application()
    desk = open_window(Session, tmp_path / "archive", Settings(theme="light", language="zh"))
    desk.window.show()
    desk.sharing.share_messages([messages[3], messages[1], messages[2]])
    panel = desk.sharing.panel
    qtbot.waitUntil(lambda: panel.isVisible() and panel.preview.ready, timeout=20_000)
    choose(desk, qtbot, "html")
    save(desk, qtbot, monkeypatch, tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text("utf-8")
    assert page.index("你好") < page.index("data:image/jpeg") < page.index("bye")
    assert "hello" not in page
    assert SECRET not in unembedded(page)
    desk.leaving.leave()
    desk.window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def unembedded(page: str) -> str:
    """What is in the pictures of a page."""
    return "".join(base64.b64decode(data).decode("latin-1") for data in re.findall(r"base64,([^\"]+)", page))


# ---------------------------------------------------------------- what is drawn


def nothing(sha256: str) -> QPixmap | None:
    return None


def said(*texts: str, **values: object) -> Shared:
    messages = [
        Message(at, 1, f"k{at}", 1, "Ana", None, f"2025-02-02T10:{at:02}:00", "message", text)
        for at, text in enumerate(texts, 1)
    ]
    shown = tuple(SpanMessage(replace(each, **values), True, 0.9) for each in messages)  # type: ignore[arg-type]
    conversation = Conversation(1, "whatsapp", "k", "Harbour", "group", 1, 0, None, None, ("Ana",))
    return Shared("boat", (SearchResult(conversation, (Span(shown, ()),), 0.9, "why"),))


def drawing(shared: Shared, **options: object) -> paper.Drawing:
    application()
    return paper.Drawing(shared, Options(**options), nothing)  # type: ignore[arg-type]


def unpacked(pdf: bytes) -> bytes:
    """The PDF with everything in it that is compressed."""
    parts = [pdf]
    for found in re.finditer(rb"stream\r?\n", pdf):
        try:
            parts.append(zlib.decompressobj().decompress(pdf[found.end() :]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_a_pdf_has_its_fonts_its_text_and_no_word_about_this_machine(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USER", "marlene-machine-user")
    pdf = unpacked(paper.as_pdf(drawing(said("the boat", "车站门口见，一二三子日月"))))
    assert b"/FontFile" in pdf
    assert b"/Author ()" in pdf
    home = str(Path.home())
    for word in ("marlene-machine-user", home if len(home) > 1 else "no-home", "/usr/", ".ttf", ".otf", "Harbour"):
        assert word.encode() not in pdf
    targets = b" ".join(re.findall(rb"beginbfrange.*?endbfrange", pdf, re.DOTALL))
    for char in "车站门口见一二三子日月":
        assert b"<%04X>" % ord(char) in targets
    for radical in "⻋⻔⼝⻅⼀⼆⼦⽇⽉":
        assert b"<%04X>" % ord(radical) not in targets


def test_mending_the_tables_moves_no_byte_and_leaves_other_files_alone() -> None:
    table = b"2 beginbfrange\n<0000> <0000> <0000>\n<2F00> <2F01> [<2F00> <0041> ]\nendbfrange\n<2F00>"
    mended = with_plain_characters(table)
    assert mended == table.replace(b"[<2F00>", b"[<4E00>")
    assert len(mended) == len(table)
    assert with_plain_characters(b"anything <2F00>") == b"anything <2F00>"


def test_what_leaves_is_drawn_in_light_colours_also_in_a_dark_window(qtbot: QtBot) -> None:
    application()
    theme.apply("dark")
    image = paper.as_picture(drawing(said("the boat"))).image
    assert image.pixelColor(2, 2) == theme.load("light").canvas
    assert theme.is_dark()


def test_a_picture_is_of_limited_height_and_says_how_much_is_left_out(qtbot: QtBot) -> None:
    many = drawing(said(*(f"line {at} of the boat" for at in range(50))))
    picture = paper.as_picture(many, 1.0, 800)
    assert picture.image.height() <= 830
    assert 0 < picture.left < 50
    assert paper.as_picture(many, 1.0).left == 0


def test_a_very_long_message_is_drawn_whole_on_pages_it_fits_on(qtbot: QtBot) -> None:
    text = "港口今天很安静，" * 900 + "\n" + "and then the boat went round the harbour " * 200 + "x" * 5000 + "\n" * 90
    (message,) = [each.message for each in said(text).messages]
    parts = pieces(replace(message, attachments=tuple(voice(at) for at in range(20))))
    assert "".join(part.text for part in parts).replace("\n", "") == text.replace("\n", "")
    assert [item.id for part in parts for item in part.attachments] == list(range(20))
    blocks = list(blocks_of(said(text), Options()))
    assert max(block.height for block in blocks) < paper.PAGE / 2
    assert sum(block.message for block in blocks) == 1


def voice(number: int) -> Attachment:
    return Attachment(number, 1, "voice", f"PTT-{number}.opus", "found", "b" * 64)


def test_hostile_text_is_drawn_as_text(qtbot: QtBot) -> None:
    hostile = "<img src='http://evil.example/p.png'> \u202egnp.exe\x00\x07 " + "\u2066" * 50 + "\U0010ffff\ud800"
    pdf = paper.as_pdf(drawing(said(hostile, "שלום לכולם boat 12", "مرحبا", "👩‍👩‍👧 😀")))
    assert b"/URI" not in pdf
    assert b"/JavaScript" not in pdf


def test_the_preview_of_a_page_loads_nothing_whatever_it_names(qtbot: QtBot, tmp_path: Path) -> None:
    application()
    Image.new("RGB", (10, 10)).save(tmp_path / "there.png")
    there = QUrl.fromLocalFile(str(tmp_path / "there.png"))
    document = ClosedDocument(as_html("q", [], Options(), lambda _: None) + f'<img src="{there.toString()}">')
    document.setTextWidth(400)
    assert document.size().height() > 0
    assert document.resource(QTextDocument.ResourceType.ImageResource, there).size().width() == 1
    assert not document.resource(QTextDocument.ResourceType.StyleSheetResource, QUrl("http://evil.example/x.css"))


def test_the_panel_follows_the_window_and_the_language(desk: Desk, qtbot: QtBot) -> None:
    open_first(desk, qtbot)
    desk.window.resize(920, 640)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    panel = desk.sharing.panel
    central = desk.window.centralWidget()
    assert central is not None
    assert panel.size() == central.size()
    assert panel.rect().contains(panel._box.geometry())
    desk.appearance.choose_language("zh")
    assert panel.isVisible()
