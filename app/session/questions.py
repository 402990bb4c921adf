"""This file is where a person's own questions are kept: what was asked, and what was saved under a name."""

import time
from typing import TYPE_CHECKING

from app.session.opened import Opened
from app.settings import load_settings
from core.types import PastQuestion

if TYPE_CHECKING:
    from core.query.offers import Names


class Questions(Opened):
    """History is only written while the settings say so (Settings.keep_questions); saving is always possible."""

    def asked(self, text: str) -> None:
        """Writes down that a question was asked. Raises ArchiveError, SettingsError."""
        if load_settings().keep_questions:
            self._archive.questions.asked(text, _now())

    def past_questions(self, limit: int = 20) -> list[PastQuestion]:
        """What is saved, by name, and then what was asked, the latest first."""
        return [*self._archive.questions.saved(), *self._archive.questions.recent(limit)]

    def saved_question(self, name: str) -> PastQuestion | None:
        """The question that is saved under a name."""
        return self._archive.questions.named(name)

    def save_question(self, text: str, name: str) -> None:
        """Gives a question a name, or another name. Raises QueryError when the name is another question's."""
        self._archive.questions.save(text, name, _now())

    def forget_question(self, text: str) -> bool:
        """Deletes a question, saved or not; False when there was none."""
        return self._archive.questions.forget(text)

    def clear_questions(self) -> int:
        """Deletes the history; what is saved stays. Returns how many questions went."""
        return self._archive.questions.clear()

    def names(self) -> "Names":
        """Who and what a filter can name in this archive."""
        from core.query.offers import names_of

        return names_of(self._archive.people.all(), self._archive.chats.conversations())


def _now() -> int:
    return round(time.time() * 1000)
