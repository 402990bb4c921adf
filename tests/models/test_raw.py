"""Models without a manifest are looked at by their headers; what is not whole, not fitting or runs code is refused."""

import importlib.util
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.errors import Cancelled, ModelError
from core.types import Progress
from models import arriving, stamps
from models.arriving import Arriving, add
from models.backends import MissingBackend
from models.bundle import Bundle
from models.catalog import added_names
from models.proving import Proof
from models.raw import Companions, found
from models.raw.onnx_file import outside_data
from tests.models.gguf.files import TEXT, gguf, written
from tests.models.raw_files import onnx_bytes, seeing_gguf, text_gguf

ALONE = Companions()


def silent(_: Progress) -> None:
    return


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "added"


@pytest.fixture
def checkpoint(tiny_qwen2_vl: Path, tmp_path: Path) -> Path:
    """A tiny Qwen2-VL that a test may spoil."""
    return Path(shutil.copytree(tiny_qwen2_vl, tmp_path / "F2RVLM tiny"))


@pytest.fixture
def proves_nothing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """As if every backend were installed and every model passed; which roles were tried."""
    tried: list[str] = []

    def passes(bundle: Bundle, role: str, *_: Any) -> Proof:
        bundle.check(role)
        tried.append(role)
        return Proof(role, bundle.entry(role).name, "CPU", True, 1.0)

    monkeypatch.setattr(arriving, "proven", passes)
    monkeypatch.setattr("models.backends.find_spec", lambda _: object())
    return tried


def gguf_pair(place: Path) -> Path:
    place.mkdir(exist_ok=True)
    seeing_gguf(place / "mmproj-F2RVLM-f16.gguf")
    return text_gguf(place / "F2RVLM-Q8_0.gguf")


# ---------------------------------------------------------------- GGUF


def test_a_gguf_model_finds_its_mmproj_beside_it_and_is_told(tmp_path: Path) -> None:
    model = found(gguf_pair(tmp_path / "x"), ALONE)
    assert model is not None
    assert {part: path.name for part, path in model.files.items()} == {
        "model": "F2RVLM-Q8_0.gguf",
        "mmproj": "mmproj-F2RVLM-f16.gguf",
    }
    assert (model.role, model.name) == ("reader", "F2RVLM-Q8_0")
    told = {"kind": "gguf", "architecture": "Qwen2-VL", "context": 4096, "licence": "apache-2.0"}
    assert told.items() <= model.facts.items()
    assert found(tmp_path / "x", ALONE) == model, "the folder of both is the same"


def test_an_mmproj_file_elsewhere_is_named(tmp_path: Path) -> None:
    text, seeing = text_gguf(tmp_path / "model.gguf"), seeing_gguf(tmp_path / "eyes.bin")
    with pytest.raises(ModelError, match=r"no mmproj file beside .*--mmproj FILE"):
        found(text, ALONE)
    model = found(text, Companions(mmproj=seeing))
    assert model is not None
    assert model.files["mmproj"] == seeing


def cut(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:-40])
    return path


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda place: text_gguf(place / "m.gguf", architecture="llama"), "of the kind “llama”; only Qwen2-VL"),
        (lambda place: cut(text_gguf(place / "m.gguf")), "is cut off"),
        (lambda place: seeing_gguf(place / "m.gguf"), "is the part that sees"),
        (lambda place: written(place / "m.gguf", gguf(TEXT)), "holds no words"),
        (lambda place: Path(shutil.copy(__file__, place / "m.gguf")), "is not a GGUF file"),
    ],
)
def test_a_gguf_file_that_cannot_be_read_is_told(tmp_path: Path, make: Callable[[Path], Path], told: str) -> None:
    seeing_gguf(tmp_path / "mmproj.gguf")
    with pytest.raises(ModelError, match=told):
        found(make(tmp_path), ALONE)


def test_the_mmproj_file_of_another_model_is_told(tmp_path: Path) -> None:
    text = text_gguf(tmp_path / "m.gguf", width=64)
    seeing_gguf(tmp_path / "mmproj.gguf", width=128)
    with pytest.raises(ModelError, match=r"belongs to another model: it gives 128 numbers .* takes 64"):
        found(text, ALONE)
    text_gguf(text, name="Qwen2.5 VL 3B Instruct")
    seeing_gguf(tmp_path / "mmproj.gguf")
    with pytest.raises(ModelError, match=r"sees for Qwen2-VL, and m.gguf is a Qwen2.5-VL"):
        found(text, ALONE)
    seeing_gguf(tmp_path / "mmproj.gguf", projector="ldp")
    with pytest.raises(ModelError, match="models of the kind “ldp”"):
        found(text, ALONE)
    seeing_gguf(tmp_path / "other-mmproj.gguf")
    with pytest.raises(ModelError, match="There are 2 mmproj files"):
        found(text, ALONE)


# ---------------------------------------------------------------- checkpoints


def test_a_checkpoint_is_known_by_its_config_and_only_what_is_needed_is_taken(checkpoint: Path) -> None:
    (checkpoint / "training_args.bin").write_bytes(b"\x80\x04pickle")
    (checkpoint / "README.md").write_text("---\nlicense: apache-2.0\n---\n# A model")
    model = found(checkpoint, ALONE)
    assert model is not None
    assert (model.role, model.facts["kind"], model.facts["architecture"]) == ("reader", "transformers", "Qwen2-VL")
    assert model.facts["licence"] == "apache-2.0"
    assert {"config.json", "tokenizer.json", "model.safetensors"} <= set(model.files)
    assert "training_args.bin" not in model.files


def edited(checkpoint: Path, **facts: object) -> None:
    path = checkpoint / "config.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **facts}))


def only_pickle(checkpoint: Path) -> None:
    (checkpoint / "model.safetensors").rename(checkpoint / "pytorch_model.bin")


def linked(checkpoint: Path) -> None:
    (checkpoint / "model.safetensors").rename(checkpoint.parent / "elsewhere")
    (checkpoint / "model.safetensors").symlink_to(checkpoint.parent / "elsewhere")


def wrong_words(checkpoint: Path) -> None:
    config = json.loads((checkpoint / "config.json").read_text())
    inner = config.get("text_config", config)
    inner["hidden_size"] = 4
    (checkpoint / "config.json").write_text(json.dumps({**config, "hidden_size": 4}))


def more_layers(checkpoint: Path) -> None:
    config = json.loads((checkpoint / "config.json").read_text())
    config.get("text_config", config)["num_hidden_layers"] = 9
    (checkpoint / "config.json").write_text(json.dumps({**config, "num_hidden_layers": 9}))


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda place: edited(place, model_type="llama"), "of the kind “llama”"),
        (lambda place: edited(place, auto_map={"AutoModel": "x.Y"}), "program code of its own"),
        (lambda place: (place / "modeling_x.py").write_text("import os"), r"program code \(modeling_x\.py\)"),
        (lambda place: cut(place / "model.safetensors"), "are cut off"),
        (lambda place: (place / "tokenizer.json").unlink(), r"has no tokenizer\.json"),
        (only_pickle, "pickled, which is never opened"),
        (linked, "is a link to another place"),
        (wrong_words, "the words have the shape"),
        (more_layers, r"layers, its config\.json says 9"),
    ],
)
def test_a_checkpoint_that_is_not_whole_or_not_harmless_is_told(
    checkpoint: Path, damage: Callable[[Path], object], told: str
) -> None:
    damage(checkpoint)
    with pytest.raises(ModelError, match=told):
        found(checkpoint, ALONE)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("model.bin", "pickled or program code"),
        ("x.py", "pickled or program code"),
        ("a.safetensors", "Choose the folder"),
    ],
)
def test_single_files_that_are_no_model_are_told(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(ModelError, match=told):
        found(tmp_path / name, ALONE)


def test_a_folder_of_nothing_says_what_it_could_be(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no manifest\.json in .* it must be a folder or zip"):
        found(tmp_path, ALONE)
    (tmp_path / "weights.pt").write_bytes(b"x")
    with pytest.raises(ModelError, match="is pickled"):
        found(tmp_path, ALONE)


# ---------------------------------------------------------------- GME as ONNX


def gme(place: Path, location: str = "") -> Path:
    place.mkdir()
    config = {
        "model_type": "qwen2_vl", "hidden_size": 64, "image_token_id": 7, "pad_token_id": 8,
        "vision_config": {"patch_size": 14, "spatial_merge_size": 2},
    }  # fmt: skip
    (place / "config.json").write_text(json.dumps(config))
    (place / "tokenizer.json").write_text("{}")
    (place / "text.onnx").write_bytes(onnx_bytes(location))
    (place / "vision.onnx").write_bytes(onnx_bytes())
    return place


def test_gme_as_onnx_is_known_with_the_weights_beside_its_graphs(tmp_path: Path) -> None:
    place = gme(tmp_path / "gme", "text.onnx.data")
    (place / "text.onnx.data").write_bytes(bytes(64))
    model = found(place, ALONE)
    assert model is not None
    assert (model.role, model.facts["dimension"], model.facts["image_token"]) == ("embedder", 64, 7)
    assert set(model.files) == {"tokenizer", "text", "vision", "data:text.onnx.data"}


@pytest.mark.parametrize("location", ["../secret", "/etc/passwd", "a/b", "..", "C:x", "..\\secret"])
def test_a_graph_whose_weights_lie_outside_its_folder_is_refused(tmp_path: Path, location: str) -> None:
    with pytest.raises(ModelError, match="which is not in its folder"):
        found(gme(tmp_path / "gme", location), ALONE)


@pytest.mark.parametrize("content", [b"", b"not a graph", onnx_bytes()[:-3], b"\x3a\xff\xff\xff\xff\x0f"])
def test_what_is_no_graph_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.onnx").write_bytes(content)
    with pytest.raises(ModelError, match="is no ONNX file, or is cut off"):
        outside_data(tmp_path / "x.onnx")


# ---------------------------------------------------------------- coming in


@pytest.mark.usefixtures("proves_nothing")
def test_a_gguf_model_becomes_a_bundle_with_hashes_taken_while_it_was_copied(tmp_path: Path, folder: Path) -> None:
    told: list[Progress] = []
    name, _ = add(Arriving(gguf_pair(tmp_path / "x")), folder, told.append)
    assert name == "F2RVLM-Q8_0"
    entry = Bundle(folder / name).entry("reader")
    assert (entry.kind, set(entry.files)) == ("gguf", {"model", "mmproj"})
    Bundle(folder / name).check("reader")
    copying = [step for step in told if step.stage == "copy"]
    assert copying[-1].done == copying[-1].total == entry.size


@pytest.mark.usefixtures("proves_nothing")
def test_an_adapter_comes_with_its_base_which_is_added_once(checkpoint: Path, tmp_path: Path, folder: Path) -> None:
    adapter = tmp_path / "lora"
    adapter.mkdir()
    facts = {"peft_type": "LORA", "base_model_name_or_path": "Qwen2-VL-tiny"}
    (adapter / "adapter_config.json").write_text(json.dumps(facts))
    (adapter / "adapter_model.safetensors").write_bytes((2).to_bytes(8, "little") + b"{}")
    with pytest.raises(ModelError, match="needs its base"):
        add(Arriving(adapter), folder, silent)
    name, _ = add(Arriving(adapter, beside=Companions(base=str(checkpoint))), folder, silent)
    assert added_names(folder) == ["F2RVLM-tiny", name]
    assert Bundle(folder / name).entry("reader").facts["base"] == "F2RVLM-tiny"
    again, _ = add(Arriving(adapter, beside=Companions(base="F2RVLM-tiny")), folder, silent)
    assert Bundle(folder / again).entry("reader").facts["base"] == "F2RVLM-tiny"
    assert len(added_names(folder)) == 3


def test_a_model_whose_backend_is_missing_is_told_before_it_is_copied(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.backends.find_spec", lambda _: None)
    told: list[Progress] = []
    with pytest.raises(MissingBackend, match=r'llama-cpp-python.*pip install "chattrove\[gguf\]"'):
        add(Arriving(gguf_pair(tmp_path / "x")), folder, told.append)
    assert told == []
    assert added_names(folder) == []


@pytest.mark.usefixtures("proves_nothing")
def test_a_copy_that_is_stopped_leaves_nothing(tmp_path: Path, folder: Path) -> None:
    def stop(_: Progress) -> None:
        raise Cancelled("stop")

    with pytest.raises(Cancelled):
        add(Arriving(gguf_pair(tmp_path / "x")), folder, stop)
    assert {each.name for each in folder.iterdir()} == {".lock"}


@pytest.mark.usefixtures("proves_nothing")
def test_a_full_disk_is_told_before_anything_is_copied(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Usage:
        free = 50_000_001

    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage)
    with pytest.raises(ModelError, match="50 MB are free on the disk"):
        add(Arriving(gguf_pair(tmp_path / "x")), folder, silent)


@pytest.mark.usefixtures("proves_nothing")
def test_a_large_file_is_hashed_once_and_again_only_when_it_changed(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "LARGE", 100)
    hashed: list[str] = []
    real = stamps.sha256_of
    monkeypatch.setattr(stamps, "sha256_of", lambda path, told: (hashed.append(path.name), real(path, told))[1])
    name, _ = add(Arriving(gguf_pair(tmp_path / "x")), folder, silent)
    bundle = Bundle(folder / name)
    bundle.check("reader")
    assert hashed == [], "what was hashed while it was copied is sound"
    path = bundle.entry("reader").files["model"].path
    path.touch()
    bundle.check("reader")
    bundle.check("reader")
    assert hashed == [path.name]
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    with pytest.raises(ModelError, match="was altered"):
        bundle.check("reader")


def test_stamps_that_are_damaged_are_no_stamps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamps, "LARGE", 1)
    from tests.models.test_catalog import bundle

    made = bundle(tmp_path / "night", "reader")
    Bundle(made).check("reader")
    (tmp_path / ".night.checked").write_text("[")
    Bundle(made).check("reader")
    (made / "reader" / "network.onnx").write_bytes(bytes(Bundle(made).entry("reader").size))
    with pytest.raises(ModelError, match="was altered"):
        Bundle(made).check("reader")


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="needs torch and transformers")
def test_a_raw_checkpoint_is_proven_by_computing(checkpoint: Path, folder: Path) -> None:
    pytest.importorskip("transformers")
    name, (proof,) = add(Arriving(checkpoint), folder, silent)
    assert proof.passed
    assert (proof.role, proof.kind) == ("reader", "transformers")
    assert proof.provider
    assert all(speed > 0 for speed in proof.tokens_per_second)
    assert added_names(folder) == [name]
