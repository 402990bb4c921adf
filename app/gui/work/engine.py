"""This file is where the window's background work is put together.

Two lanes do the long work, search and import. A third, "looking", answers in milliseconds (pages of a conversation,
thumbnails, exact words while one types), so that scrolling never waits for a reader.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from app.gui.imports.importing import Importing
from app.gui.search.searching import Searching
from app.gui.work import picture_reading
from app.gui.work.background import Background
from app.gui.work.lanes import PATIENCE_SECONDS, Lane
from app.gui.work.pictures import Pictures

if TYPE_CHECKING:
    from app.session import Session

OpenSession = Callable[[Path | None], "Session"]

_RENEWING_CALM_MS = 600
"""A new index is wanted sooner than the text in pictures."""


class NoArchive:
    """In the place of a Session for work that needs none."""

    def close(self) -> None:
        """There is nothing to close."""


class Engine(QObject):
    """Lanes, pictures, the search and the import of one window, on one archive at a time. failed: an exception.

    keeping: the lane for whatever else writes to the archive; the one that imports, so that nothing writes beside it.
    sharing: the lane that draws and writes what is shared, so that a long document keeps nothing waiting.
    outside: the lane for what needs no archive, and works also where none can be opened.
    tending: the lane for models: self-tests, adding, downloads.
    In the background of `keeping`, renewing makes the index anew, after a change of models or because asked for, while
    the old one answers; picture_reading reads the text in pictures.
    """

    failed = Signal(object)

    def __init__(self, open_session: OpenSession, directory: Path | None) -> None:
        super().__init__()
        self._open_session = open_session
        self.directory = directory
        names = ("search", "import", "looking", "sharing", "models")
        self._lanes = {name: Lane(name, self._open, self.failed.emit) for name in names}
        self.outside = self._lanes["outside"] = Lane("outside", lambda: cast("Session", NoArchive()), self.failed.emit)
        self.ended = True
        self.looking, self.sharing = self._lanes["looking"], self._lanes["sharing"]
        self.tending = self._lanes["models"]
        self.pictures = Pictures(self.looking)
        self.searching = Searching(self._lanes["search"])
        self.importing = Importing(self._lanes["import"])
        self.keeping = self._lanes["import"]
        self.picture_reading = Background(self.keeping, picture_reading.read_pictures, picture_reading.CALM_MS)
        for changed in (self.picture_reading.did, self.picture_reading.stopped):
            changed.connect(self._renew)
        self.renewing = Background(
            self.keeping, lambda session, job: session.renew_index(job.report), _RENEWING_CALM_MS
        )
        for background in (self.renewing, self.picture_reading):
            background.failed.connect(self.failed)
            self.importing.ended.connect(lambda _, background=background: background.wake())

    def switch(self, directory: Path | None) -> None:
        """The next jobs work on another archive."""
        self.searching.stop()
        self.picture_reading.stop()
        self.renewing.stop()
        self.directory = directory
        for lane in self._lanes.values():
            lane.renew()

    def pause(self) -> None:
        """Pauses what is done in the background now, or goes on with it."""
        (self.renewing if self.renewing.busy else self.picture_reading).pause()

    def refresh(self) -> None:
        """An import has changed the archive: searching and looking start from a fresh Session."""
        self._renew()
        self.pictures.forget()

    def _renew(self) -> None:
        for lane in (self._lanes["search"], self.looking, self.sharing):
            lane.renew()

    def close(self) -> None:
        """Stops all work; `ended` tells whether every thread could be waited for."""
        self.picture_reading.close()
        self.renewing.close()
        for lane in self._lanes.values():
            lane.cancel()
        end = time.monotonic() + PATIENCE_SECONDS
        self.ended = sum(lane.close(end - time.monotonic()) for lane in self._lanes.values()) == len(self._lanes)

    def _open(self) -> "Session":
        return self._open_session(self.directory)
