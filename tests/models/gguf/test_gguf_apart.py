"""This file is where a GGUF file that no header gives away ends a process, and not the one that adds it."""

from pathlib import Path

import pytest

from app.session import Session
from core.errors import RefusedModels
from models.entries import ModelEntry
from tests.models.gguf.files import written


def test_a_file_that_ends_the_process_is_refused_and_nothing_of_it_stays(
    small: ModelEntry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHATTROVE_MODELS", str(tmp_path / "added"))
    folder = tmp_path / "new"
    folder.mkdir()
    written(folder / "model.gguf", small.files["model"].path.read_bytes())
    sight = small.files["mmproj"].path.read_bytes()
    assert b"v.blk.1.attn_q.bias" in sight
    written(folder / "mmproj.gguf", sight.replace(b"v.blk.1.attn_q.bias", b"v.blk.1.attn_q.bios"))
    with Session(tmp_path / "archive") as session, pytest.raises(RefusedModels, match="ended the process"):
        session.add_models(folder, lambda _: None)
    assert [each.name for each in (tmp_path / "added").iterdir()] == [".lock"]
