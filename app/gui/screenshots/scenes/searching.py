"""This file is where the search is shown: what is typed, what is offered, what is found and why."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.gui.desk import Desk
from app.gui.screenshots.scenes.scene import Scene, ask, begin, open_conversation
from app.gui.screenshots.waiting import rest, until
from app.session import bundled_demo


def preview(desk: Desk) -> None:
    begin(desk)
    desk.questions.ask(bundled_demo().question)
    until(lambda: bool(desk.questions.found.results) and bool(desk.window.results.cards()))


def why(desk: Desk) -> None:
    ask(desk)
    card = desk.window.results.cards()[0]
    card.toggle_reasons()
    card.judge(None, True)


def inside_card(desk: Desk) -> None:
    ask(desk)
    desk.window.activateWindow()
    card = desk.window.results.cards()[0]
    card.setFocus()
    for key in (Qt.Key.Key_Right, *[Qt.Key.Key_Down] * 2):
        QTest.keyClick(card, key)


def timeline(desk: Desk) -> None:
    ask(desk, "deposit")


def typing(desk: Desk) -> None:
    begin(desk)
    desk.window.activateWindow()
    desk.window.search.field.setFocus()
    desk.window.search.field.setText("boat")
    until(desk.window.suggestions.isVisible)


def completing(desk: Desk) -> None:
    begin(desk)
    desk.window.activateWindow()
    until(lambda: bool(desk.questions.suggesting.completions.names.people))
    desk.window.search.field.setFocus()
    desk.window.search.field.insert("from:")
    until(desk.window.suggestions.isVisible)


def dates(desk: Desk) -> None:
    completing(desk)
    desk.window.search.field.clear()
    desk.window.search.field.insert("during:")
    rest(0.5)


def past(desk: Desk) -> None:
    begin(desk)
    desk.window.activateWindow()
    for text in ("what did we pay for the boat", "has:image last summer"):
        desk.questions.remembering.note(text)
    rest(0.5)
    desk.questions.go_to_field()
    until(desk.window.suggestions.isVisible)


def scope(desk: Desk) -> None:
    open_conversation(desk)
    desk.questions.search_conversation()
    until(lambda: bool(desk.window.search.scope.text))
    desk.window.search.field.setText("boat last summer has:image")
    until(lambda: len(desk.window.search.chips.chips) > 1)
    desk.window.suggestions.hide()


def nothing(desk: Desk) -> None:
    ask(desk, '"zeppelin timetable"')


def filtered_nothing(desk: Desk) -> None:
    ask(desk, "zeppelin from:Nora after:2025-03 has:image")


def share(desk: Desk) -> None:
    ask(desk)
    desk.sharing.share_results()
    until(lambda: desk.sharing.panel.preview.ready)


def share_hidden(desk: Desk) -> None:
    share(desk)
    desk.sharing.panel.chooser.forms["markdown"].setChecked(True)
    desk.sharing.panel.chooser.hide_names.setChecked(True)
    until(lambda: desk.sharing.panel.preview.ready)


SCENES = (
    Scene("home", begin, small=True),
    Scene("typing", typing),
    Scene("completing", completing),
    Scene("dates", dates),
    Scene("past", past),
    Scene("scope", scope),
    Scene("preview", preview),
    Scene("results", ask, small=True),
    Scene("why", why),
    Scene("inside-card", inside_card),
    Scene("timeline", timeline),
    Scene("nothing", nothing),
    Scene("nothing-filtered", filtered_nothing),
    Scene("share", share, small=True),
    Scene("share-hidden", share_hidden),
)
