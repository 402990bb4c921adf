"""This file is where the facts of a run are gathered for its run.json: code, data, versions, machine."""

import json
import platform
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from models.stamps import sha256_of
from models.training.checkpoints import write_whole

_PACKAGES = ("chattrove", "numpy", "torch", "transformers", "accelerate", "tokenizers", "onnx", "onnxruntime")


def write_record(path: Path, facts: dict[str, Any]) -> None:
    """A run.json: indented, UTF-8."""
    write_text(path, json.dumps(facts, indent=2, ensure_ascii=False, sort_keys=True) + "\n")


def write_text(path: Path, text: str) -> None:
    """Whole or not at all."""
    write_whole(path, lambda stream: stream.write(text.encode()))


def data_hashes(folder: Path) -> dict[str, str]:
    """sha256 of each file of a prepared folder by its place in it; empty where there is no such folder."""
    files = sorted(path for path in folder.rglob("*.jsonl.gz") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in files}


def commit() -> str | None:
    """The commit of the code that runs, with "+" where files differ from it; None outside a git checkout."""
    folder = Path(__file__).parent
    try:
        head = _git(folder, "rev-parse", "HEAD")
        return head + ("+" if _git(folder, "status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.SubprocessError):
        return None


def versions() -> dict[str, str]:
    """Of Python and of the packages that decide what a run gives."""
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def command() -> str:
    """As it was typed, but of absolute places only the name: nobody else has this machine's folders."""
    return " ".join(["chattrove train", *(_named(each) for each in sys.argv[1:])])


def _named(argument: str) -> str:
    name, separator, value = argument.rpartition("=")
    return name + separator + (Path(value).name if Path(value).is_absolute() else value)


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - fixed arguments
        ["git", "-C", str(folder), *arguments],  # noqa: S607 - whichever git the person has
        check=True,
        capture_output=True,
        text=True,
        timeout=20,
    )
    return done.stdout.strip()
