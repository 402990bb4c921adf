"""Damage to model files is found before anything is computed with them; loading happens once."""

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from core.errors import ModelError
from models.bundle import Bundle, shipped_models


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped_models(), tmp_path / "models"))


def test_the_shipped_models_are_as_their_manifest_says() -> None:
    bundle = Bundle(shipped_models())
    for role in bundle.entries:
        bundle.check(role)


def test_the_shipped_embedder_is_small_licensed_and_measured() -> None:
    entry = Bundle(shipped_models()).entry("embedder")
    assert sum(file.size for file in entry.files.values()) < 36_000_000
    assert "Apache-2.0" in entry.facts["licence"]
    assert "CC-CEDICT" in entry.facts["licence"]
    assert entry.facts["scores"]["int8_min_cosine"] > 0.99
    assert entry.facts["scores"]["int8_top1_agreement"] == 1.0


@pytest.mark.parametrize("part", ["cpu", "cuda", "weights", "tokenizer"])
def test_one_altered_byte_in_any_file_is_refused(copied: Path, part: str) -> None:
    path = Bundle(copied).entry("embedder").files[part].path
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ModelError, match=rf"{path.name} was altered.*Install ChatTrove again"):
        Bundle(copied).embedder()


def test_a_truncated_file_is_refused_with_both_sizes(copied: Path) -> None:
    file = Bundle(copied).entry("embedder").files["weights"]
    with file.path.open("r+b") as stream:
        stream.truncate(1000)
    with pytest.raises(ModelError, match=f"cut off or changed: 1000 bytes, not {file.size}"):
        Bundle(copied).embedder()


def test_a_missing_file_is_named(copied: Path) -> None:
    Bundle(copied).entry("embedder").files["tokenizer"].path.unlink()
    with pytest.raises(ModelError, match=r"tokenizer\.json is missing"):
        Bundle(copied).embedder()


def test_a_directory_without_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"list of models .*manifest\.json is missing"):
        Bundle(tmp_path)


FILE = '{"path": "c", "sha256": "d", "bytes": 1e999}'
ENDLESS = f'{{"format": 1, "models": {{"reader": {{"name": "a", "files": {{"b": {FILE}}}}}}}}}'
HALF = '{"format": 1, "models": {"reader": {"name": "\\ud800", "files": {}}}}'


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"format": 1}', '{"format": 1, "models": {"embedder": {}}}', "\xff", ENDLESS, HALF]
)
def test_a_manifest_that_cannot_be_understood_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(ModelError, match="is damaged"):
        Bundle(tmp_path)


def test_a_manifest_of_a_newer_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"format": 2, "models": {}}')
    with pytest.raises(ModelError, match="has format 2, this program reads 1"):
        Bundle(tmp_path)


@pytest.mark.parametrize("name", ["../outside.bin", "/etc/hostname"])
def test_a_manifest_cannot_name_files_outside_its_directory(copied: Path, name: str) -> None:
    path = copied / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["models"]["embedder"]["files"]["cpu"]["path"] = name
    path.write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(ModelError, match="lies outside the models"):
        Bundle(copied)


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(ModelError, match="contain no painter"):
        Bundle(shipped_models()).entry("painter")


def test_threads_and_bundles_that_ask_at_once_share_one_loaded_model(copied: Path) -> None:
    built: list[str] = []
    results: list[object] = []

    def ask() -> None:
        results.append(Bundle(copied).load("embedder", lambda entry: built.append(entry.name) or object()))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 8
    assert len(built) == len(set(map(id, results))) == 1


def test_importing_the_models_loads_no_framework() -> None:
    code = (
        "import sys, models.bundle, models.embedder, models.providers\n"
        "print([name for name in ('onnxruntime', 'tokenizers', 'torch', 'onnx') if name in sys.modules])"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
