"""This file is where the compact reader is trained: the network that picks the utterances and pictures of a fragment.

    chattrove train compact_reader --data DIR --out DIR

First every sample becomes vectors (of the shipped embedder, which stays frozen) and evidence, kept in the run's folder;
then the network learns on batches of windows; last the cuts are learnt and the scores taken on validation dialogues.
`chattrove train export` makes the shipped files of best.pt.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.errors import DataError
from models.bundle import Bundle, shipped_models
from models.features import FEATURES
from models.reading_windows import INPUTS, Arrays
from models.training.checkpoints import read_checkpoint
from models.training.compact_reader_drawing import Drawing, Window, batch_of, hide
from models.training.compact_reader_network import Shape, network
from models.training.compact_reader_readings import Readings, make_readings
from models.training.compact_reader_samples import (
    Sample,
    Source,
    joined_samples,
    negative_samples,
    samples,
    whole_samples,
)
from models.training.compact_reader_scores import (
    Network,
    abstentions,
    by_decision,
    cases_of,
    fit_decision,
    grouped,
    micro_f1,
    reliability,
)
from models.training.corpus import TRUST, Split, sources
from models.training.processes import one_at_a_time
from models.training.running import Run, Schedule
from models.training.settings import Place, chosen
from models.training.vector_cache import VectorCache


@dataclass(frozen=True)
class Config:
    """What the reader is trained on and how."""

    seed: int = 1
    use: float = 1.0  # the share of the dialogues of SOURCES that is used; smoke runs use a few of each
    chats: int = 120  # joined chats: group chats with times, threads and noise, as the product sees
    width: int = 192  # wider gains nothing on this much data
    layers: int = 3  # two steps along "who speaks to whom" and one to weigh
    heads: int = 6  # of 32 numbers
    inner: int = 576  # three times the width
    dropout: float = 0.1
    hidden: float = 0.1  # share of windows whose vectors (half as many: words) are hidden, so that neither is leant on
    windows: int = 30_000  # drawn in all: each sample two or three times
    lines: int = 2_048  # padded lines a step
    rate: float = 8e-4
    weight_decay: float = 0.02
    something: float = 0.3  # weight of the loss of "something here"
    topics: float = 0.3  # weight of the loss of "these two are of one topic", which teaches how threads hold together
    validate_every: int = 700  # steps


# Real conversations whose evidence people marked come with all they have; the rest as far as it adds other kinds.
SOURCES = (
    Source("qmsum", 50, 14),
    Source("irc_disentanglement", 60, 20),
    Source("monero_meetings", 25, 10, "topic"),
    Source("jsonld_minutes", 35, 6),
    Source("ethereum_pm", 15, 8),
    Source("bitcointranscripts", 30, 8, most_lines=150),
    Source("crosswoz", 300, 6),
    Source("kdconv", 150, 6),
    Source("passage_qa", 150, 4, language="zh"),
    Source("passage_qa", 200, 5, language="en"),
    Source("docs_zh", 45, 8, most_lines=150),
    Source("docs_zh2", 55, 8, most_lines=150),
    Source("sgd", 100, 3),
    Source("star", 70, 2, "intent"),
    Source("changelog", 8, 8, most_lines=250),
)
# Of the held-out splits everything that people marked, and some of the rest.
HELD_OUT = (
    Source("qmsum", 15, 20),
    Source("irc_disentanglement", 11, 20),
    Source("monero_meetings", 8, 10, "topic"),
    Source("jsonld_minutes", 10, 6),
    Source("ethereum_pm", 6, 10),
    Source("bitcointranscripts", 12, 8, most_lines=150),
    Source("crosswoz", 60, 8),
    Source("kdconv", 40, 6),
    Source("passage_qa", 60, 4, language="zh"),
    Source("passage_qa", 60, 6, language="en"),
    Source("docs_zh", 12, 8, most_lines=150),
    Source("docs_zh2", 15, 8, most_lines=150),
    Source("sgd", 30, 3),
    Source("star", 25, 2, "intent"),
    Source("changelog", 4, 10, most_lines=250),
)
# How often a source is drawn, times its TRUST: what stands for a kind of question by itself comes more often.
SHARES = {
    "qmsum": 4.0,
    "irc_disentanglement": 6.0,
    "crosswoz": 3.0,
    "kdconv": 2.0,
    "passage_qa": 2.0,
    "monero_meetings": 2.0,
    "jsonld_minutes": 2.0,
    "ethereum_pm": 1.5,
    "bitcointranscripts": 1.5,
    "docs_zh": 2.5,
    "docs_zh2": 2.5,
    "joined": 3.0,
}
# Without questions about turns: summaries of whole dialogues, or text alone.
TEXT_ONLY = {"convosumm_email", "crd3", "sayit_tw", "smile", "taskmaster4", "tiage"}
_TOPIC_REACH = 60
_HELD_OUT = ("validation-wholes", "validation-fragments")
SMOKE = {"use": 0.1, "chats": 4, "windows": 120, "validate_every": 5}


def main(arguments: Sequence[str] | None = None) -> None:
    """Prepares, learns, measures; writes checkpoints, best.pt and run.json."""
    given = chosen(Config(), arguments, SMOKE)
    config, place = given.config, given.place
    embedder = Bundle(place.models or shipped_models()).text_embedder()
    vectors = VectorCache(place.out / "vectors", embedder)
    with one_at_a_time(place.out):
        train, *others = (_embedded(name, config, place, vectors) for name in ("train", *_HELD_OUT))
    held_out = _HeldOut(*others)
    run = Run.start("compact_reader", config, place)
    model = _made(config, train)
    _learn(run, model, train, held_out)
    best, _ = trained(run.out)
    run.finish({**measured(forward(best, run.device), held_out), "embedder": embedder.name})


def _made(config: Config, readings: Readings) -> Any:
    """A network that has learnt nothing, with the mean and spread of each feature."""
    evidence = readings.evidence[:: max(1, len(readings.evidence) // 200_000)].astype(np.float32)
    shape = Shape(readings.vectors.shape[1], len(FEATURES), config.width, config.layers, config.heads, config.inner)
    return network(shape, evidence.mean(axis=0), np.maximum(evidence.std(axis=0), 0.02))


def _learn(run: Run, model: Any, train: Readings, held_out: "_HeldOut") -> None:
    """Batches of windows until the plan is done; keeps the weights with the best mean F1 of the validation groups."""
    import torch

    config: Config = run.config
    shares = {name: SHARES.get(name, 1.0) * TRUST.get(name, 1.0) for name in {*SHARES, *TRUST}}
    random = Random(config.seed)  # noqa: S311 (sampling)
    plan = run.share(list(Drawing(train, shares).epoch(config.windows, config.lines, random)))
    plain = [each for name, each in model.named_parameters() if each.ndim > 1]
    bare = [each for name, each in model.named_parameters() if each.ndim <= 1]
    decayed = [{"params": plain, "weight_decay": config.weight_decay}, {"params": bare, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(decayed, lr=config.rate, betas=(0.9, 0.98))
    run.keep(model, optimizer)
    schedule = Schedule(config.rate, len(plan), decay=0.4)
    for step in run.steps(len(plan), save_every=config.validate_every):
        model.train()
        with run.autocast():
            loss = _loss(run, model, train, plan[step])
        run.learn(loss, schedule.rate(step))
        if step % 50 == 0:
            run.log(step=step, of=len(plan), loss=round(float(loss.detach()), 4))
        if run.due(step, config.validate_every) or step + 1 == len(plan):
            groups = measured(forward(model, run.device), held_out)["f1"]
            run.better(float(np.mean(list(groups.values()))), groups=groups)


def forward(model: Any, device: str) -> Network:
    """The network as a function of arrays, without learning."""
    import torch

    def run(arrays: Arrays) -> NDArray[np.float32]:
        model.eval()
        with torch.no_grad():
            found = model(*(torch.from_numpy(arrays[name]).to(device) for name in INPUTS))
        return np.asarray(found.float().cpu().numpy())

    return run


def measured(odds: Network, held_out: "_HeldOut") -> dict[str, Any]:
    """The cuts that suit the validation dialogues, and what they give there: F1 by group, reliability, abstentions."""
    wholes, fragments = (cases_of(odds, each) for each in held_out)
    decision = fit_decision(wholes, fragments)
    choose = by_decision(decision)
    return {
        "decision": asdict(decision),
        "f1": {group: round(micro_f1(cases, choose), 4) for group, cases in grouped(wholes).items()},
        "f1_fragments": {group: round(micro_f1(cases, choose), 4) for group, cases in grouped(fragments).items()},
        "reliability": reliability(wholes, decision),
        "abstains": abstentions(fragments, choose),
    }


def trained(run: Path) -> tuple[Any, dict[str, Any]]:
    """The network of a run's best.pt, ready to be used, and its settings. Raises DataError where there is none."""
    state = read_checkpoint(run / "best.pt")
    if state is None:
        raise DataError(f"{run}: there is no best.pt. Run `chattrove train compact_reader` first.")
    weights, config = state["model"], state["config"]
    dimension, features = int(weights["spoken.weight"].shape[1]), int(weights["evidence.weight"].shape[1])
    shape = Shape(dimension, features, config["width"], config["layers"], config["heads"], config["inner"])
    model = network(shape, weights["mean"].numpy(), weights["spread"].numpy())
    model.load_state_dict(weights)
    return model.eval(), config


class _HeldOut(NamedTuple):
    """Whole dialogues with their queries, as the evaluation reads them; and fragments, many of which answer nothing."""

    wholes: Readings
    fragments: Readings


def _loss(run: Run, model: Any, train: Readings, drawn: Sequence[Window]) -> Any:
    """Per window: is it the answer, of each line; is there any; and are they of one topic, of pairs of near lines."""
    import torch

    config: Config = run.config
    arrays, truth = batch_of(train, drawn)
    hide(arrays, run.random, config.hidden)
    inputs = [torch.from_numpy(arrays[name]).to(run.device) for name in INPUTS]
    labels, topics = (torch.from_numpy(each).to(run.device) for each in truth)
    weights = torch.tensor([window.weight for window in drawn], device=run.device)
    odds, together = model.judged(*inputs)
    entropy = torch.nn.functional.binary_cross_entropy_with_logits
    present = inputs[INPUTS.index("present")]
    lines = entropy(odds[:, 1:].float(), labels, reduction="none") * present
    something = entropy(odds[:, 0].float(), labels.amax(1), reduction="none")
    # Long windows weigh more than short ones, as they do in the sums that the scores are taken from, but not in full.
    each = lines.sum(1) / present.sum(1).sqrt() / 4 + config.something * something
    return (each * weights).mean() + config.topics * _topics_loss(together.float(), topics)


def _topics_loss(together: Any, topics: Any) -> Any:
    import torch

    place = torch.arange(topics.shape[1], device=topics.device)
    far = (place[:, None] - place[None]).abs()
    known = (topics[:, :, None] >= 0) & (topics[:, None] >= 0) & (far > 0) & (far <= _TOPIC_REACH)
    alike = (topics[:, :, None] == topics[:, None]).float()
    loss = torch.nn.functional.binary_cross_entropy_with_logits(together, alike, reduction="none")
    return (loss * known).sum() / known.sum().clamp(min=1)


def _samples(name: str, config: Config, place: Place) -> Iterator[Sample]:
    learnt, held_out = _some(SOURCES, "train", config, place), _some(HELD_OUT, "validation", config, place)
    if name == "train":
        yield from samples(place.data, "train", learnt, config.seed)
        yield from joined_samples(place.data, "train", config.chats, config.seed)
    elif name == "validation-wholes":
        yield from whole_samples(place.data, "validation", held_out, config.seed)
    else:
        yield from negative_samples(place.data, "validation", held_out, config.seed)
        every = samples(place.data, "validation", held_out, config.seed)
        yield from (each for each in every if each.shape == "fragment")
        yield from joined_samples(place.data, "validation", max(4, config.chats // 8), config.seed)


def _some(known: Sequence[Source], split: Split, config: Config, place: Place) -> list[Source]:
    """The known sources, and some of each other that lies there."""
    names = {each.name for each in (*SOURCES, *HELD_OUT)}
    others = [Source(name, 60, 4) for name in sources(place.data, split) if name not in names | TEXT_ONLY]
    return [replace(each, dialogues=max(3, round(config.use * each.dialogues))) for each in (*known, *others)]


def _embedded(name: str, config: Config, place: Place, vectors: VectorCache) -> Readings:
    """The readings of that name: made once and kept in the run's folder, the vectors in a cache beside them."""
    path = place.out / "readings" / f"{name}-{config.seed}-{config.use:g}-{config.chats}.npz"
    if not path.exists():
        make_readings(_samples(name, config, place)).save(path)
    return Readings.load(path).embedded(vectors, lambda text: print(f"{name}: {text}", flush=True))
