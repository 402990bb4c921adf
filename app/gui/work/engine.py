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
from app.gui.models.renewing import Renewing
from app.gui.search.searching import Searching
from app.gui.work.lanes import PATIENCE_SECONDS, Lane
from app.gui.work.picture_reading import PictureReading
from app.gui.work.pictures import Pictures

if TYPE_CHECKING:
    from app.session import Session

OpenSession = Callable[[Path | None], "Session"]


class NoArchive:
    """In the place of a Session for work that needs none."""

    def close(self) -> None:
        """There is nothing to close."""


class Engine(QObject):
    """Lanes, pictures, the search and the import of one window, on one archive at a time. failed: an exception.

    keeping: the lane for whatever else writes to the archive; the one that imports, so that nothing writes beside it.
    sharing: the lane that draws and writes what is shared, so that a long document keeps nothing waiting.
    outside: the lane for what needs no archive, and works also where none can be opened.
    tending: the lane for models: self-tests, adding, downloads; renewing: makes the index anew for other models.
    picture_reading: reads the text in pictures there while there is nothing else to do.
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
        self.picture_reading = PictureReading(self.keeping)
        self.picture_reading.failed.connect(self.failed)
        self.picture_reading.told.connect(self._renew)
        self.importing.ended.connect(lambda _: self.picture_reading.wake())
        self.renewing = Renewing(self.keeping)
        self.renewing.failed.connect(self.failed)
        self.importing.ended.connect(lambda _: self.renewing.wake())

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
