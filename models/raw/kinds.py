"""This file is where it stands what is told of a model that was found on disk, and which of its files are taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.errors import ModelError


@dataclass(frozen=True, slots=True)
class Companions:
    """What belongs to a model and lies elsewhere. mmproj: the part of a GGUF model that sees; base: of a LoRA adapter,
    a folder or the name of added models."""

    mmproj: Path | None = None
    base: str = ""


@dataclass(frozen=True, slots=True)
class RawModel:
    """A model as it will stand in a manifest. files: part to file, all of which are copied under `role`/; needs: the
    base that must be added first, None where there is none."""

    role: str
    name: str
    files: Mapping[str, Path]
    facts: Mapping[str, Any] = field(default_factory=dict)
    base: Path | None = None

    @property
    def size(self) -> int:
        return sum(path.stat().st_size for path in self.files.values())


def plain_files(folder: Path, names: list[str]) -> dict[str, Path]:
    """The files of a folder by their names, as far as they are there. Raises ModelError for links, which may lead
    anywhere, and for program code."""
    code = next((each.name for each in folder.iterdir() if each.suffix.casefold() == ".py"), "")
    if code:
        raise ModelError(f"{folder} holds program code ({code}), which is never run. Use a checkpoint without any.")
    return {
        name: plain_file(folder / name) for name in names if (folder / name).exists() or (folder / name).is_symlink()
    }


def plain_file(path: Path) -> Path:
    """Raises ModelError for a link and for what is no file."""
    if path.is_symlink():
        raise ModelError(f"{path} is a link to another place. Choose a folder with the files themselves.")
    if not path.is_file():
        raise ModelError(f"There is no file {path}.")
    return path


def licence_on_card(folder: Path) -> str:
    """As the head of the model card (https://huggingface.co/docs/hub/model-cards) says it: its `license_name`, else its
    `license`; "not stated" where there is none."""
    try:
        with (folder / "README.md").open(encoding="utf-8", errors="replace") as card:
            head = card.read(20_000).split("\n---")[0]
    except OSError:
        return "not stated"
    said = dict(line.partition(":")[::2] for line in head.splitlines() if not line.startswith(" "))
    named = said.get("license_name", "").strip() or said.get("license", "").strip()
    return named.strip("'\"")[:80] or "not stated"
