"""This file is where a kind of model gets the code that computes it, loaded only when such a model is used.

What a backend must do stands in models.vision_language.generator (readers) and core.protocols (embedders).
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import ModelError
from core.protocols import Embedder, PictureOf, Reader
from models.entries import ModelEntry

if TYPE_CHECKING:
    from models.bundle import Bundle
    from models.vision_language.generator import Generator


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the person wants of a large reader. gpu_layers: how many layers a GGUF model puts on the graphics
    processor; None lets the free memory decide."""

    gpu_layers: int | None = None


_NEEDED = {
    "gguf": ("gguf", {"llama_cpp": "llama-cpp-python"}),
    "transformers": ("gpu", {"torch": "torch", "transformers": "transformers"}),
}
"""The extra that brings a backend along, and its modules with the names of their packages."""


class MissingBackend(ModelError):
    """The program that computes a model is not installed here."""


_made_with: dict[Path, Preferences] = {}


def check_backend(role: str, kind: str) -> None:
    """Raises MissingBackend where what computes such a model is not installed; nothing is imported for this."""
    extra, modules = _NEEDED.get(kind, ("", {}))
    missing = [package for module, package in modules.items() if find_spec(module) is None]
    if role == "reader" and missing:
        raise MissingBackend(
            f'This reader is computed by {missing[0]}, which is not installed. Run: pip install "chattrove[{extra}]"'
        )


def generator_of(bundle: "Bundle", preferences: Preferences | None = None) -> "Generator":
    """The loaded backend of a vision-language reader, shared by the whole process. Raises ModelError."""
    from models.bundle import let_go, let_go_but

    entry = bundle.entry("reader")
    make = _GENERATORS.get(entry.kind)
    if make is None:
        raise _unknown(entry)
    wanted = preferences or Preferences()
    let_go_but(entry)
    if _made_with.setdefault(entry.directory, wanted) != wanted:  # it must be loaded anew to be placed otherwise
        let_go(entry.directory)
        _made_with[entry.directory] = wanted
    return bundle.load("reader", lambda known: make(known, wanted))


def reader_of(bundle: "Bundle", pictures: PictureOf, preferences: Preferences | None = None) -> Reader:
    """A reader over the backend of a bundle's vision-language model. Raises ModelError."""
    from models.vision_language.reader import reader_over

    return reader_over(generator_of(bundle, preferences), pictures, bundle.entry("reader"))


def embedder_of(bundle: "Bundle", pictures: PictureOf) -> Embedder:
    """The embedder of a bundle that is none of the program's own kind. Raises ModelError."""
    entry = bundle.entry("embedder")
    if entry.kind != "gme":
        raise _unknown(entry)
    from models.gme_embedder import load_gme

    return bundle.load("embedder", load_gme).with_pictures(pictures)


def _unknown(entry: ModelEntry) -> ModelError:
    named = f"The {entry.role} {entry.name[:80]} is of the kind “{entry.kind[:40]}”"
    return ModelError(f"{named}, which this ChatTrove does not know: it needs a newer one.")


def _gguf(entry: ModelEntry, preferences: Preferences) -> "Generator":
    from models.gguf_reader import load_gguf

    return load_gguf(entry, gpu_layers=preferences.gpu_layers)


def _transformers(entry: ModelEntry, _: Preferences) -> "Generator":
    from models.transformers_reader import load_transformers

    return load_transformers(entry)


def _server(entry: ModelEntry, _: Preferences) -> "Generator":
    from models.server_reader import load_server

    return load_server(entry)


_GENERATORS: dict[str, Callable[[ModelEntry, Preferences], "Generator"]] = {
    "gguf": _gguf,
    "transformers": _transformers,
    "server": _server,
}
