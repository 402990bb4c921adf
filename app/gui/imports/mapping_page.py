"""This file is where a person says what the columns of a table are, and sees at once how its messages would read."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.gui.imports.columns_view import ColumnsView
from app.gui.imports.mapping_preview import MappingPreview
from app.gui.look.controls import Button, CheckBox, ElidedLabel, Picture, frame, label
from app.gui.look.flow import Flow
from app.gui.look.language import Translated
from app.mappings import is_name
from core.mapping import ColumnMapping, Reading, Sheet

_WIDEST = 1180


class MappingPage(Translated):
    """looked: a mapping to be previewed; headed: the first row is (no) header; imported: a mapping, and the name under
    which to keep it ("" for not at all); left: not now."""

    looked = Signal(object)
    headed = Signal(bool)
    imported = Signal(object, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sheet = Sheet("", (), (), ColumnMapping())
        self._title, self._file, self._lead = (
            label("heading", wrap=True),
            ElidedLabel("muted"),
            label("lead", wrap=True),
        )
        self.columns, self.preview = ColumnsView(), MappingPreview()
        self.header, self.ordered = CheckBox(), CheckBox()
        self._remember, self.name = label("body"), QLineEdit()
        self._why, self._alert = label("muted", wrap=True), Picture("alert", "warning")
        self.start, self._leave = Button("primary", "import"), Button()
        self._build()
        self._connect()
        self.retranslate()

    def show_sheet(self, sheet: Sheet, title: str) -> None:
        """A table with its likeliest mapping chosen. title: what the file is called."""
        self._sheet = sheet
        self._file.show_text(title)
        self.columns.show_sheet(sheet)
        self.preview.clear()
        self.header.setVisible(sheet.delimited)
        for box, state in ((self.header, sheet.headed), (self.ordered, False)):
            box.blockSignals(True)
            box.setChecked(state)
            box.blockSignals(False)
        self.name.clear()
        self.retranslate()
        self._changed()

    def show_readings(self, readings: Sequence[Reading]) -> None:
        """The first rows as the mapping of the moment reads them."""
        self.preview.show_readings(readings)

    def mapping(self) -> ColumnMapping:
        """What is chosen."""
        return self.columns.roles.chosen(self._sheet.base)

    def take_focus(self) -> None:
        """The keyboard begins at the first column."""
        if self.columns.roles.boxes:
            self.columns.roles.boxes[0].setFocus()

    def retranslate(self) -> None:
        self._title.setText(self.tr("What are the columns of this table?"))
        lead = self.tr(
            "ChatTrove is not sure, so nothing of it was stored. Say above each column what it is. Below you see how "
            "the first messages would read."
        )
        self._lead.setText(lead)
        self.header.setText(self.tr("The first row names the columns"))
        self.ordered.setText(self.tr("The messages have no times: the order of the rows is all there is"))
        self._remember.setText(self.tr("Remember as"))
        self.name.setPlaceholderText(self.tr("a name, for the next table like this"))
        self.name.setAccessibleName(self.tr("Remember as"))
        self.start.setText(self.tr("Import"))
        self._leave.setText(self.tr("Not now"))
        self.columns.setAccessibleName(self.tr("The first rows of the table"))
        self.columns.retranslate()
        self.preview.retranslate()
        self._weigh()

    def _order_alone(self, alone: bool) -> None:
        if alone:
            self.columns.roles.clear("time")
        self._weigh()

    def _changed(self) -> None:
        if self.mapping().time:
            self.ordered.setChecked(False)
        self._weigh()
        self.looked.emit(self.mapping())

    def _weigh(self) -> None:
        """Only what can be imported can be clicked; what is missing is said beside it."""
        missing = self._missing()
        self.start.setEnabled(not missing)
        self._why.setText(missing)
        self._alert.setVisible(bool(missing))
        self.start.setToolTip(missing)
        self.start.setAccessibleDescription(missing)

    def _missing(self) -> str:
        chosen = self.mapping()
        if not chosen.text and not chosen.media:
            return self.tr("Choose the column of the text.")
        if not chosen.sender and not chosen.sender_id:
            return self.tr("Choose the column of the sender.")
        if not chosen.time and not self.ordered.isChecked():
            return self.tr("Choose the column of the time, or say that there is none.")
        if self.name.text().strip() and not is_name(self.name.text().strip()):
            return self.tr("That name cannot be used. Letters, digits and spaces can.")
        return ""

    def _import(self) -> None:
        if self.start.isEnabled():
            self.imported.emit(self.mapping(), self.name.text().strip())

    def _connect(self) -> None:
        self.columns.changed.connect(self._changed)
        self.ordered.toggled.connect(self._order_alone)
        self.header.toggled.connect(self.headed)
        self.name.textChanged.connect(self._weigh)
        self.name.returnPressed.connect(self._import)
        self.start.clicked.connect(self._import)
        self._leave.clicked.connect(self.left)

    def _build(self) -> None:
        column = QWidget()
        column.setObjectName("page")
        column.setMaximumWidth(_WIDEST)
        lines = QVBoxLayout(column)
        lines.setContentsMargins(0, 24, 0, 16)
        lines.setSpacing(12)
        for widget in (self._title, self._file, self._lead):
            lines.addWidget(widget)
        lines.addWidget(self.columns)
        boxes = Flow(16)
        boxes.addWidget(self.header)
        boxes.addWidget(self.ordered)
        lines.addLayout(boxes)
        lines.addWidget(self.preview)
        lines.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setObjectName("page")
        row = QHBoxLayout(inner)
        row.setContentsMargins(24, 0, 16, 0)
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(scroll, 1)
        outer.addWidget(self._foot())

    def _foot(self) -> QWidget:
        foot, box = frame("foot"), frame("field")
        inside = QHBoxLayout(box)
        inside.setContentsMargins(12, 6, 10, 6)
        inside.addWidget(self.name)
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(12)
        row.addWidget(self._remember)
        row.addWidget(box, 3)
        row.addWidget(self._alert)
        row.addWidget(self._why, 2)
        row.addWidget(self._leave)
        row.addWidget(self.start)
        return foot
