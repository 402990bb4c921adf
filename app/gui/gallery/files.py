"""This file is where a file from a chat leaves the archive: shown in its folder, or copied where the person says.

Nothing from a chat is ever opened or started here.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from app.gui.messages.tiles import what
from app.gui.window import Window
from app.gui.work.engine import Engine
from core.file_names import safe_name
from core.types import Attachment


class StoredFiles(QObject):
    """Both happen only when the person asks for them."""

    def __init__(self, window: Window, engine: Engine) -> None:
        super().__init__(window)
        self._window, self._engine = window, engine
        self.dialog: QFileDialog | None = None
        window.lightbox.revealed.connect(self.reveal)
        window.lightbox.saved.connect(self.save)

    def reveal(self, attachment: Attachment) -> None:
        """Shows the file in the file manager."""
        sha = attachment.sha256
        if sha is None:
            self._tell_gone()
            return
        self._engine.looking.submit(lambda session, job: session.media_path(sha), done=self._show)

    def save(self, attachment: Attachment) -> None:
        """Asks where, and writes a copy there."""
        if attachment.sha256 is None:
            self._tell_gone()
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        name = safe_name(attachment.name, what(attachment))
        self.dialog = QFileDialog(self._window, self.tr("Save a copy"), str(Path(folder, name)))
        self.dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.dialog.selectFile(name)
        self.dialog.fileSelected.connect(lambda chosen: self.copy_to(attachment, Path(chosen)))
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def copy_to(self, attachment: Attachment, to: Path) -> None:
        """Writes a copy, and says so."""
        sha = attachment.sha256 or ""
        self._engine.sharing.submit(
            lambda session, job: session.copy_media(sha, to),
            done=lambda _: self._window.banner.show_notice(self.tr("Saved as {name}").format(name=to.name)),
            failed=self._window.banner.show_error,
        )

    def _show(self, path: Path | None) -> None:
        if path is None:
            self._tell_gone()
        elif not show_in_folder(path):
            self._window.banner.show_notice(self.tr("The file is {path}").format(path=path))

    def _tell_gone(self) -> None:
        self._window.banner.show_notice(self.tr("This file is not in the archive: it was left out, or is gone."))


def show_in_folder(path: Path) -> bool:
    """Opens the file's folder, with the file marked where the system can do that; False when that did not work."""
    if sys.platform == "darwin":
        return bool(QProcess.startDetached("open", ["-R", str(path)])[0])
    if sys.platform == "win32":
        return bool(QProcess.startDetached("explorer", ["/select,", str(path)])[0])
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
