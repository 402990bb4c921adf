"""This file is where the answers to several prompts are written side by side, each as models.answer_decoding has it."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.protocols import Check
from models.answer_decoding import AnswerDecoding
from models.answer_form import AnswerStates
from models.qwen_vl.batch import Batch, Row
from models.qwen_vl.network import Network
from models.qwen_vl.patches import MERGE
from models.token_mask import TokenMask
from models.vision_language.generator import Reply


@dataclass(frozen=True, slots=True)
class Asked:
    """A prompt as numbers, and how many ids it has."""

    row: Row
    utterances: int
    images: int


class Answering:
    """Of one tokenizer. pieces: the tokens that can stand in an answer (models.token_mask.answer_tokens)."""

    def __init__(self, pieces: Mapping[int, str], *, image: int, pad: int) -> None:
        self._pieces, self._image, self._pad = pieces, image, pad

    def replies(self, network: Network, asked: Sequence[Asked], check: Check) -> list[Reply]:
        """One Reply for each, in order; their seconds add up to what all took. Raises as torch and `check` do."""
        writing = [AnswerDecoding(TokenMask(self._pieces, AnswerStates(x.utterances, x.images))) for x in asked]
        rows = [
            Row([*each.row.ids, *answer.begin()], each.row.patches, each.row.grids)
            for each, answer in zip(asked, writing, strict=True)
        ]
        with network.torch.inference_mode():
            started = time.perf_counter()
            batch = Batch(network, rows, image=self._image, pad=self._pad, merge=MERGE)
            check()
            scores = batch.begin(check)
            network.wait()
            read = time.perf_counter()
            _write(network, (batch, scores), writing, check)
        seconds = (read - started) / len(asked), (time.perf_counter() - read) / len(asked)
        return [_reply(each, answer, seconds) for each, answer in zip(asked, writing, strict=True)]


def _write(network: Network, begun: tuple[Batch, Any], writing: Sequence[AnswerDecoding], check: Check) -> None:
    """begun: the batch and its first scores. A row whose answer is written leaves the batch, so that one long answer is
    not written for all."""
    batch, scores = begun
    rows = list(writing)
    while True:
        chunks = _chosen(network, rows, scores)
        staying = [place for place, answer in enumerate(rows) if not answer.done]
        if not staying:
            return
        if len(staying) < len(rows):
            batch.keep(staying)
        rows, chunks = [rows[place] for place in staying], [chunks[place] for place in staying]
        check()
        scores = batch.go_on(chunks)


def _chosen(network: Network, writing: Sequence[AnswerDecoding], scores: Any) -> list[list[int]]:
    """What each answer goes on with. Only the scores of tokens that may come leave the graphics card, in one go."""
    allowed = [answer.allowed for answer in writing]
    wanted = np.unique(np.concatenate(allowed))
    values = scores.index_select(1, network.tensor(wanted)).cpu().numpy()
    return [
        answer.choose(values[row, np.searchsorted(wanted, tokens)])
        for row, (answer, tokens) in enumerate(zip(writing, allowed, strict=True))
    ]


def _reply(asked: Asked, answer: AnswerDecoding, seconds: tuple[float, float]) -> Reply:
    found = answer.result()
    return Reply(found.utterances, found.images, found.anything, len(asked.row.ids), found.tokens, seconds)
