"""This file is where one run of a training stage happens: seeds, device, steps, checkpoints, and what it leaves behind.

    run = Run.start("segmenter", config, place)          # place: models.training.settings.Place
    run.keep(model, optimizer)                           # to the device; resumed from the newest checkpoint
    for step in run.steps(config.steps, save_every=500):
        batch = sample(run.random)                       # run.random is seeded anew for each step
        with run.autocast():
            loss = ...
        run.learn(loss, schedule.rate(step))             # backward, clip, step, zero
        if run.due(step, 500):
            run.better(validate(model))                  # best.pt where it is the best so far
    run.finish({"f1": ...})                              # run.json

What is random in a step follows from (seed, step, process) alone: `steps` seeds random, numpy and torch before each
one. So a run that was killed and started again gives the weights of an unbroken one, and a data loader needs no state.
The folder of a run: checkpoints/step-*.pt, best.pt, log.jsonl, run.json.
"""

import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from core.errors import ModelError
from models.training import records
from models.training.checkpoints import newest_checkpoint, read_checkpoint, save_checkpoint, write_whole
from models.training.processes import Processes
from models.training.settings import Place

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Schedule:
    """The learning rate: linear warm-up, then constant, then linear to zero over the last share of the steps.

    Because the middle is constant, a run can be ended early: start it again with fewer steps, and the decay begins at
    once or soon.
    """

    peak: float
    steps: int
    warm_up: int = 100
    decay: float = 0.2

    def rate(self, step: int) -> float:
        """For a step counted from 0; never negative, and 0 only at or after `steps`."""
        rising = (step + 1) / self.warm_up if self.warm_up else 1.0
        falling = (self.steps - step) / max(1.0, self.steps * self.decay)
        return self.peak * max(0.0, min(1.0, rising, falling))


class Run:
    """One run of a stage; see the top of the file. Made by `start`."""

    def __init__(self, stage: str, config: Any, place: Place) -> None:
        self.stage, self.config, self.place, self.out = stage, config, place, place.out
        self.seed = int(getattr(config, "seed", 0))
        self.random = random.Random(self.seed)  # noqa: S311 - sampling
        self.step = 0
        self.best: float | None = None
        self._processes = Processes(place.device)
        self.device = self._processes.device
        self._model: Any = None
        self._optimizer: Any = None
        self._hours_before, self._began = 0.0, time.monotonic()

    @classmethod
    def start(cls, stage: str, config: Any, place: Place) -> "Run":
        """Seeds everything, picks the device, makes the folder. config: a dataclass, its `seed` is used where it has
        one. Raises ModelError where a GPU is asked for and none is there."""
        import torch

        if place.threads:
            torch.set_num_threads(place.threads)
        run = cls(stage, config, place)
        run.out.mkdir(parents=True, exist_ok=True)
        run.seed_for(-1)
        return run

    @property
    def is_main(self) -> bool:
        """True for the one process that writes and validates."""
        return self._processes.rank == 0

    def seed_for(self, step: int) -> None:
        """Seeds all random generators for a step: the same in every run, different in each process.

        Before the first step (-1) all processes are seeded alike, so that they begin with the same weights.
        """
        import torch

        state = np.random.SeedSequence([self.seed, step + 1, self._processes.rank if step >= 0 else 0])
        number = int(state.generate_state(1, np.uint64)[0]) & 0x7FFF_FFFF_FFFF_FFFF
        self.random = random.Random(number)  # noqa: S311 - sampling
        random.seed(number)
        np.random.seed(number & 0xFFFF_FFFF)
        torch.manual_seed(number)

    def keep(self, model: Any, optimizer: Any) -> int:
        """Takes what is trained to the device and restores the newest checkpoint; returns the steps already done."""
        self._model, self._optimizer = model.to(self.device), optimizer
        state = newest_checkpoint(self.out / "checkpoints")
        if state is not None:
            model.load_state_dict(state["model"])
            optimizer.load_state_dict(state["optimizer"])
            self.step, self.best, self._hours_before = state["step"], state["best"], state["hours"]
            self.log(resumed=self.step, changed=_differences(state["config"], self._plain_config()))
        return self.step

    def steps(self, total: int, save_every: int) -> Iterator[int]:
        """The steps that are still to do, counted from 0; a checkpoint after every `save_every` and at the end."""
        while self.step < total:
            self.seed_for(self.step)
            yield self.step
            self.step += 1
            if self.step % save_every == 0 or self.step == total:
                self.save()

    def share(self, plan: Sequence[Item]) -> Sequence[Item]:
        """This process's part of what is to be learnt from step by step: as much for each, all of it for one alone."""
        count = self._processes.count
        return plan[self._processes.rank : len(plan) // count * count : count]

    def due(self, step: int, every: int) -> bool:
        """True after each `every` steps: the time to validate or to log."""
        return (step + 1) % every == 0

    def autocast(self) -> AbstractContextManager[Any]:
        """bf16 on a GPU, plain floats on a CPU."""
        import torch

        return torch.autocast("cuda", torch.bfloat16) if self.device == "cuda" else nullcontext()

    def learn(self, loss: Any, rate: float, clip: float = 1.0) -> None:
        """One step of the optimizer. rate: the learning rate; a parameter group's "rate_share" multiplies it.

        clip: the largest norm of all gradients together. Several processes learn from the mean of their gradients.
        """
        import torch

        loss.backward()
        learnt = [each for group in self._optimizer.param_groups for each in group["params"] if each.requires_grad]
        self._processes.average(learnt)
        torch.nn.utils.clip_grad_norm_(learnt, clip)
        for group in self._optimizer.param_groups:
            group["lr"] = rate * group.get("rate_share", 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)

    def save(self) -> None:
        """A checkpoint after `self.step` steps; called by `steps`."""
        if self.is_main:
            state = {
                "model": self._model.state_dict(),
                "optimizer": self._optimizer.state_dict(),
                "step": self.step,
                "best": self.best,
                "hours": self.hours,
                "config": self._plain_config(),
            }
            save_checkpoint(self.out / "checkpoints", self.step, state)
        self._processes.wait()

    def better(self, score: float, **details: Any) -> bool:
        """Keeps the model as best.pt where this validation score is the highest so far; logs it either way."""
        done = self.step + 1
        self.log(step=done, score=score, **details)
        if self.best is not None and score <= self.best:
            return False
        self.best = float(score)
        if self.is_main:
            self._write_best({"score": float(score), "step": done, **details})
        self._processes.wait()
        return True

    def log(self, **values: Any) -> None:
        """One JSON line to log.jsonl and to standard output."""
        if self.is_main:
            line = json.dumps({"stage": self.stage, **values, "hours": round(self.hours, 4)}, ensure_ascii=False)
            print(line, flush=True)
            with (self.out / "log.jsonl").open("a", encoding="utf-8") as stream:
                stream.write(line + "\n")

    def finish(self, scores: Mapping[str, Any]) -> None:
        """Writes run.json: everything one needs to know to trust the result, or to make it again."""
        if self.is_main:
            facts = {**self._facts(), "scores": dict(scores), "data": records.data_hashes(self.place.data)}
            records.write_record(self.out / "run.json", facts)

    @property
    def hours(self) -> float:
        """Time spent on this run, in all its starts, up to the checkpoint each was resumed from."""
        return self._hours_before + (time.monotonic() - self._began) / 3600

    def _write_best(self, facts: dict[str, Any]) -> None:
        import torch

        kept = {"model": self._model.state_dict(), "config": self._plain_config(), **facts}
        write_whole(self.out / "best.pt", lambda stream: torch.save(kept, stream))

    def _plain_config(self) -> dict[str, Any]:
        return json.loads(json.dumps(asdict(self.config)))  # type: ignore[no-any-return]

    def _facts(self) -> dict[str, Any]:
        return {
            "stage": self.stage,
            "command": records.command(),
            "config": self._plain_config(),
            "commit": records.commit(),
            "seed": self.seed,
            "steps": self.step,
            "best": self.best,
            "hours": round(self.hours, 3),
            "smoke": self.place.smoke,
            "device": self._processes.named(),
            "versions": records.versions(),
        }


def load_best(out: Path) -> dict[str, Any]:
    """The best checkpoint of a run: {"model": state dict, "config", "score", "step"}. Raises ModelError."""
    state = read_checkpoint(out / "best.pt")
    if state is None:
        raise ModelError(f"{out / 'best.pt'}: there is no readable checkpoint. Run the stage with --out {out} first.")
    return state


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Settings that differ from those the checkpoint was made with."""
    return {name: value for name, value in new.items() if old.get(name) != value}
