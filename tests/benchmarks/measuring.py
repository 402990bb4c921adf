"""This file is where a benchmark's figures are taken and kept: medians, 95th percentiles, and the ratio to a peer."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Figure:
    """One row. peer: what `ratio` compares with in the same run (ratio = value / peer, 1 is as good as the peer)."""

    name: str
    value: float
    unit: str
    peer: str = ""
    peer_value: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.value / self.peer_value if self.peer_value else None


@dataclass
class Table:
    """All rows of a run; `show` prints, `as_json` keeps."""

    figures: list[Figure] = field(default_factory=list)

    def add(self, *figures: Figure) -> None:
        for figure in figures:
            self.figures.append(figure)
            print(_line(figure), flush=True)

    def as_json(self) -> list[dict[str, object]]:
        return [asdict(figure) | {"ratio": figure.ratio} for figure in self.figures]


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of repeated runs, in milliseconds."""

    p50: float
    p95: float


def rate(count: int, work: Callable[[], object]) -> float:
    """Things per second."""
    started = time.perf_counter()
    work()
    return count / (time.perf_counter() - started)


def times(work: Callable[[object], object], inputs: Iterable[object]) -> Times:
    """How long `work` takes on each input, after one call that does not count."""
    values = list(inputs)
    work(values[0])
    taken = []
    for value in values:
        started = time.perf_counter()
        work(value)
        taken.append(1000 * (time.perf_counter() - started))
    taken.sort()
    return Times(statistics.median(taken), taken[min(len(taken) - 1, int(0.95 * len(taken)))])


def _line(figure: Figure) -> str:
    value = f"{figure.value:,.1f}" if figure.value < 1000 else f"{figure.value:,.0f}"
    against = f"  {figure.ratio:8.2f} x  {figure.peer}" if figure.ratio is not None else ""
    return f"{figure.name:<52} {value:>12} {figure.unit:<7}{against}"
