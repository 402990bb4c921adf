"""The segmenter's training: examples, hiding, a run of seconds, and the files it leaves."""

import json
from pathlib import Path
from random import Random

import numpy as np
import pytest

from core.dialogues import Dialogue, DialogueQuery
from core.types import Message
from models.bundle import Bundle
from models.chat_structure import PAIR_SIGNS
from models.training.hosted_talks import Talk, talk
from models.training.segmenter_data import UNMARKED, Example, Hiding, batch, example, hidden, rarity
from models.training.segmenter_examples import load, save


def dialogue(count: int = 12, width: int = 4) -> Dialogue:
    messages = tuple(
        Message(at, 0, str(at), at % 3, "ABC"[at % 3], at * 1000, None, "message", f"topic{at // width} word{at}")
        for at in range(count)
    )
    fragments = tuple(tuple(range(at, min(count, at + width))) for at in range(0, count - width, width))
    return Dialogue("d", messages, tuple(range(count)), fragments, (), "en")


def made(count: int = 12, width: int = 4) -> Example:
    found = example(dialogue(count, width))
    assert found is not None
    return found


def test_turns_outside_of_all_fragments_are_unmarked() -> None:
    assert made().labels.tolist() == [0] * 4 + [1] * 4 + [UNMARKED] * 4


def test_a_window_knows_which_fragments_began_before_it() -> None:
    one = made(40, 8)
    windows = batch([one], 10, rarity([one]), (Hiding(0, 0, 0, 0, 0, 0), Random(3)))
    labels, new = windows.labels[0].tolist(), windows.new[0].tolist()
    start = [int(each) for each in one.labels].index(labels[-1]) if labels[-1] >= 0 else 0
    assert windows.pair_signs.shape == (1, 10, 10, PAIR_SIGNS)
    firsts = [at for at, each in enumerate(new) if each and labels[at] >= 0]
    assert all(labels[at] not in labels[:at] for at in firsts)
    assert len(firsts) <= 2
    assert start >= 0


def test_hiding_takes_everything_away_when_told_to() -> None:
    chat = hidden(made().chat, Hiding(1, 1, 1, 1, 1, 1), Random(1))
    assert np.isnan(chat.seconds).all()
    assert (chat.speaker == -1).all()
    assert (chat.tokens == 0).all()


def test_kept_examples_are_read_again(tmp_path: Path) -> None:
    save({"one": [made(), made(20)], "two": [made(9)]}, tmp_path / "some.npz")
    found = load(tmp_path / "some.npz")
    assert [len(each.labels) for each in found["one"]] == [12, 20]
    assert (found["two"][0].chat.tokens == made(9).chat.tokens).all()


def test_a_document_becomes_a_talk_with_one_topic_after_another() -> None:
    texts = [
        f"第{at}段讲的是很多很多重要的事情，大家都应该好好地听一听才行，因为这一段足够长。" * 2 for at in range(12)
    ]
    messages = tuple(Message(at, 0, str(at), 0, "文档", None, None, "message", text) for at, text in enumerate(texts))
    queries = tuple(DialogueQuery(f"标题 小节{at}", (2 * at, 2 * at + 1), (), "heading") for at in range(6))
    document = Dialogue("doc", messages, tuple(range(12)), None, queries, "zh")
    found = talk(document, Random(1), Talk())
    assert found.fragments
    assert [at for topic in found.fragments for at in topic] == list(range(len(found.messages)))
    assert len({message.sender for message in found.messages}) > 1
    assert all(query.utt_ids in found.fragments for query in found.queries)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("torch")
    from models.training import smoke_dialogues
    from models.training.data import main as prepare
    from models.training.segmenter import main

    folder = tmp_path_factory.mktemp("run")
    smoke_dialogues.write_raw(folder / "raw")
    prepare(["--raw", str(folder / "raw"), "--data", str(folder / "data")])
    main(["--data", str(folder / "data"), "--out", str(folder / "segmenter"), "--smoke", "--threads", "1"])
    return folder


def test_a_smoke_run_leaves_a_checkpoint_and_its_facts(run: Path) -> None:
    facts = json.loads((run / "segmenter" / "run.json").read_text())
    assert set(facts["scores"]["decoding"]) == {"new", "together", "half_life"}
    assert (run / "segmenter" / "best.pt").exists()


@pytest.mark.filterwarnings("ignore")
def test_the_export_is_what_torch_computes_and_segments(run: Path) -> None:
    pytest.importorskip("onnx")
    pytest.importorskip("onnxscript")
    from models.training.export import main

    out = run / "models"
    main(["--runs", str(run), "--out", str(out), "--data", str(run / "data"), "--set", 'roles=["segmenter"]'])
    scores = json.loads((out / "manifest.json").read_text())["models"]["segmenter"]["scores"]
    assert scores["fp32_max_abs_difference"] < 1e-4
    assert scores["int8_max_abs_difference"] < 0.1
    clusters = Bundle(out).segmenter().clusters(dialogue().messages)
    assert sorted(at for cluster in clusters for at in cluster) == list(range(12))
