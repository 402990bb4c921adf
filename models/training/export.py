"""Makes the shipped files of trained models: this file is where a run becomes ONNX in int8, checked and listed.

    chattrove train export --runs DIR --out resources/models [--set 'roles=["embedder"]'] [--float]

--runs: the folder with the runs (DIR/embedder, DIR/segmenter, DIR/compact_reader). How a model becomes a graph is its
own affair: the module of each role has `export(run, out, data)`, which writes the files to `out` and returns the entry
of the manifest, its "scores" telling the parity with torch. Here the entry gets the facts of its training, everything
is checked as the program checks it, and the manifest is written last: a failed export leaves the old models in force.
--float leaves the weights as they were trained, in a folder of their own, so that `evaluate` can tell the loss by int8.
"""

import argparse
import hashlib
import json
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from core.errors import ModelError
from models.bundle import Bundle
from models.stamps import sha256_of
from models.training import records
from models.training.row_int8 import left_floating
from models.training.settings import Chosen, chosen

FORMAT = 1
MOST_BYTES = 60_000_000
_WORST_FLOAT = 1e-2


@dataclass(frozen=True, slots=True)
class Config:
    """roles: what is exported, in this order; a reader is made for the embedder that it was trained with."""

    roles: tuple[str, ...] = ("embedder", "segmenter", "reader")


@dataclass(frozen=True, slots=True)
class Role:
    """run: name of the run's folder; module: where in models.training its `export` is."""

    run: str
    module: str


ROLES = {
    "embedder": Role("embedder", "embedder_export"),
    "segmenter": Role("segmenter", "segmenter_export"),
    "reader": Role("compact_reader", "compact_reader_export"),
}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="chattrove train export", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--runs", type=Path, default=Path("training"), metavar="DIR", help="the folder with the runs")
    parser.add_argument("--float", action="store_true", help="not int8: for comparing, not for shipping")
    given = chosen(Config(), arguments, {}, parser)
    with left_floating() if given.extra.float else nullcontext():
        _export_all(given)


def _export_all(given: Chosen[Config]) -> None:
    out = given.place.out
    for role in given.config.roles:
        if role not in ROLES:
            raise ModelError(f"There is no model “{role}”. There are: {', '.join(ROLES)}.")
        run = given.extra.runs / ROLES[role].run
        entry = exported(role, run, out, given.place.data)
        _check_size(entry, role, out, 10 * MOST_BYTES if given.extra.float else MOST_BYTES)
        add_to_manifest(out / "manifest.json", role, entry)
        Bundle(out).check(role)
        print(json.dumps({"role": role, "name": entry["name"], "scores": entry["scores"]}, ensure_ascii=False))
    print(f"{out}: {total_bytes(out) / 1e6:.1f} MB of at most {MOST_BYTES / 1e6:.0f} MB")


def exported(role: str, run: Path, out: Path, data: Path) -> dict[str, Any]:
    """The manifest entry of a model whose files now lie in out/ROLE. Raises ModelError where its run is not finished or
    the float graph differs from torch."""
    summary = training_summary(run)
    module = import_module(f"models.training.{ROLES[role].module}")
    entry: dict[str, Any] = {**module.export(run, out / role, data), "training": summary}
    for needed in ("name", "licence", "origin", "files", "scores"):
        if needed not in entry:
            raise ModelError(f"The export of the {role} gives no “{needed}”.")
    worst = entry["scores"].get("fp32_max_abs_difference", 0.0)
    if worst > _WORST_FLOAT:
        raise ModelError(f"The float graph of the {role} differs from torch by {worst}: its export is wrong.")
    return listed_files(entry, out)


def listed_files(entry: dict[str, Any], out: Path) -> dict[str, Any]:
    """The entry with size and hash of its files, whose paths are told from `out` on."""
    return {**entry, "files": {part: _file(out, Path(file["path"])) for part, file in entry["files"].items()}}


def training_summary(run: Path) -> dict[str, Any]:
    """What the manifest tells of a run, from its run.json. Raises ModelError where there is none."""
    try:
        facts = json.loads((run / "run.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{run}: the run is not finished, it has no run.json ({error}). Train first.") from error
    data = "".join(f"{name}={digest};" for name, digest in sorted(facts["data"].items()))
    kept = {name: facts[name] for name in ("command", "commit", "seed", "steps", "hours", "device", "best", "smoke")}
    sources = sorted({Path(name).name.removesuffix(".jsonl.gz") for name in facts["data"] if name.startswith("train/")})
    return {
        **kept,
        "scores": facts["scores"],
        "sources": sources,
        "data_sha256": hashlib.sha256(data.encode()).hexdigest(),
    }


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest as it stands; an empty one where there is none."""
    if not path.exists():
        return {"format": FORMAT, "models": {}}
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def add_to_manifest(path: Path, role: str, entry: dict[str, Any]) -> None:
    """Puts the entry in; other models stay as they are."""
    known = read_manifest(path)
    text = json.dumps({**known, "models": {**known["models"], role: entry}}, indent=2, ensure_ascii=False) + "\n"
    records.write_text(path, text)


def total_bytes(folder: Path) -> int:
    """Of everything under a folder of models."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _check_size(entry: dict[str, Any], role: str, out: Path, most: int) -> None:
    others = [each for other, each in read_manifest(out / "manifest.json")["models"].items() if other != role]
    size = sum(file["bytes"] for each in [*others, entry] for file in each["files"].values())
    if size > most:
        raise ModelError(f"With this {role} the models have {size / 1e6:.1f} MB; at most {most / 1e6:.0f} fit.")


def _file(out: Path, place: Path) -> dict[str, Any]:
    path = out / place
    return {"path": place.as_posix(), "bytes": path.stat().st_size, "sha256": sha256_of(path)}
