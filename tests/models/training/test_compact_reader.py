"""Training the compact reader: its samples, its readings, its network, and the stage as a whole."""

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.features import FEATURES
from models.reading_windows import INPUTS, WINDOW
from models.training import data
from models.training.compact_reader_drawing import Drawing, batch_of, hide
from models.training.compact_reader_readings import Readings, make_readings
from models.training.compact_reader_samples import Source, joined_samples, negative_samples, samples, whole_samples
from models.training.vector_cache import VectorCache
from tests.models.bag_of_words import BagOfWords

SOURCES = [Source("smoke_en", 10, 3), Source("smoke_zh", 10, 3)]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    data.main(["--smoke", "--data", str(folder)])
    return folder


@pytest.fixture(scope="module")
def readings(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Readings:
    found = [*samples(prepared, "train", SOURCES, 1), *joined_samples(prepared, "train", 8, 1)]
    return make_readings(found).embedded(VectorCache(tmp_path_factory.mktemp("vectors"), BagOfWords()))


def test_samples_hold_their_truth_and_are_the_same_each_time(prepared: Path) -> None:
    first, second = (list(samples(prepared, "train", SOURCES, 1)) for _ in range(2))
    assert [(each.query, each.shape, each.truth) for each in first] == [
        (each.query, each.shape, each.truth) for each in second
    ]
    assert {"whole", "elsewhere"} <= {each.shape for each in first}
    for sample in [*first, *joined_samples(prepared, "train", 8, 1)]:
        assert all(0 <= at < len(sample.messages) for at in sample.truth)
        assert bool(sample.truth or sample.pictures) == (sample.shape != "elsewhere")


def test_pictures_take_the_words_and_the_truth_of_their_message(prepared: Path) -> None:
    pictured = [each for each in samples(prepared, "train", SOURCES, 1) if each.pictures]
    for sample in pictured:
        shown = [image for message in sample.messages for image in message.attachments]
        assert max(sample.pictures) < len(shown)


def test_negatives_ask_of_others(prepared: Path) -> None:
    assert all(not each.truth for each in negative_samples(prepared, "validation", SOURCES, 1))
    assert all(each.truth for each in whole_samples(prepared, "validation", SOURCES, 1))


def test_readings_come_back_from_disk_as_they_were(readings: Readings, tmp_path: Path) -> None:
    readings.save(tmp_path / "readings.npz")
    again = Readings.load(tmp_path / "readings.npz")
    assert len(again) == len(readings)
    assert (again.evidence == readings.evidence).all()
    assert not again.vectors[-1].any()


def test_windows_are_drawn_by_source_and_fit_the_batch(readings: Readings) -> None:
    batches = list(Drawing(readings, {"smoke_en": 1.0, "smoke_zh": 1.0, "joined": 2.0}).epoch(300, 512, Random(1)))
    assert sum(map(len, batches)) == 300
    for drawn in batches:
        assert len(drawn) * max(window.size for window in drawn) <= max(512, WINDOW)
        arrays, truth = batch_of(readings, drawn)
        assert set(INPUTS) == set(arrays)
        assert truth.labels.shape == truth.topics.shape == arrays["present"].shape
        assert not truth.labels[arrays["present"] == 0].any()


def test_what_is_hidden_is_gone(readings: Readings) -> None:
    drawn = next(Drawing(readings, {}).epoch(8, 2_048, Random(1)))
    arrays, _ = batch_of(readings, drawn)
    hide(arrays, Random(1), 1.0)
    assert not arrays["vectors"].any()
    assert not arrays["evidence"][..., FEATURES.index("meaning_cosine")].any()
    assert arrays["evidence"][..., FEATURES.index("words_best")].any()


def test_each_text_is_embedded_once_also_after_a_kill(tmp_path: Path) -> None:
    first, second = BagOfWords(), BagOfWords()
    rows = VectorCache(tmp_path, first).rows(["b", "a", "b"])
    assert rows[0] == rows[2]
    assert len(first.computed) == 2
    cache = VectorCache(tmp_path, second)
    rows = cache.rows(["a", "c"])
    assert second.computed == ["c"]
    assert cache.vectors[rows[0]] == pytest.approx(BagOfWords().embed_texts(["a"])[0], abs=1e-3)


def _inputs(sizes: Sequence[int], longest: int, seed: int) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    random = np.random.default_rng(seed)
    rows = len(sizes)
    present = (np.arange(longest)[None] < np.array(sizes)[:, None]).astype(np.float32)
    numbers = {name: random.integers(-1, 5, (rows, longest)) for name in ("speakers", "addressed", "replied")}
    return {
        "vectors": random.normal(size=(rows, longest, 8)).astype(np.float32) / 3,
        "query": random.normal(size=(rows, 8)).astype(np.float32) / 3,
        "evidence": random.random((rows, longest, len(FEATURES))).astype(np.float32),
        "places": np.tile(np.arange(longest), (rows, 1)),
        "present": present,
        **numbers,
    }


@settings(max_examples=10)
@given(sizes=st.lists(st.integers(1, 9), min_size=1, max_size=3), more=st.integers(0, 5), seed=st.integers(0, 99))
def test_padding_changes_nothing(sizes: list[int], more: int, seed: int) -> None:
    torch = pytest.importorskip("torch")
    from models.training.compact_reader_network import Shape, network

    torch.manual_seed(1)
    count = len(FEATURES)
    model = network(Shape(8, count, 24, 2, 3, 48), np.zeros(count, np.float32), np.ones(count, np.float32)).eval()
    padded = _inputs(sizes, max(sizes) + more, seed)
    for row, size in enumerate(sizes):
        one = {n: v[row : row + 1] if n == "query" else v[row : row + 1, :size] for n, v in padded.items()}
        with torch.no_grad():
            together = model(*(torch.from_numpy(padded[name]) for name in INPUTS))[row, : size + 1]
            alone = model(*(torch.from_numpy(one[name]) for name in INPUTS))[0]
        assert torch.allclose(together, alone, atol=1e-4)


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
def test_the_stage_learns_resumes_and_is_exported_with_parity(prepared: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("onnxscript")
    from models.training import compact_reader, compact_reader_export

    run = tmp_path / "compact_reader"
    arguments = ["--smoke", "--data", str(prepared), "--out", str(run), "--device", "cpu", "--threads", "1"]
    compact_reader.main(arguments)
    compact_reader.main(arguments)  # finds everything done
    record = json.loads((run / "run.json").read_text())
    assert 0 <= record["scores"]["abstains"]["of negatives"] <= 1
    entry = compact_reader_export.export(run, tmp_path / "models" / "reader", prepared)
    assert entry["scores"]["fp32_max_abs_difference"] < 1e-4
    assert entry["scores"]["int8_mean_probability_difference"] < 0.02
    assert (tmp_path / "models" / "reader" / "network.onnx").stat().st_size < 8_000_000
