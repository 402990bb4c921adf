"""This file is where every case of every platform is recognised, read, compared and accounted for.

A case is tests/exports/PLATFORM/NAME: `export` is what a person would give, `expected.json` what must come out, told by
importer where more than one reads it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from core.export import Export
from core.protocols import Importer
from core.recognition import Claim, recognise
from tests.core.importers.exported_json import claimed_as_json

EXPORTS = Path(__file__).parents[2] / "exports"
CASES = sorted(case for platform in EXPORTS.iterdir() for case in platform.iterdir() if (case / "export").exists())


def path_of(case: Path) -> Path:
    """The folder, or the single file in it where the name of the file is part of the case."""
    inside = list((case / "export").iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_file() else case / "export"


def wanted(case: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((case / "expected.json").read_text("utf-8"))
    return told


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_a_case_is_recognised_and_gives_what_it_expects(case: Path) -> None:
    with Export(case / "export") as export:
        claims = recognise(export)
        got = {claim.importer.name: claimed_as_json(claim, export) for claim in claims}
    expected = wanted(case)
    assert (got if "conversations" not in expected else next(iter(got.values()))) == expected
    assert len(got) == 1 or "conversations" not in expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_every_unit_of_a_case_is_accounted_for(case: Path) -> None:
    with Export(path_of(case)) as export:
        for claim in recognise(export):
            walk(claim.importer, claim, export)
        assert export.tallies
        assert {tally.entry: tally.unaccounted for tally in export.tallies if tally.unaccounted} == {}


def walk(importer: Importer, claim: Claim, export: Export) -> None:
    from core.protocols import ReadOptions

    for conversation in importer.read(export, claim.entries, ReadOptions()):
        for _ in conversation.messages:
            pass
