"""This file is where the tests of models get checkpoints: made up, tiny, one of each architecture for the whole run."""

from pathlib import Path

import pytest

from models.training.tiny import tiny_checkpoint


@pytest.fixture(scope="session")
def tiny_qwen2_vl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny Qwen2-VL in float32 with tied embeddings. Not to be changed."""
    return tiny_checkpoint(tmp_path_factory.mktemp("tiny") / "qwen2_vl", "qwen2_vl")


@pytest.fixture(scope="session")
def tiny_qwen2_5_vl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny Qwen2.5-VL in float32 with tied embeddings. Not to be changed."""
    return tiny_checkpoint(tmp_path_factory.mktemp("tiny") / "qwen2_5_vl", "qwen2_5_vl")
