"""This file is where imports wait for their turn, also over a restart."""

from collections.abc import Sequence
from pathlib import Path

from app.answers import Answers
from app.session.opened import Opened
from core.types import WaitingImport


class Waiting(Opened):
    """Small writes, that need not wait for an import that is under way."""

    def queue_import(self, paths: Sequence[Path], answers: Answers) -> int:
        """Writes down that these exports are to be imported; returns the number of the entry."""
        return self._archive.waiting.add(paths, answers.plain())

    def queued_imports(self) -> list[WaitingImport]:
        return self._archive.waiting.all()

    def unqueue_import(self, number: int) -> None:
        self._archive.waiting.remove(number)
