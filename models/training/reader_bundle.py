"""This file is where an exported vision-language reader becomes a bundle: a manifest.json beside its files."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import ModelError
from models.raw.kinds import licence_on_card
from models.training.export import add_to_manifest, listed_files
from models.training.qwen_vl import read_json

PROMPT = "prompt.json"
"""The wording of a checkpoint's prompts, where it brings one along."""

MERGED = "merge.json"
"""What `train merge` leaves beside the weights: which adapter went into which base."""

RUN = "run.json"
"""The record of a training run."""
_TOLD = ("command", "commit", "seed", "steps", "hours", "device", "best", "scores")


@dataclass(frozen=True, slots=True)
class Made:
    """name: changes with anything that changes answers; files: by part, inside the bundle; facts: "kind" and others."""

    name: str
    files: Mapping[str, Path]
    facts: Mapping[str, Any]
    licence: str
    origin: str
    prompt: Path | None = None


def write_bundle(out: Path, made: Made, source: Path, pictures: Mapping[str, Any]) -> Path:
    """Writes the manifest, last; returns `out`. source: the checkpoint's folder, whose records of training go along;
    pictures: its settings for pictures. Raises ModelError where something cannot be read or written."""
    files = dict(made.files)
    try:
        if made.prompt is not None:
            files["prompt"] = Path(shutil.copyfile(made.prompt, out / "reader" / PROMPT))
        for licence in ("LICENSE", "NOTICE"):
            if (source / licence).is_file():
                shutil.copyfile(source / licence, out / licence)
    except OSError as error:
        raise ModelError(f"{error.filename} cannot be copied to {out} ({error.strerror or error}).") from error
    entry = {
        "name": made.name,
        **made.facts,
        "licence": made.licence or licence_of(source),
        "origin": made.origin,
        "files": {part: {"path": path.relative_to(out).as_posix()} for part, path in files.items()},
        **{name: pictures[name] for name in ("min_pixels", "max_pixels") if isinstance(pictures.get(name), int)},
        "training": training_facts(source),
    }
    add_to_manifest(out / "manifest.json", "reader", listed_files(entry, out))
    return out


def training_facts(source: Path) -> dict[str, Any]:
    """What is known of how a checkpoint was trained and merged; empty where it keeps no record of it."""
    told: dict[str, Any] = {}
    if (source / RUN).exists():
        run = read_json(source / RUN)
        told = {name: run[name] for name in _TOLD if name in run}
    return {**told, **({"merge": read_json(source / MERGED)} if (source / MERGED).exists() else {})}


def licence_of(source: Path) -> str:
    """As `train merge` kept it of its base, else as the model card says it; "not stated" where neither is there."""
    if (source / MERGED).exists():
        return str(read_json(source / MERGED).get("base_licence") or "not stated")
    return licence_on_card(source)
