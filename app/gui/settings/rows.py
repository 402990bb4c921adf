"""This file is where the rows of the settings are made: a name with a note, a choice beside it, and a question asked
in place."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.gui.look.controls import Button, frame, label, rule
from app.gui.look.language import Translated

WIDTH = 760
_BESIDE = 24


class Choice(QFrame):
    """One of several values, chosen by click or arrow keys. chosen: a value that the person took."""

    chosen = Signal(object)

    def __init__(self, values: Sequence[object]) -> None:
        super().__init__()
        self.setObjectName("choices")
        self._values = list(values)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        for place in range(len(self._values)):
            button = QPushButton()
            button.setAutoDefault(True)
            button.setCheckable(True)
            button.setObjectName("segment")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            self._group.addButton(button, place)
            row.addWidget(button)
        self._group.idToggled.connect(self._take)
        self._shown: object = None

    @property
    def value(self) -> object:
        """What is marked now."""
        return self._shown

    def show_value(self, value: object) -> None:
        """Marks the value that holds; nothing is sent."""
        self._shown = value
        if value in self._values:
            self.button(value).setChecked(True)

    def name(self, title: str, texts: Sequence[str]) -> None:
        """What the choice is about, and the words of the values in their order."""
        self.setAccessibleName(title)
        for button, text in zip(self._group.buttons(), texts, strict=True):
            button.setText(text)
            button.setAccessibleName(f"{title}: {text}")

    def button(self, value: object) -> QPushButton:
        button = self._group.button(self._values.index(value))
        assert isinstance(button, QPushButton)
        return button

    def _take(self, place: int, checked: bool) -> None:
        value = self._values[place]
        if checked and value != self._shown:
            self._shown = value
            self.chosen.emit(value)


class Row(QWidget):
    """A name and a note, and `control` at their right, or below them where there is no room."""

    def __init__(self, control: QWidget | None = None) -> None:
        super().__init__()
        self._title, self._note, self._control = label("strong", wrap=True), label("small", wrap=True), control
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._title)
        words.addWidget(self._note)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(10)
        self._box.addLayout(words, 1)
        if control is not None:
            self._box.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    @property
    def title(self) -> str:
        return self._title.text()

    def name(self, title: str, note: str = "") -> None:
        self._title.setText(title)
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._control is None:
            return
        words = min(self._title.fontMetrics().horizontalAdvance(self._title.text()), 240)
        fits = self._control.sizeHint().width() + words + _BESIDE <= self.width()
        directions = QBoxLayout.Direction
        self._box.setDirection(directions.LeftToRight if fits else directions.TopToBottom)


class Sure(Translated):
    """A question in place of a dialogue: hidden until it is asked. agreed: the person says yes."""

    agreed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text, self.yes, self.no = label("body", wrap=True), Button("primary"), Button()
        panel = frame("question")
        row = QHBoxLayout(panel)
        row.setContentsMargins(14, 10, 10, 10)
        row.setSpacing(10)
        row.addWidget(self._text, 1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(panel)
        self.no.clicked.connect(self.hide)
        self.yes.clicked.connect(self._agree)
        self.hide()

    def ask(self, text: str, yes: str, no: str) -> None:
        self._text.setText(text)
        self.yes.setText(yes)
        self.no.setText(no)
        self.show()
        self.no.setFocus()

    def retranslate(self) -> None:
        """An open question would stay in the former language."""
        self.hide()

    def _agree(self) -> None:
        self.hide()
        self.agreed.emit()


def panel(*rows: QWidget) -> QFrame:
    """A panel with the rows one below the other, a line between them."""
    made = frame("panel")
    lines = QVBoxLayout(made)
    lines.setContentsMargins(20, 16, 20, 16)
    lines.setSpacing(14)
    for place, row in enumerate(rows):
        if place and not isinstance(row, Sure):
            lines.addWidget(rule())
        lines.addWidget(row)
    return made


def column(widgets: Sequence[QWidget]) -> QScrollArea:
    """A page that scrolls its widgets in one column."""
    page, inner = QWidget(), QWidget()
    page.setObjectName("page")
    inner.setMaximumWidth(WIDTH)
    lines = QVBoxLayout(inner)
    lines.setContentsMargins(0, 12, 0, 24)
    lines.setSpacing(12)
    for widget in widgets:
        lines.addWidget(widget)
    lines.addStretch(1)
    row = QHBoxLayout(page)
    row.setContentsMargins(24, 0, 16, 0)
    row.addStretch(1)
    row.addWidget(inner, 1000)
    row.addStretch(1)
    area = QScrollArea(widgetResizable=True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area


def beside(*buttons: Button) -> QWidget:
    """Buttons in a line, for a row."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    return made
