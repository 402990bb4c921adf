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
RELATIONS = 8


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
    "something here". mean, spread: of each evidence feature."""
    import torch
    from torch import nn

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
            told = self.outer(nn.functional.gelu(self.inner(self.before_inner(states))))
            return states + self.drop(told)

    class Network(nn.Module):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.register_buffer("mean", torch.from_numpy(mean))
            self.register_buffer("spread", torch.from_numpy(spread))
            self.register_buffer("buckets", torch.from_numpy(distance_table(2_048)))
            self.evidence = nn.Linear(shape.features, shape.width)
            self.spoken = nn.Linear(shape.dimension, shape.width, bias=False)
            self.shared = nn.Linear(shape.dimension, shape.width, bias=False)
            self.asked = nn.Linear(shape.dimension, shape.width)
            self.distances = nn.Embedding(_BUCKETS, shape.layers * shape.heads)
            self.relations = nn.Linear(RELATIONS, shape.layers * shape.heads, bias=False)
            self.layers = nn.ModuleList([Layer() for _ in range(shape.layers)])
            self.last = nn.LayerNorm(shape.width)
            self.line, self.something = nn.Linear(shape.width, 1), nn.Linear(shape.width, 1)
            for table in (self.distances, self.relations):
                nn.init.normal_(table.weight, std=0.1)

        def forward(  # noqa: PLR0917 (the inputs of the exported graph, in their order)
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
            scale = sqrt(shape.dimension)
            asked = query.unsqueeze(1)
            told = ((evidence - self.mean) / self.spread).clamp(-5, 5)
            states = self.evidence(told) + self.spoken(vectors * scale) + self.shared(vectors * asked * scale * scale)
            states = torch.cat([self.asked(asked * scale), states], 1)
            biases = self.biases(speakers, addressed, places, replied, present)
            for number, layer in enumerate(self.layers):
                states = layer(states, biases[:, number * shape.heads : (number + 1) * shape.heads])
            states = self.last(states)
            return torch.cat([self.something(states[:, :1]), self.line(states[:, 1:])], 1).squeeze(-1)

        def biases(self, speakers: Any, addressed: Any, places: Any, replied: Any, present: Any) -> Any:
            """(rows, layers * heads, 1 + lines, 1 + lines), to be added to the attention's scores."""
            says, named = speakers.unsqueeze(2), addressed.unsqueeze(2)
            said, spoken_to = speakers.unsqueeze(1), addressed.unsqueeze(1)
            here, there = places.unsqueeze(2), places.unsqueeze(1)
            related = torch.stack(
                [
                    (says == said) & (said >= 0),
                    (named == said) & (said >= 0),
                    (says == spoken_to) & (spoken_to >= 0),
                    (named == spoken_to) & (named >= 0),
                    (replied.unsqueeze(2) == there) & (there >= 0),
                    (replied.unsqueeze(1) == here) & (here >= 0),
                ],
                -1,
            ).to(evidence_type)
            far = (here - there).clamp(-2_048, 2_048) + 2_048
            among = self.relations.weight[:, :6] @ related.flatten(1, 2).transpose(1, 2)
            among = among.unflatten(2, (places.shape[1], places.shape[1])) + self.distances(self.buckets[far]).permute(
                0, 3, 1, 2
            )
            to_query = self.relations.weight[:, 6].view(1, -1, 1, 1).expand(places.shape[0], -1, places.shape[1], 1)
            from_query = (
                self.relations.weight[:, 7].view(1, -1, 1, 1).expand(places.shape[0], -1, 1, places.shape[1] + 1)
            )
            square = torch.cat([from_query, torch.cat([to_query, among], 3)], 2)
            absent = torch.cat([torch.zeros_like(present[:, :1]), 1 - present], 1)
            return square - 10_000 * absent[:, None, None]

    evidence_type = torch.float32
    return Network()
