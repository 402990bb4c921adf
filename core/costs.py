"""This file is where it is told what it cost to read or to recall: seconds of each stage, tokens, tokens per second."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol, runtime_checkable

import numpy as np

from core.protocols import Reader
from core.readers import work_of


class Stages(Protocol):
    """Totals since a reader was made: seconds for making prompts (preparing), for the model to read them (reading) and
    to write answers (writing); prompts: its passes; tokens with those of pictures."""

    prompts: int
    prompt_tokens: int
    answer_tokens: int
    preparing: float
    reading: float
    writing: float


@runtime_checkable
class TimesItsStages(Protocol):
    """A reader that knows where its time goes."""

    @property
    def timing(self) -> Stages: ...


class Clock:
    """Seconds of things done one by one."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    @contextmanager
    def timed(self) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds.append(time.perf_counter() - started)

    def each(self) -> dict[str, float]:
        """Of one thing: the median and the 95th percentile; 0 where nothing was done."""
        p50, p95 = np.percentile(self.seconds or [0.0], (50, 95))
        return {"p50": float(p50), "p95": float(p95)}


def reading_cost(reader: Reader, clock: Clock) -> dict[str, Any]:
    """What all questions of `clock` cost; stages and tokens where the reader tells them. The reader was made for them:
    what it tells is since then."""
    cost: dict[str, Any] = {"seconds": sum(clock.seconds), "seconds_per_question": clock.each()}
    work = work_of(reader)
    if work.device:
        cost |= {"device": work.device, "notes": list(work.notes)}
    if isinstance(reader, TimesItsStages):
        cost |= _stages(reader.timing)
    return cost


def _stages(told: Stages) -> dict[str, Any]:
    return {
        "stages": {"preparing": told.preparing, "prompt": told.reading, "answer": told.writing},
        "passes": told.prompts,
        "tokens": {"prompt": told.prompt_tokens, "answer": told.answer_tokens},
        "tokens_per_second": {
            "prompt": told.prompt_tokens / told.reading if told.reading > 0 else 0.0,
            "answer": told.answer_tokens / told.writing if told.writing > 0 else 0.0,
        },
    }
