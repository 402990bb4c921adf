"""This file is where a kind of model gets the code that computes it, loaded only when such a model is used.

What a backend must do stands in models.vision_language.generator (readers) and core.protocols (embedders).
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from core.errors import ModelError
from core.protocols import Embedder, PictureOf, Reader
from models.entries import ModelEntry

if TYPE_CHECKING:
    from models.bundle import Bundle
    from models.vision_language.generator import Generator

READER_KINDS = ("compact", "gguf", "transformers", "server")
EMBEDDER_KINDS = ("onnx", "gme")


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
    from models.bundle import let_go_but

    entry = bundle.entry("reader")
    make = _GENERATORS.get(entry.kind)
    if make is None:
        raise _unknown(entry)
    let_go_but(entry)
    return bundle.load("reader", lambda known: make(known, preferences or Preferences()))


def reader_of(bundle: "Bundle", pictures: PictureOf, preferences: Preferences | None = None) -> Reader:
    """A reader over the backend of a bundle's vision-language model. Raises ModelError."""
    made: Reader = _from("vision_language.reader", "reader_over")(
        generator_of(bundle, preferences), pictures, bundle.entry("reader")
    )
    return made


def embedder_of(bundle: "Bundle", pictures: PictureOf) -> Embedder:
    """The embedder of a bundle that is none of the program's own kind. Raises ModelError."""
    entry = bundle.entry("embedder")
    if entry.kind != "gme":
        raise _unknown(entry)
    made: Embedder = bundle.load("embedder", _from("gme_embedder", "load_gme")).with_pictures(pictures)
    return made


def _unknown(entry: ModelEntry) -> ModelError:
    named = f"The {entry.role} {entry.name[:80]} is of the kind “{entry.kind[:40]}”"
    return ModelError(f"{named}, which this ChatTrove does not know: it needs a newer one.")


def _from(module: str, name: str) -> Any:
    """Of a module of models, imported only now."""
    return getattr(import_module(f"models.{module}"), name)


def _gguf(entry: ModelEntry, preferences: Preferences) -> "Generator":
    made: Generator = _from("gguf_reader", "load_gguf")(entry, gpu_layers=preferences.gpu_layers)
    return made


def _transformers(entry: ModelEntry, _: Preferences) -> "Generator":
    made: Generator = _from("transformers_reader", "load_transformers")(entry)
    return made


def _server(entry: ModelEntry, _: Preferences) -> "Generator":
    made: Generator = _from("server_reader", "load_server")(entry)
    return made


_GENERATORS: dict[str, Callable[[ModelEntry, Preferences], "Generator"]] = {
    "gguf": _gguf,
    "transformers": _transformers,
    "server": _server,
}
