"""This file is where imports are shown: the first page, an import under way, its report, its questions."""

import tempfile
from pathlib import Path

from app.answers import Answers
from app.gui.desk import Desk
from app.gui.imports.queue import Entry
from app.gui.screenshots.chats import AMBIGUOUS, EMPTY, OTHER, TABLE
from app.gui.screenshots.scenes.scene import Scene, begin
from app.gui.screenshots.waiting import rest, until
from app.gui.work.pace import Pace
from app.session import bundled_demo
from core.types import Progress


def importing(desk: Desk) -> None:
    begin(desk)
    pace = Pace(Progress("embed", 1_840, 4_300), 212.0, 11.6)
    page = desk.window.importing
    page.begin([Path("WhatsApp Chat with Harbour Flat.zip")])
    page.show_pace(pace)
    page.show_queue([Entry((Path("Telegram export"),), Answers()), Entry((Path("微信 家庭群.txt"),), Answers())], False)
    desk.window.status.show_work(pace)
    desk.window.show_page(page)


def report(desk: Desk) -> None:
    begin(desk)
    desk.intake.import_paths([bundled_demo().export])
    until(lambda: desk.window.page is desk.window.report)


def dates(desk: Desk) -> None:
    begin(desk)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "WhatsApp Chat with Home.txt")
        path.write_text(AMBIGUOUS, encoding="utf-8")
        desk.intake.import_paths([path])
        until(lambda: desk.window.page is desk.window.report)


def columns_asked(desk: Desk) -> None:
    begin(desk)
    with tempfile.TemporaryDirectory() as folder:
        _ask_about_columns(desk, Path(folder, "Sailing club.csv"))


def columns(desk: Desk) -> None:
    begin(desk)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "Sailing club.csv")
        _ask_about_columns(desk, path)
        desk.intake.asking.ask(path, path.name)
        until(lambda: desk.window.page is desk.window.mapping)
        rest(0.5)


def error(desk: Desk) -> None:
    begin(desk)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "holiday.txt")
        path.write_text("Dear diary, nobody wrote to me today.\n", encoding="utf-8")
        desk.intake.import_paths([path])
        until(desk.window.banner.isVisible)


def drop(desk: Desk) -> None:
    begin(desk)
    desk.window.veil.show()
    desk.window.veil.raise_()


def history(desk: Desk) -> None:
    begin(desk)
    desk.keeping.show_history()
    rest(0.5)
    desk.window.history.ask_about_first()


def guides(desk: Desk) -> None:
    begin(desk)
    desk.keeping.show_guides()
    rest(0.5)


def _ask_about_columns(desk: Desk, path: Path) -> None:
    path.write_text(TABLE, encoding="utf-8")
    desk.intake.import_paths([path])
    until(lambda: desk.window.page is desk.window.report)


SCENES = (
    Scene("first", begin, EMPTY, small=True),
    Scene("importing", importing),
    Scene("report", report, OTHER, small=True),
    Scene("date-order", dates, EMPTY),
    Scene("columns", columns, EMPTY, small=True),
    Scene("columns-asked", columns_asked, EMPTY),
    Scene("error", error),
    Scene("drop", drop),
    Scene("history", history, OTHER),
    Scene("guides", guides, EMPTY),
)
