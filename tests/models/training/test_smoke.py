"""The whole way on a few dialogues of our own: prepared, trained, exported, compared, and loaded as the program does.

Needs the extra `train`; a minute or two on one processor.
"""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from models.bundle import Bundle
from models.training.corpus import dialogues
from models.training.export import ROLES, total_bytes

_ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every stage ran, each as a process of its own, as `chattrove train` starts it."""
    for package in ("torch", "transformers", "onnxscript", "jieba"):
        pytest.importorskip(package, reason="training needs the extra `train`")
    folder = tmp_path_factory.mktemp("smoke")
    for command in (
        "data --smoke",
        "embedder --smoke --out embedder",
        "export --runs . --out models --set roles=['embedder']",
        "segmenter --smoke --out segmenter",
        "compact_reader --smoke --out compact_reader --models models",
        "export --runs . --out models --set roles=['segmenter','reader']",
        "evaluate --smoke --out evaluate --models models",
    ):
        _run([*command.split(), "--data", "data", "--threads", "1"], folder)
    return folder


def _run(arguments: list[str], folder: Path) -> None:
    program = "import sys; sys.path.insert(0, sys.argv.pop(1)); from app.__main__ import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program, str(_ROOT), "train", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{arguments}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"


@pytest.mark.timeout(900)
def test_what_is_trained_loads_in_the_program_and_answers(trained: Path) -> None:
    bundle = Bundle(trained / "models")
    _, dialogue = next(dialogues(trained / "data", "test"))
    clusters = bundle.segmenter().clusters(dialogue.messages)
    assert sorted(at for cluster in clusters for at in cluster) == list(range(len(dialogue.messages)))
    embedder = bundle.embedder()
    assert np.linalg.norm(embedder.embed_query("明天的火车 and the rent")) == pytest.approx(1, abs=1e-3)
    [answer] = bundle.reader().read("how much is the rent", [dialogue.messages])
    assert all(0 <= at < len(dialogue.messages) and 0 <= p <= 1 for at, p in answer.utterances.items())


def test_every_run_tells_what_it_did_and_the_manifest_repeats_it(trained: Path) -> None:
    models = json.loads((trained / "models" / "manifest.json").read_text("utf-8"))["models"]
    assert set(models) == set(ROLES)
    for role, entry in models.items():
        facts = json.loads((trained / ROLES[role].run / "run.json").read_text("utf-8"))
        assert facts["smoke"]
        assert entry["training"]["sources"] == ["smoke_en", "smoke_zh"]
        assert entry["training"]["hours"] == facts["hours"]
        assert entry["scores"]
    assert total_bytes(trained / "models") < 20_000_000


def test_the_comparison_measures_what_was_trained(trained: Path) -> None:
    found = json.loads((trained / "evaluate" / "RESULTS.json").read_text("utf-8"))
    assert {row["system"] for row in found["reader"]["rows"]} >= {"BM25 best-n", "ours"}
    assert {row["source"] for row in found["segmenter"]["rows"]} >= {"smoke_en", "smoke_zh", "joined"}
    assert set(found["reader"]["models"]) == set(ROLES)
