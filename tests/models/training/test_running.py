"""A run of a stage: killed and resumed it ends where an unbroken one does."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.running import Run, Schedule, load_best
from models.training.settings import Place

_STEPS = 12


@dataclass(frozen=True)
class _Config:
    seed: int = 3
    steps: int = _STEPS


def train_tiny(out: Path, die_at: int | None = None, steps: int = _STEPS) -> None:
    """What a stage does, on a model of a few weights with dropout; ends itself with SIGKILL before step `die_at`."""
    import torch

    run = Run.start("tiny", _Config(steps=steps), Place(data=out / "no-data", out=out, device="cpu", threads=1))
    model = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.Dropout(0.5), torch.nn.Linear(8, 1))
    run.keep(model, torch.optim.AdamW(model.parameters()))
    schedule = Schedule(0.05, steps, warm_up=2, decay=0.5)
    for step in run.steps(steps, save_every=3):
        if step == die_at:
            os.kill(os.getpid(), signal.SIGKILL)
        batch = torch.randn(6, 4) + run.random.random()
        run.learn(model(batch).square().mean(), schedule.rate(step))
        if run.due(step, 4):
            run.better(-float(model[0].weight.detach().square().sum()))
    run.finish({"done": 1.0})


def test_a_killed_run_ends_with_the_weights_of_an_unbroken_one(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    _in_a_process(whole)
    assert _in_a_process(broken, die_at=8) == -signal.SIGKILL
    assert not (broken / "run.json").exists()
    assert _in_a_process(broken) == 0
    expected, found = _state(whole), _state(broken)
    assert found["step"] == _STEPS
    for name, weights in expected["model"].items():
        assert torch.equal(weights, found["model"][name]), name
    assert load_best(whole)["score"] == load_best(broken)["score"]
    resumed = [json.loads(line) for line in (broken / "log.jsonl").read_text().splitlines() if "resumed" in line]
    assert resumed[0]["resumed"] == 6


def test_a_damaged_checkpoint_is_passed_over_for_the_one_before(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    train_tiny(tmp_path / "whole")
    train_tiny(tmp_path / "damaged")
    newest = tmp_path / "damaged" / "checkpoints" / f"step-{_STEPS:09d}.pt"
    newest.write_bytes(newest.read_bytes()[:500])
    train_tiny(tmp_path / "damaged")
    for name, weights in _state(tmp_path / "whole")["model"].items():
        assert torch.equal(weights, _state(tmp_path / "damaged")["model"][name]), name


def test_a_run_is_ended_early_by_starting_it_with_fewer_steps(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    assert _in_a_process(tmp_path, die_at=7) == -signal.SIGKILL
    train_tiny(tmp_path, steps=8)
    assert json.loads((tmp_path / "run.json").read_text())["steps"] == 8
    assert '"changed": {"steps": 8}' in (tmp_path / "log.jsonl").read_text()


def test_two_processes_learn_from_the_mean_of_their_gradients_and_stay_alike(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("accelerate")
    launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
    code = f"from pathlib import Path; from {__name__} import train_apart; train_apart(Path({str(tmp_path)!r}))"
    (tmp_path / "both.py").write_text(code)
    root = str(Path(__file__).parents[3])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}
    subprocess.run([sys.executable, *launcher, str(tmp_path / "both.py")], check=True, env=environment)
    first, second = (torch.load(tmp_path / f"{rank}.pt") for rank in range(2))
    assert torch.equal(first["weight"], second["weight"])
    # Gradients are the means of the inputs: 1 on the first process, 3 on the second, so 2 of both; one step of SGD.
    assert first["weight"].flatten().tolist() == pytest.approx([-1.0, -1.0])
    assert first["drawn"] != second["drawn"]
    assert (first["share"], second["share"]) == (["a", "c"], ["b", "d"])


def train_apart(out: Path) -> None:
    """One step of one process out of two, each with other data."""
    import torch

    run = Run.start("apart", _Config(), Place(data=out / "no-data", out=out, device="cpu", threads=1))
    rank = 0 if run.is_main else 1
    model = torch.nn.Linear(2, 1, bias=False)
    torch.nn.init.zeros_(model.weight)
    run.keep(model, torch.optim.SGD(model.parameters()))
    for _ in run.steps(1, save_every=10):
        run.learn(model(torch.full((4, 2), 1.0 + 2 * rank)).mean(), rate=0.5, clip=1e9)
        told = {"weight": model.weight.detach(), "drawn": run.random.random(), "share": list(run.share("abcde"))}
        torch.save(told, out / f"{rank}.pt")


def test_run_json_says_what_ran_on_what(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    train_tiny(tmp_path)
    facts = json.loads((tmp_path / "run.json").read_text())
    assert facts["config"] == {"seed": 3, "steps": _STEPS}
    assert facts["scores"] == {"done": 1.0}
    assert {"commit", "command", "versions", "hours", "device", "data", "best"} <= set(facts)


@given(st.integers(1, 5_000), st.integers(0, 500), st.floats(0, 1))
def test_the_rate_never_leaves_its_bounds_and_ends_near_zero(steps: int, warm_up: int, decay: float) -> None:
    schedule = Schedule(0.1, steps, warm_up, decay)
    rates = [schedule.rate(step) for step in range(steps + 1)]
    assert all(0 <= rate <= 0.1 for rate in rates)
    assert rates[-1] == 0


def test_the_rate_rises_stays_and_falls() -> None:
    schedule = Schedule(1.0, steps=100, warm_up=10, decay=0.2)
    assert [schedule.rate(step) for step in (0, 4, 9, 50, 80, 90)] == pytest.approx([0.1, 0.5, 1, 1, 1, 0.5])


def _in_a_process(out: Path, die_at: int | None = None) -> int:
    code = f"from pathlib import Path; from {__name__} import train_tiny; train_tiny(Path({str(out)!r}), {die_at})"
    return subprocess.run([sys.executable, "-c", code], check=False).returncode


def _state(out: Path) -> dict[str, Any]:
    import torch

    path = max((out / "checkpoints").glob("step-*.pt"))
    found: dict[str, Any] = torch.load(path, weights_only=True)
    return found
