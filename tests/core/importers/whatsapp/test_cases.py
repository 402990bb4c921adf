"""This file is where whole WhatsApp exports are compared, item by item, with what they hold."""

import json
from pathlib import Path

import pytest

from core.export import Export
from core.importers import whatsapp
from core.recognition import recognise
from tests.core.importers.exported_json import as_json

CASES = Path(__file__).parents[3] / "exports" / "whatsapp"


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_a_whole_export_gives_what_is_expected(case):
    expected = json.loads((CASES / case / "expected.json").read_text("utf-8"))
    with Export(CASES / case / "export") as export:
        assert recognise(export).name == "whatsapp"
        assert as_json(whatsapp, export) == expected
