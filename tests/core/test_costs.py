"""What reading cost is told by stage where the reader knows, and by the clock where it does not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from core.costs import Clock, reading_cost
from core.protocols import Check, unhindered
from core.types import Answer, Message, ReaderWork


@dataclass
class Silent:
    """Reads and tells nothing of itself."""

    name: str = "silent"
    at_once: int = 1

    def read(self, query: str, fragments: Sequence[Sequence[Message]], check: Check = unhindered) -> list[Answer]:
        return [Answer() for _ in fragments]


@dataclass
class Telling(Silent):
    work: ReaderWork = field(default_factory=lambda: ReaderWork("CUDA: a card", 1_020, 3.5, ("Memory ran short.",)))
    timing: SimpleNamespace = field(
        default_factory=lambda: SimpleNamespace(
            prompts=2, prompt_tokens=1_000, answer_tokens=20, preparing=0.5, reading=2.0, writing=1.0
        )
    )


def clock(*seconds: float) -> Clock:
    made = Clock()
    made.seconds += seconds
    return made


def test_a_reader_that_tells_nothing_costs_its_seconds() -> None:
    assert reading_cost(Silent(), clock(1.0, 3.0)) == {
        "seconds": 4.0,
        "seconds_per_question": {"p50": 2.0, "p95": pytest.approx(2.9)},
    }


def test_a_reader_that_times_its_stages_is_told_by_stage_and_token() -> None:
    cost = reading_cost(Telling(), clock(3.5))
    assert cost["stages"] == {"preparing": 0.5, "prompt": 2.0, "answer": 1.0}
    assert cost["tokens_per_second"] == {"prompt": 500.0, "answer": 20.0}
    assert (cost["passes"], cost["device"], cost["notes"]) == (2, "CUDA: a card", ["Memory ran short."])


def test_what_was_not_measured_is_nought() -> None:
    idle = Telling(
        timing=SimpleNamespace(
            **dict.fromkeys(("prompts", "prompt_tokens", "answer_tokens"), 0), preparing=0.0, reading=0.0, writing=0.0
        )
    )
    assert reading_cost(idle, clock())["tokens_per_second"] == {"prompt": 0.0, "answer": 0.0}
    assert reading_cost(idle, clock())["seconds_per_question"] == {"p50": 0.0, "p95": 0.0}


def test_a_clock_counts_what_it_is_held_around() -> None:
    made = Clock()
    for _ in range(2):
        with made.timed():
            pass
    assert len(made.seconds) == 2
    assert min(made.seconds) >= 0
