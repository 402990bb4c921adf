"""This file is where it is kept what a person has said of an export that asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from core.mapping import ColumnMapping, mapping_of
from core.types import DateOrder


@dataclass(frozen=True)
class Answers:
    """importer: its name, where none knows the export by itself."""

    date_order: DateOrder | None = None
    mapping: ColumnMapping | None = None
    importer: str | None = None

    def plain(self) -> dict[str, str | None]:
        """As `answers_of` reads it."""
        mapping = str(self.mapping) if self.mapping is not None else None
        return {"date_order": self.date_order, "mapping": mapping, "importer": self.importer}


def answers_of(plain: Mapping[str, str | None]) -> Answers:
    """Answers that were written down. Raises ValueError for a mapping that no longer reads."""
    orders: tuple[DateOrder, ...] = get_args(DateOrder)
    order = next((each for each in orders if each == plain.get("date_order")), None)
    mapping = plain.get("mapping")
    return Answers(order, mapping_of(mapping) if mapping else None, plain.get("importer"))
