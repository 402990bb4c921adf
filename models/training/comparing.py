"""This file is where the rows of a comparison are: one system on one group of dialogues, each score an interval."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from models.training.bootstrap import Estimate, mean_of
from models.training.samples import Group

MEAN = "mean of sources"
Tell = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Row:
    """scores: by name; dialogues, samples: on how many they stand."""

    group: Group
    system: str
    dialogues: int
    samples: int
    scores: dict[str, Estimate]

    def as_dict(self) -> dict[str, Any]:
        scores = {name: each.as_dict() for name, each in self.scores.items()}
        counts = {"dialogues": self.dialogues, "samples": self.samples}
        return {"source": self.group.source, "language": self.group.language, "system": self.system, **counts, **scores}


def with_means(rows: Sequence[Row]) -> list[Row]:
    """The rows, and for each language and system the mean over its sources, each source counting alike."""
    languages = sorted({row.group.language for row in rows})
    systems = list(dict.fromkeys(row.system for row in rows))
    means = [
        _mean(language, system, [row for row in rows if row.group.language == language and row.system == system])
        for language in languages
        for system in systems
    ]
    return [*rows, *(each for each in means if each is not None)]


def _mean(language: str, system: str, rows: Sequence[Row]) -> Row | None:
    if not rows:
        return None
    names = [name for name in rows[0].scores if all(name in row.scores for row in rows)]
    scores = {name: mean_of([row.scores[name] for row in rows]) for name in names}
    dialogues, samples = sum(row.dialogues for row in rows), sum(row.samples for row in rows)
    return Row(Group(MEAN, language), system, dialogues, samples, scores)


def distinct(ids: Iterable[str]) -> int:
    return len(set(ids))
