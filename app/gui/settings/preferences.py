"""This file is where the settings page acts: choices are applied, archives switched, stored files told and deleted."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog

from app.archives import DEMO, KnownArchive, fit_for_new, known_archives, opened_in, remembering, without
from app.gui.appearance import Appearance
from app.gui.look.dates import number
from app.gui.window import Window
from app.gui.work.engine import Engine
from app.gui.work.lanes import Job
from app.settings import Settings, default_archive, standard_archive
from core.errors import ChatTroveError, SettingsError
from core.types import Progress

if TYPE_CHECKING:
    from app.session.privacy import Stored
    from core.consent import Consent
    from core.sockets import Sockets


class Preferences(QObject):
    """switched: another archive is open now."""

    switched = Signal()

    def __init__(self, window: Window, engine: Engine, appearance: Appearance) -> None:
        super().__init__(window)
        self._window, self._engine, self._appearance = window, engine, appearance
        self._page = window.settings
        self._lane = engine.outside
        self._looking: Job | None = None
        self._connect_page()
        window.rail.settings.connect(self.show)
        appearance.changed.connect(self._show_settings)
        QShortcut(QKeySequence("Ctrl+,"), window, self.show)

    @property
    def directory(self) -> Path:
        """The folder of the open archive."""
        return self._engine.directory or _default_archive()

    def show(self) -> None:
        """Opens the page at the part that was looked at last."""
        self._appearance.read_again()
        self._show_settings()
        self._show_part()
        self._window.show_page(self._page)
        self._page.take_focus()

    def show_privacy(self) -> None:
        self._page.open_part(self._page.privacy)
        self.show()

    def open_archive(self, directory: Path) -> None:
        """Opens another archive, where there is one, and remembers it for the next start."""
        self._change_archive(lambda settings: opened_in(settings, directory), directory)

    def make_archive(self, directory: Path) -> None:
        """Opens a new archive in an empty folder."""
        self._change_archive(lambda settings: remembering(settings, fit_for_new(directory)), directory)

    def remove_archive(self, directory: Path) -> None:
        """Takes an archive off the list; its files stay."""
        try:
            settings = without(self._appearance.settings, directory)
        except ChatTroveError as error:
            self._window.banner.show_error(error)
            return
        self._appearance.change(archives=settings.archives)
        self._show_part()

    # ---------------------------------------------------------------- general

    def _change(self, name: str, value: object) -> None:
        apply: dict[str, Callable[[], None]] = {
            "theme": lambda: self._appearance.choose_theme(str(value)),
            "language": lambda: self._appearance.choose_language(str(value)),
            "text_size": lambda: self._appearance.choose_text_size(int(str(value))),
        }
        apply.get(name, lambda: self._appearance.change(**{name: value}))()
        if name == "read_pictures":
            reading = self._engine.picture_reading
            reading.wake() if value else reading.stop()

    def _show_settings(self) -> None:
        self._page.general.show_settings(self._appearance.settings)

    def _count(self) -> None:
        """An archive that cannot be opened has no judgements to tell of; its own trouble is told elsewhere."""
        self._engine.looking.submit(
            lambda session, job: session.count_judgements(),
            done=self._page.general.show_judgements,
            failed=lambda error: self._page.general.show_judgements(0),
        )

    def _clear_questions(self) -> None:
        self._engine.looking.submit(lambda session, job: session.clear_questions(), done=self._tell_cleared)

    def _tell_cleared(self, count: int) -> None:
        self._window.banner.show_notice(self.tr("%Ln question(s) forgotten", "history", count))

    def _clear_judgements(self) -> None:
        self._engine.looking.submit(lambda session, job: session.clear_judgements(), done=lambda _: self._count())

    def _export_judgements(self) -> None:
        plain = self.tr("Marks, one a line (*.jsonl)")
        whole = self.tr("With their messages, for training (*.jsonl)")
        name, chosen = QFileDialog.getSaveFileName(
            self._window, self.tr("Export marks"), "judgements.jsonl", f"{plain};;{whole}"
        )
        if name:
            self.export_judgements(Path(name), with_messages=chosen == whole)

    def export_judgements(self, path: Path, *, with_messages: bool = False) -> None:
        """Writes what was marked right or wrong to a file."""
        self._engine.looking.submit(
            lambda session, job: session.export_judgements(path, "dialogues" if with_messages else "records"),
            done=lambda lines: self._tell_exported(path, lines),
        )

    def _tell_exported(self, path: Path, lines: int) -> None:
        told = self.tr("{count} lines written to {file}").format(count=number(lines), file=path)
        self._window.banner.show_notice(told)

    # ---------------------------------------------------------------- archives

    def _change_archive(self, chosen: Callable[[Settings], Settings], directory: Path) -> None:
        if self._engine.importing.busy:
            self._window.banner.show_notice(
                self.tr("An import is under way. Open another archive when it has finished.")
            )
            return
        settings = self._appearance.settings
        self._lane.submit(lambda session, job: chosen(settings), done=lambda new: self._switch(new, directory))

    def _switch(self, settings: Settings, directory: Path) -> None:
        remembered = [*settings.archives]
        if self._engine.directory is not None and self._engine.directory.name != DEMO:
            remembered.append(str(self._engine.directory))
        self._appearance.change(archive=settings.archive, archives=tuple(dict.fromkeys(remembered)))
        self._window.banner.hide()
        self._engine.switch(directory)
        self._window.search.show_text("")
        self._window.search.show_chips([])
        self.switched.emit()
        self._window.banner.show_notice(self.tr("“{name}” is open now.").format(name=directory.name))

    def _pick(self) -> None:
        name = QFileDialog.getExistingDirectory(self._window, self.tr("Choose the folder of an archive"))
        if name:
            self.open_archive(Path(name))

    def _make(self) -> None:
        name = QFileDialog.getExistingDirectory(self._window, self.tr("Choose an empty folder for the new archive"))
        if name:
            self.make_archive(Path(name))

    def _show_archives(self, archives: list[KnownArchive]) -> None:
        self._page.archives.show_archives(archives, os.environ.get("CHATTROVE_ARCHIVE", ""))

    # ---------------------------------------------------------------- privacy

    def _show_stored(self, stored: "list[Stored]") -> None:
        self._page.privacy.show_stored(stored)

    def _revoke(self, origin: str) -> None:
        """Nothing is sent there from now on; the reader then says so."""
        self._lane.submit(lambda session, job: _take_back(origin), done=lambda _: self._show_part())

    def _read_sockets(self) -> None:
        """One question at a time: a system that answers slowly is not asked again meanwhile."""
        if self._looking is None:
            self._looking = self._lane.submit(
                lambda session, job: _sockets(), done=self._show_sockets, failed=self._without_sockets
            )

    def _show_sockets(self, found: "Sockets") -> None:
        self._looking = None
        self._page.privacy.connections.show_sockets(found)

    def _without_sockets(self, error: Exception) -> None:
        self._looking = None
        self._page.privacy.connections.show_problem(str(error))
        if not isinstance(error, ChatTroveError):
            self._window.banner.show_error(error)

    def _delete_thumbnails(self) -> None:
        self._engine.keeping.submit(lambda session, job: session.delete_thumbnails(), done=lambda _: self._show_part())

    def _rebuild(self) -> None:
        self._page.privacy.show_progress(self.tr("Being made…"))
        self._engine.keeping.submit(
            lambda session, job: session.rebuild(job.report),
            progress=self._show_progress,
            done=self._rebuilt,
            failed=self._not_rebuilt,
            stopped=self._not_rebuilt,
        )

    def _show_progress(self, progress: Progress) -> None:
        if progress.total:
            text = self.tr("Being made… {percent} %").format(percent=round(100 * progress.done / progress.total))
            self._page.privacy.show_progress(text)

    def _rebuilt(self, _: object) -> None:
        self._page.privacy.show_progress("")
        self._engine.refresh()
        self._show_part()

    def _not_rebuilt(self, error: object) -> None:
        self._page.privacy.show_progress("")
        if isinstance(error, Exception):
            self._window.banner.show_error(error)

    # ---------------------------------------------------------------- connections

    def _show_part(self) -> None:
        """Reads what the part that is looked at tells of."""
        directory, settings, page = self.directory, self._appearance.settings, self._page
        if page.part is page.general:
            self._count()
        elif page.part is page.archives:
            self._lane.submit(lambda session, job: known_archives(settings, directory), done=self._show_archives)
        else:
            self._lane.submit(lambda session, job: _stored(directory), done=self._show_stored)
            self._lane.submit(lambda session, job: _agreed(), done=page.privacy.show_agreed)

    def _connect_page(self) -> None:
        page = self._page
        page.tabs.currentChanged.connect(self._show_part)
        page.general.changed.connect(self._change)
        page.general.history_cleared.connect(self._clear_questions)
        page.general.judgements_cleared.connect(self._clear_judgements)
        page.general.judgements_exported.connect(self._export_judgements)
        page.archives.opened.connect(self.open_archive)
        page.archives.removed.connect(self.remove_archive)
        page.archives.shown.connect(_show_folder)
        page.archives.picked.connect(self._pick)
        page.archives.made.connect(self._make)
        page.privacy.folder.connect(_show_folder)
        page.privacy.thumbnails_deleted.connect(self._delete_thumbnails)
        page.privacy.index_rebuilt.connect(self._rebuild)
        page.privacy.connections.wanted.connect(self._read_sockets)
        page.privacy.agreements.revoked.connect(self._revoke)


def _default_archive() -> Path:
    """Settings that cannot be read have been told of at the start."""
    try:
        return default_archive()
    except SettingsError:
        return standard_archive()


def _sockets() -> "Sockets":
    from app.session.privacy import sockets

    return sockets()


def _agreed() -> "list[Consent]":
    from core.consent import Consents

    return Consents().all()


def _take_back(origin: str) -> "list[Consent]":
    from core.consent import Consents

    return Consents().revoke(origin)


def _stored(directory: Path) -> "list[Stored]":
    from app.session.privacy import stored

    return stored(directory)


def _show_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
