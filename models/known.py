"""This file is where it stands which models a person could add: what they do, how large they are, what they need.

None of them comes along, and no address of a file is named here: we know none whose sha256 we could vouch for. The
makers' names are those under which they publish; sizes are reckoned from the number of parameters.
"""

from dataclasses import dataclass

from models.memory import memory_for

_TEXT, _SEEING = {"2B": 1.54e9, "3B": 3.09e9, "7B": 7.62e9}, {"2B": 0.67e9, "3B": 0.67e9, "7B": 0.68e9}
_FULL, _HALF = 2.0, 1.0
_QUANTISED = {"Q8_0": 1.0625, "Q4_K_M": 0.61}
"""Bytes of a parameter: bfloat16, int8, and ggml's blocks (scales included)."""

_BASE_DOES = (
    "Looks at pictures and understands text in many languages. It was not trained to choose messages, so answers are "
    "less exact; it can be the base of an adapter that was."
)
_FROM_DISK = "Get it from its maker, then: chattrove models add FOLDER"
_AS_GGUF = "Convert a checkpoint (chattrove train gguf) or get both .gguf files, then: chattrove models add FILE.gguf"
_AS_ONNX = "Convert the checkpoint (chattrove train gme_onnx), then: chattrove models add FOLDER"
_AS_ADAPTER = "Where it is a LoRA adapter: chattrove models add FOLDER --base FOLDER-OF-THE-BASE"


@dataclass(frozen=True, slots=True)
class Form:
    """A model as files. kind: as in a manifest; quantisation: of its weights; size, memory: bytes, roughly; how: the
    way to get it."""

    kind: str
    quantisation: str
    size: int
    memory: int
    how: str


@dataclass(frozen=True, slots=True)
class KnownModel:
    """maker: who publishes it, and under which name; parameters: of everything; context: tokens that it was made for;
    hint: what else must be known, empty when there is nothing."""

    name: str
    role: str
    architecture: str
    maker: str
    licence: str
    parameters: int
    context: int
    does: str
    forms: tuple[Form, ...]
    hint: str = ""


def known_models() -> tuple[KnownModel, ...]:
    """The most fitting first."""
    return (
        _reader("F2RVLM-3B", "3B", _f2rvlm()),
        _reader("F2RVLM-7B", "7B", _f2rvlm()),
        _reader(
            "Qwen2.5-VL-3B-Instruct", "3B", _base("Qwen2.5-VL", "Qwen Research License (no commercial use)", 128_000)
        ),
        _reader("Qwen2.5-VL-7B-Instruct", "7B", _base("Qwen2.5-VL", "Apache-2.0", 128_000)),
        _reader("Qwen2-VL-2B-Instruct", "2B", _base("Qwen2-VL", "Apache-2.0", 32_768)),
        _reader("Qwen2-VL-7B-Instruct", "7B", _base("Qwen2-VL", "Apache-2.0", 32_768)),
        _gme(),
    )


def _f2rvlm() -> dict[str, str | int]:
    return {
        "architecture": "Qwen2-VL or Qwen2.5-VL",
        "maker": "the authors of the F2RVLM paper",
        "licence": "as its release says; that of its base holds too",
        "context": 32_768,
        "does": "Reads a fragment with its pictures and names the messages and pictures that answer the question: what "
        "this program's best answers are made for.",
        "hint": f"We know no address of a release and no sha256, so it is taken from disk. {_AS_ADAPTER}",
    }


def _base(architecture: str, licence: str, context: int) -> dict[str, str | int]:
    return {
        "architecture": architecture,
        "maker": "Qwen (Alibaba)",
        "licence": licence,
        "context": context,
        "does": _BASE_DOES,
        "hint": "",
    }


def _reader(name: str, billions: str, told: dict[str, str | int]) -> KnownModel:
    text, seeing = _TEXT[billions], _SEEING[billions]
    sizes = {"bfloat16": (text + seeing) * _FULL}
    sizes |= {kind: text * each + seeing * _FULL for kind, each in _QUANTISED.items()}
    forms = tuple(
        _form("transformers" if kind == "bfloat16" else "gguf", kind, int(size)) for kind, size in sizes.items()
    )
    return KnownModel(
        name=name,
        role="reader",
        architecture=str(told["architecture"]),
        maker=str(told["maker"]),
        licence=str(told["licence"]),
        parameters=int(text + seeing),
        context=int(told["context"]),
        does=str(told["does"]),
        forms=forms,
        hint=str(told["hint"]),
    )


def _form(kind: str, quantisation: str, size: int) -> Form:
    return Form(kind, quantisation, size, memory_for(kind, size), _FROM_DISK if kind == "transformers" else _AS_GGUF)


def _gme() -> KnownModel:
    parameters = int(_TEXT["2B"] + _SEEING["2B"])
    sizes = {"float16": int(parameters * _FULL), "int8": int(parameters * _HALF)}
    return KnownModel(
        name="GME-Qwen2-VL-2B-Instruct",
        role="embedder",
        architecture="GME",
        maker="Alibaba-NLP (Tongyi Lab)",
        licence="Apache-2.0",
        parameters=parameters,
        context=32_768,
        does="Puts questions, messages and pictures into one space, so that pictures are found by what they show. The "
        "index is made anew with it.",
        forms=tuple(Form("gme", kind, size, memory_for("gme", size), _AS_ONNX) for kind, size in sizes.items()),
    )


def what_it_does(role: str, kind: str, architecture: str) -> str:
    """One sentence on a model that was added, by its kind."""
    if role == "reader" and kind != "compact":
        looks = "Reads candidates with their pictures"
        return f"{looks} on a server." if kind == "server" else f"{looks} ({architecture or 'vision-language model'})."
    return {
        "embedder": "Finds pictures by what they show, too." if kind == "gme" else "Finds messages by their meaning.",
        "segmenter": "Parts a chat into talks.",
        "reader": "Chooses the messages that answer, without looking at pictures.",
        "text_reader": "Reads the text in pictures.",
    }.get(role, "")
