"""This file is where the rows of the tools' CSV get the names of their columns."""

from collections.abc import Collection, Iterator

from core.csv_rows import rows
from core.export import Export
from core.importers.wechat.json_records import Record
from core.tally import Tally
from core.types import Problem


def table_rows(export: Export, entry: str, tally: Tally, required: Collection[str]) -> Iterator[Record | Problem]:
    """The rows below the one that names all required columns; what stands above it is counted as "title".

    All rows are counted as read, Problems as problems; of each Record the caller tells the tally. A row with more
    cells than there are columns has come apart and is a Problem; cells that are missing at its end are empty.
    """
    header: list[str] = []
    for row in rows(export, entry, tally):
        if isinstance(row, Problem):
            yield row
        elif not header:
            cells = [cell.strip() for cell in row.cells]
            header = cells if frozenset(required) <= frozenset(cells) else []
            tally.other("header" if header else "title")
        elif any(row.cells[len(header) :]):
            tally.problem()
            yield Problem(f"{entry}:{row.line}", f"a row of {len(row.cells)} cells below {len(header)} columns")
        else:
            cells = row.cells + [""] * (len(header) - len(row.cells))
            yield Record(f"{entry}:{row.line}", dict(zip(header, cells, strict=False)))
