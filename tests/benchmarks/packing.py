"""This file is where packed reading is measured on tiny made-up models: what sharing a prompt saves, by backend.

Seconds are a machine's; the ratios of passes, tokens and seconds are what this is about. The backends that are not
installed are left out, in words.
"""

import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from models.backends import generator_of
from models.bundle import Bundle
from models.vision_language.generator import Generator
from models.vision_language.reader import VisionLanguageReader
from tests.benchmarks.large_readers import Amount, Pictured, measure_packing
from tests.benchmarks.measuring import Table

_AMOUNT = Amount(candidates=12, messages=(3, 8), pictures=12, side=112)


def measure(table: Table, folder: Path) -> None:
    """Twelve candidates of three to eight messages, some with a picture."""
    for kind, module in (("transformers", "torch"), ("gguf", "llama_cpp")):
        if find_spec(module) is None:
            print(f"packed reading with {kind}: left out, {module} is not installed")
            continue
        chat = Pictured(_AMOUNT)
        candidates = [chat.fragment() for _ in range(_AMOUNT.candidates)]
        generator = _LOADED[kind](folder)
        VisionLanguageReader(generator, chat.picture).read("hello", [chat.messages(1)])  # loads the weights
        measure_packing(table, f"tiny, {kind}", generator, (candidates, chat.picture))
        generator.close()


def _transformers(folder: Path) -> Generator:
    from models.training.tiny import tiny_checkpoint
    from tests.benchmarks.gpu import as_bundle

    return generator_of(Bundle(as_bundle(tiny_checkpoint(folder / "packing", "qwen2_5_vl"))))


def _gguf(folder: Path) -> Generator:
    from models.training.gguf_export import Config, export_gguf
    from models.training.tiny import tiny_checkpoint

    checkpoint = tiny_checkpoint(folder / "packing-source", "qwen2_5_vl")
    return generator_of(Bundle(export_gguf(checkpoint, folder / "packing-gguf", Config(kind="f16"))))


_LOADED: dict[str, Callable[[Path], Generator]] = {"transformers": _transformers, "gguf": _gguf}


if __name__ == "__main__":  # alone, where there is no Qt
    with tempfile.TemporaryDirectory(prefix="chattrove-bench-", ignore_cleanup_errors=True) as name:
        measure(Table(), Path(name))
