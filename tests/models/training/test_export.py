"""The export stage: what it asks of a run and of a model, and what it leaves as it was."""

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from core.errors import ModelError
from models.bundle import Bundle
from models.training import export

_RUN = {
    "command": "chattrove train embedder",
    "commit": "abc",
    "seed": 1,
    "steps": 9,
    "hours": 0.5,
    "device": {"kind": "cpu"},
    "best": 0.7,
    "smoke": False,
    "scores": {"recall": 0.7},
    "data": {"train/a.jsonl.gz": "00"},
}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "runs" / "embedder"
    folder.mkdir(parents=True)
    (folder / "run.json").write_text(json.dumps(_RUN))
    return folder


def made_by(monkeypatch: pytest.MonkeyPatch, size: int = 10, **changes: Any) -> None:
    """A stage whose export writes a file of that size."""

    def made(run: Path, out: Path, data: Path) -> dict[str, Any]:
        out.mkdir(parents=True, exist_ok=True)
        (out / "graph.onnx").write_bytes(b"x" * size)
        files = {"graph": {"path": f"{out.name}/graph.onnx"}}
        facts = {"name": "tiny", "licence": "Apache-2.0", "origin": "a test", "files": files}
        return {**facts, "scores": {"fp32_max_abs_difference": 1e-6}, **changes}

    module = ModuleType("models.training.tiny_export")
    module.export = made  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "models.training.tiny_export", module)
    monkeypatch.setitem(export.ROLES, "embedder", export.Role("embedder", "tiny_export"))


def exported(run: Path) -> Path:
    out = run.parents[1] / "models"
    export.main(["--runs", str(run.parent), "--out", str(out), "--set", 'roles=["embedder"]'])
    return out


def test_a_model_is_listed_with_the_facts_of_its_training_and_passes_the_programs_check(
    run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_by(monkeypatch)
    out = exported(run)
    facts = Bundle(out).entry("embedder").facts
    assert facts["training"]["scores"] == {"recall": 0.7}
    assert facts["training"]["sources"] == ["a"]
    assert {"hours", "seed", "steps", "commit", "command", "data_sha256"} <= set(facts["training"])
    (out / "embedder" / "graph.onnx").write_bytes(b"y" * 10)
    with pytest.raises(ModelError, match="altered"):
        Bundle(out).check("embedder")


def test_other_models_stay_in_the_manifest(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_by(monkeypatch)
    out = run.parents[1] / "models"
    export.add_to_manifest(out / "manifest.json", "reader", {"name": "other", "files": {}})
    exported(run)
    assert set(Bundle(out).entries) == {"embedder", "reader"}


@pytest.mark.parametrize(
    ("size", "changes", "said"),
    [
        (10, {"scores": {"fp32_max_abs_difference": 0.5}}, "differs from torch by 0.5"),
        (2_000, {}, r"the models have 0\.0 MB; at most 0 fit"),
    ],
)
def test_a_wrong_or_too_large_model_is_refused_and_the_manifest_stays(
    run: Path, monkeypatch: pytest.MonkeyPatch, size: int, changes: dict[str, Any], said: str
) -> None:
    made_by(monkeypatch, size, **changes)
    monkeypatch.setattr(export, "MOST_BYTES", 1_000)
    with pytest.raises(ModelError, match=said):
        exported(run)
    assert not (run.parents[1] / "models" / "manifest.json").exists()


def test_a_run_that_is_not_finished_is_refused(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_by(monkeypatch)
    (run / "run.json").unlink()
    with pytest.raises(ModelError, match=r"not finished, it has no run\.json"):
        exported(run)


def test_a_role_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model “cook”"):
        export.main(["--out", str(tmp_path), "--set", 'roles=["cook"]'])
