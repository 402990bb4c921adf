"""This file is where the stages of the training module are listed and started, each in a module of its own."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from core.errors import ChatTroveError, DataError, ModelError, SettingsError

_CODES = ((DataError, 3), (ModelError, 6), (SettingsError, 8))
_USAGE = 2
_STOPPED = 130
WITHOUT_TORCH = 'Training needs torch and its kin, which are not installed here: pip install "chattrove[train]"'


@dataclass(frozen=True, slots=True)
class Stage:
    """module: its name in models.training, with a function main(arguments); torch: whether it needs it."""

    module: str
    what: str
    torch: bool = True


STAGES = {
    "data": Stage("data", "takes out what must not be trained on, splits by conversation", torch=False),
    "segmenter": Stage("segmenter", "trains the fragment boundary model"),
    "embedder": Stage("embedder", "trains the fragment embedding model (FEM)"),
    "compact_reader": Stage("compact_reader", "trains the reader that picks the utterances"),
    "export": Stage("export", "makes the shipped files of a trained model: ONNX, int8, parity, manifest"),
    "tiny": Stage("tiny", "makes up Qwen2-VL checkpoints with random weights, for tests and benchmarks", torch=False),
    "merge": Stage("lora_merge", "puts a LoRA adapter (peft, ms-swift) into its base: a whole checkpoint", torch=False),
    "gguf": Stage("gguf_export", "makes a Qwen2-VL a bundle for llama.cpp: F16, Q8_0 or Q4_K_M", torch=False),
    "gme_onnx": Stage("gme_export", "makes a GME checkpoint, which sees pictures, an embedder bundle: ONNX, int8"),
    "parity": Stage("parity", "compares exports for llama.cpp with transformers: logits and the tokens that follow"),
    "evaluate": Stage("evaluate", "scores the models against baselines on the test split, writes RESULTS.md"),
}


def run_stage(arguments: Sequence[str]) -> int:
    """Runs the stage that the first argument names; lists the stages without one. Returns an exit code."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(listed())
        return 0
    name, *rest = arguments
    if name not in STAGES:
        return _complain(f"There is no stage “{name}”.\n{listed()}", _USAGE)
    if STAGES[name].torch and find_spec("torch") is None:
        return _complain(WITHOUT_TORCH, 6)
    return _launch(name, rest) if rest[:1] == ["--processes"] else _run(name, rest)


def listed() -> str:
    """The stages in the order one runs them, with a line each."""
    lines = (f"  {name:<15} {stage.what}" for name, stage in STAGES.items())
    head = "chattrove train STAGE [--processes N] [options]; STAGE --help lists its options"
    return "\n".join([head, *lines, "--processes N, first: N processes of one machine train together, one GPU each"])


def _launch(name: str, arguments: Sequence[str]) -> int:
    """Starts the stage N times as processes that know each other; models.training.processes joins them."""
    if len(arguments) < 2 or not arguments[1].isdecimal():
        return _complain("--processes needs a number: how many GPUs train together.", _USAGE)
    number, rest = arguments[1], arguments[2:]
    launcher = ["-m", "torch.distributed.run", "--standalone", "--nproc_per_node", number, "-m", "models.training"]
    return subprocess.run([sys.executable, *launcher, name, *rest], check=False).returncode  # noqa: S603


def _run(name: str, arguments: Sequence[str]) -> int:
    try:
        import_module(f"models.training.{STAGES[name].module}").main(arguments)
    except ChatTroveError as error:
        return _complain(str(error), next((code for kind, code in _CODES if isinstance(error, kind)), 1))
    except KeyboardInterrupt:
        return _complain("Stopped. The same command goes on from the last checkpoint.", _STOPPED)
    return 0


def _complain(text: str, code: int) -> int:
    print(text, file=sys.stderr)
    return code
