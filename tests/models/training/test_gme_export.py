"""A GME checkpoint's graphs compute what transformers compute; its bundle is taken; faults are one sentence."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import ModelError, SettingsError
from models.bundle import Bundle
from models.gme_embedder import GmeEmbedder, drawn
from models.proving import proof
from models.training.gme_export import Config, export_gme
from models.training.stages import run_stage

pytestmark = pytest.mark.filterwarnings("ignore")  # of torch about itself
Made = tuple[Path, Path]


def exported(checkpoint: Path, out: Path, **settings: Any) -> Made:
    for package in ("torch", "onnx", "onnxscript"):
        pytest.importorskip(package, reason=f"{package} is not installed: exporting needs it")
    return checkpoint, export_gme(checkpoint, out, Config(**settings))


@pytest.fixture(scope="module")
def floating(tiny_qwen2_vl: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """In float32, its weights outside of the graphs."""
    return exported(tiny_qwen2_vl, tmp_path_factory.mktemp("gme"), precision="fp32", most_in_graph=1_000_000)


@pytest.fixture(scope="module")
def windowed(tiny_qwen2_5_vl: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Of Qwen2.5-VL, whose vision tower looks within windows."""
    return exported(tiny_qwen2_5_vl, tmp_path_factory.mktemp("gme"), precision="fp32")


@pytest.fixture(scope="module")
def int8(tiny_qwen2_5_vl: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return exported(tiny_qwen2_5_vl, tmp_path_factory.mktemp("gme"), dimension=96, instruction="Find it.")


@pytest.fixture(scope="module")
def half(tiny_qwen2_vl: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return exported(tiny_qwen2_vl, tmp_path_factory.mktemp("gme"), precision="fp16")


def embedder(made: Made) -> GmeEmbedder:
    found = Bundle(made[1]).embedder()
    assert isinstance(found, GmeEmbedder)
    return found


@pytest.mark.parametrize(
    ("name", "difference", "cosine"),
    [("floating", 5e-6, 0.999999), ("windowed", 5e-6, 0.999999), ("half", 5e-3, 0.9999), ("int8", 0.1, 0.95)],
)
def test_it_computes_what_transformers_compute(
    name: str, difference: float, cosine: float, request: pytest.FixtureRequest
) -> None:
    made: Made = request.getfixturevalue(name)
    pytest.importorskip("transformers", reason="transformers is not installed: it is what the graphs are compared with")
    from models.training.gme_parity import cases, parity, table

    # A CPU computes half precision slowly, and a large picture in it very slowly.
    wanted = {case: rows for case, rows in cases().items() if name != "half" or "large" not in case}
    found = parity(made[0], Bundle(made[1]), wanted)
    assert {each.padding for each in found} == {"left", "right"}
    assert {each.case for each in found} == set(wanted)
    assert max(each.difference for each in found) < difference, table(found)
    assert min(each.cosine for each in found) > cosine, table(found)


@pytest.mark.parametrize("name", ["floating", "int8"])
def test_the_bundle_passes_its_self_test_and_tells_of_itself(name: str, request: pytest.FixtureRequest) -> None:
    made: Made = request.getfixturevalue(name)
    bundle = Bundle(made[1])
    found = proof(bundle, "embedder")
    assert (found.passed, found.trouble) == (True, "")
    facts = bundle.entry("embedder").facts
    assert facts["scores"]["min_cosine"] > 0.9
    assert {"text", "picture"} == {key for each in facts["reference"] for key in each} - {"leading"}
    assert embedder(made).reference_cosine() > 0.9999


def test_weights_lie_beside_the_graphs_where_they_are_too_large(floating: Made) -> None:
    files = Bundle(floating[1]).entry("embedder").files
    assert files["text_weights"].path.name == "text.onnx.data"
    assert files["text_weights"].size > 1_000_000 > files["text"].size
    Bundle(floating[1], keep=False).check("embedder")


def test_int8_serves_the_gpu_with_the_same_weights_and_a_vector_does_not_depend_on_its_batch(int8: Made) -> None:
    files = Bundle(int8[1]).entry("embedder").files
    assert files["text_cuda"].path != files["text"].path
    assert files["text_weights"].size > 20 * files["text_cuda"].size
    found = embedder(int8)
    texts = ["ok", "The viewing is on Saturday at eleven. " * 6, "我们周末去爬山吧", "<|im_end|>"]
    together, alone = found.embed_texts(texts), np.vstack([found.embed_texts([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=2e-3)
    assert (found.dimension, found.name.split(":")[0].endswith("-int8-96")) == (96, True)


def test_pictures_are_told_apart(floating: Made) -> None:
    one, other = embedder(floating).embed_pictures([drawn(0), drawn(1)[::-1].copy()])
    assert one @ other < 0.999


def test_a_tokenizer_of_another_model_is_refused(floating: Made, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(floating[1], tmp_path / "copy"))
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["models"]["embedder"]["image_token"] += 1
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(ModelError, match=r"tokenizer of .+ is that of another model"):
        Bundle(folder, keep=False).embedder()


def test_the_stage_says_what_it_wrote(
    tiny_qwen2_vl: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("torch", reason="torch is not installed: exporting needs it")

    def quick(_: Path, out: Path, config: Config) -> Path:
        out.joinpath("manifest.json").write_text(config.precision)
        return out

    monkeypatch.setattr("models.training.gme_export.export_gme", quick)
    arguments = ["--checkpoint", str(tiny_qwen2_vl), "--out", str(tmp_path), "--set", "precision=fp16"]
    assert run_stage(["gme_onnx", *arguments]) == 0
    assert "manifest.json: 0.0 MB" in capsys.readouterr().out


def test_an_unknown_precision_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="There is no precision “int3”"):
        export_gme(tmp_path, tmp_path / "out", Config(precision="int3"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "config.json").write_text('{"model_type": "bert"}'), "architecture"),
        (lambda folder: (folder / "tokenizer.json").unlink(), "tokenizer.json is missing"),
        (lambda folder: (folder / "model.safetensors").write_bytes(b"12"), "cut off or no safetensors file"),
        (lambda folder: _changed(folder / "preprocessor_config.json", patch_size=16), "patch_size is 16"),
    ],
    ids=["another architecture", "no tokenizer", "cut off", "other patches"],
)
def test_a_checkpoint_that_does_not_fit_is_told_in_one_sentence(
    spoil: Any, said: str, tiny_qwen2_vl: Path, tmp_path: Path
) -> None:
    pytest.importorskip("torch", reason="torch is not installed: exporting needs it")
    pytest.importorskip("onnxscript", reason="onnxscript is not installed: exporting needs it")
    folder = Path(shutil.copytree(tiny_qwen2_vl, tmp_path / "checkpoint"))
    spoil(folder)
    with pytest.raises(ModelError, match=said):
        export_gme(folder, tmp_path / "out")
    assert not (tmp_path / "out" / "manifest.json").exists()
    assert not (tmp_path / "out" / ".draft").exists()


def _changed(path: Path, **changes: Any) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **changes}), "utf-8")
