"""This file is where models are put into words: what each is for, who computes it, how fast it is."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from app.gui.look.dates import number, size
from app.gui.look.text import isolate
from core.addresses import is_elsewhere
from core.fragments import clean

if TYPE_CHECKING:
    from app.session.models import Gpu, ModelFacts, Proof

ICONS = {"embedder": "search", "segmenter": "chat", "reader": "check", "text_reader": "image"}

_CUDA = "CUDAExecutionProvider"
_LONGEST = 80


def title_of(role: str) -> str:
    """A role of models.bundle.ROLES in a few words."""
    titles = {
        "embedder": QCoreApplication.translate("models", "Finds by meaning"),
        "segmenter": QCoreApplication.translate("models", "Finds where topics begin and end"),
        "reader": QCoreApplication.translate("models", "Picks the messages that answer"),
        "text_reader": QCoreApplication.translate("models", "Reads text in pictures"),
    }
    return titles.get(role, role)


def short_title_of(role: str) -> str:
    """The same in one or two words, for a list of several."""
    titles = {
        "embedder": QCoreApplication.translate("models", "meaning"),
        "segmenter": QCoreApplication.translate("models", "topics"),
        "reader": QCoreApplication.translate("models", "answers"),
        "text_reader": QCoreApplication.translate("models", "pictures"),
    }
    return titles.get(role, role)


def task_of(role: str) -> str:
    """What a role does, in plain words."""
    tasks = {
        "embedder": QCoreApplication.translate(
            "models", "Turns every passage and every question into numbers, so that what means the same lies together."
        ),
        "segmenter": QCoreApplication.translate(
            "models", "Cuts conversations into passages about one thing each, also where several things go on at once."
        ),
        "reader": QCoreApplication.translate(
            "models", "Reads the passages that were found and says which messages and pictures answer, and how surely."
        ),
        "text_reader": QCoreApplication.translate(
            "models", "Finds and reads words in photos and screenshots: Latin letters, Chinese and Japanese."
        ),
    }
    return tasks.get(role, "")


def speed_of(proof: "Proof") -> str:
    """ "168 passages a second"; under ten with one decimal."""
    texts = {
        "embedder": QCoreApplication.translate("models", "{count} passages a second"),
        "segmenter": QCoreApplication.translate("models", "{count} messages a second"),
        "reader": QCoreApplication.translate("models", "{count} passages a second"),
        "text_reader": QCoreApplication.translate("models", "{count} pictures a second"),
    }
    many = proof.per_second >= 10
    count = number(round(proof.per_second)) if many else QLocale().toString(proof.per_second, "f", 1)
    return texts.get(proof.role, "{count}").format(count=count)


def provider_of(proof: "Proof", cards: "list[Gpu]") -> str:
    """Who computed the self-test: the processor, or the graphics card with its name and memory; the backends of large
    readers name the card themselves ("CUDA0: NVIDIA L4, 12 of 29 layers")."""
    if proof.provider != _CUDA:
        processor = QCoreApplication.translate("models", "Processor (CPU)")
        return processor if proof.provider.startswith("CPU") else clean(proof.provider, _LONGEST) or processor
    return ", ".join(card_of(each) for each in cards) or QCoreApplication.translate("models", "Graphics card (CUDA)")


def made_of(facts: "ModelFacts") -> str:
    """ "GGUF, 4.1 GB": what its files are and how large; a server has none here."""
    if facts.kind == "server":
        return QCoreApplication.translate("models", "nothing on this computer")
    needs = QCoreApplication.translate("models", "needs about {size} of memory")
    memory = needs.format(size=size(facts.memory)) if facts.large else ""
    return ", ".join(filter(None, (kind_of(facts), size(facts.size), memory)))


def kind_of(facts: "ModelFacts") -> str:
    """ "GGUF (llama.cpp)": what computes its files."""
    kinds = {
        "gguf": "GGUF (llama.cpp)",
        "transformers": QCoreApplication.translate("models", "checkpoint (PyTorch)"),
        "gme": QCoreApplication.translate("models", "ONNX, sees pictures"),
        "onnx": "ONNX",
        "compact": "ONNX",
    }
    return kinds.get(facts.kind, clean(facts.kind, 20))


def place_of(facts: "ModelFacts") -> str:
    """The server that computes it, and whether that is this computer; empty for what is computed here."""
    if not facts.place:
        return ""
    there = QCoreApplication.translate("models", "Another computer: {place}")
    here = QCoreApplication.translate("models", "A server on this computer: {place}")
    return (there if is_elsewhere(facts.place) else here).format(place=isolate(clean(facts.place, _LONGEST)))


def card_of(card: "Gpu") -> str:
    """ "NVIDIA RTX 4090, 24 GB"."""
    return f"{card.name}, {QLocale().toString(card.memory / 1024, 'f', 0)} GB"


def whole_card_of(card: "Gpu") -> str:
    """The same with the memory that is free, and the driver's version."""
    free = QCoreApplication.translate("models", "{size} GB free")
    parts = [card_of(card), free.format(size=QLocale().toString(card.free / 1024, "f", 0))]
    if card.driver:
        driver = QCoreApplication.translate("models", "driver {version}")
        parts.append(driver.format(version=clean(card.driver, 20)))
    return ", ".join(parts)


def training_of(facts: "ModelFacts") -> str:
    """On how much it was trained, and how good it is; where it is from, when the manifest says no more."""
    parts = []
    if facts.sources:
        text = QCoreApplication.translate("models", "Trained on public collections: {count}")
        parts.append(text.format(count=facts.sources))
    if facts.score is not None:
        share = QLocale().toString(100 * facts.score, "f", 0)
        names = {
            "recall_at_5": QCoreApplication.translate("models", "right passage among the first five: {share} %"),
            "f1": QCoreApplication.translate("models", "F1 {share} %"),
        }
        parts.append(names.get(facts.score_name, "{share} %").format(share=share))
    return "; ".join(parts) or facts.origin


def source_of(bundle: str) -> str:
    """Which bundle a model is from."""
    return clean(bundle, _LONGEST) or QCoreApplication.translate("models", "Comes with ChatTrove")
