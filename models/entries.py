"""This file is where a manifest of models is read: which models a folder holds, of which kind, and their files.

A manifest is a manifest.json of the form {"format": 1, "models": {role: facts}}. Facts have a `name`, `files` (part to
path, bytes and sha256), a `kind` where it is not the program's own, and whatever the model's code wants to know.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import ModelError

MANIFEST = "manifest.json"

_FORMAT = 1
_OWN_KINDS = {"embedder": "onnx", "reader": "compact"}


@dataclass(frozen=True, slots=True)
class ModelFile:
    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model of the manifest. `files` by their part ("cpu", "weights"...); `facts` is its whole manifest entry.

    directory: that of its bundle.
    """

    role: str
    name: str
    files: Mapping[str, ModelFile]
    facts: Mapping[str, Any]
    directory: Path

    @property
    def kind(self) -> str:
        """What computes it. A reader: "compact", "gguf", "transformers" or "server"; an embedder: "onnx" or "gme"."""
        return str(self.facts.get("kind") or _OWN_KINDS.get(self.role, "onnx"))

    @property
    def large(self) -> bool:
        """Whether it takes gigabytes, minutes or a connection: whatever is not of the program's own kinds."""
        return is_large(self.kind)

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files.values())

    @property
    def digest(self) -> str:
        """Eight hex digits that change with any file of the model; with any fact of one that has no files."""
        parts = "".join(f"{part}={file.sha256};" for part, file in sorted(self.files.items()))
        parts = parts or json.dumps(self.facts, sort_keys=True, default=str)
        return hashlib.sha256(parts.encode()).hexdigest()[:8]


def is_large(kind: str) -> bool:
    """Whether models of a kind are others than the program's own."""
    return kind not in ("", *_OWN_KINDS.values())


def read_manifest(directory: Path, advice: str) -> dict[str, ModelEntry]:
    """The models of a folder by their role. Raises ModelError, whose last words are the advice."""
    path = directory / MANIFEST
    try:
        manifest = json.loads(path.read_text("utf-8"))
        json.dumps(manifest, ensure_ascii=False).encode("utf-8")  # half a surrogate pair could be stored nowhere
        if manifest["format"] != _FORMAT:
            raise ModelError(f"{path} has format {manifest['format']}, this program reads {_FORMAT}. {advice}")
        return {role: _entry(directory, role, facts) for role, facts in manifest["models"].items()}
    except FileNotFoundError:
        raise ModelError(f"The list of models {path} is missing. {advice}") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ModelError(f"The list of models {path} is damaged ({error!r}). {advice}") from error


def _entry(directory: Path, role: str, facts: Mapping[str, Any]) -> ModelEntry:
    files = {
        part: ModelFile(_inside(directory, file["path"]), int(file["bytes"]), str(file["sha256"]))
        for part, file in facts["files"].items()
    }
    return ModelEntry(role, str(facts["name"]), files, facts, directory)


def _inside(directory: Path, name: str) -> Path:
    path = (directory / name).resolve()
    if not path.is_relative_to(directory) or path == directory or "\\" in name or ":" in name:
        raise ValueError(f"{name} lies outside the models")
    return path
