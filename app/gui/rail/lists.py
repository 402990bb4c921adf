"""This file is where the rail shows conversations or people, with a field that filters and a menu that sorts them."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QActionGroup, QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QMenu, QStackedWidget, QVBoxLayout

from app.gui.look.controls import Button, IconButton, frame, label
from app.gui.look.dates import number
from app.gui.look.language import Translated
from app.gui.look.row_delegate import RowDelegate
from app.gui.rail.conversations import FILTERED, ConversationDelegate, Conversations
from app.gui.rail.people import Everybody, PersonDelegate, Somebody
from core.names import folded
from core.types import Conversation, Person


class Lists(Translated):
    """chosen: a conversation's id; person: the name of somebody; sorted_by: a key of ORDERS."""

    chosen = Signal(int)
    person = Signal(str)
    sorted_by = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._chats, self._people = Conversations(), Everybody()
        self._chats_shown, self._people_shown = filtered(self._chats), filtered(self._people)
        self.conversations = list_view(self._chats_shown, ConversationDelegate, self._choose)
        self.people = list_view(self._people_shown, PersonDelegate, self._choose_person)
        self.tabs = (Button("tab"), Button("tab"))
        self.sorting, self.field = IconButton("sort", 16), QLineEdit(clearButtonEnabled=True)
        self._box, self._stack, self._empty = frame("field"), QStackedWidget(), label("muted", wrap=True)
        self._build()
        self.retranslate()

    def show_conversations(self, conversations: Sequence[Conversation]) -> None:
        self._chats.show(conversations)
        self.retranslate()

    def show_people(self, people: Sequence[Person]) -> None:
        self._people.show(people)
        self.retranslate()

    def select(self, conversation_id: int | None) -> None:
        """Marks the conversation that is open."""
        row = self._chats.row_of(conversation_id)
        found = self._chats_shown.mapFromSource(self._chats.index(row)) if row is not None else QModelIndex()
        self.conversations.setCurrentIndex(found)

    def sort_by(self, order: str) -> None:
        self._chats.sort_by(order)

    def show_tab(self, place: int) -> None:
        """0: conversations, 1: people."""
        self._stack.setCurrentIndex(place)
        for number_, tab in enumerate(self.tabs):
            tab.setChecked(number_ == place)
        self.sorting.setVisible(place == 0)
        self.retranslate()

    def retranslate(self) -> None:
        people = self._stack.currentIndex() == 1
        count = self._chats.rowCount()
        self.tabs[0].setText(self.tr("Conversations") + (f"  {number(count)}" if count else ""))
        self.tabs[1].setText(self.tr("People"))
        self.field.setPlaceholderText(self.tr("Find a name") if people else self.tr("Find a conversation"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.sorting.name_it(self.tr("Sort"))
        self._empty.setText(self.tr("Nothing here yet. Imported conversations appear in this list."))
        self._empty.setVisible(not count)
        for widget in (self._box, self._stack, *self.tabs):
            widget.setVisible(bool(count))
        self.sorting.setVisible(bool(count) and not people)
        self.conversations.setAccessibleName(self.tr("Conversations"))
        self.people.setAccessibleName(self.tr("People"))

    def _build(self) -> None:
        self._box.setProperty("kind", "slim")
        inside = QHBoxLayout(self._box)
        inside.setContentsMargins(10, 0, 4, 0)
        inside.addWidget(self.field)
        self.field.textChanged.connect(self._filter)
        self.sorting.clicked.connect(self._show_orders)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 4, 0)
        head.setSpacing(2)
        for place, tab in enumerate(self.tabs):
            tab.setCheckable(True)
            tab.setChecked(place == 0)
            tab.clicked.connect(partial(self.show_tab, place))
            head.addWidget(tab)
        head.addStretch(1)
        head.addWidget(self.sorting)
        self._stack.setObjectName("raillists")
        self._stack.addWidget(self.conversations)
        self._stack.addWidget(self.people)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addLayout(head)
        around = QHBoxLayout()
        around.setContentsMargins(10, 0, 8, 0)
        around.addWidget(self._box)
        lines.addLayout(around)
        self._empty.setContentsMargins(10, 0, 10, 0)
        lines.addWidget(self._empty)
        lines.addWidget(self._stack, 100)
        lines.addStretch(0)

    def _filter(self, text: str) -> None:
        for shown in (self._chats_shown, self._people_shown):
            shown.setFilterFixedString(folded(text))

    def _choose(self, index: QModelIndex) -> None:
        conversation = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(conversation, Conversation):
            self.chosen.emit(conversation.id)

    def _choose_person(self, index: QModelIndex) -> None:
        somebody = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(somebody, Somebody):
            self.person.emit(somebody.name)

    def _show_orders(self) -> None:
        names = {
            "latest": self.tr("Latest message first"),
            "title": self.tr("By name"),
            "messages": self.tr("Most messages first"),
            "app": self.tr("By app"),
        }
        menu = QMenu(self)
        group = QActionGroup(menu)
        for order, name in names.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(order == self._chats.order)
            group.addAction(action)
            action.triggered.connect(partial(self._sort, order))
        menu.popup(self.sorting.mapToGlobal(QPoint(0, self.sorting.height() + 2)))

    def _sort(self, order: str) -> None:
        self.sort_by(order)
        self.sorted_by.emit(order)


def filtered(model: QAbstractItemModel) -> QSortFilterProxyModel:
    """The rows that hold what is typed above the list.

    It must not be a child of the model that it also refers to: the garbage collector then frees one of them twice.
    """
    shown = QSortFilterProxyModel()
    shown.setSourceModel(model)
    shown.setFilterRole(FILTERED)
    return shown


class KeyedList(QListView):
    """A list that Tab enters at a row that is seen, not at none."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and not self.currentIndex().isValid():
            first = self.indexAt(self.viewport().rect().topLeft())
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)


def list_view(
    model: QAbstractItemModel, delegate: type[RowDelegate], choose: Callable[[QModelIndex], None]
) -> QListView:
    """A list of rows of one height that scrolls by pixels; a click or Enter chooses."""
    view = KeyedList()
    view.setModel(model)
    view.setItemDelegate(delegate(view))
    view.setUniformItemSizes(True)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setMouseTracking(True)
    view.activated.connect(choose)
    view.clicked.connect(choose)
    return view
