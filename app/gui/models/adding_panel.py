"""This file is where models are added from: a folder, a zip, or an address, the only place that ever connects."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.gui.look.controls import Button, Picture, frame, label
from app.gui.look.dates import size
from app.gui.look.flow import Flow
from app.gui.look.language import Translated
from app.gui.look.text import isolate
from app.gui.models.field import Field

if TYPE_CHECKING:
    from app.session.models import Offer
    from core.types import Progress


class AddingPanel(Translated):
    """folder and file: the person wants to choose one; server: one is to be connected; looked: an address that is to be
    asked what it would send; downloaded: an address and the sha256 (or "") of what is to be downloaded from it;
    stopped: what runs is to end."""

    folder = Signal()
    file = Signal()
    server = Signal()
    looked = Signal(str)
    downloaded = Signal(str, str)
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._offer: Offer | None = None
        self._work, self._host = "", ""
        self._busy = False
        self._folder, self._file, self._address = Button("", "folder"), Button("", "file"), Button("", "globe")
        self._server = Button("", "link")
        self.url, self.sha256 = Field(), Field()
        self._form, self._running = QWidget(), QWidget()
        self._url_name, self._sha_name = label("small"), label("small")
        self._note, self._asked = label("small", wrap=True), label("strong", wrap=True)
        self._connect, self._leave = Button("primary"), Button()
        self._stage, self._bar, self._stop = label("body"), QProgressBar(textVisible=False), Button("", "close")
        self._promise = label("muted", wrap=True)
        self._build()
        self._form.hide()
        self._running.hide()
        self.retranslate()

    def show_offer(self, offer: "Offer") -> None:
        """What the address would send; the person is asked whether they want it."""
        self._offer = offer
        self.retranslate()
        self._connect.setFocus()

    def show_busy(self, busy: bool) -> None:
        self._busy = busy
        if not busy:
            self._running.hide()
        for button in (self._folder, self._file, self._address, self._server, self._connect):
            button.setEnabled(not busy)

    def show_work(self, work: str, host: str = "") -> None:
        """Something is under way that can be stopped: "looking", "adding", "downloading" or "connecting", at a host."""
        self._work, self._host = work, host
        self._bar.setRange(0, 0)
        self._running.show()
        self.retranslate()

    def show_progress(self, progress: "Progress") -> None:
        if progress.stage == "copy":
            self._work = "adding"
        elif progress.stage == "prove":
            self._work = "testing"
        self._bar.setRange(0, 1000 if progress.total else 0)
        if progress.total:
            self._bar.setValue(round(1000 * progress.done / progress.total))
        self.retranslate()
        if progress.stage == "download" and progress.done:
            whole = f" / {size(progress.total)}" if progress.total else ""
            self._stage.setText(f"{self._stage.text()}  {size(progress.done)}{whole}")

    def open_form(self) -> None:
        """Shows the fields for an address."""
        self._form.show()
        self.url.setFocus()

    def close_form(self) -> None:
        """It was downloaded, or the person left it."""
        self._offer = None
        self._form.hide()
        self.url.clear()
        self.sha256.clear()
        self.retranslate()

    def retranslate(self) -> None:
        self._folder.setText(self.tr("Add from a folder…"))
        self._file.setText(self.tr("Add from a file…"))
        self._file.setToolTip(self.tr("A zip of models, or the .gguf file of a reader with its mmproj file beside it"))
        self._server.setText(self.tr("Connect a server…"))
        self._address.setText(self.tr("Download from an address…"))
        self._promise.setText(
            self.tr(
                "Only from this page does ChatTrove connect to anything, and only when you press a button that says "
                "so. A download sends nothing of you or your chats. A server that reads gets what you agree to."
            )
        )
        self._url_name.setText(self.tr("Address of a zip with models (https)"))
        self._sha_name.setText(self.tr("Its SHA-256, if you know it (optional)"))
        self.url.setAccessibleName(self._url_name.text())
        self.sha256.setAccessibleName(self._sha_name.text())
        self.url.setPlaceholderText("https://")
        self._leave.setText(self.tr("Cancel"))
        self._stop.setText(self.tr("Stop"))
        if self._offer is None:
            self._asked.setText("")
            self._connect.setText(self.tr("Connect"))
            self._note.setText(self.tr("First it is only asked how large it is. You then decide."))
        else:
            told = self.tr("{host} offers {size}. Download it?")
            much = size(self._offer.size) if self._offer.size is not None else self.tr("a file of unknown size")
            asked = told.format(host=isolate(self._offer.host), size=much)
            if self._offer.begun:
                here = self.tr("{size} of it are here already; the download goes on from there.")
                asked = f"{asked} {here.format(size=size(self._offer.begun))}"
            self._asked.setText(asked)
            self._connect.setText(self.tr("Go on") if self._offer.begun else self.tr("Download"))
            self._note.setText(self.tr("Every file is checked and every model tested before anything is added."))
        self._asked.setVisible(self._offer is not None)
        works = {
            "looking": self.tr("Asking {host}…").format(host=isolate(self._host)),
            "downloading": self.tr("Downloading from {host}").format(host=isolate(self._host)),
            "connecting": self.tr("Trying {host}…").format(host=isolate(self._host)),
            "adding": self.tr("Checking and copying"),
            "testing": self.tr("Testing the models"),
            "choosing": self.tr("Testing the models"),
        }
        self._stage.setText(works.get(self._work, ""))
        kept = self.tr("What has come stays, and is gone on with the next time.")
        self._stop.setToolTip(kept if self._work == "downloading" else "")

    def _go_on(self) -> None:
        if self._busy or not self.url.text().strip():
            return
        if self._offer is None:
            self.looked.emit(self.url.text().strip())
        else:
            self.downloaded.emit(self._offer.url, self.sha256.text().strip())

    def _forget_offer(self) -> None:
        """The address was changed: what another one offers does not count."""
        if self._offer is not None:
            self._offer = None
            self.retranslate()

    def _build(self) -> None:
        self._folder.clicked.connect(self.folder)
        self._file.clicked.connect(self.file)
        self._server.clicked.connect(self.server)
        self._address.clicked.connect(self.open_form)
        self._connect.clicked.connect(self._go_on)
        self._leave.clicked.connect(self.close_form)
        self._stop.clicked.connect(self.stopped)
        self.url.textChanged.connect(self._forget_offer)
        for field in (self.url, self.sha256):
            field.returnPressed.connect(self._go_on)
        buttons = Flow(8)
        for button in (self._folder, self._file, self._address, self._server):
            buttons.addWidget(button)
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 4, 0, 0)
        form.setSpacing(6)
        for name, field in ((self._url_name, self.url), (self._sha_name, self.sha256)):
            name.setBuddy(field)
            form.addWidget(name)
            form.addWidget(field.box)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._note, 1)
        row.addWidget(self._leave)
        row.addWidget(self._connect)
        form.addWidget(self._asked)
        form.addLayout(row)
        running = QHBoxLayout(self._running)
        running.setContentsMargins(0, 4, 0, 0)
        running.setSpacing(12)
        running.addWidget(self._stage)
        running.addWidget(self._bar, 1)
        running.addWidget(self._stop)
        promise = QHBoxLayout()
        promise.setSpacing(10)
        promise.addWidget(Picture("shield", "success", 18), 0, Qt.AlignmentFlag.AlignTop)
        promise.addWidget(self._promise, 1)
        panel = frame("panel")
        inner = QVBoxLayout(panel)
        inner.setContentsMargins(20, 16, 20, 16)
        inner.setSpacing(10)
        inner.addLayout(buttons)
        inner.addLayout(promise)
        inner.addWidget(self._form)
        inner.addWidget(self._running)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(panel)
