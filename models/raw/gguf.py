"""This file is where a GGUF file and the part that sees for it are looked at by their headers."""

from pathlib import Path

from core.errors import ModelError
from models.gguf.header import read_header
from models.gguf.kinds import check_text, check_vision
from models.raw.kinds import Companions, RawModel, plain_file


def gguf_model(path: Path, beside: Companions) -> RawModel:
    """A text model with its mmproj file, given or found beside it. Raises ModelError for another architecture, a file
    that is cut off, and an mmproj file of another model."""
    text = read_header(plain_file(path))
    check_text(text)
    seeing = read_header(plain_file(beside.mmproj or _mmproj_beside(path)))
    facts = {
        "kind": "gguf",
        "architecture": check_vision(seeing, text),
        "context": text.number("context_length"),
        "licence": str(text.facts.get("general.license") or "not stated")[:80],
        "origin": str(text.facts.get("general.name") or path.stem)[:120],
    }
    files = {"model": path, "mmproj": seeing.path}
    wording = path.with_name("prompt.json")
    return RawModel("reader", path.stem, {**files, **({"prompt": wording} if wording.is_file() else {})}, facts)


def _mmproj_beside(path: Path) -> Path:
    others = [each for each in path.parent.glob("*.gguf") if each != path and "mmproj" in each.name.casefold()]
    if len(others) == 1:
        return others[0]
    how = f"There are {len(others)} mmproj files" if others else "There is no mmproj file"
    raise ModelError(f"{how} beside {path}. Name the one that sees for this model: --mmproj FILE.")
