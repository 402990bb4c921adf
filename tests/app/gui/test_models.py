"""This file is where the page about models is used as a person would: proven, added, downloaded, chosen, removed."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.gui.desk import Desk
from app.gui.main import application, open_window
from app.session import Session
from app.settings import Settings, load_settings, save_settings
from models.graphics import Gpu
from tests.app.gui.fake_session import FakeArchive, harbour
from tests.models.test_catalog import bundle

PATIENCE = 60_000


@pytest.fixture
def archive(tmp_path: Path) -> FakeArchive:
    return harbour(tmp_path)


def words(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def button(desk: Desk, text: str) -> QPushButton:
    return next(each for each in desk.window.page.findChildren(QPushButton) if each.text() == text and each.isVisible())


def press(desk: Desk, qtbot: QtBot, text: str) -> None:
    qtbot.waitUntil(lambda: any(each.text() == text and each.isEnabled() for each in buttons(desk)))
    qtbot.mouseClick(button(desk, text), Qt.MouseButton.LeftButton)


def opened(desk: Desk, qtbot: QtBot) -> str:
    """The words of the page, once everything was tested."""
    desk.window.rail.models.emit()
    assert desk.window.page is desk.window.models
    qtbot.waitUntil(lambda: words(desk.window.models).count("Self-test") == 4)
    return words(desk.window.models)


def test_opening_the_page_proves_every_model_once(desk: Desk, qtbot: QtBot) -> None:
    shown = opened(desk, qtbot)
    assert shown.count("Self-test passed") == 4
    assert "1,234 passages a second" in shown or "1,235 passages a second" in shown
    assert "Processor (CPU)" in shown
    assert "Apache-2.0" in shown
    assert "right passage among the first five: 81 %" in shown
    desk.go_home()
    desk.window.rail.models.emit()
    assert desk.models._test is None, "what is proven is not tested at every look"


def test_a_failed_self_test_is_told_with_its_reason_and_claims_no_speed(
    desk: Desk, archive: FakeArchive, qtbot: QtBot
) -> None:
    archive.failing.append("text_reader")
    shown = opened(desk, qtbot)
    assert shown.count("Self-test failed") == 1
    assert "It reads nothing." in shown
    assert "pictures a second" not in shown


def test_the_graphics_card_is_named_with_its_memory_when_it_computed(
    desk: Desk, archive: FakeArchive, qtbot: QtBot
) -> None:
    archive.cards.append(Gpu("NVIDIA RTX 4090", 24_564, 20_480, "550.54"))
    archive.to_do = "onnxruntime computes on the CPU. Run: pip install onnxruntime-gpu"
    opened(desk, qtbot)
    press(desk, qtbot, "Test again")
    qtbot.waitUntil(lambda: "Runs on\nNVIDIA RTX 4090, 24 GB" in words(desk.window.models.roles[0]))
    assert "computer: NVIDIA RTX 4090, 24 GB, 20 GB free, driver 550.54" in words(desk.window.models)
    qtbot.waitUntil(lambda: "pip install onnxruntime-gpu" in words(desk.window.models))


def test_models_are_added_used_and_removed_after_a_question(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.models.add(Path("evening"))
    assert not button(desk, "Add from a folder…").isEnabled()
    qtbot.waitUntil(lambda: "was added, and every model" in words(desk.window.banner))
    qtbot.waitUntil(lambda: "evening\nmeaning · 11.4 MB" in words(desk.window.models.bundles))
    press(desk, qtbot, "Remove…")
    press(desk, qtbot, "Keep")
    assert archive.added == ["evening"]
    press(desk, qtbot, "Use these")
    qtbot.waitUntil(lambda: desk.appearance.settings.models == ("evening",))
    qtbot.waitUntil(lambda: archive.left == 0 and not desk.engine.renewing.busy)
    qtbot.waitUntil(lambda: "evening-embedder" in words(desk.window.models.roles[0]))
    press(desk, qtbot, "Use these")
    qtbot.waitUntil(lambda: desk.appearance.settings.models == ())
    press(desk, qtbot, "Remove…")
    press(desk, qtbot, "Delete")
    qtbot.waitUntil(lambda: archive.added == [])


def buttons(desk: Desk) -> list[QPushButton]:
    return [each for each in desk.window.page.findChildren(QPushButton) if each.isVisible()]


def test_what_is_refused_is_told_and_nothing_is_added(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.models.add(Path("broken"))
    qtbot.waitUntil(lambda: "Nothing was added" in words(desk.window.banner))
    assert "That cannot be done with these models" in words(desk.window.banner)
    assert archive.added == []
    assert button(desk, "Add from a folder…").isEnabled()


def test_adding_can_be_stopped(desk: Desk, archive: FakeArchive, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    archive.pace = 0.05
    desk.models.add(Path("evening"))
    qtbot.waitUntil(lambda: "Checking and copying" in words(desk.window.models.adding))
    press(desk, qtbot, "Stop")
    qtbot.waitUntil(lambda: button(desk, "Add from a folder…").isEnabled())
    assert archive.added == []


def test_a_download_names_host_and_size_and_waits_for_a_second_press(
    desk: Desk, archive: FakeArchive, qtbot: QtBot
) -> None:
    opened(desk, qtbot)
    assert "Only from this page does ChatTrove connect" in words(desk.window.models)
    press(desk, qtbot, "Download from an address…")
    adding = desk.window.models.adding
    adding.url.setText("https://models.example.org/night.zip")
    adding.sha256.setText("ab" * 32)
    assert "Offline" in words(desk.window.status)
    archive.gate.clear()
    qtbot.keyClick(adding.url, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Offline" not in words(desk.window.status))
    archive.gate.set()
    qtbot.waitUntil(lambda: "offers 6.7 MB. Download it?" in words(adding))
    assert "Offline" in words(desk.window.status), "asked, answered, and no longer connected"
    assert archive.fetched == []
    adding.url.setText("https://models.example.org/late.zip")
    assert "Download it?" not in words(adding), "another address must be asked first"
    press(desk, qtbot, "Connect")
    qtbot.waitUntil(lambda: "Download it?" in words(adding))
    press(desk, qtbot, "Download")
    qtbot.waitUntil(lambda: archive.added == ["late"])
    assert archive.fetched == ["https://models.example.org/late.zip " + "ab" * 32]
    qtbot.waitUntil(lambda: not adding.url.isVisible())
    assert "Offline" in words(desk.window.status)


def test_everything_is_made_anew_after_a_question_and_can_be_paused(
    desk: Desk, archive: FakeArchive, qtbot: QtBot
) -> None:
    opened(desk, qtbot)
    index = desk.window.models.index
    qtbot.waitUntil(lambda: "complete" in words(index))
    archive.pace = 0.15
    press(desk, qtbot, "Re-index everything…")
    press(desk, qtbot, "Re-index")
    qtbot.waitUntil(lambda: "of 100" in words(index))
    assert any(bar.isVisible() for bar in index.findChildren(QProgressBar))
    press(desk, qtbot, "Pause")
    qtbot.waitUntil(lambda: "is paused" in words(index))
    qtbot.waitUntil(lambda: not desk.engine.renewing.busy)
    assert 0 < archive.left < 100, "what was done is kept"
    press(desk, qtbot, "Go on")
    qtbot.waitUntil(lambda: archive.left == 0)
    qtbot.waitUntil(lambda: "The search index is complete" in words(index))


def test_the_page_speaks_chinese_at_once(desk: Desk, qtbot: QtBot) -> None:
    opened(desk, qtbot)
    desk.window.models.adding.url.setText("https://x")
    desk.appearance.choose_language("zh")
    assert desk.window.models.adding.url.text() == "https://x"
    assert len(desk.window.models.roles[0].findChildren(QLabel)) > 10
    desk.appearance.choose_language("en")
    assert "Finds by meaning" in words(desk.window.models)


# ---------------------------------------------------------------- with the real Session


@pytest.fixture
def real(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A small archive, and a bundle with another embedder at hand."""
    monkeypatch.setenv("CHATTROVE_MODELS", str(tmp_path / "added"))
    bundle(tmp_path / "added" / "evening", "embedder")
    path = tmp_path / "WhatsApp Chat with Ana.txt"
    lines = [f"25/12/2023, 09:{minute:02} - Ana: the boat number {minute} is at the pier" for minute in range(40)]
    path.write_text("\n".join(lines), encoding="utf-8")
    with Session(tmp_path / "archive") as session:
        session.import_exports([path], report=lambda _: None)
        session.index(lambda _: None)
    application()
    desk = open_window(Session, tmp_path / "archive", Settings(theme="dark", language="en"))
    desk.window.show()
    desk.begin()
    qtbot.waitUntil(lambda: desk.window.page is desk.window.home, timeout=PATIENCE)
    yield desk
    desk.leaving.leave()
    desk.window.deleteLater()


def test_another_embedder_is_chosen_and_search_goes_on(real: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    real.window.rail.models.emit()
    qtbot.waitUntil(lambda: words(real.window.models).count("Self-test passed") == 4, timeout=PATIENCE)
    press(real, qtbot, "Use these")
    qtbot.waitUntil(lambda: load_settings().models == ("evening",), timeout=PATIENCE)
    qtbot.waitUntil(lambda: models_of(tmp_path) == {"evening"}, timeout=PATIENCE)
    real.questions.ask("where is the boat")
    qtbot.waitUntil(lambda: real.questions.found.settled and bool(real.questions.found.results), timeout=PATIENCE)
    assert not real.window.banner.isVisible()


def models_of(tmp_path: Path) -> set[str]:
    """Whose vectors the archive holds."""
    with Session(tmp_path / "archive") as session:
        names = session._archive.cuts.models()
    return {"evening" if "evening" in name else "shipped" for name in names}


def test_chosen_models_that_vanish_are_told_with_the_way_back(real: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    save_settings(Settings(models=("evening",)))
    shutil.rmtree(tmp_path / "added" / "evening")
    real.engine.refresh()
    real.questions.ask("where is the boat")
    qtbot.waitUntil(lambda: "The chosen models cannot be used" in words(real.window.banner), timeout=PATIENCE)
    back = next(
        each for each in real.window.banner.findChildren(QPushButton) if each.text() == "Use the models that come along"
    )
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: load_settings().models == (), timeout=PATIENCE)
    real.questions.ask("where is the pier")
    qtbot.waitUntil(lambda: real.questions.found.settled and bool(real.questions.found.results), timeout=PATIENCE)
