"""This file is where fragments, single messages and queries become vectors: the embedded FEM on ONNX Runtime.

A text longer than the model's window is cut into windows of nearly equal length; its vector is the average of the
windows' unit vectors, weighted by their tokens and brought back to unit length. Text is data: "[SEP]" written in a
chat is a bracket, three letters and a bracket, never the control token.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.fragments import render
from core.protocols import Vectors
from core.types import Message
from models.providers import OpenedSession, open_session

if TYPE_CHECKING:
    from models.bundle import ModelEntry

# Measured on 2 cores at 64 tokens a text: 16 at once are fastest; 8 cost a quarter of the speed, 64 more than half.
_BATCH_TOKENS = 1024
_TEXTS_AT_ONCE = 4096
_MOST_WINDOWS = 64
_FRAME = 2  # [CLS] and [SEP]


class _Window(NamedTuple):
    text: int
    ids: Sequence[int]


class OnnxEmbedder:
    """Implements core.protocols.Embedder. Thread-safe. `references`: texts with the leading numbers of their vectors.

    A text of more than 64 windows (16,000 tokens, about a hundred pages) is represented by 64 windows spread over it.
    """

    def __init__(self, name: str, opened: OpenedSession, tokenizer: Any, facts: Mapping[str, Any]) -> None:
        self.name, self.at_once = name, 64
        self.dimension = int(facts["dimension"])
        self.provider = opened.provider
        self.note = opened.note
        self.references = tuple((r["text"], np.array(r["leading"], np.float32)) for r in facts.get("reference", ()))
        self._session = opened.session
        self._tokenizer = tokenizer
        self._room = int(facts["max_tokens"]) - _FRAME
        self._start, self._end, self._unknown = map(tokenizer.token_to_id, ("[CLS]", "[SEP]", "[UNK]"))

    def embed_fragments(self, fragments: Sequence[Sequence[Message]]) -> Vectors:
        """Shape (len(fragments), dimension), unit rows, of what core.fragments.render makes of them."""
        return self.embed_texts([render(messages) for messages in fragments])

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """The same of plain texts, in their order; an empty one has a vector too, and what occurs several times ("ok")
        is computed once."""
        distinct = list(dict.fromkeys(texts))
        places = {text: place for place, text in enumerate(distinct)}
        vectors = np.zeros((len(distinct), self.dimension), np.float32)
        for first in range(0, len(distinct), _TEXTS_AT_ONCE):
            some = distinct[first : first + _TEXTS_AT_ONCE]
            vectors[first : first + len(some)] = self._embed(some)
        return vectors[[places[text] for text in texts]]

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """One unit vector, shape (dimension,)."""
        vector: NDArray[np.float32] = self._embed([text])[0]
        return vector

    def reference_cosine(self) -> float:
        """The lowest cosine to the reference vectors of the manifest; 0 where it has none."""
        return min((cosine(self.embed_query(text), leading) for text, leading in self.references), default=0.0)

    def coverage(self, text: str) -> float:
        """The share of the text's tokens that are not [UNK]; 1 for an empty text."""
        ids = self._windows([text])[0].ids[1:-1]
        return 1.0 - list(ids).count(self._unknown) / len(ids) if len(ids) else 1.0

    def _embed(self, texts: Sequence[str]) -> Vectors:
        sums = np.zeros((len(texts), self.dimension), np.float32)
        for batch in _batches(self._windows(texts)):
            vectors = self._session.run(None, feed([window.ids for window in batch]))[0]
            weights = np.array([[len(window.ids)] for window in batch], np.float32)
            np.add.at(sums, [window.text for window in batch], vectors * weights)
        # Windows that cancel each other out exactly would leave nothing to divide by; no real text does that.
        norms = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), np.float32(1e-12))
        return np.asarray(sums / norms, np.float32)

    def _windows(self, texts: Sequence[str]) -> list[_Window]:
        # Half surrogates, which some exports contain, cannot be given to the tokenizer.
        clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        encodings = self._tokenizer.encode_batch_fast(clean, add_special_tokens=False)
        return [
            _Window(place, [self._start, *part, self._end])
            for place, encoding in enumerate(encodings)
            for part in _split(encoding.ids, self._room)
        ]


def embedder_name(entry: "ModelEntry") -> str:
    """The name that the embedder of a manifest entry has; changes with any of its files, and with whatever else the
    vectors depend on. Raises ModelError for facts that no embedder can have."""
    if entry.facts.get("kind") == "gme":
        from models.gme.settings import GmeSettings

        settings = GmeSettings.of(entry.facts)
        return f"{entry.name}-{settings.dimension}:{entry.digest}{settings.digest}"
    return f"{entry.name}:{entry.digest}"


def load_embedder(entry: "ModelEntry") -> OnnxEmbedder:
    """The embedder of a manifest entry whose files were checked. Raises ModelError when they cannot be loaded."""
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(entry.files["tokenizer"].path))
    except Exception as error:
        raise ModelError(
            f"{entry.files['tokenizer'].path} cannot be read ({error}). Install ChatTrove again."
        ) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.encode_special_tokens = True  # "[SEP]" in a text is text
    opened = open_session(entry.files["cpu"].path, entry.files["cuda"].path, feed([[0, 1], [0]]))
    return OnnxEmbedder(embedder_name(entry), opened, tokenizer, entry.facts)


def cosine(vector: NDArray[np.float32], leading: NDArray[np.float32]) -> float:
    """Of the leading numbers of two vectors, as many as the second one has."""
    found = vector[: len(leading)]
    return float(found @ leading / max(float(np.linalg.norm(found) * np.linalg.norm(leading)), 1e-9))


def _split(ids: Sequence[int], room: int) -> list[Sequence[int]]:
    """Parts of nearly equal length, each at most `room` tokens; one empty part for no tokens."""
    count = max(1, -(-len(ids) // room))
    edges = [len(ids) * place // count for place in range(count + 1)]
    parts = [ids[start:end] for start, end in pairwise(edges)]
    if count <= _MOST_WINDOWS:
        return parts
    return [parts[place * count // _MOST_WINDOWS] for place in range(_MOST_WINDOWS)]


def _batches(windows: Sequence[_Window]) -> Iterator[list[_Window]]:
    """Windows of like length together, long ones first, so that little is padded and memory peaks at once."""
    batch: list[_Window] = []
    for window in sorted(windows, key=lambda window: -len(window.ids)):
        if batch and (len(batch) + 1) * len(batch[0].ids) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def feed(rows: Sequence[Sequence[int]]) -> dict[str, NDArray[np.int64]]:
    """Token rows as the graph takes them: ids and mask, both (rows, longest row), padded on the right with 0."""
    ids = np.zeros((len(rows), max(map(len, rows))), np.int64)
    mask = np.zeros_like(ids)
    for place, row in enumerate(rows):
        ids[place, : len(row)] = row
        mask[place, : len(row)] = 1
    return {"input_ids": ids, "attention_mask": mask}
