"""This file is where it is tested that NOTICE names what the product contains and what its numbers were made from."""

import json
from pathlib import Path

import resources

ROOT = Path(__file__).parents[1]
NAMES = {
    "qmsum": ("Yale-LILY/QMSum",),
    "irc_disentanglement": ("jkkummerfeld/irc-disentanglement",),
    "tiage": ("HuiyuanXie/tiage",),
    "kdconv": ("thu-coai/KdConv",),
    "crosswoz": ("thu-coai/CrossWOZ",),
    "crd3": ("RevanthRameshkumar/CRD3",),
    "sgd": ("google-research-datasets/dstc8-schema-guided-dialogue",),
    "star": ("RasaHQ/STAR",),
    "taskmaster4": ("google-research-datasets/Taskmaster",),
    "changelog": ("thechangelog/transcripts",),
    "bitcointranscripts": ("bitcointranscripts/bitcointranscripts",),
    "ethereum_pm": ("ethereum/pm",),
    "jsonld_minutes": ("json-ld/minutes",),
    "monero_meetings": ("monero-project/monero-site",),
    "convosumm_email": ("Yale-LILY/ConvoSumm",),
    "passage_qa": ("ymcui/cmrc2018", "DRCKnowledgeTeam/DRCD", "google-deepmind/xquad"),
    "docs_zh": ("pingcap/docs-cn", "OI-wiki/OI-wiki", "Anduin2017/HowToCook"),
    "docs_zh2": (
        "LCTT/TranslateProject",
        "freeCodeCamp/news-translation",
        "Snailclimb/JavaGuide",
        "d2l-ai/d2l-zh",
        "reactjs/zh-hans.react.dev",
        "doocs/advanced-java",
    ),
    "smile": ("qiuhuachuan/smile",),
    "sayit_tw": ("bestian/sayit-hono",),
}


def test_every_corpus_behind_the_shipped_numbers_is_attributed() -> None:
    folder = Path(resources.__path__[0], "models")
    counts = json.loads((folder / "term_weights.json").read_text("utf-8"))["config"]
    models = json.loads((folder / "manifest.json").read_text("utf-8"))["models"]
    used = {*counts["english"], *counts["chinese"], *(name for each in models.values() for name in _sources(each))}
    assert used <= NAMES.keys()
    notice = (ROOT / "NOTICE").read_text("utf-8")
    assert [name for names in NAMES.values() for name in names if f"github.com/{name} @" not in notice] == []
    assert notice.count(" @") == sum(map(len, NAMES.values()))


def test_every_font_is_attributed() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    for font in Path(resources.__path__[0], "fonts").glob("*.[ot]tf"):
        assert font.name in notice or f"{font.name.partition('-')[0]}-*" in notice


def _sources(entry: dict[str, dict[str, list[str]]]) -> list[str]:
    """The prepared sources that a model was trained on; none for those that were taken over."""
    return entry.get("training", {}).get("sources", [])
