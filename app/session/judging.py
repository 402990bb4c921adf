"""This file is where answers are judged, and where the judgements are listed, exported and deleted."""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.session.opened import Opened
from core.instants import local_zone
from core.types import Judgement

if TYPE_CHECKING:
    from core.judgements import Form


class Judging(Opened):
    """What the person says of answers. A judgement's question is given as it was typed; it is kept by its words."""

    def judge(self, judgements: Sequence[Judgement]) -> None:
        """Keeps verdicts on answers, each in place of an earlier one. Raises ArchiveError."""
        now = time.time_ns() // 1_000_000
        with self._archive.transaction():
            self._archive.judgements.put([replace(self._kept(each), judged_at=now) for each in judgements])

    def take_back(self, judgements: Sequence[Judgement]) -> None:
        """Deletes the verdicts on these places for these questions. Raises ArchiveError."""
        with self._archive.transaction():
            self._archive.judgements.take_back([self._kept(each) for each in judgements])

    def judged(self, question: str) -> list[Judgement]:
        """What was said of the answers to a question, asked with whatever filters."""
        return self._archive.judgements.of(self._question(question))

    def judgements(self) -> list[Judgement]:
        """All, in the order of their time."""
        return self._archive.judgements.all()

    def count_judgements(self) -> int:
        return self._archive.judgements.count()

    def export_judgements(self, path: Path, form: "Form" = "records") -> int:
        """Writes them as JSON lines (see core.judgements) and returns how many lines. Raises DataError when the file
        cannot be written; none is left then."""
        from core.judgements import export

        return export(self._archive, path, form)

    def clear_judgements(self) -> int:
        """Deletes all; returns how many there were. Raises ArchiveError."""
        with self._archive.transaction():
            return self._archive.judgements.clear()

    def _kept(self, judgement: Judgement) -> Judgement:
        return replace(judgement, question=self._question(judgement.question))

    def _question(self, typed: str) -> str:
        from core.judgements import asked
        from core.query import understand

        zone = local_zone()
        return asked(understand(typed, now=datetime.now(zone), zone=zone), typed)
