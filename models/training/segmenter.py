"""This file is where the segmenter is trained: the network that says which utterances belong together.

    chattrove train segmenter --data DIR --out DIR

Dialogues become numbers once (models.chat_structure), kept in the run's folder; then the network learns on windows of
them, some of what a chat tells hidden each time; last the decoding is chosen on validation. A thread of its own per
process is fastest on a busy machine: --threads 1. `chattrove train export` makes the shipped files of best.pt.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.metrics import b_cubed, pairwise
from models.chat_structure import Floats
from models.clustering import Decoding, clustered
from models.segmenter_scores import Network, Reach, Scored, scored
from models.training.corpus import Split
from models.training.processes import one_at_a_time
from models.training.running import Run, Schedule, load_best
from models.training.segmenter_data import Batch, Example, Hiding, batch, rarity
from models.training.segmenter_examples import SHARES, Examples, gathered, load, save
from models.training.segmenter_loss import loss_of
from models.training.segmenter_network import Size, network
from models.training.settings import Place, chosen
from models.training.token_start import start

Judged = dict[str, list[tuple[Scored, Any]]]
"""By source, the scores of each dialogue with its true labels."""


@dataclass(frozen=True)
class Config:
    """What the segmenter is trained on and how."""

    seed: int = 1
    most: int = 1500  # dialogues per source; only SGD has more, and it is the least like real talk
    joined: int = 2400  # joined chats, half of them Chinese; an eighth as many talks made of documents
    width: int = 128  # utterances a window sees: most topics end within it, and 5,000 a second are left
    steps: int = 1000  # twelve minutes of one slow processor core; validation was still rising when the rate fell
    parts: int = 3  # batches a step, each of one source
    utterances: int = 384  # per batch
    chats: int = 16  # ... and at most this many windows, so that short dialogues do not outweigh the long
    rate: float = 2e-3
    weight_decay: float = 0.01
    warm_up: int = 80
    decay: float = 0.4
    validate_every: int = 300
    held_out: int = 10  # dialogues per source scored while training
    learn_decoding: int = 16  # ... and those that the decoding is chosen on


_SMOKE = {"joined": 16, "steps": 4, "parts": 1, "utterances": 64, "validate_every": 2, "held_out": 2, "width": 32}
_DECODINGS = tuple(
    Decoding(new, together, half_life)
    for new in (-0.5, 0.0, 0.5, 1.0)
    for together in (0.5, 1.0)
    for half_life in (30.0, 100.0)
)


def main(arguments: Sequence[str] | None = None) -> None:
    given = chosen(Config(), arguments, _SMOKE)
    config, place = given.config, given.place
    with one_at_a_time(place.out):
        train, held = (prepared(split, config, place) for split in ("train", "validation"))
    idf = rarity([each for some in train.values() for each in some])
    run = Run.start("segmenter", config, place)
    np.save(run.out / "rarity.npy", idf)
    model = network(Size())
    if not (run.out / "checkpoints").exists():
        begin(model, [each for some in train.values() for each in some], idf)
    learn(run, model, (train, held), idf)
    model.load_state_dict(load_best(run.out)["model"])
    judged = judge(model, held, idf, config.learn_decoding, config.width)
    decoding = chosen_decoding(judged)
    run.finish({"decoding": asdict(decoding), "validation": table(judged, decoding)})


def prepared(split: Split, config: Config, place: Place) -> Examples:
    """The examples of a split, made once and kept in the run's folder."""
    path = place.out / f"{split}.npz"
    if not path.exists():
        joined = config.joined if split == "train" else max(8, config.joined // 20)
        examples = gathered(place.data, split, config.most, joined)
        path.parent.mkdir(parents=True, exist_ok=True)
        save(examples, path)
    return load(path)


def begin(model: Any, examples: Sequence[Example], idf: Floats) -> None:
    """Words that occur together lie near each other from the first step on."""
    import torch

    vectors, weights = start(examples, idf, Size.token)
    with torch.no_grad():
        model.table.weight.copy_(vectors)
        model.weight.weight.copy_(weights)


def learn(run: Run, model: Any, examples: tuple[Examples, Examples], idf: Floats) -> None:
    """Trains; keeps the best by the mean of pairwise and B-cubed F1 over the sources of validation."""
    import torch

    config: Config = run.config
    train, held = examples
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=config.rate, weight_decay=config.weight_decay, betas=(0.9, 0.98)
    )
    run.keep(model, optimizer)
    schedule = Schedule(config.rate, config.steps, config.warm_up, config.decay)
    losses: list[float] = []
    for step in run.steps(config.steps, save_every=config.validate_every):
        model.train()
        parts = [loss_of(model, drawn(train, config, idf, run.random), run.device) for _ in range(config.parts)]
        loss = torch.stack(parts).mean()
        run.learn(loss, schedule.rate(step))
        losses.append(float(loss.detach()))
        if run.due(step, config.validate_every) or step + 1 == config.steps:
            judged = judge(model, held, idf, config.held_out, config.width)
            by_source = table(judged, Decoding())
            score = float(np.mean([list(each.values()) for each in by_source.values()]))
            run.better(score, loss=round(float(np.mean(losses)), 4), sources=by_source)
            losses.clear()


def drawn(train: Examples, config: Config, idf: Floats, dice: Random) -> Batch:
    """Windows of one source."""
    names = list(train)
    source = dice.choices(names, [SHARES.get(name, 0.1) for name in names])[0]
    found: list[Example] = []
    while len(found) < config.chats and sum(min(config.width, len(each.labels)) for each in found) < config.utterances:
        found.append(dice.choice(train[source]))
    return batch(found, config.width, idf, (Hiding(), dice))


def judge(model: Any, held: Examples, idf: Floats, most: int, width: int) -> Judged:
    """The scores of up to `most` dialogues of each source."""
    model.eval()
    return judged_by(by_torch(model, next(model.parameters()).device), (held, idf), most, width)


def judged_by(run: Network, held: tuple[Examples, Floats], most: int, width: int) -> Judged:
    """Likewise, of a network in any form."""
    examples, idf = held
    reach = reach_of(width)
    return {
        source: [(scored(each.chat, run, idf, reach), each.labels) for each in some[:most]]
        for source, some in examples.items()
    }


def by_torch(model: Any, device: Any = "cpu") -> Network:
    """The model as models.segmenter_scores calls it."""
    import torch

    def run(tensors: dict[str, NDArray[Any]]) -> tuple[Floats, Floats]:
        with torch.no_grad():
            order = ("tokens", "signs", "pair_signs", "mask")
            found = model(*(torch.from_numpy(tensors[name]).to(device) for name in order))
        return found.links.cpu().numpy(), found.together.cpu().numpy()

    return run


def reach_of(width: int) -> Reach:
    """How windows overlap: each utterance's row sees at least a quarter of a window before it and after it."""
    return Reach(width, width // 4, width // 2)


def table(judged: Judged, decoding: Decoding) -> dict[str, dict[str, float]]:
    """Mean pairwise and B-cubed F1 by source, in percent."""
    found = {}
    for source, dialogues in judged.items():
        rows = [_agreement(clustered(scores, decoding), labels) for scores, labels in dialogues]
        means = np.mean(rows, axis=0) * 100
        found[source] = {"pairwise": round(float(means[0]), 1), "b_cubed": round(float(means[1]), 1)}
    return found


def chosen_decoding(judged: Judged) -> Decoding:
    """The one with the best mean over sources."""

    def score(decoding: Decoding) -> float:
        return float(np.mean([list(each.values()) for each in table(judged, decoding).values()]))

    return max(_DECODINGS, key=score)


def _agreement(found: Any, labels: Any) -> tuple[float, float]:
    """Over the utterances that stand in a true fragment."""
    marked = labels >= 0
    ours, theirs = found[marked].tolist(), labels[marked].tolist()
    return pairwise(ours, theirs).f1, b_cubed(ours, theirs).f1
