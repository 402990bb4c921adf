"""This file is where the left rail is: the name, the import button, conversations and people, and the ways to pages."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout

from app.gui.look import icons
from app.gui.look.controls import Button, IconButton, label
from app.gui.look.language import LANGUAGES, Translated
from app.gui.rail.lists import Lists
from core.types import Conversation, Person

NARROWEST, WIDTH, WIDEST = 220, 268, 420


class Rail(Translated):
    """imported: the import button; chosen: a conversation's id; asked: for all that somebody wrote; gallery, history,
    people, guides, models, settings: the pages of these; theme_chosen and language_chosen: a settings value."""

    imported = Signal()
    chosen = Signal(int)
    asked = Signal(str)
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
        self.setMinimumWidth(NARROWEST)
        self.setMaximumWidth(WIDEST)
        self._theme, self._language = "system", "system"
        self._name = label("title")
        self._name.setText("ChatTrove")
        self._logo = QLabel(pixmap=icons.logo(30))
        self.import_button = Button("primary", "import")
        self._gallery = Button("quiet", "image")
        self.lists = Lists()
        self.list = self.lists.conversations
        self._theme_button, self._language_button = IconButton("sun", 18), IconButton("globe", 18)
        self._history, self._people, self._guides = (IconButton(name, 18) for name in ("clock", "people", "info"))
        self._models, self._settings = IconButton("chip", 18), IconButton("gear", 18)
        self._build()
        self.retranslate()

    def show_conversations(self, conversations: Sequence[Conversation]) -> None:
        self.lists.show_conversations(conversations)
        self._gallery.setVisible(bool(conversations))

    def show_people(self, people: Sequence[Person]) -> None:
        self.lists.show_people(people)

    def select(self, conversation_id: int | None) -> None:
        """Marks the conversation that is open."""
        self.lists.select(conversation_id)

    def show_settings(self, theme: str, language: str) -> None:
        self._theme, self._language = theme, language
        self._theme_button.show_icon({"light": "sun", "dark": "moon"}.get(theme, "monitor"))

    def retranslate(self) -> None:
        self.import_button.setText(self.tr("Import chats"))
        self._gallery.setText(self.tr("Pictures and files"))
        self._theme_button.name_it(self.tr("Light or dark"))
        self._language_button.name_it(self.tr("Language"))
        self._history.name_it(self.tr("Imports"))
        self._people.name_it(self.tr("Who is the same person"))
        self._guides.name_it(self.tr("How to export from each app"))
        self._models.name_it(self.tr("Models"))
        self._settings.name_it(self.tr("Settings"))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._logo)
        head.addWidget(self._name, 1)
        upper = QVBoxLayout()
        upper.setContentsMargins(10, 0, 10, 0)
        upper.setSpacing(8)
        upper.addLayout(head)
        upper.addSpacing(4)
        upper.addWidget(self.import_button)
        upper.addWidget(self._gallery)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(8, 16, 5, 8)
        lines.setSpacing(8)
        lines.addLayout(upper)
        lines.addWidget(self.lists, 1)
        lines.addLayout(self._foot())
        self.import_button.clicked.connect(self.imported)
        self._gallery.clicked.connect(self.gallery)
        self.lists.chosen.connect(self.chosen)
        self.lists.person.connect(self._ask_about)
        self._theme_button.clicked.connect(self._show_themes)
        self._language_button.clicked.connect(self._show_languages)

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(0)
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
        return foot

    def _ask_about(self, name: str) -> None:
        quoted = '"' + name.replace('"', " ") + '"'
        self.asked.emit(self.tr("from:{name}").format(name=quoted if " " in name else name))

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
