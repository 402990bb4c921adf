"""This file is where what one keeps is shown: people, models, settings, archives, privacy, keys, trouble."""

from app.gui.crashes import tell_ended
from app.gui.desk import Desk
from app.gui.screenshots.scenes.scene import Scene, begin
from app.gui.screenshots.waiting import rest, until
from app.runs import Ended


def people(desk: Desk) -> None:
    begin(desk)
    desk.keeping.show_people()
    rest(0.5)
    desk.window.people.list.selectAll()


def models(desk: Desk) -> None:
    begin(desk)
    desk.models.show()
    until(lambda: desk.models.proven)
    rest(0.5)


def settings(desk: Desk) -> None:
    begin(desk)
    desk.preferences.show()
    rest(0.5)


def archives(desk: Desk) -> None:
    begin(desk)
    page = desk.window.settings
    page.open_part(page.archives)
    desk.preferences.show()
    rest(0.5)


def privacy(desk: Desk) -> None:
    begin(desk)
    desk.preferences.show_privacy()
    until(lambda: desk.window.settings.privacy.total.title != "")
    rest(1.3)


def large(desk: Desk) -> None:
    begin(desk)
    desk.appearance.choose_text_size(150)


def sheet(desk: Desk) -> None:
    begin(desk)
    desk.window.sheet.open()


def leaving(desk: Desk) -> None:
    begin(desk)
    desk.leaving.question.ask()


def crashed(desk: Desk) -> None:
    begin(desk)
    tell_ended(desk.window.banner, [Ended("2026-01-02", "ChatTrove", "Segmentation fault")], lambda _: None)


def bug(desk: Desk) -> None:
    begin(desk)
    desk.window.banner.show_error(AssertionError("a screenshot of how a bug would be told"))


SCENES = (
    Scene("people", people),
    Scene("models", models, small=True),
    Scene("settings", settings, small=True),
    Scene("archives", archives),
    Scene("privacy", privacy),
    Scene("large-text", large, small=True),
    Scene("keys", sheet, small=True),
    Scene("leaving", leaving),
    Scene("crashed", crashed),
    Scene("bug", bug),
)
