"""This file is where added bundles of models are known: which there are, what each holds, and how one goes away.

A bundle is what `chattrove train export` writes: a folder with a manifest.json and the files that it names. What a
bundle lacks is taken from the models that come with the program. How one comes in is in models.arriving.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.errors import ModelError
from core.fragments import clean
from models.bundle import ROLES, Bundle, ModelEntry, let_go
from models.entries import is_large
from models.known import what_it_does
from models.memory import need_of
from models.qwen_vl.checkpoint import FAMILIES
from models.stamps import forget

DRAFT = ".new-"
"""What the folder of a bundle that is not complete begins with; such a folder is never used."""
_LONGEST = 200
"""Characters of anything that a manifest tells."""


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """One model as its manifest describes it, short. size: bytes; sources: how many collections it was trained on;
    score and score_name: the one number that tells most, None where the manifest has none. kind: as ModelEntry.kind;
    place: the address of the server that computes it, empty for what is computed here. architecture: for people
    ("Qwen2-VL"); context: tokens of its longest prompt, 0 where that is not told; memory: bytes that it needs, roughly;
    base: the added models that an adapter stands on; does: what it is good for, one sentence of ours."""

    role: str
    name: str
    size: int
    licence: str
    origin: str
    sources: int = 0
    score: float | None = None
    score_name: str = ""
    kind: str = ""
    place: str = ""
    architecture: str = ""
    context: int = 0
    memory: int = 0
    base: str = ""
    does: str = ""

    @property
    def large(self) -> bool:
        """As ModelEntry.large."""
        return is_large(self.kind)


@dataclass(frozen=True, slots=True)
class BundleFacts:
    """A bundle. name: empty for the models that come along; trouble: why it cannot be used, empty when it can."""

    name: str
    models: tuple[ModelFacts, ...] = ()
    trouble: str = ""
    size: int = field(default=0)


def added_names(folder: Path) -> list[str]:
    """Names of the complete bundles in the folder of added models."""
    if not folder.is_dir():
        return []
    return sorted(each.name for each in folder.iterdir() if each.is_dir() and not each.name.startswith("."))


def facts_of(directory: Path, name: str) -> BundleFacts:
    """What a bundle holds; what is wrong with it stands in `trouble`."""
    size = sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())
    try:
        bundle = Bundle(directory)
    except ModelError as error:
        return BundleFacts(name, trouble=str(error), size=size)
    return BundleFacts(name, tuple(model_facts(bundle.own[role]) for role in ROLES if role in bundle.own), size=size)


def model_facts(entry: ModelEntry) -> ModelFacts:
    """What the manifest tells of a model, as far as it is told in the usual way."""
    facts = entry.facts
    training = facts.get("training")
    training = training if isinstance(training, Mapping) else {}
    sources = training.get("sources")
    name, score = _score(entry.role, facts, training)
    named = clean(str(facts.get("architecture") or ""), 80)
    architecture = FAMILIES.get(named, named)
    return ModelFacts(
        entry.role,
        clean(entry.name, _LONGEST),
        entry.size,
        clean(str(facts.get("licence", "")), _LONGEST),
        clean(str(facts.get("origin", "")), _LONGEST),
        len(sources) if isinstance(sources, list) else 0,
        score,
        name,
        entry.kind,
        clean(str(facts.get("url", "")), _LONGEST) if entry.kind == "server" else "",
        architecture,
        _number(facts.get("context")),
        need_of(entry),
        str(facts.get("base", ""))[:200],
        what_it_does(entry.role, entry.kind, architecture),
    )


def remove(folder: Path, name: str) -> int:
    """Deletes an added bundle; returns its size in bytes. Raises ModelError when there is none of this name."""
    if name not in added_names(folder):
        raise ModelError(f"There are no added models called “{name}”. `chattrove models` lists them.")
    size = facts_of(folder / name, name).size
    stands = [each for each in added_names(folder) if each != name and name in _bases(folder / each)]
    if stands:
        raise ModelError(f"“{stands[0]}” is an adapter that stands on “{name}”. Remove that one first.")
    gone = folder / f"{DRAFT}gone-{name}"
    let_go(folder / name)
    forget(folder / name)
    try:
        shutil.rmtree(gone, ignore_errors=True)
        (folder / name).replace(gone)  # at once, so that nothing half deleted is ever used
        shutil.rmtree(gone)
    except OSError as error:
        raise ModelError(f"The models “{name}” cannot be deleted ({error}). Close other ChatTroves.") from error
    return size


def _bases(directory: Path) -> set[str]:
    """The added models that those of a folder stand on."""
    try:
        return {str(entry.facts["base"]) for entry in Bundle(directory).own.values() if entry.facts.get("base")}
    except ModelError:
        return set()


def _score(role: str, facts: Mapping[str, Any], training: Mapping[str, Any]) -> tuple[str, float | None]:
    """(its name, a share of 1): recall within five, F1 of links, F1 of answers."""
    scores, trained = facts.get("scores"), training.get("scores")
    scores = scores if isinstance(scores, Mapping) else {}
    trained = trained if isinstance(trained, Mapping) else {}
    found = {
        "embedder": ("recall_at_5", trained.get("validation_recall_at_5")),
        "segmenter": ("f1", _hundredth(scores.get("int8_f1"))),
        "reader": ("f1", scores.get("validation_mean_f1_int8")),
    }.get(role, ("", None))
    return (found[0], float(found[1])) if isinstance(found[1], int | float) else ("", None)


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _hundredth(value: object) -> float | None:
    return value / 100 if isinstance(value, int | float) else None
