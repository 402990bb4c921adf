"""This file is where the two graphs of a GME bundle run: pictures to token vectors, token rows to one vector each."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from core.errors import ModelError
from core.protocols import Vectors
from models.gme.content import Content, Piece
from models.gme.rows import Row, row_of, text_feed
from models.gme.settings import GmeSettings
from models.gme.sights import Feed, Sight, vision_feed
from models.providers import CPU, CUDA, OpenedSession, open_session
from models.qwen_vl.patches import FRAMES, MERGE, PATCH
from models.qwen_vl.tokens import PromptTokens
from models.special_tokens import PAD, SEEN, SEEN_FROM, SEEN_TO, TURN_END, TURN_START
from models.vision_language.prompt import Control, Part, Prompt, Written

if TYPE_CHECKING:
    from models.entries import ModelEntry

# Patches of all pictures of one pass attend to each other's places (masked), which costs memory by the square: pictures
# of 448 x 448 (1,024 patches) go one by one on a CPU, and eight at once on a GPU.
_PATCHES_AT_ONCE = {CPU: 1024, CUDA: 8192}
_TOKENS_AT_ONCE = {CPU: 1024, CUDA: 16384}


class GmeNetwork:
    """Thread-safe. provider: who computes both graphs; note: why it is not the GPU, empty when there is nothing to say.

    vision, text: opened sessions; tokens: the tokenizer.
    """

    def __init__(self, settings: GmeSettings, tokens: PromptTokens, vision: OpenedSession, text: OpenedSession) -> None:
        self.settings = settings
        self.provider = CUDA if vision.provider == text.provider == CUDA else CPU
        self.note = text.note or vision.note
        self._tokens, self._vision, self._text = tokens, vision.session, text.session
        self._vision_inputs = {each.name for each in vision.session.get_inputs()}
        self._nothing_seen = np.zeros((1, text.session.get_inputs()[3].shape[1]), np.float32)

    def frame(self, instruction: str) -> tuple[list[int], list[int]]:
        """The tokens before and after a content: GME's frame, whose last token is the one that is read out."""
        before = f"{TURN_START}system\n{instruction}{TURN_END}\n{TURN_START}user\n"
        return self._ids(Control(before)), self._ids(Control(f"{TURN_END}\n{TURN_START}assistant\n{PAD}"))

    def words(self, text: str) -> Piece:
        """A person's text; what is spelled like a special token is text, and half surrogates are replaced."""
        return Piece(self._ids(Written(text.encode("utf-8", "replace").decode("utf-8"))))

    def sight(self, picture: Sight) -> Piece:
        """A picture between its marks."""
        marks = self._ids(Control(SEEN_FROM)), self._ids(Control(SEEN)), self._ids(Control(SEEN_TO))
        return Piece([*marks[0], *marks[1] * picture.tokens, *marks[2]], picture)

    def seen(self, pictures: Sequence[Sight]) -> list[Vectors]:
        """The token vectors of each picture, shape (tokens, width). Raises ModelError where memory does not do."""
        found: list[Vectors] = []
        for batch in _in_batches(pictures, _PATCHES_AT_ONCE[self.provider]):
            feed = {k: v for k, v in vision_feed(batch, self.settings).items() if k in self._vision_inputs}
            rows = self._run(self._vision, feed)
            edges = np.cumsum([picture.tokens for picture in batch])[:-1]
            found += np.split(rows, edges)
        return found

    def read(self, contents: Sequence[Content], seen: dict[int, Vectors], instruction: str) -> Vectors:
        """A unit vector for each content, shape (contents, hidden). seen: token vectors by id() of their Sight."""
        frame = self.frame(instruction)
        rows = [row_of(content, frame) for content in contents]
        order = sorted(range(len(rows)), key=lambda at: -len(rows[at].ids))
        vectors = np.zeros((len(rows), self.settings.hidden), np.float32)
        for some in _fitting([(at, rows[at]) for at in order], _TOKENS_AT_ONCE[self.provider]):
            places = [at for at, _ in some]
            shown = [seen[id(piece.sight)] for at in places for piece in contents[at] if piece.sight is not None]
            embeds = np.concatenate(shown) if shown else self._nothing_seen
            vectors[places] = self.vectors(text_feed([row for _, row in some], embeds, self.settings))
        return vectors

    def vectors(self, feed: Feed) -> Vectors:
        """Of one batch of rows, as the text graph takes them."""
        return self._run(self._text, feed)

    def _ids(self, part: Part) -> list[int]:
        return self._tokens.ids(Prompt((part,), 0, 0), ())

    def _run(self, session: Any, feed: Feed) -> Vectors:
        try:
            return np.asarray(session.run(None, feed)[0], np.float32)
        except Exception as error:  # onnxruntime has no common error type
            why = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
            raise ModelError(
                f"The embedder could not compute a batch ({why}). Close other programs, or export it with a smaller "
                "max_pixels and window."
            ) from error


def open_network(entry: "ModelEntry") -> GmeNetwork:
    """The graphs of a manifest entry whose files were checked. Raises ModelError."""
    settings = GmeSettings.of(entry.facts)
    tokens = PromptTokens(entry.files["tokenizer"].path)
    if (tokens.image, tokens.pad) != (settings.image_token, settings.pad_token):
        raise ModelError(f"The tokenizer of {entry.name} is that of another model. Install ChatTrove again.")
    blank = Sight(np.zeros((MERGE**2, 3 * FRAMES * PATCH**2), np.float32), MERGE, MERGE)
    probe = vision_feed([blank], settings)
    if entry.facts.get("vision_windows") is not True:
        del probe["win_id"]
    vision = _opened(entry, "vision", probe)
    width = vision.session.get_outputs()[0].shape[1]
    text = _opened(entry, "text", text_feed([Row([tokens.pad])], np.zeros((1, width), np.float32), settings))
    return GmeNetwork(settings, tokens, vision, text)


def _opened(entry: "ModelEntry", part: str, probe: Feed) -> OpenedSession:
    cuda = entry.files.get(f"{part}_cuda")
    return open_session(entry.files[part].path, cuda.path if cuda else None, probe)


def _in_batches(pictures: Sequence[Sight], most: int) -> Iterator[list[Sight]]:
    batch: list[Sight] = []
    for picture in pictures:
        if batch and sum(len(each.patches) for each in batch) + len(picture.patches) > most:
            yield batch
            batch = []
        batch.append(picture)
    if batch:
        yield batch


def _fitting(rows: Sequence[tuple[int, Row]], most: int) -> Iterator[list[tuple[int, Row]]]:
    """Rows in falling length, as many at once as `most` tokens hold with their padding."""
    batch: list[tuple[int, Row]] = []
    for row in rows:
        if batch and (len(batch) + 1) * len(batch[0][1].ids) > most:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch
