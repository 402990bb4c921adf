"""This file is where the network of the segmenter is: utterances in, for each pair a link and a togetherness out.

An utterance is the weighted mean of its tokens' vectors, that of its first and of its last ones, and its signs
(models.chat_structure); two transformer layers see the window, their attention biased by how each pair looks. Then each
utterance scores every earlier one as what it goes on from, and "starts something new", as in coreference (Lee et al.
2017) and disentanglement (Kummerfeld et al. 2019), and how likely both are of one fragment.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from models.chat_structure import PAIR_SIGNS, SIGNS
from models.segmenter_scores import HEAD
from models.utterance_tokens import BUCKETS, TAIL

_REACH = 20
_SMALL = 1e-6


@dataclass(frozen=True)
class Size:
    """What the network has room for; together 4.6 MB as int8."""

    token: int = 64  # a table of 65,536 rows is 4 MB then
    width: int = 96  # 5,000 utterances a second on two threads
    layers: int = 2
    heads: int = 4
    pair: int = 32  # hidden units per pair; there are 8,000 pairs a window
    products: int = 8  # similarities per pair, each of 16 numbers
    dropout: float = 0.15


class Scores(NamedTuple):
    """links (b, n, n + 1): log odds of going on from each earlier utterance, column n: of starting something new.
    together (b, n, n): log odds of being of one fragment with each earlier one."""

    links: Any
    together: Any


def network(size: Size) -> Any:
    """A torch module (tokens, signs, pair_signs, mask) -> Scores; mask (b, n) is 1 for utterances and 0 for padding."""
    import torch
    from torch import nn
    from torch.nn import functional as F

    class Layer(nn.Module):  # type: ignore[misc, unused-ignore]
        """Pre-norm self-attention with a bias per pair and head, and a feed-forward part."""

        def __init__(self) -> None:
            super().__init__()
            self.before, self.between = nn.LayerNorm(size.width), nn.LayerNorm(size.width)
            self.project = nn.Linear(size.width, 3 * size.width)
            self.out = nn.Linear(size.width, size.width)
            self.wide, self.narrow = nn.Linear(size.width, 2 * size.width), nn.Linear(2 * size.width, size.width)
            self.drop = nn.Dropout(size.dropout)

        def forward(self, states: Any, bias: Any) -> Any:
            b, n, _ = states.shape
            parts = self.project(self.before(states)).view(b, n, 3, size.heads, -1).permute(2, 0, 3, 1, 4)
            query, key, value = parts[0], parts[1], parts[2]
            weights = (query @ key.transpose(-1, -2)) * (size.width // size.heads) ** -0.5 + bias
            mixed = (weights.softmax(-1) @ value).transpose(1, 2).reshape(b, n, size.width)
            states = states + self.drop(self.out(mixed))
            return states + self.drop(self.narrow(F.gelu(self.wide(self.between(states)))))

    class Network(nn.Module):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            self.table = nn.Embedding(BUCKETS, size.token, padding_idx=0)
            self.weight = nn.Embedding(BUCKETS, 1, padding_idx=0)
            nn.init.normal_(self.table.weight, std=0.3)
            nn.init.zeros_(self.weight.weight)
            with torch.no_grad():
                self.table.weight[0] = 0
            self.enter = nn.Linear(3 * size.token + SIGNS, size.width)
            self.drop = nn.Dropout(size.dropout)
            self.layers = nn.ModuleList(Layer() for _ in range(size.layers))
            self.end = nn.LayerNorm(size.width)
            self.distance = nn.Parameter(torch.zeros(2 * _REACH + 1, size.heads))
            self.bias = nn.Linear(2 * PAIR_SIGNS, size.heads)
            self.one, self.other = nn.Linear(size.width, size.pair), nn.Linear(size.width, size.pair)
            self.here, self.there = (nn.Linear(size.width, 16 * size.products) for _ in range(2))
            self.pair = nn.Linear(PAIR_SIGNS + size.products + 1, size.pair)
            self.near = nn.Parameter(torch.zeros(2 * _REACH + 1, size.pair))
            self.score = nn.Linear(size.pair, 2)
            self.start = nn.Linear(size.width, 1)

        def forward(self, tokens: Any, signs: Any, pair_signs: Any, mask: Any) -> Scores:
            body, pooled = self.pooled(tokens)
            states = self.drop(self.enter(torch.cat([pooled, signs], -1)))
            n = tokens.shape[1]
            places = torch.arange(n, device=tokens.device)
            apart = (places[:, None] - places[None, :]).clamp(-_REACH, _REACH) + _REACH
            # How i looks to j, and how j looks to i: as two products, because joining them first costs more than both.
            there, back = self.bias.weight.split(PAIR_SIGNS, 1)
            bias = F.linear(pair_signs, there, self.bias.bias) + F.linear(pair_signs, back).transpose(1, 2)
            bias = bias + self.distance[apart]
            bias = bias.permute(0, 3, 1, 2) + (mask[:, None, None, :] - 1) * 1e4
            for layer in self.layers:
                states = layer(states, bias)
            return self.pairs(self.end(states), body, pair_signs, apart)

        def pooled(self, tokens: Any) -> tuple[Any, Any]:
            """Unit vectors of whole utterances, and those with the means of beginning and end behind them."""
            vectors = self.table(tokens)
            real = (tokens > 0).to(vectors.dtype).unsqueeze(-1)
            weights = torch.exp(self.weight(tokens)) * real
            body = (vectors[:, :, TAIL:] * weights[:, :, TAIL:]).sum(2)
            body = body / (body.square().sum(-1, keepdim=True) + _SMALL).sqrt()
            first, last = slice(TAIL, TAIL + HEAD), slice(0, TAIL)
            ends = [vectors[:, :, part].sum(2) / (real[:, :, part].sum(2) + 1) for part in (first, last)]
            return body, torch.cat([body * 4, *ends], -1)

        def pairs(self, states: Any, body: Any, pair_signs: Any, apart: Any) -> Scores:
            b, n, _ = states.shape
            here = self.here(states).view(b, n, size.products, 16).transpose(1, 2)
            there = self.there(states).view(b, n, size.products, 16).transpose(1, 2)
            products = (here @ there.transpose(-1, -2)).permute(0, 2, 3, 1) / 4
            alike = (body @ body.transpose(-1, -2)).unsqueeze(-1)
            hidden = self.pair(torch.cat([pair_signs, products, alike], -1)) + self.near[apart]
            hidden = hidden + self.one(states).unsqueeze(2) + self.other(states).unsqueeze(1)
            scores = self.score(torch.relu(hidden))
            return Scores(torch.cat([scores[..., 0], self.start(states)], -1), scores[..., 1])

    return Network()
