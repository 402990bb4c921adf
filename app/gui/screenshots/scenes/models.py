"""This file is where large readers are shown: how a server is connected, and what is told of a reader at work."""

from dataclasses import replace

from app.gui.desk import Desk
from app.gui.screenshots.scenes.scene import Scene, ask, begin
from app.gui.screenshots.waiting import rest, until
from core.errors import ReadingStopped
from core.types import Progress, ReaderWork, Reading

_CARD = ReaderWork("an imagined graphics card", 18_000, 12.0)
_READER = "Imagined reader"
_TOTAL = 20


def known(desk: Desk) -> None:
    begin(desk)
    desk.models.show()
    until(lambda: desk.models.proven and desk.window.models.known.isVisible())
    desk.window.models.show_end()
    rest(0.5)


def server_here(desk: Desk) -> None:
    _told(desk, "http://127.0.0.1:8000/v1")


def server_elsewhere(desk: Desk) -> None:
    _told(desk, "http://reader.example.org:8000/v1")


def reader_at_work(desk: Desk) -> None:
    ask(desk)
    for done in (0, 3, 6):
        desk.window.results.show_progress(Progress("reading", done, _TOTAL))
        rest(0.2)
    _show(desk, Reading((), _READER, 6, _TOTAL, 0, _CARD), settled=False)


def reader_done(desk: Desk) -> None:
    ask(desk)
    _show(desk, Reading((), _READER, 12, _TOTAL, 8, _CARD), settled=True)


def reader_stopped(desk: Desk) -> None:
    ask(desk)
    trouble = ReadingStopped("The server https://reader.example.org:443 stopped answering. Start it, then ask again.")
    work = ReaderWork("https://reader.example.org:443")
    _show(desk, Reading((), _READER, 6, _TOTAL, 0, work, trouble), settled=True)
    desk.window.banner.show_error(trouble)


def _show(desk: Desk, reading: Reading, *, settled: bool) -> None:
    found = desk.questions.found
    desk.window.results.show_found(replace(found, settled=settled, reading=reading), desk.questions.words)
    rest(0.3)


def _told(desk: Desk, url: str) -> None:
    begin(desk)
    desk.models.show()
    until(lambda: desk.models.proven)
    sheet = desk.servers.sheet
    sheet.open()
    sheet.url.setText(url)
    until(lambda: sheet.told_of == url)
    rest(0.3)


SCENES = (
    Scene("models-known", known),
    Scene("server-here", server_here),
    Scene("server-elsewhere", server_elsewhere, small=True),
    Scene("reader-at-work", reader_at_work),
    Scene("reader-done", reader_done),
    Scene("reader-stopped", reader_stopped, small=True),
)
