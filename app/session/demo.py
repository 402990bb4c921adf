"""This file is where the bundled export is that `chattrove demo` shows."""

import json
from dataclasses import dataclass
from pathlib import Path

import resources


@dataclass(frozen=True, slots=True)
class Demo:
    """The bundled export and the question it is opened with."""

    export: Path
    question: str


def bundled_demo() -> Demo:
    """What `chattrove demo` shows."""
    folder = Path(resources.__path__[0], "demo")
    facts = json.loads((folder / "demo.json").read_text(encoding="utf-8"))
    return Demo(folder / facts["export"], facts["question"])
