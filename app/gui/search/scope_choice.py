"""This file is where the person chooses, at the left of the search field, how far the search reaches."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton

from app.gui.look import fonts
from app.gui.look.controls import IconButton, Picture, restyle
from app.gui.look.language import Translated
from app.gui.look.text import elided, isolate, plain_tip

_WIDEST = 190


class ScopeChoice(Translated):
    """chosen: "everything", "conversation" or "results". `opening` is emitted before the menu shows, so that whoever
    knows can say by `allow` what is there to be chosen."""

    chosen = Signal(str)
    opening = Signal()
    _scale = 1.0

    def __init__(self) -> None:
        super().__init__()
        self._scope, self._title, self._count = "everything", "", 0
        self._allowed: frozenset[str] = frozenset()
        self.button, self.remove = QToolButton(), IconButton("close", 12)
        self._picture, self._arrow = Picture("search", "accent", 22), Picture("down", "faint", 14)
        self.button.setObjectName("scope")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._show_menu)
        self.remove.setFixedSize(22, 22)
        self.remove.clicked.connect(lambda: self.chosen.emit("everything"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        inside = QHBoxLayout(self.button)
        inside.setContentsMargins(4, 0, 2, 0)
        inside.setSpacing(0)
        inside.addWidget(self._picture)
        inside.addWidget(self._arrow)
        for part in (self._picture, self._arrow):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(self.button)
        row.addWidget(self.remove)
        self.retranslate()

    def show_scope(self, scope: str, title: str = "", count: int = 0) -> None:
        """title of the conversation, or how many conversations the results are of."""
        self._scope, self._title, self._count = scope, title, count
        self.retranslate()

    def allow(self, *scopes: str) -> None:
        """What else can be chosen now."""
        self._allowed = frozenset(scopes)

    @property
    def text(self) -> str:
        """What is said of the scope, "" while it is everything."""
        if self._scope == "conversation":
            return self.tr("In: {conversation}").format(conversation=isolate(self._title))
        if self._scope == "results":
            return self.tr("In: %Ln conversation(s)", "the search is narrowed to", self._count)
        return ""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and self._scale != fonts.text_scale():
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        self._scale = fonts.text_scale()
        text, font = self.text, fonts.font("label", True)
        narrowed = bool(text)
        width = _WIDEST * fonts.text_scale()
        self.button.setText(elided(text, font, width))
        self.button.setToolTip(plain_tip(text) or self.tr("Where to search"))
        self.button.setAccessibleName(self.tr("Where to search: {where}").format(where=text or self.tr("everything")))
        for part in (self._picture, self._arrow):
            part.setVisible(not narrowed)
        self.button.setMinimumWidth(0 if narrowed else fonts.scaled(46))
        self.button.setMinimumHeight(fonts.scaled(32))
        self.remove.setVisible(narrowed)
        self.remove.name_it(self.tr("Search everything again"))
        restyle(self.button, "narrowed", narrowed)

    def _show_menu(self) -> None:
        self.opening.emit()
        menu = QMenu(self)
        group = QActionGroup(menu)
        names = {
            "everything": self.tr("Everything"),
            "conversation": self.tr("The open conversation"),
            "results": self.tr("The conversations found now"),
        }
        for scope, name in names.items():
            action = menu.addAction(name + ("\tCtrl+Shift+F" if scope == "conversation" else ""))
            action.setCheckable(True)
            action.setChecked(scope == self._scope)
            action.setEnabled(scope in ("everything", self._scope) or scope in self._allowed)
            action.triggered.connect(lambda _=False, scope=scope: self.chosen.emit(scope))
            group.addAction(action)
        menu.exec(self.button.mapToGlobal(QPoint(0, self.button.height() + 6)))
