"""This file is where the compact reader's network is: a small transformer over the lines of a window and their query.

It never sees words. What it sees of a line are the vectors of the frozen embedder and the evidence; what it sees of two
lines is how far apart they are and what their people have to do with each other (attention biases), so that an answer
is found beside its question and a thread along those who talk to one another. FFR paper, F2RVLM: one reading gives all
ids; here each line is its own marker, and the query's place says whether there is anything.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

_NEAR, _BUCKETS = 12, 37
_RELATIONS, _PAIR, _FARTHEST = 6, 32, 2_048


@dataclass(frozen=True)
class Shape:
    """Sizes: dimension of the vectors, number of evidence features, and of the transformer."""

    dimension: int
    features: int
    width: int = 192
    layers: int = 3
    heads: int = 6
    inner: int = 576
    dropout: float = 0.1


def distance_table(reach: int) -> NDArray[np.int64]:
    """The bucket of each distance from -reach to reach: single steps up to 12, then ever wider."""
    far = np.arange(-reach, reach + 1)
    size = np.abs(far)
    wide = _NEAR + np.floor(np.log2(np.maximum(size, 1) / _NEAR) * 2).clip(0) + 1
    bucket = np.where(size <= _NEAR, size, np.minimum(wide, _BUCKETS // 2)).astype(np.int64)
    return np.asarray(_BUCKETS // 2 + np.sign(far) * bucket)


def network(shape: Shape, mean: NDArray[np.float32], spread: NDArray[np.float32]) -> Any:
    """A torch module: the inputs of models.reading_windows.INPUTS -> logits (rows, 1 + lines); the first is that of
    "something here". mean, spread: of each evidence feature. `judged` gives beside them the log odds of each pair of
    lines to be of one topic, (rows, lines, lines)."""
    import torch
    from torch import nn
    from torch.nn.functional import gelu, pad

    class Layer(nn.Module):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.before_attention, self.before_inner = nn.LayerNorm(shape.width), nn.LayerNorm(shape.width)
            self.mixed, self.out = nn.Linear(shape.width, 3 * shape.width), nn.Linear(shape.width, shape.width)
            self.inner, self.outer = nn.Linear(shape.width, shape.inner), nn.Linear(shape.inner, shape.width)
            self.drop = nn.Dropout(shape.dropout)

        def forward(self, states: Any, biases: Any) -> Any:
            rows, lines, width = states.shape
            mixed = self.mixed(self.before_attention(states)).view(rows, lines, 3, shape.heads, width // shape.heads)
            query, key, value = mixed.permute(2, 0, 3, 1, 4)
            scores = query @ key.transpose(-1, -2) / sqrt(width // shape.heads) + biases
            seen = (scores.softmax(-1) @ value).transpose(1, 2).reshape(rows, lines, width)
            states = states + self.drop(self.out(seen))
            return states + self.drop(self.outer(gelu(self.inner(self.before_inner(states)))))

    class Network(nn.Module):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.register_buffer("mean", torch.from_numpy(mean))
            self.register_buffer("spread", torch.from_numpy(spread))
            self.register_buffer("buckets", torch.from_numpy(distance_table(_FARTHEST)))
            self.evidence = nn.Linear(shape.features, shape.width)
            self.spoken = nn.Linear(shape.dimension, shape.width, bias=False)
            self.shared = nn.Linear(shape.dimension, shape.width, bias=False)
            self.asked = nn.Linear(shape.dimension, shape.width)
            # The last bucket stands for the query, which is nowhere; the last two relations are to and from it.
            self.distances = nn.Embedding(_BUCKETS + 1, shape.layers * shape.heads)
            self.relations = nn.Linear(_RELATIONS + 2, shape.layers * shape.heads, bias=False)
            self.layers = nn.ModuleList([Layer() for _ in range(shape.layers)])
            # Before the last layer each pair of lines is judged to be of one topic or not; that layer looks by it.
            self.before_pairs = nn.LayerNorm(shape.width)
            self.pairs = nn.Linear(shape.width, 2 * _PAIR)
            self.pair_distances = nn.Embedding(_BUCKETS + 1, 1)
            self.pair_relations = nn.Linear(_RELATIONS + 2, 1)
            self.looks = nn.Parameter(torch.zeros(shape.heads))
            self.last = nn.LayerNorm(shape.width)
            self.line, self.something = nn.Linear(shape.width, 1), nn.Linear(shape.width, 1)
            for table in (self.distances, self.relations, self.pair_distances):
                nn.init.normal_(table.weight, std=0.1)

        def forward(self, *inputs: Any) -> Any:
            return self.judged(*inputs)[0]

        def judged(  # noqa: PLR0917 (the inputs of the exported graph, in their order)
            self,
            vectors: Any,
            query: Any,
            evidence: Any,
            speakers: Any,
            addressed: Any,
            places: Any,
            replied: Any,
            present: Any,
        ) -> Any:
            states = self.entered(vectors, query.unsqueeze(1), evidence)
            related, far = self.related(speakers, addressed, places, replied)
            biases = (self.relations(related) + self.distances(far)).permute(0, 3, 1, 2)
            absent = pad(1 - present, (1, 0))
            biases = (biases - 10_000 * absent[:, None, None]).chunk(shape.layers, 1)
            for layer, bias in zip(self.layers[:-1], biases[:-1], strict=True):
                states = layer(states, bias)
            one, other = self.pairs(self.before_pairs(states)).chunk(2, -1)
            together = one @ other.transpose(-1, -2) / sqrt(_PAIR)
            together = together + (self.pair_relations(related) + self.pair_distances(far)).squeeze(-1)
            looks = self.looks.view(1, -1, 1, 1) * together.clamp(-6, 6).unsqueeze(1)
            states = self.last(self.layers[-1](states, biases[-1] + looks))
            odds = torch.cat([self.something(states[:, :1]), self.line(states[:, 1:])], 1).squeeze(-1)
            return odds, together[:, 1:, 1:]

        def entered(self, vectors: Any, query: Any, evidence: Any) -> Any:
            """The first states: the query's, then the lines'."""
            scale = sqrt(shape.dimension)
            told = ((evidence - self.mean) / self.spread).clamp(-5, 5)
            shared = self.shared(vectors * query * scale * scale)
            return torch.cat(
                [self.asked(query * scale), self.evidence(told) + self.spoken(vectors * scale) + shared], 1
            )

        def related(self, speakers: Any, addressed: Any, places: Any, replied: Any) -> Any:
            """What each pair (query first) has to do with each other, and the bucket of its distance."""
            says, named, here = speakers.unsqueeze(2), addressed.unsqueeze(2), places.unsqueeze(2)
            said, called, there = speakers.unsqueeze(1), addressed.unsqueeze(1), places.unsqueeze(1)
            pairs = [
                (says == said) & (said >= 0),
                (named == said) & (said >= 0),
                (says == called) & (called >= 0),
                (named == called) & (named >= 0),
                (replied.unsqueeze(2) == there) & (there >= 0),
                (replied.unsqueeze(1) == here) & (here >= 0),
            ]
            lines = pad(torch.stack(pairs, -1).to(torch.float32), (0, 0, 1, 0, 1, 0))
            query = pad(torch.zeros_like(places, dtype=torch.float32), (1, 0), value=1.0)
            to_query = query.unsqueeze(1).expand(-1, query.shape[1], -1)
            ends = torch.stack([to_query, to_query.transpose(1, 2)], -1)
            far = self.buckets[(here - there).clamp(-_FARTHEST, _FARTHEST) + _FARTHEST]
            return torch.cat([lines, ends], -1), pad(far, (1, 0, 1, 0), value=_BUCKETS)

    return Network()
