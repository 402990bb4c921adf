"""This file is where the window is closed: at once, or after a question while an import is under way."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QSessionManager,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.look.controls import Button, Picture, frame, label
from app.gui.look.cover import Cover
from app.gui.look.theme import colours
from app.gui.window import Window
from app.gui.work.engine import Engine

_WIDTH = 470
_VEIL = 0.55


class Leaving(QObject):
    """Asks before an import is cut short, once; nothing is lost either way. The system's own wish to end is never
    questioned."""

    def __init__(self, window: Window, engine: Engine) -> None:
        super().__init__(window)
        self._window, self._engine = window, engine
        self._decided = False
        self.question = LeavingQuestion(window.status.parentWidget() or window)
        self.question.now.clicked.connect(self.leave)
        self.question.later.clicked.connect(self._leave_later)
        self._waits = False
        engine.importing.ended.connect(self._go)
        window.may_close = self._may_close
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.commitDataRequest.connect(self._end_with_session)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Quit), window, window.close)

    def leave(self) -> None:
        """Closes without a question. What was read is kept, and the import goes on at the next start."""
        self._decided = True
        self._window.close()

    def _may_close(self) -> bool:
        if self._decided or not self._engine.importing.busy:
            return True
        self.question.ask()
        return False

    def _leave_later(self) -> None:
        self._waits = True
        self.question.hide()
        told = self.tr("ChatTrove closes when the import has finished.")
        self._window.banner.show_notice(told)
        self._window.banner.offer(self.tr("Stay open"), self._stay)

    def _stay(self) -> None:
        self._waits = False

    def _go(self, complete: bool) -> None:
        """The import is over: the question is answered by that."""
        self.question.hide()
        if self._waits and complete and not self._engine.importing.busy:
            self.leave()

    def _end_with_session(self, _: QSessionManager) -> None:
        self._decided = True


class LeavingQuestion(Cover):
    """Lies over the window. Esc and the first button go on with the import."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title, self._text = label("title", wrap=True), label("body", wrap=True)
        self.stay, self.later, self.now = Button("primary"), Button(), Button()
        self.stay.clicked.connect(self.hide)
        self._build()
        self.retranslate()
        self.hide()

    def ask(self) -> None:
        self.cover()
        self.stay.setFocus()

    def stops(self) -> Sequence[QWidget]:
        return self.stay, self.later, self.now

    def retranslate(self) -> None:
        self._title.setText(self.tr("An import is under way"))
        self._text.setText(self.tr("What was read is kept. If you close now, it goes on at the next start."))
        self.stay.setText(self.tr("Go on importing"))
        self.later.setText(self.tr("Close when finished"))
        self.now.setText(self.tr("Close now"))
        self.setAccessibleName(self._title.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(colours().canvas)
        veil.setAlphaF(_VEIL)
        painter.fillRect(self.rect(), veil)
        painter.end()

    def _build(self) -> None:
        box = frame("popup")
        box.setMinimumWidth(_WIDTH)  # more where the buttons' words are larger
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Picture("import", "accent", 24), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self._title)
        words.addWidget(self._text)
        head.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button in (self.now, self.later, self.stay):
            buttons.addWidget(button)
        inner = QVBoxLayout(box)
        inner.setContentsMargins(24, 20, 20, 16)
        inner.setSpacing(18)
        inner.addLayout(head)
        inner.addLayout(buttons)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        row = QHBoxLayout()  # an alignment instead would cut the text: it hides that its height depends on its width
        row.addStretch(1)
        row.addWidget(box)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(1)
