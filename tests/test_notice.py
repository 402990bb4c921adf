"""This file is where it is tested that NOTICE names what the product contains and what its numbers were made from."""

import json
from pathlib import Path

import resources

ROOT = Path(__file__).parents[1]
NAMES = {
    "qmsum": ("QMSum",),
    "irc_disentanglement": ("irc-disentanglement",),
    "kdconv": ("KdConv",),
    "crosswoz": ("CrossWOZ",),
    "monero_meetings": ("monero-site",),
    "passage_qa": ("cmrc2018", "DRCD", "xquad"),
    "sgd": ("dstc8-schema-guided-dialogue",),
    "ethereum_pm": ("ethereum/pm",),
    "tiage": ("tiage",),
    "crd3": ("CRD3",),
    "changelog": ("thechangelog/transcripts",),
    "smile": ("smile",),
    "docs_zh2": ("TranslateProject",),
    "sayit_tw": ("sayit-hono",),
}


def test_every_corpus_behind_the_shipped_numbers_is_attributed_and_no_other() -> None:
    folder = Path(resources.__path__[0], "models")
    reader = json.loads((folder / "compact_reader.json").read_text("utf-8"))["config"]
    counts = json.loads((folder / "term_weights.json").read_text("utf-8"))["config"]
    used = {source["name"] for source in reader["sources"]} | {*counts["english"], *counts["chinese"]}
    notice = (ROOT / "NOTICE").read_text("utf-8")
    assert used == NAMES.keys()
    assert [name for names in NAMES.values() for name in names if f"{name} @" not in notice] == []
    assert notice.count(" @") == sum(map(len, NAMES.values()))


def test_every_font_is_attributed() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    for font in Path(resources.__path__[0], "fonts").glob("*.[ot]tf"):
        assert font.name in notice or f"{font.name.partition('-')[0]}-*" in notice
