"""This file is where one jumps from an answer to what it answers, and back again."""

from PySide6.QtCore import QEvent, QObject, QPoint, Signal

from app.gui.conversation.model import ConversationModel
from app.gui.conversation.view import ConversationView
from app.gui.look.controls import Button
from app.gui.look.language import Translated
from core.types import Message

_KEPT = 50


class Trail(Translated):
    """A button over the messages that leads back, there while there is a way back.

    lost: a message (its id) is wanted that is not among those shown.
    """

    lost = Signal(int)

    def __init__(self, view: ConversationView, model: ConversationModel) -> None:
        super().__init__(view)
        self._view, self._model = view, model
        self._way: list[int] = []
        self.button = Button("", "left")
        self.button.setParent(self)
        self.button.clicked.connect(self.back)
        view.traced.connect(self.follow)
        view.back.connect(self.back)
        view.installEventFilter(self)
        self.retranslate()
        self.hide()

    def begin(self) -> None:
        """Another conversation."""
        self._way.clear()
        self._show()

    def follow(self, message: Message) -> None:
        """Goes to what a message answers."""
        row = self._model.row_of(message.id)
        answered = self._model.answered(row) if row is not None else None
        if answered is not None:
            self._way = [*self._way, message.id][-_KEPT:]
            self.go(answered.id)
            self._show()

    def back(self) -> None:
        """Goes to where one came from last."""
        if self._way:
            self.go(self._way.pop())
            self._show()

    def go(self, message_id: int) -> None:
        """Shows a message and lights it for a moment."""
        row = self._model.row_of(message_id)
        if row is None:
            self.lost.emit(message_id)
            return
        self._view.show_row(row, current=False)
        self._view.flash.start(row)

    def retranslate(self) -> None:
        self.button.setText(self.tr("Back"))
        self.button.setToolTip(self.tr("Back to the answer ({keys})").format(keys="Backspace"))
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return False

    def _show(self) -> None:
        self.setVisible(bool(self._way))
        self._place()

    def _place(self) -> None:
        self.button.adjustSize()
        self.resize(self.button.size())
        corner = QPoint(self._view.viewport().width() - self.width() - 24, self._view.height() - self.height() - 16)
        self.move(corner)
        self.raise_()
