"""This file is where `eval` is: the shipped models on annotated dialogues, with the metrics of the FFR papers."""

from argparse import Namespace
from typing import Any

from app.cli import codes
from app.cli.console import complain, dump_json, progress, say
from core.evaluation import Task, evaluate_read, evaluate_recall, evaluate_segment

_COUNTED = {"segment": "dialogues", "recall": "queries", "read": "samples"}


def evaluate(chosen: Namespace) -> int:
    """Needs no archive. Raises DataError for a file that cannot be read, with the line's number."""
    from app.session.chosen import models_in_use
    from app.session.readers import bundle_of, ready_reader
    from core.picture_source import dialogue_pictures

    if chosen.reader and chosen.task != "read":
        complain("--reader is for `eval read`; the other tasks measure the models in use.")
        return codes.USAGE
    with progress(quiet=chosen.json) as report:
        task = Task(chosen.data, chosen.kind, chosen.predictions, report)
        if chosen.task == "segment":
            scores = evaluate_segment(task, models_in_use().segmenter().unbounded())
        elif chosen.task == "recall":
            scores = evaluate_recall(task, models_in_use().embedder())
        else:
            reader, seconds = ready_reader(bundle_of(chosen.reader), dialogue_pictures(chosen.data))
            scores = evaluate_read(task, reader)
            scores["cost"]["seconds_until_ready"] = seconds
    if not scores[_COUNTED[chosen.task]]:
        kind = f" of the kind “{chosen.kind}”" if chosen.kind else ""
        complain(f"{chosen.data}: nothing{kind} to score in it; the scores below mean nothing.")
    if chosen.json:
        dump_json(scores)
    else:
        _tell(scores, "")
    return codes.FINE


def _tell(scores: dict[str, Any], indent: str) -> None:
    for name, value in scores.items():
        if isinstance(value, dict):
            say(f"{indent}{name}")
            _tell(value, indent + "  ")
        elif isinstance(value, list):
            for each in value:
                say(f"{indent}{name:<24} {each}")
        else:
            say(f"{indent}{name:<24} {value:.4f}" if isinstance(value, float) else f"{indent}{name:<24} {value}")
