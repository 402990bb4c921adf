"""This file is where a trained FEM becomes the files that are shipped: the role "embedder" of the manifest."""

from pathlib import Path
from typing import Any

from models.training import minilm
from models.training.bilingual_encoder import trained_folder
from models.training.encoder_export import Encoder, export_encoder
from models.training.running import load_best

_NAME = "minilm-zh-en-1-int8"


def export(run: Path, out: Path, data: Path) -> dict[str, Any]:
    """Writes graphs, weights and tokenizer of the best checkpoint of `run` to `out`; returns the manifest's entry.

    Raises ModelError where the run has no readable checkpoint.
    """
    folder = trained_folder(run / "start", load_best(run)["model"], run / "trained")
    original = minilm.Config()
    facts = {
        "licence": "Apache-2.0; the Chinese word vectors are derived from CC-CEDICT, CC BY-SA 3.0",
        "origin": "all-MiniLM-L6-v2 by sentence-transformers, vocabulary and training by ChatTrove (NOTICE)",
        "source": {"package": original.package, "model.safetensors_sha256": original.weights_sha256},
        "command": "chattrove train embedder; chattrove train export",
    }
    return export_encoder(Encoder(folder, _NAME, facts), out)
