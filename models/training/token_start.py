"""This file is where the segmenter's token table begins: words that occur in the same fragments lie near each other.

Latent semantic analysis (Deerwester et al. 1990) of the training fragments themselves, so no other model is needed: the
network then has to learn which nearness matters, not what every word means.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from models.chat_structure import Floats
from models.training.segmenter_data import UNMARKED, Example
from models.utterance_tokens import BUCKETS, TAIL

_RUN = 12
_LENGTH = 2.0
_ROUNDS = 3
_PLAIN = 2.0
_LEAST_WEIGHT = 0.1


def start(examples: Sequence[Example], idf: Floats, dimension: int) -> tuple[Any, Any]:
    """Torch tensors: vectors (BUCKETS, dimension), and logarithms of weights (BUCKETS, 1), by token."""
    import torch

    rows, tokens = _occurrences(examples)
    values = np.maximum(idf[tokens] - _PLAIN, 0)
    kept = values > 0
    rows, tokens, values = rows[kept], tokens[kept], values[kept]
    norms = np.sqrt(np.bincount(rows, values**2, rows.max() + 1))
    places = torch.from_numpy(np.stack([rows, tokens]))
    weights = torch.from_numpy((values / norms[rows]).astype(np.float32))
    shape = (int(rows.max()) + 1, BUCKETS)
    matrix = torch.sparse_coo_tensor(places, weights, shape, check_invariants=True).coalesce()
    _, strengths, directions = torch.svd_lowrank(matrix, q=dimension, niter=_ROUNDS)
    vectors = directions * strengths.sqrt()
    vectors = torch.nn.functional.normalize(vectors, dim=1) * _LENGTH
    unseen = vectors.norm(dim=1) == 0
    vectors[unseen] = torch.randn(int(unseen.sum()), dimension) * _LENGTH / dimension**0.5
    vectors[0] = 0
    return vectors, torch.from_numpy(np.log(np.maximum(idf - _PLAIN, _LEAST_WEIGHT))).float().unsqueeze(1)


def _occurrences(examples: Sequence[Example]) -> tuple[Any, Any]:
    """(run, token) of every token that occurs in a run of up to twelve utterances of one fragment, each once."""
    found, runs = [], 0
    for each in examples:
        for label in np.unique(each.labels[each.labels != UNMARKED]):
            utterances = np.flatnonzero(each.labels == label)
            run = runs + np.arange(len(utterances)) // _RUN
            body = each.chat.tokens[utterances, TAIL:].astype(np.int64)
            found.append(np.unique((run[:, None] * BUCKETS + body)[body > 0]))
            runs = int(run[-1]) + 1
    keys = np.concatenate(found)
    return keys // BUCKETS, keys % BUCKETS
