"""This file is where a conversation is opened: from a result, a match, a picture or the list of all."""

from PySide6.QtCore import QObject

from app.gui.conversation.rows import Marks
from app.gui.results.card_parts import marks_of
from app.gui.search.questions import Questions
from app.gui.window import Window
from core.types import Message, SearchResult


class Opening(QObject):
    """Opens with the highlights of the question that is shown."""

    def __init__(self, window: Window, questions: Questions) -> None:
        super().__init__(window)
        self._window, self._questions = window, questions
        window.suggestions.chosen.connect(self.open_message)
        window.results.opened.connect(self.open_result)
        window.results.traced.connect(self.open_fragment)
        window.lightbox.to_message.connect(self.open_message)
        window.rail.chosen.connect(self.open_conversation)
        window.report.opened.connect(self.open_conversation)

    def open_result(self, result: SearchResult, message: Message) -> None:
        messages, images = marks_of([result])
        self._open(result.conversation.id, message.id, Marks(messages, images, self._questions.words))

    def open_fragment(self, result: SearchResult, message: Message) -> None:
        """Opens with everything highlighted that was read together with a message, for "why this?"."""
        evidence = result.grounds.of(message.id)
        together = evidence.fragment if evidence is not None else (message.id,)
        messages, images = marks_of([result])
        marks = {number: messages.get(number) for number in together}
        self._open(result.conversation.id, message.id, Marks(marks, images, self._questions.words))

    def open_message(self, message: Message) -> None:
        """Opens a message in its conversation, with the highlights of the results shown."""
        own = [result for result in self._questions.found.results if result.conversation.id == message.conversation_id]
        messages, images = marks_of(own) if self._window.page is self._window.results else ({}, {})
        self._open(
            message.conversation_id, message.id, Marks(messages or {message.id: None}, images, self._questions.words)
        )

    def open_conversation(self, conversation_id: int) -> None:
        self._open(conversation_id, None, None)

    def _open(self, conversation_id: int, message_id: int | None, marks: Marks | None) -> None:
        self._window.suggestions.hide()
        self._window.conversation.open(conversation_id, message_id, marks)
        self._window.open_conversation()
        self._window.rail.select(conversation_id)
        self._window.conversation.view.setFocus()
