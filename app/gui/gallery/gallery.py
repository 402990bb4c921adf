"""This file is where the page of pictures and files is opened and acts; while it is shown, the search field is its."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMenu

from app.gui.appearance import Appearance
from app.gui.gallery.files import StoredFiles
from app.gui.gallery.page import TABS, GalleryPage, Tab
from app.gui.search.questions import Questions
from app.gui.search.searching import understand
from app.gui.window import Window
from app.gui.work.engine import Engine
from app.gui.work.lanes import Job
from core.errors import ChatTroveError
from core.types import MediaItem, MediaKind, MediaRows, Person

if TYPE_CHECKING:
    from app.session import Session
    from core.query import Chip

KEYS = "Ctrl+Shift+G"
_KINDS: dict[Tab, tuple[MediaKind, ...]] = {"pictures": ("image",), "files": ("file", "voice", "video")}


class Gallery(QObject):
    """`text` is what is looked for."""

    def __init__(self, window: Window, engine: Engine, questions: Questions, appearance: Appearance) -> None:
        super().__init__(window)
        self._window, self._engine, self._appearance = window, engine, appearance
        self.page: GalleryPage = window.gallery
        self.files = StoredFiles(window, engine)
        self.text = ""
        self._job: Job | None = None
        self._inside = self._arrived = False
        questions.takers.append(self.take)
        questions.suggesting.elsewhere = self._in_front
        window.search.typed.connect(self._follow)
        window.rail.gallery.connect(self.show)
        window.stack.currentChanged.connect(self._turned)
        window.results.pictured.connect(window.lightbox.show_picture)
        window.conversation.pictured.connect(window.lightbox.show_picture)
        window.conversation.revealed.connect(lambda attachment, message: self.files.reveal(attachment))
        window.lightbox.left.connect(self._come_back)
        self.page.cleared.connect(lambda: self.look_for(""))
        self.page.renamed.connect(self._name_field)
        self.page.view.opened.connect(self._open)
        self.page.view.asked.connect(self._show_menu)
        self.page.view.upwards.connect(window.search.take_focus)
        QShortcut(QKeySequence(KEYS), window, self.show)

    def show(self) -> None:
        """The page, with everything on it."""
        self._window.close_conversation()
        self._window.show_page(self.page)
        self.look_for("")
        self._arrived = True

    def take(self, text: str) -> bool:
        """Whether the gallery takes what was asked in the search field."""
        if self._in_front():
            self.look_for(text)
        return self._in_front()

    def look_for(self, text: str, asked: bool = True) -> None:
        """Shows what fits; an empty text everything. asked: what cannot be understood is told."""
        if self._job is not None:
            self._job.cancel()
        window, language, first = self._window, self._appearance.language, self.page.tab
        if asked:
            window.suggestions.hide()
            window.search.show_text(text)
            window.banner.hide()
        self.text = text
        self.page.begin(bool(text.strip()))
        self._job = self._engine.looking.submit(
            lambda session, job: _search(session, job, (text, language), first),
            part=self._take_part,
            done=self._take_part,
            failed=self._tell if asked else self._half_typed,
        )

    def reload(self, _: object = None) -> None:
        """The archive has changed."""
        if self._inside:
            self.look_for(self.text, asked=False)

    def _in_front(self) -> bool:
        return self._window.page is self.page and self._window.conversation.isHidden()

    def _follow(self, text: str) -> None:
        """Shows what fits while the person types."""
        if self._in_front() and text != self.text:
            self.look_for(text, asked=False)

    # ---------------------------------------------------------------- what comes back

    def _take_part(self, part: object) -> None:
        if isinstance(part, _Understood):
            self._window.search.show_chips(part.chips)
            self.page.show_people(part.people)
        elif isinstance(part, _Part):
            self.page.show_found(part.tab, part.rows)
            self._focus_first(part.tab)

    def _focus_first(self, tab: Tab) -> None:
        """The keys go to the pictures once there are some: a view that is hidden takes none."""
        if self._arrived and tab == self.page.tab and self._in_front():
            self._arrived = False
            (self.page.view if self.page.view.isVisible() else self._window.search.field).setFocus()

    def _tell(self, error: Exception) -> None:
        self._window.banner.show_error(error)

    def _half_typed(self, error: Exception) -> None:
        """`before:` is not wrong while it is being typed; anything unexpected is told."""
        if not isinstance(error, ChatTroveError):
            self._tell(error)

    def _turned(self, _: int) -> None:
        """Another page is shown: what was looked for here is no question elsewhere."""
        inside = self._window.page is self.page
        if self._inside and not inside:
            self._window.search.show_text("")
            self._window.search.show_chips([])
            self._window.search.show_hint("")
        self._inside = inside
        self._name_field()

    def _name_field(self) -> None:
        if self._inside:
            self._window.search.show_hint(self.tr("Find in pictures and files…"))

    # ---------------------------------------------------------------- what the person does

    def _open(self, row: int) -> None:
        """A picture is enlarged; any other file is shown in its folder, never opened."""
        if self.page.tab == "pictures":
            self._window.lightbox.show_among(self.page.model.ids, row)
            return
        item = self.page.model.item(row)
        if item is not None:
            self.files.reveal(item.attachment)

    def _come_back(self, attachment_id: int) -> None:
        """The light-box was closed: the picture that was seen last is the current one."""
        row = self.page.model.row_of(attachment_id) if self._inside else None
        if row is not None:
            self.page.view.go_to(row)

    def _show_menu(self, item: MediaItem, place: QPoint) -> None:
        self.menu(item).popup(place)

    def menu(self, item: MediaItem) -> QMenu:
        """What can be done with a picture or file."""
        menu, attachment = QMenu(self._window), item.attachment
        to_message, files = self._window.lightbox.to_message, self.files
        menu.addAction(self.tr("Show in conversation")).triggered.connect(lambda: to_message.emit(item.message))
        menu.addAction(self.tr("Show the file in its folder")).triggered.connect(lambda: files.reveal(attachment))
        menu.addAction(self.tr("Save a copy…")).triggered.connect(lambda: files.save(attachment))
        if attachment.ocr_text:
            copy = menu.addAction(self.tr("Copy the text in the picture"))
            copy.triggered.connect(lambda: QApplication.clipboard().setText(attachment.ocr_text))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu


class _Understood:
    def __init__(self, chips: "tuple[Chip, ...]", people: list[Person]) -> None:
        self.chips, self.people = chips, people


class _Part:
    def __init__(self, tab: Tab, rows: MediaRows) -> None:
        self.tab, self.rows = tab, rows


def _search(session: "Session", job: Job, asked: tuple[str, str], first: Tab) -> _Part:
    """Raises QueryError. The tab that is in sight comes first."""
    understood = understand(session, *asked)
    job.send(_Understood(understood.chips, session.people()))
    job.send(_Part(first, session.gallery(understood.query, _KINDS[first])))
    [other] = [tab for tab in TABS if tab != first]
    return _Part(other, session.gallery(understood.query, _KINDS[other]))
