"""This file is where the left rail is: the name, the import button, all conversations, the look and the language."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QActionGroup, QPainter, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from app.gui.look import avatars, fonts, icons
from app.gui.look.controls import Button, IconButton, label
from app.gui.look.dates import number, period, wall_time_of
from app.gui.look.language import LANGUAGES, Translated
from app.gui.look.text import paint_line
from app.gui.look.theme import RADIUS, colours, title_colour
from core.types import Conversation

WIDTH = 268
_ROW = 60
_ROOT = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


class Rail(Translated):
    """imported: the import button; chosen: a conversation's id; gallery, history, people, guides, models, settings: the
    pages of these; theme_chosen and language_chosen: a settings value."""

    imported = Signal()
    chosen = Signal(int)
    home = Signal()
    history = Signal()
    people = Signal()
    guides = Signal()
    gallery = Signal()
    models = Signal()
    settings = Signal()
    theme_chosen = Signal(str)
    language_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._theme, self._language = "system", "system"
        self._name = label("title")
        self._name.setText("ChatTrove")
        self._logo = QLabel(pixmap=icons.logo(30))
        self._import = Button("primary", "import")
        self._heading = label("overline")
        self._empty = label("muted", wrap=True)
        self._model = Conversations()
        self.list = QListView()
        self._theme_button, self._language_button = IconButton("sun", 18), IconButton("globe", 18)
        self._history, self._people, self._guides = (IconButton(name, 18) for name in ("clock", "people", "info"))
        self._models, self._settings = IconButton("chip", 18), IconButton("gear", 18)
        self._gallery = Button("quiet", "image")
        self._build()
        self.retranslate()

    def show_conversations(self, conversations: Sequence[Conversation]) -> None:
        """All conversations, the one with the latest message first."""
        self._model.show(sorted(conversations, key=lambda each: -(each.last_at or 0)))
        self.retranslate()

    def select(self, conversation_id: int | None) -> None:
        """Marks the conversation that is open."""
        row = self._model.row_of(conversation_id)
        self.list.setCurrentIndex(self._model.index(row) if row is not None else QModelIndex())

    def show_settings(self, theme: str, language: str) -> None:
        self._theme, self._language = theme, language
        self._theme_button.show_icon({"light": "sun", "dark": "moon"}.get(theme, "monitor"))

    def retranslate(self) -> None:
        self._import.setText(self.tr("Import chats"))
        count = self._model.rowCount()
        self._heading.setText(self.tr("Conversations") + (f"  {number(count)}" if count else ""))
        self._empty.setText(self.tr("Nothing here yet. Imported conversations appear in this list."))
        self._empty.setVisible(not count)
        self.list.setVisible(bool(count))
        self.list.setAccessibleName(self.tr("Conversations"))
        self._theme_button.name_it(self.tr("Light or dark"))
        self._language_button.name_it(self.tr("Language"))
        self._history.name_it(self.tr("Imports"))
        self._people.name_it(self.tr("People"))
        self._guides.name_it(self.tr("How to export from each app"))
        self._models.name_it(self.tr("Models"))
        self._settings.name_it(self.tr("Settings"))
        self._gallery.setText(self.tr("Pictures and files"))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._logo)
        head.addWidget(self._name, 1)
        self.list.setModel(self._model)
        self.list.setItemDelegate(ConversationDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.activated.connect(self._choose)
        self.list.clicked.connect(self._choose)
        self._import.clicked.connect(self.imported)
        foot = QHBoxLayout()
        foot.setSpacing(2)
        foot.addWidget(self._theme_button)
        foot.addWidget(self._language_button)
        foot.addStretch(1)
        for button, signal in (
            (self._history, self.history),
            (self._people, self.people),
            (self._guides, self.guides),
            (self._models, self.models),
            (self._settings, self.settings),
        ):
            foot.addWidget(button)
            button.clicked.connect(signal)
        self._gallery.clicked.connect(self.gallery)
        self._theme_button.clicked.connect(self._show_themes)
        self._language_button.clicked.connect(self._show_languages)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(8, 16, 5, 8)
        lines.setSpacing(8)
        upper = QVBoxLayout()
        upper.setContentsMargins(10, 0, 10, 0)
        upper.setSpacing(12)
        upper.addLayout(head)
        for widget in (self._import, self._gallery, self._heading, self._empty):
            upper.addWidget(widget)
        lines.addLayout(upper)
        lines.addWidget(self.list, 1)
        lines.addStretch(0)
        lines.addLayout(foot)
        lines.setStretchFactor(self.list, 100)

    def _choose(self, index: QModelIndex) -> None:
        conversation = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(conversation, Conversation):
            self.chosen.emit(conversation.id)

    def _show_themes(self) -> None:
        names = {"system": self.tr("Like the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        self._show_menu(self._theme_button, names, self._theme, self.theme_chosen.emit)

    def _show_languages(self) -> None:
        names = {"system": self.tr("Like the system"), **LANGUAGES}
        self._show_menu(self._language_button, names, self._language, self.language_chosen.emit)

    def _show_menu(self, button: IconButton, names: dict[str, str], now: str, chosen: Callable[[str], None]) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for value, name in names.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(value == now)
            group.addAction(action)
            action.triggered.connect(partial(chosen, value))
        menu.exec(button.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)))


class Conversations(QAbstractListModel):
    """The list of the rail."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Conversation] = []

    def show(self, conversations: Sequence[Conversation]) -> None:
        self.beginResetModel()
        self._shown = list(conversations)
        self.endResetModel()

    def row_of(self, conversation_id: int | None) -> int | None:
        return next((row for row, each in enumerate(self._shown) if each.id == conversation_id), None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        each = self._shown[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return each
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{each.title}, {avatars.source_title(each.source)}, {number(each.messages)}"
        return None


class ConversationDelegate(QStyledItemDelegate):
    """Draws one conversation of the rail: face and source, title, number of messages, last year and month."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(WIDTH - 40, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        each = index.data(Qt.ItemDataRole.UserRole)
        shown = colours()
        where = QRectF(option.rect).adjusted(0, 2, -4, -2)
        state = option.state
        back = shown.rail
        if state & QStyle.StateFlag.State_Selected:
            back = shown.surface
        elif state & QStyle.StateFlag.State_MouseOver:
            back = shown.hover
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(shown.accent, 2) if focus else Qt.PenStyle.NoPen)
        painter.setBrush(back)
        painter.drawRoundedRect(where.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        left, middle = where.x() + 8, where.center().y()
        avatars.paint_avatar(painter, QRectF(left, middle - 19, 38, 38), each.title, title_colour(each.title))
        avatars.paint_source(painter, QPointF(left + 33, middle + 14), each.source, back)
        self._paint_words(painter, where.adjusted(58, 0, -8, 0), each)
        painter.restore()

    def _paint_words(self, painter: QPainter, where: QRectF, each: Conversation) -> None:
        shown = colours()
        title = QRectF(where.x(), where.y() + 9, where.width(), 20)
        paint_line(painter, title, each.title, (fonts.font("body", True), shown.text))
        last = wall_time_of(each.last_at)
        text = self.tr("%Ln message(s)", "in a conversation", each.messages)
        if last is not None:
            text += f" · {period(last, last)}"
        below = QRectF(where.x(), where.y() + 29, where.width(), 18)
        paint_line(painter, below, text, (fonts.font("small"), shown.muted))
