"""This file is where a conversation is cut into fragments by the trained boundary model (FFR paper), on ONNX Runtime.

The network looks at windows of utterances (models.segmenter_scores) and says of each which earlier ones it goes on
from; models.clustering makes clusters of that, which interleave where people talk of several things at once. A pause of
many hours ends a fragment whatever is said, unless somebody replies across it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.types import Message
from models.chat_structure import Floats, Structure, structure
from models.clustering import Decoding, clustered, members
from models.providers import OpenedSession, open_session
from models.segmenter_scores import Reach, Scored, scored

if TYPE_CHECKING:
    from models.bundle import ModelEntry

LONGEST = 60
"""Most messages of a fragment in the product: what the reader reads at once, and what one vector can stand for."""

_BLOCK = 1_024
_NIGHT = 6 * 3_600.0
_REPLY_REACH = 60


class OnnxSegmenter:
    """Implements core.protocols.Segmenter. Thread-safe, deterministic; a block of 1,024 messages is held at a time.

    longest: most messages of a fragment; None leaves topics as long as they are.
    """

    def __init__(
        self, name: str, opened: OpenedSession, facts: Mapping[str, Any], rarity: Floats, longest: int | None = LONGEST
    ) -> None:
        self.name = name
        self._session = opened.session
        self._rarity = rarity
        self._reach = Reach(**facts["reach"])
        self._decoding = Decoding(**facts["decoding"])
        self._longest = longest

    def clusters(self, messages: Sequence[Message]) -> list[list[int]]:
        """Clusters of positions, each ascending, ordered by their first, every position once; they may interleave."""
        found: list[list[int]] = []
        start = 0
        while start < len(messages):
            block = messages[start : start + _BLOCK]
            some, end = self._of_block(block, start + len(block) < len(messages))
            found += [[start + at for at in cluster] for cluster in some]
            start += end
        return found

    def unbounded(self) -> "OnnxSegmenter":
        """The same with topics as long as they are."""
        other = copy(self)
        other._longest = None
        return other

    def _of_block(self, block: Sequence[Message], more: bool) -> tuple[list[list[int]], int]:
        """Clusters of a block, and where it ends: where more follows, at the likeliest end of a topic in the last
        quarter."""
        chat = structure(block)
        scores = scored(chat, self._network, self._rarity, self._reach)
        breaks = _breaks(chat, scores)
        end = len(block)
        if more:
            late = end - end // 4
            end = late + int(breaks[late:].argmax())
        labels = _labels(chat, scores, end, self._decoding)
        found = members(labels)
        if self._longest is not None:
            found = [part for cluster in found for part in _bounded(cluster, breaks, self._longest)]
        return sorted(found, key=lambda cluster: cluster[0]), end

    def _network(self, tensors: Mapping[str, NDArray[Any]]) -> tuple[Floats, Floats]:
        links, together = self._session.run(None, dict(tensors))
        return links, together


def load_segmenter(entry: "ModelEntry") -> OnnxSegmenter:
    """The segmenter of a manifest entry, whose files were checked. Raises ModelError when they cannot be loaded."""
    opened = open_session(entry.files["network"].path)
    facts = json.loads(entry.files["facts"].path.read_text("utf-8"))
    rarity = np.load(entry.files["rarity"].path).astype(np.float32)
    return OnnxSegmenter(f"{entry.name}-{entry.digest}", opened, facts, rarity)


def _labels(chat: Structure, scores: Scored, end: int, decoding: Decoding) -> NDArray[np.int64]:
    """Numbers of the fragments of the first `end` utterances; none goes over a night."""
    parts: list[NDArray[np.int64]] = []
    used = 0
    for first, last in pairwise([0, *(at for at in _nights(chat) if at < end), end]):
        part = clustered(Scored(*(each[first:last] for each in scores)), decoding)
        parts.append(part + used)
        used += int(part.max()) + 1 if len(part) else 0
    return np.concatenate(parts)


def _nights(chat: Structure) -> Iterator[int]:
    """Utterances before which so much time passed that topics are parted whatever is said."""
    with np.errstate(invalid="ignore"):
        long = np.flatnonzero(np.diff(chat.seconds) >= _NIGHT) + 1
    for at in long.tolist():
        near = chat.answers[at : at + _REPLY_REACH]
        if not ((near >= 0) & (near < at)).any():
            yield at


def _breaks(chat: Structure, scores: Scored) -> NDArray[np.float64]:
    """How good a place to cut is before each utterance: the chance of something new, and the pause against an hour."""
    pauses = np.diff(chat.seconds, prepend=np.nan) if len(chat.seconds) else chat.seconds
    return scores.new + np.log1p(np.maximum(np.nan_to_num(pauses), 0)) / 8


def _bounded(cluster: list[int], breaks: NDArray[np.float64], longest: int) -> Iterator[list[int]]:
    """The cluster in parts of at most `longest`, cut at the best places of each part's later half."""
    while len(cluster) > longest:
        half = longest // 2
        cut = half + int(breaks[cluster[half : longest + 1]].argmax())
        yield cluster[:cut]
        cluster = cluster[cut:]
    yield cluster
