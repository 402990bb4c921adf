"""This file is where segmenters are compared: whether they put those utterances together that belong together."""

import time
from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple

from core.dialogues import Dialogue
from core.metrics import Boundaries
from core.protocols import Segmenter
from core.scoring import score_clusters, turn_clusters
from models.training.baseline_segmenters import tuned_even_length, tuned_tiling
from models.training.bootstrap import Draws, Estimate
from models.training.comparing import Row, Tell
from models.training.samples import Group, Limits

Dialogues = Mapping[Group, Sequence[Dialogue]]
_TUNED_ON = 40


class Segmenters(NamedTuple):
    """utterances_per_second: by system, on these dialogues."""

    rows: list[Row]
    utterances_per_second: dict[str, float]


def compare_segmenters(
    test: Dialogues, validation: Dialogues, ours: Mapping[str, Segmenter], limits: Limits, tell: Tell
) -> Segmenters:
    """Even lengths, TextTiling (both tuned on the same group's validation) and ours, where fragments are marked."""
    rows: list[Row] = []
    spent: dict[str, list[float]] = {}
    for group, all_of_it in test.items():
        dialogues = _drawn(all_of_it, limits)
        if not dialogues:
            continue
        held = _drawn(validation.get(group, ()), limits)[:_TUNED_ON] or dialogues
        systems = {"even length": tuned_even_length(held), "TextTiling": tuned_tiling(held), **ours}
        for name, segmenter in systems.items():
            began = time.perf_counter()
            clusters = [turn_clusters(each, segmenter) for each in dialogues]
            taken = spent.setdefault(name, [0.0, 0.0])
            taken[0] += sum(len(each.messages) for each in dialogues)
            taken[1] += time.perf_counter() - began
            found = [score_clusters(each, some) for each, some in zip(dialogues, clusters, strict=True)]
            rows.append(_row(group, name, dialogues, [each for each in found if each is not None]))
        told = ", ".join(f"{row.system} {row.scores['pairwise'].value:.3f}" for row in rows[-len(systems) :])
        tell(f"segmenter, {group.source} {group.language}, {len(dialogues)} dialogues: pairwise F1 {told}")
    return Segmenters(rows, {name: count / max(seconds, 1e-9) for name, (count, seconds) in spent.items()})


def _drawn(dialogues: Sequence[Dialogue], limits: Limits) -> list[Dialogue]:
    """Those with at least two fragments, up to the limit of turns."""
    fit = [each for each in dialogues if each.fragments and len(each.fragments) > 1]
    kept: list[Dialogue] = []
    turns = limits.turns
    for each in Random(f"dialogues {limits.seed}").sample(fit, len(fit)):  # noqa: S311 - sampling
        turns -= len(each.messages)
        if turns < 0 and kept:
            break
        kept.append(each)
    return kept[: limits.queries * 2]


def _row(group: Group, name: str, dialogues: Sequence[Dialogue], found: Sequence[Boundaries]) -> Row:
    draws = Draws([each.id for each in dialogues])
    scores: dict[str, Estimate] = {
        "pairwise": draws.mean([each.pairwise.f1 for each in found]),
        "b_cubed": draws.mean([each.b_cubed.f1 for each in found]),
        "pk": draws.mean([each.pk for each in found]),
        "window_diff": draws.mean([each.window_diff for each in found]),
    }
    return Row(group, name, len(dialogues), len(dialogues), scores)
