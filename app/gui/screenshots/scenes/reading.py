"""This file is where reading is shown: a conversation, its days and highlights, pictures and files."""

from app.gui.desk import Desk
from app.gui.screenshots.chats import EVERYTHING
from app.gui.screenshots.scenes.scene import Scene, ask, begin, open_conversation
from app.gui.screenshots.waiting import rest, until


def answer(desk: Desk) -> None:
    ask(desk)
    desk.window.results.cards()[0].open_best()
    until(lambda: desk.window.conversation.conversation_id is not None)
    rest(0.6)


def selected(desk: Desk) -> None:
    answer(desk)
    view = desk.window.conversation.view
    row = view.strip.shown[1][0]
    view.selection.put(row)
    view.selection.extend(row + 3)
    view.tell_selection()


def calendar(desk: Desk) -> None:
    open_conversation(desk)
    desk.window.conversation.choose_day()
    rest(1)


def period(desk: Desk) -> None:
    open_conversation(desk)
    pane = desk.window.conversation
    pane.toggle_timeline()
    until(lambda: bool(pane.period_bar.histogram.bars))
    bars = pane.period_bar.histogram.bars
    pane.narrow(bars[len(bars) // 3].first, bars[len(bars) // 3 + 6].last)
    until(lambda: pane.period is not None)


def everything(desk: Desk) -> None:
    open_conversation(desk)
    desk.window.conversation.view.show_row(0, current=False)


def gallery(desk: Desk) -> None:
    begin(desk)
    desk.gallery.show()
    until(lambda: desk.window.gallery.model.rowCount() > 0)
    rest(1.5)


def files(desk: Desk) -> None:
    begin(desk)
    desk.gallery.show()
    desk.window.gallery.show_tab("files")
    until(lambda: desk.window.gallery.model.rowCount() > 0)
    rest(0.5)


def gallery_nothing(desk: Desk) -> None:
    gallery(desk)
    desk.window.search.asked.emit("zeppelin")
    until(desk.window.gallery.nothing.isVisible)


def picture(desk: Desk) -> None:
    gallery(desk)
    desk.window.gallery.view.opened.emit(0)
    until(lambda: desk.window.lightbox.ready)
    rest(0.5)


SCENES = (
    Scene("answer", answer),
    Scene("conversation", open_conversation, small=True),
    Scene("selected", selected),
    Scene("calendar", calendar),
    Scene("period", period),
    Scene("everything", everything, EVERYTHING),
    Scene("gallery", gallery, small=True),
    Scene("files", files, EVERYTHING),
    Scene("gallery-nothing", gallery_nothing),
    Scene("picture", picture, small=True),
)
