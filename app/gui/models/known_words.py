"""This file is where what is told of models is said as the window says it: in its language, and by its buttons.

The models tell it in English and by commands (models.known, and the notes of their backends).
"""

from PySide6.QtCore import QCoreApplication

_MOST = 600


def known_in_words(text: str) -> str:
    """A sentence of models.known; what is not known here stands as it is."""
    return known_texts().get(text, text)


def known_texts() -> dict[str, str]:
    """All sentences of models.known, and what the window says in their place."""
    translate = QCoreApplication.translate
    return {
        "Reads a fragment with its pictures and names the messages and pictures that answer the question: what this "
        "program's best answers are made for.": translate(
            "Known",
            "Reads a passage with its pictures and names the messages and pictures that answer the question. It was "
            "trained for exactly this: the best answers come from it.",
        ),
        "Looks at pictures and understands text in many languages. It was not trained to choose messages, so answers "
        "are less exact; it can be the base of an adapter that was.": translate(
            "Known",
            "Looks at pictures and understands text in many languages. It was not trained to choose messages, so "
            "answers are less exact; it can be the base of an adapter that was.",
        ),
        "Puts questions, messages and pictures into one space, so that pictures are found by what they show. The index "
        "is made anew with it.": translate(
            "Known", "Finds pictures by what they show, not only by the words around them. The index is made anew."
        ),
        "Get it from its maker, then: chattrove models add FOLDER": translate(
            "Known", "Whole checkpoint: get it from its maker, then press “Add from a folder…”."
        ),
        "Convert a checkpoint (chattrove train gguf) or get both .gguf files, then: chattrove models add "
        "FILE.gguf": translate(
            "Known",
            "GGUF: convert a checkpoint (chattrove train gguf) or get both .gguf files, put them side by side, then "
            "press “Add from a file…”.",
        ),
        "Convert the checkpoint (chattrove train gme_onnx), then: chattrove models add FOLDER": translate(
            "Known", "Convert the checkpoint (chattrove train gme_onnx), then press “Add from a folder…”."
        ),
        "We know no address of a release and no sha256, so it is taken from disk. Where it is a LoRA adapter: "
        "chattrove models add FOLDER --base FOLDER-OF-THE-BASE": translate(
            "Known",
            "We know no address of a release, so it is taken from disk. A LoRA adapter is added on the command line, "
            "as its base must be named: chattrove models add FOLDER --base FOLDER-OF-THE-BASE",
        ),
        "the authors of the F2RVLM paper": translate("Known", "the authors of the F2RVLM paper"),
        "as its release says; that of its base holds too": translate("Known", "licence as its release and base say"),
        "Qwen Research License (no commercial use)": translate("Known", "Qwen Research License (no commercial use)"),
    }


def notes_in_words(text: str) -> str:
    """What a backend noted, with the sentences that are known here in the window's language."""
    text = text[:_MOST]
    for english, told in _notes().items():
        text = text.replace(english, told)
    return text


def _notes() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "The CPU computes this model: a question may take minutes.": translate(
            "Notes", "The CPU computes this model: a question may take minutes."
        ),
        "It works, but does not find the line that answers a plain question: it may not be trained for this "
        "task.": translate(
            "Notes",
            "It works, but does not find the line that answers a plain question: it may not be trained for this task.",
        ),
        "This model has no mmproj file: it reads the captions of pictures and does not look at them.": translate(
            "Notes", "This model has no mmproj file: it reads the captions of pictures and does not look at them."
        ),
        "The CPU computes, far slower than a graphics card: this torch was built without CUDA; to use an NVIDIA card, "
        "install torch from pytorch.org with CUDA.": translate(
            "Notes",
            "The CPU computes, far slower than a graphics card: this torch was built without CUDA; to use an NVIDIA "
            "card, install torch from pytorch.org with CUDA.",
        ),
        "The CPU computes, far slower than a graphics card: torch finds no graphics card; check the driver with "
        "nvidia-smi.": translate(
            "Notes",
            "The CPU computes, far slower than a graphics card: torch finds no graphics card; check the driver with "
            "nvidia-smi.",
        ),
    }
