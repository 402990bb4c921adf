"""What is shipped: every file is listed, checked and small enough, and every model says where it comes from."""

from pathlib import Path

import pytest

from models.bundle import Bundle, shipped_models

_MOST_BYTES = 60_000_000
_BESIDE = {"manifest.json", "term_weights.json"}


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return Bundle(shipped_models())


def test_all_models_together_have_at_most_sixty_megabytes() -> None:
    sizes = {path: path.stat().st_size for path in shipped_models().rglob("*") if path.is_file()}
    assert sum(sizes.values()) <= _MOST_BYTES, {str(path.name): size for path, size in sizes.items()}


def test_every_file_is_as_the_manifest_says_and_none_is_unlisted(bundle: Bundle) -> None:
    for role in bundle.entries:
        bundle.check(role)
    listed = {file.path for entry in bundle.entries.values() for file in entry.files.values()}
    there = {path.resolve() for path in shipped_models().rglob("*") if path.is_file() and path.name not in _BESIDE}
    assert there == listed


def test_every_model_tells_its_licence_origin_and_scores_and_stands_in_the_notice(bundle: Bundle) -> None:
    notice = (Path(__file__).parents[2] / "NOTICE").read_text("utf-8")
    for role, entry in bundle.entries.items():
        assert {"licence", "origin", "scores", "command"} <= set(entry.facts), role
        assert not entry.facts.get("training", {}).get("smoke"), f"{role}: a smoke run is shipped"
        folder = Path(next(iter(entry.facts["files"].values()))["path"]).parent.as_posix()
        assert f"resources/models/{folder}" in notice, folder
