"""This file is where a GGUF file and the part that sees for it are looked at by their headers."""

from pathlib import Path

from core.errors import ModelError
from models.gguf.header import Header, read_header
from models.raw.kinds import Companions, RawModel, plain_file

_TEXT, _PROJECTORS = "qwen2vl", ("qwen2vl_merger", "qwen2.5vl_merger")
_TITLES = {"qwen2vl_merger": "Qwen2-VL", "qwen2.5vl_merger": "Qwen2.5-VL"}


def gguf_model(path: Path, beside: Companions) -> RawModel:
    """A text model with its mmproj file, given or found beside it. Raises ModelError for another architecture, a file
    that is cut off, and an mmproj file of another model."""
    text = read_header(plain_file(path))
    if text.architecture == "clip":
        raise ModelError(f"{path} is the part that sees (mmproj). Choose the model's other file, with the text.")
    if text.architecture != _TEXT:
        named = text.architecture[:40]
        raise ModelError(f"{path} is a model of the kind “{named}”; only Qwen2-VL and Qwen2.5-VL can be read.")
    if "token_embd.weight" not in text.tensors:
        raise ModelError(f"{path} holds no words (token_embd.weight is missing). It may be one part of several.")
    seeing = read_header(plain_file(beside.mmproj or _mmproj_beside(path)))
    projector = _fitting(seeing, text)
    facts = {
        "kind": "gguf",
        "architecture": _TITLES[projector],
        "context": text.number("context_length"),
        "licence": str(text.facts.get("general.license") or "not stated")[:80],
        "origin": str(text.facts.get("general.name") or path.stem)[:120],
    }
    files = {"model": path, "mmproj": seeing.path}
    wording = path.with_name("prompt.json")
    return RawModel("reader", path.stem, {**files, **({"prompt": wording} if wording.is_file() else {})}, facts)


def _fitting(seeing: Header, text: Header) -> str:
    kind = str(seeing.facts.get("clip.vision.projector_type") or seeing.facts.get("clip.projector_type") or "")
    if seeing.architecture != "clip" or kind not in _PROJECTORS:
        named = f"“{(kind or seeing.architecture)[:40]}”"
        raise ModelError(f"{seeing.path} sees for models of the kind {named}, not for Qwen2-VL or Qwen2.5-VL.")
    width, wanted = seeing.number("vision.projection_dim"), text.number("embedding_length")
    if width != wanted:
        raise ModelError(
            f"{seeing.path} belongs to another model: it gives {width} numbers per token, and {text.path.name} takes "
            f"{wanted}. Choose the model's own mmproj file."
        )
    return kind


def _mmproj_beside(path: Path) -> Path:
    others = [each for each in path.parent.glob("*.gguf") if each != path and "mmproj" in each.name.casefold()]
    if len(others) == 1:
        return others[0]
    how = f"There are {len(others)} mmproj files" if others else "There is no mmproj file"
    raise ModelError(f"{how} beside {path}. Name the one that sees for this model: --mmproj FILE.")
