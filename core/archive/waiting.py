"""This file is where imports wait that were asked for and are not over, so that a restart loses none of them."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import time

from core.types import WaitingImport


class Waiting:
    """The queue of one archive, in the order in which the imports were asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, paths: Sequence[Path], answers: Mapping[str, str | None]) -> int:
        """Puts an import at the end and returns its number. answers: what the person has said of these exports."""
        names = json.dumps([str(path.absolute()) for path in paths])
        row = (names, json.dumps(dict(answers)), round(time() * 1000))
        cursor = self._connection.execute(
            "INSERT INTO waiting_imports (paths, answers, added_at) VALUES (?, ?, ?)", row
        )
        return int(cursor.lastrowid or 0)

    def all(self) -> list[WaitingImport]:
        rows = self._connection.execute("SELECT id, paths, answers, added_at FROM waiting_imports ORDER BY id")
        return [
            WaitingImport(number, tuple(map(Path, json.loads(paths))), json.loads(answers), added_at)
            for number, paths, answers, added_at in rows
        ]

    def remove(self, number: int) -> None:
        """It is over, or not wanted any more."""
        self._connection.execute("DELETE FROM waiting_imports WHERE id = ?", (number,))
