"""This file is where the panel over the window is: what can be chosen to share, a preview of it, and where it goes."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.gui.look import fonts
from app.gui.look.controls import Button, ElidedLabel, IconButton, frame, label
from app.gui.look.cover import Cover
from app.gui.sharing.choice import Choice
from app.gui.sharing.chooser import Chooser
from app.gui.sharing.making import Seen
from app.gui.sharing.preview import Preview
from core.sharing import Shared

_VEIL = QColor(12, 14, 13, 150)
_LARGEST = (1040, 720)
_COLUMN = 284


class SharePanel(Cover):
    """chosen: another preview is needed (Choice); saving and copying: the person wants it (Choice); closed."""

    chosen = Signal(object)
    saving = Signal(object)
    copying = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shared = Shared("", ())
        self._error = ""
        self._box = frame("panel")
        self._title, self._what, self._close = label("heading"), ElidedLabel("small"), IconButton("close", 18)
        self.chooser, self.preview = Chooser(), Preview()
        self._column = QScrollArea(widgetResizable=True)
        self._facts, self._trouble = label("small", wrap=True), label("trouble", wrap=True)
        self.copy_button, self.save_button = Button("", "copy"), Button("primary", "save")
        self._build()
        self.retranslate()
        self.hide()

    def open(self, shared: Shared) -> None:
        """Offers to share something."""
        self._shared = shared
        self.chooser.begin(shared)
        self.cover()
        self.chooser.take_focus()
        self._change()

    def close_panel(self) -> None:
        self.hide()
        self.closed.emit()

    def show_seen(self, seen: Seen) -> None:
        self.preview.show_seen(seen)

    def show_error(self, text: str) -> None:
        """Tells why nothing left, and what to do."""
        self._error = text
        self.set_busy(False)

    def set_busy(self, busy: bool) -> None:
        """While something is written there is nothing to press."""
        self.save_button.setEnabled(not busy)
        self.copy_button.setEnabled(not busy and self.chooser.choice().can_copy)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Share"))
        self.setAccessibleName(self.tr("Share"))
        self._close.name_it(self.tr("Close"), "Esc")
        self.copy_button.setText(self.tr("Copy"))
        self.save_button.setText(self.tr("Save…"))
        self.copy_button.setToolTip(QKeySequence("Ctrl+C").toString(QKeySequence.SequenceFormat.NativeText))
        self.save_button.setToolTip(QKeySequence("Ctrl+S").toString(QKeySequence.SequenceFormat.NativeText))
        titles = dict.fromkeys(" ".join(each.conversation.title.split()) for each in self._shared.results)
        self._what.show_text(", ".join(titles))
        self._facts.setText(self._leaving(self.chooser.choice()))
        self._trouble.setText(self._error)
        self._trouble.setVisible(bool(self._error))

    def _leaving(self, choice: Choice) -> str:
        """In words what will leave."""
        kept = choice.kept
        parts = [self.tr("%Ln message(s)", "that will be shared", len(kept.messages))]
        pictures = len(kept.picture_files) if choice.shows_pictures else 0
        if pictures:
            parts.append(self.tr("%Ln picture(s)", "that will be shared", pictures))
            with_metadata = choice.options.keep_metadata
            parts.append(self.tr("original files") if with_metadata else self.tr("without place and camera"))
        parts.append(self.tr("names hidden") if choice.options.hide_names else self.tr("with names"))
        return "  ·  ".join(parts)

    def _change(self) -> None:
        self._error = ""
        self.set_busy(False)
        self.preview.wait()
        self.chosen.emit(self.chooser.choice())

    # ---------------------------------------------------------------- keyboard and mouse

    def event(self, event: QEvent) -> bool:
        """While the panel is open no shortcut of the window behind it works."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        elif event.matches(QKeySequence.StandardKey.Copy) and self.copy_button.isEnabled():
            self.copy_button.click()
        elif event.matches(QKeySequence.StandardKey.Save) and self.save_button.isEnabled():
            self.save_button.click()
        event.accept()

    def stops(self) -> list[QWidget]:
        form = self.chooser.forms[self.chooser.choice().form]
        boxes = (self.chooser.context, self.chooser.pictures, self.chooser.hide_names, self.chooser.metadata)
        return [form, *boxes, self.preview.current, self.copy_button, self.save_button, self._close]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._box.geometry().contains(event.position().toPoint()):
            self.close_panel()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(self.rect()), _VEIL)

    # ---------------------------------------------------------------- layout

    def fit(self) -> None:
        super().fit()
        width, height = min(_LARGEST[0], self.width() - 48), min(_LARGEST[1], self.height() - 40)
        self._column.setFixedWidth(min(fonts.scaled(_COLUMN), width // 2))
        self._box.setGeometry((self.width() - width) // 2, (self.height() - height) // 2, width, height)

    def _build(self) -> None:
        self._box.setParent(self)
        lines = QVBoxLayout(self._box)
        lines.setContentsMargins(24, 16, 24, 20)
        lines.setSpacing(14)
        lines.addLayout(self._head())
        body = QHBoxLayout()
        body.setSpacing(24)
        self._column.setWidget(self.chooser)
        self._column.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column.setObjectName("clear")
        body.addWidget(self._column)
        body.addWidget(self.preview, 1)
        lines.addLayout(body, 1)
        lines.addWidget(self._trouble)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self._facts, 1)
        foot.addWidget(self.copy_button)
        foot.addWidget(self.save_button)
        lines.addLayout(foot)
        self.chooser.changed.connect(self._change)
        self._close.clicked.connect(self.close_panel)
        self.copy_button.clicked.connect(lambda: self.copying.emit(self.chooser.choice()))
        self.save_button.clicked.connect(lambda: self.saving.emit(self.chooser.choice()))

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._what)
        row.addLayout(words, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        return row
