"""This file is where fragments with their pictures, texts, pictures and queries become vectors of one space (GME).

A fragment is read as a person sees it: its rendered lines, each picture where it was sent (core.fragments.parts). What
is longer than the model's window is cut into windows; its vector is the average of theirs, weighted by their tokens. A
picture without a sound file leaves its place empty; the words about it stay.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.fragments import images_of, parts
from core.protocols import PictureOf, Pixels, Vectors
from core.types import Attachment, Message
from models.embedder import cosine, embedder_name
from models.gme.content import Content, length, windows
from models.gme.network import GmeNetwork, open_network
from models.gme.sights import Sight, sight_of
from models.providers import CUDA

if TYPE_CHECKING:
    from models.entries import ModelEntry

_FRAGMENTS_AT_ONCE = 16
_TRIES = 4


class GmeEmbedder:
    """Implements core.protocols.Embedder. Thread-safe."""

    def __init__(self, name: str, network: GmeNetwork, facts: Mapping[str, Any], pictures: PictureOf) -> None:
        self.name = name
        self.dimension = network.settings.dimension
        self.provider, self.note = network.provider, network.note
        self.at_once = 32 if network.provider == CUDA else 4
        self.network = network
        self._facts, self._pictures = facts, pictures

    def with_pictures(self, pictures: PictureOf) -> "GmeEmbedder":
        """The same model, which gets its pictures from elsewhere."""
        return GmeEmbedder(self.name, self.network, self._facts, pictures)

    def embed_fragments(self, fragments: Sequence[Sequence[Message]]) -> Vectors:
        """Shape (len(fragments), dimension), unit rows."""
        vectors = np.zeros((len(fragments), self.dimension), np.float32)
        for first in range(0, len(fragments), _FRAGMENTS_AT_ONCE):
            some = fragments[first : first + _FRAGMENTS_AT_ONCE]
            shown = self._shown(some)
            contents = [self._content(messages, shown) for messages in some]
            vectors[first : first + len(some)] = self._embed(contents)
        return vectors

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """Plain texts in the same space; what occurs several times is computed once."""
        distinct = list(dict.fromkeys(texts))
        places = {text: place for place, text in enumerate(distinct)}
        return self._embed([[self.network.words(text)] for text in distinct])[[places[text] for text in texts]]

    def embed_pictures(self, pictures: Sequence[Pixels]) -> Vectors:
        """Upright RGB pictures alone, in the same space."""
        cut = [sight_of(pixels, self.network.settings) for pixels in pictures]
        return self._embed([[self.network.sight(each)] for each in cut])

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """One unit vector, shape (dimension,), asked with the instruction of the bundle."""
        vector: NDArray[np.float32] = self._embed([[self.network.words(text)]], query=True)[0]
        return vector

    def coverage(self, text: str) -> float:
        """1: the tokenizer spells what it has no word for in bytes, and the model was trained on them."""
        return 1.0

    def reference_cosine(self) -> float:
        """The lowest cosine to the reference vectors of the manifest (a query, and a drawn picture); 0 without any."""
        found = []
        for reference in self._facts.get("reference", ()):
            leading = np.asarray(reference["leading"], np.float32)
            if "picture" in reference:
                made = self.embed_pictures([drawn(int(reference["picture"]))])[0]
            else:
                made = self.embed_query(str(reference["text"]))
            found.append(cosine(made, leading))
        return min(found, default=0.0)

    def _shown(self, fragments: Sequence[Sequence[Message]]) -> dict[int, Sight]:
        """The pictures by the id() of their attachments (whose own ids count anew in each dialogue of a
        file); the same file is cut up once."""
        files: dict[str | int, Sight] = {}
        shown: dict[int, Sight] = {}
        for messages in fragments:
            for attachment in self._looked_at(messages, files):
                shown[id(attachment)] = files[attachment.sha256 or id(attachment)]
        return shown

    def _looked_at(self, messages: Sequence[Message], files: dict[str | int, Sight]) -> Iterator[Attachment]:
        """The pictures of a fragment that there are, at most as many as the settings say, spread over it."""
        settings, left = self.network.settings, self.network.settings.pictures
        for attachment in _spread(images_of(messages), settings.pictures)[: settings.pictures * _TRIES]:
            key = attachment.sha256 or id(attachment)
            if left and key not in files:
                pixels = self._pictures(attachment, settings.max_pixels)
                if pixels is not None:
                    files[key] = sight_of(pixels, settings)
            if left and key in files:
                left -= 1
                yield attachment

    def _content(self, messages: Sequence[Message], shown: Mapping[int, Sight]) -> Content:
        content: Content = []
        for part in parts(messages):
            if isinstance(part, str):
                content.append(self.network.words(part))
            elif id(part) in shown:
                content.append(self.network.sight(shown[id(part)]))
        return content

    def _embed(self, contents: Sequence[Content], *, query: bool = False) -> Vectors:
        """Unit rows, shape (len(contents), dimension)."""
        settings = self.network.settings
        instruction = settings.instruction if query else settings.document_instruction
        room = settings.window - sum(map(len, self.network.frame(instruction)))
        cut = [(at, window) for at, content in enumerate(contents) for window in windows(content, room)]
        pictures = {id(piece.sight): piece.sight for _, each in cut for piece in each if piece.sight is not None}
        seen = dict(zip(pictures, self.network.seen(list(pictures.values())), strict=True))
        sums = np.zeros((len(contents), settings.hidden), np.float32)
        if cut:
            vectors = self.network.read([window for _, window in cut], seen, instruction)
            weights = np.array([[settings.window - room + length(window)] for _, window in cut], np.float32)
            np.add.at(sums, [at for at, _ in cut], vectors * weights)
        kept = sums[:, : self.dimension]
        return np.asarray(kept / np.maximum(np.linalg.norm(kept, axis=1, keepdims=True), np.float32(1e-12)))


def load_gme(entry: "ModelEntry") -> GmeEmbedder:
    """The embedder of a manifest entry whose files were checked; it sees no pictures before `with_pictures`.

    Raises ModelError when its files cannot be loaded, ValueError and KeyError where its facts are none that fit."""
    return GmeEmbedder(embedder_name(entry), open_network(entry), entry.facts, lambda _, __: None)


def drawn(number: int) -> Pixels:
    """A picture that is the same everywhere, for comparing vectors: stripes and steps in three colours."""
    row, column = np.indices((84 + 28 * number, 140))
    red, green, blue = (row * 3 + number * 40) % 256, (column // 20 * 36) % 256, ((row // 16 + column // 16) % 2) * 200
    return np.stack([red, green, blue], axis=2).astype(np.uint8)


def _spread(images: Sequence[Attachment], most: int) -> list[Attachment]:
    """All of them, those first that are spread evenly over the whole; the others stand in for what is missing."""
    if len(images) <= most or not most:
        return list(images)
    first = list(dict.fromkeys(place * len(images) // most for place in range(most)))
    return [images[place] for place in [*first, *sorted(set(range(len(images))) - set(first))]]
