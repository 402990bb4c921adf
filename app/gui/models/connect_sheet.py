"""This file is where a server is connected: its address, and in plain words what it will be sent, before it is sent."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.gui.look import fonts
from app.gui.look.controls import Button, CheckBox, IconButton, Picture, frame, label, restyle
from app.gui.look.cover import Cover
from app.gui.look.text import isolate
from app.gui.models.field import Field

if TYPE_CHECKING:
    from app.session.connecting import ServerOrder

_VEIL = QColor(12, 14, 13, 150)
_LARGEST = (640, 620)
_PAUSE_MS = 250
_LONGEST = 120


@dataclass(frozen=True)
class Sent:
    """What would go to an address. leaves: this computer; unencrypted: everybody on the way can read it; trouble: why
    the address is none."""

    url: str
    statement: str = ""
    leaves: bool = False
    unencrypted: bool = False
    trouble: str = ""


class ConnectSheet(Cover):
    """asked: what would be sent to this address? agreed: the person has read it and wants it (ServerOrder). key: a file
    with the server's key is to be chosen."""

    asked = Signal(str)
    agreed = Signal(object)
    key = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sent = Sent("")
        self._box, self._told = frame("panel"), frame("connections")
        self._title, self._lead, self._close = label("heading"), label("muted", wrap=True), IconButton("close", 18)
        self.url, self.model, self.key_file = Field(), Field(), Field()
        self._names = [label("small") for _ in range(3)]
        self._choose = Button()
        self._icon, self._where = Picture("shield", "success", 22), label("strong", wrap=True)
        self._statement, self._kept = label("body", wrap=True), label("small", wrap=True)
        self.unencrypted = CheckBox()
        self.agree, self._leave = Button("primary", "link"), Button()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._scroll = QScrollArea(widgetResizable=True)
        self._build()
        self._connect()
        self.retranslate()
        self.hide()

    def open(self) -> None:
        """What was typed before, and did not come about, is still there."""
        self.cover()
        self.url.setFocus()

    @property
    def told_of(self) -> str:
        """The address of which it is told now what it would be sent; empty while that is not known."""
        return self._sent.url

    def show_sent(self, sent: Sent) -> None:
        """What an address would be sent; one that was changed meanwhile is passed over."""
        if sent.url == self.url.text().strip():
            self._sent = sent
            self.unencrypted.setChecked(False)
            self.retranslate()
            QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self._told))

    def forget(self) -> None:
        """It was connected."""
        for field in (self.url, self.model, self.key_file):
            field.clear()

    def order(self) -> "ServerOrder":
        from app.session.connecting import ServerOrder, Terms

        terms = Terms(unencrypted=self.unencrypted.isChecked(), key_file=self.key_file.text().strip())
        return ServerOrder(self.url.text().strip(), self.model.text().strip(), terms=terms)

    def retranslate(self) -> None:
        self._title.setText(self.tr("Connect a server"))
        self.setAccessibleName(self._title.text())
        self._lead.setText(
            self.tr(
                "A server that speaks OpenAI's protocol and sees pictures can read for you: vLLM, llama.cpp, others."
            )
        )
        self._close.name_it(self.tr("Close"), "Esc")
        names = (
            self.tr("Address"),
            self.tr("Name of the model, where the server has several (optional)"),
            self.tr("File with the server's key, where it wants one (optional)"),
        )
        for name, text, field in zip(self._names, names, (self.url, self.model, self.key_file), strict=True):
            name.setText(text)
            field.setAccessibleName(text)
        self.url.setPlaceholderText("http://127.0.0.1:8000/v1")
        self._choose.setText(self.tr("Choose…"))
        self._choose.setAccessibleName(f"{self.tr('Choose…')} {names[2]}")
        self.unencrypted.setText(self.tr("Send it unencrypted all the same"))
        self.agree.setText(self.tr("Agree and connect"))
        self._leave.setText(self.tr("Cancel"))
        self._tell()

    def _tell(self) -> None:
        sent = self._sent
        known = bool(sent.url) and not sent.trouble
        self._told.setVisible(bool(sent.url))
        danger = bool(sent.trouble) or sent.leaves
        self._icon.show_icon(*(("alert", "warning") if danger else ("shield", "success")))
        restyle(self._told, "tone", "" if danger else "calm")
        where = self.tr("This leaves your computer") if sent.leaves else self.tr("This stays on your computer")
        self._where.setText(self.tr("This is no address") if sent.trouble else where)
        english = QLocale().language() == QLocale.Language.English
        self._statement.setText(sent.trouble or (sent.statement if english else self._own_words(sent)))
        kept = self.tr("Your agreement is kept with these words: {words}").format(words=isolate(sent.statement))
        self._kept.setText(kept)
        self._kept.setVisible(known and not english)
        self.unencrypted.setVisible(known and sent.unencrypted)
        self._allow()

    def _own_words(self, sent: Sent) -> str:
        """The statement in the window's language."""
        where = isolate(sent.url[:_LONGEST])
        what = self.tr(
            "ChatTrove sends to {where}: your questions, and of each passage that is read the messages, the names of "
            "who wrote them, and the pictures, made smaller and without their metadata."
        ).format(where=where)
        if not sent.leaves:
            return what
        way = (
            self.tr("The connection is NOT encrypted: everybody on the way can read it.")
            if sent.unencrypted
            else self.tr("The connection is encrypted.")
        )
        return " ".join((what, way, self.tr("Whoever runs that computer can read and keep what is sent.")))

    def _allow(self) -> None:
        """Nothing is agreed to that was not shown."""
        sent = self._sent
        known = bool(sent.url) and sent.url == self.url.text().strip() and not sent.trouble
        self.agree.setEnabled(known and (not sent.unencrypted or self.unencrypted.isChecked()))

    def _change(self) -> None:
        self._sent = Sent("")
        self._tell()
        self._pause.start()

    def _ask(self) -> None:
        if self.url.text().strip():
            self.asked.emit(self.url.text().strip())

    def _go_on(self) -> None:
        if self.agree.isEnabled():
            self.lead_away()
            self.agreed.emit(self.order())
        elif self._sent.url != self.url.text().strip():
            self._pause.stop()
            self._ask()

    # ---------------------------------------------------------------- keyboard and mouse

    def stops(self) -> list[QWidget]:
        fields = (self.url, self.model, self.key_file)
        return [*fields, self._choose, self.unencrypted, self._leave, self.agree, self._close]

    def event(self, event: QEvent) -> bool:
        """While the sheet is open no shortcut of the window behind it works."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(self.rect()), _VEIL)

    # ---------------------------------------------------------------- layout

    def fit(self) -> None:
        super().fit()
        width, height = (
            min(fonts.scaled(_LARGEST[0]), self.width() - 48),
            min(fonts.scaled(_LARGEST[1]), self.height() - 40),
        )
        self._box.setGeometry((self.width() - width) // 2, (self.height() - height) // 2, width, height)

    def _connect(self) -> None:
        self.url.textChanged.connect(self._change)
        self._pause.timeout.connect(self._ask)
        self.unencrypted.toggled.connect(self._allow)
        self._choose.clicked.connect(self.key)
        self.agree.clicked.connect(self._go_on)
        for field in (self.url, self.model, self.key_file):
            field.returnPressed.connect(self._go_on)
        for button in (self._leave, self._close):
            button.clicked.connect(self.hide)

    def _build(self) -> None:
        told = QVBoxLayout()
        told.setSpacing(4)
        for each in (self._where, self._statement, self._kept, self.unencrypted):
            told.addWidget(each)
        row = QHBoxLayout(self._told)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(told, 1)
        self._box.setParent(self)
        lines = QVBoxLayout(self._box)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        lines.addLayout(head)
        self._scroll.setObjectName("clear")
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._form())
        lines.addWidget(self._scroll, 1)
        feet = QHBoxLayout()
        feet.setSpacing(8)
        feet.addStretch(1)
        feet.addWidget(self._leave)
        feet.addWidget(self.agree)
        lines.addLayout(feet)

    def _form(self) -> QWidget:
        page = QWidget()
        page.setObjectName("sheetpage")
        lines = QVBoxLayout(page)
        lines.setContentsMargins(0, 0, 12, 0)
        lines.setSpacing(6)
        lines.addWidget(self._lead)
        for name, field in zip(self._names, (self.url, self.model, self.key_file), strict=True):
            lines.addSpacing(6)
            name.setBuddy(field)
            lines.addWidget(name)
            if field is self.key_file:
                row = QHBoxLayout()
                row.setSpacing(8)
                row.addWidget(field.box, 1)
                row.addWidget(self._choose)
                lines.addLayout(row)
            else:
                lines.addWidget(field.box)
        lines.addSpacing(10)
        lines.addWidget(self._told)
        lines.addStretch(1)
        return page
