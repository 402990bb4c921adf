"""This file is where a search is kept to what is in front of the person: the open conversation, or the results."""

from PySide6.QtCore import QObject, Signal

from app.gui.search.searching import Found
from app.gui.window import Window
from app.gui.work.engine import Engine
from core.names import folded
from core.query.completing import quoted
from core.query.offers import Names
from core.query.scoping import EVERYTHING, Scope
from core.types import Conversation, Query


class Scoping(QObject):
    """changed: the search reaches elsewhere now; True where the question should be asked again.

    A scope stays while questions are asked, also when its conversation is closed, until it is removed, the person goes
    home, or another archive is opened. `found` and `query` are what is shown, set by whoever shows it.
    """

    changed = Signal(bool)

    def __init__(self, window: Window, engine: Engine) -> None:
        super().__init__(window)
        self._window, self._engine = window, engine
        self.found, self.query = Found((), True, 0), Query("")
        self._scope = EVERYTHING
        self._conversation: Conversation | None = None
        self._archive: object = None
        self._choice = window.search.scope
        self._choice.opening.connect(self._allow)
        self._choice.chosen.connect(self.choose)

    @property
    def scope(self) -> Scope:
        """Where to search; never what was chosen in another archive."""
        if self._scope != EVERYTHING and self._archive != self._engine.directory:
            self.reset()
        return self._scope

    def choose(self, scope: str) -> None:
        """ "everything", "conversation" or "results"."""
        if scope == "everything":
            narrowed = self._scope != EVERYTHING
            self.reset()
            self.changed.emit(narrowed)
        elif scope == "conversation":
            self.to_conversation()
        else:
            self._to_results()

    def to_conversation(self) -> bool:
        """Searches in the open conversation from now on; False when none is open."""
        number = self._open_conversation()
        if number is None:
            return False
        self._engine.looking.submit(lambda session, job: session.conversation(number), done=self._narrow)
        return True

    def reset(self) -> None:
        """Searches everything from now on."""
        self._set(EVERYTHING, None)
        self._choice.show_scope("everything")

    def as_text(self, text: str, names: Names) -> str:
        """The question with its scope as a filter, where one can say it: a title that only one conversation has."""
        conversation = self._conversation
        if conversation is None:
            return text
        title = folded(" ".join(conversation.title.split()))
        alone = [each for each in names.chats if each.folded == title and each.messages == conversation.messages]
        return f"{text} in:{quoted(conversation.title)}" if alone else text

    def _narrow(self, conversation: Conversation) -> None:
        self._set(Scope((conversation.id,)), conversation)
        self._choice.show_scope("conversation", conversation.title)
        self._window.search.take_focus()
        self.changed.emit(False)

    def _to_results(self) -> None:
        ids = tuple(sorted({each.conversation.id for each in self.found.results}))
        if ids:
            self._set(Scope(ids, self.query.after, self.query.before), None)
            self._choice.show_scope("results", count=len(ids))
            self._window.search.take_focus()
            self.changed.emit(False)

    def _set(self, scope: Scope, conversation: Conversation | None) -> None:
        self._scope, self._conversation = scope, conversation
        self._archive = self._engine.directory

    def _open_conversation(self) -> int | None:
        pane = self._window.conversation
        return None if pane.isHidden() else pane.conversation_id

    def _allow(self) -> None:
        conversation = ["conversation"] if self._open_conversation() is not None else []
        results = ["results"] if self._window.page is self._window.results and self.found.results else []
        self._choice.allow(*conversation, *results)
