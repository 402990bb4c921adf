"""This file is where a GGUF model reads prompts: F2RVLM by llama.cpp, on any graphics processor or on the CPU.

    load_gguf(entry) -> models.vision_language.generator.Generator

The bundle has a text model ("model") and, for pictures, what looks at them ("mmproj"). Answers are written token by
token, only those tokens that keep them of the one form (models.answer_decoding), so nothing but ids ever comes out.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.errors import ModelError
from core.protocols import Check
from models.answer_decoding import Decoded, Logits, decode
from models.answer_form import AnswerStates, answer_text
from models.gguf.cache import Entry, PromptCache, cells_of
from models.gguf.entries import entries_of, tokens_of
from models.gguf.header import Header, read_header
from models.gguf.kinds import check_text, check_vision
from models.gguf.library import Library, library
from models.gguf.model import GgufModel, TooLittleMemory
from models.gguf.placement import Placement, decided_layers, free_memory, placed, weights
from models.gguf.vocabulary import Vocabulary
from models.pixels import MOST_PIXELS, PIXELS_ON_CPU
from models.token_mask import TokenMask, answer_tokens
from models.vision_language.generator import Reply
from models.vision_language.prompt import Prompt

if TYPE_CHECKING:
    from models.entries import ModelEntry

_ANSWER = 1_024


def load_gguf(entry: "ModelEntry", *, gpu_layers: int | None = None) -> "LlamaGenerator":
    """The backend of a bundle's reader. gpu_layers: how many layers a graphics processor gets, None for what fits, -1
    for all; the environment variable CHATTROVE_GPU_LAYERS and the fact "gpu_layers" say it too.

    Reads the files' headers; the weights come into memory with the first prompt. Raises ModelError: llama-cpp-python is
    missing, a file is missing, cut off or of another kind, or there is not enough memory.
    """
    if "model" not in entry.files:
        raise ModelError(f"The bundle of {entry.name} names no file “model”. Add the model again.")
    text = read_header(entry.files["model"].path)
    check_text(text)
    vision = read_header(entry.files["mmproj"].path) if "mmproj" in entry.files else None
    if vision is not None:
        check_vision(vision, text)
    return LlamaGenerator(entry, text, vision, decided_layers(gpu_layers, entry.facts.get("gpu_layers")))


class LlamaGenerator:
    """A models.vision_language.generator.Generator. Several threads may use it, one prompt at a time is computed.

    notes: what the person should know of how it computes.
    """

    at_once = 1  # one prompt keeps every core or the whole graphics processor busy

    def __init__(self, entry: "ModelEntry", text: Header, vision: Header | None, layers: int | None) -> None:
        self._library: Library = library()
        self._text, self._vision, self._layers = text, vision, layers
        self._placement = self._placed()
        most = MOST_PIXELS if self._placement.vision else PIXELS_ON_CPU
        self.most_pixels = min(int(entry.facts.get("max_pixels", most)), most) if vision else 0
        self.name = f"{entry.name}:{entry.digest}:gguf:{self.most_pixels}"
        self._model: GgufModel | None = None
        self._vocabulary: Vocabulary | None = None
        self._pieces: dict[int, str] = {}
        self._lock = threading.RLock()

    @property
    def room(self) -> int:
        return self._placement.room - min(_ANSWER, self._placement.room // 4)

    @property
    def device(self) -> str:
        return self._placement.title

    @property
    def notes(self) -> tuple[str, ...]:
        blind = "This model has no mmproj file: it reads the captions of pictures and does not look at them."
        return (*self._placement.notes, *(() if self._vision else (blind,)))

    def tokens(self, prompt: Prompt) -> int:
        """Exactly how many tokens a prompt has. Reads the vocabulary where it was not read yet."""
        with self._lock:
            return tokens_of(prompt, self._words(), self.most_pixels)

    def replies(self, prompts: Sequence[Prompt], check: Check) -> Iterator[Reply]:
        """The reply to each prompt, in order. A model without a file for pictures reads their captions only."""
        for prompt in prompts:
            check()
            with self._lock:
                try:
                    reply = self._reply(prompt, check)
                except MemoryError:
                    raise ModelError("There is not enough memory for this model. Choose a smaller one.") from None
            yield reply

    def close(self) -> None:
        """Gives the memory back; may be called twice. The next prompt loads again."""
        with self._lock:
            if self._model is not None:
                self._model.close()
            if self._vocabulary is not None:
                self._vocabulary.close()
            self._model = self._vocabulary = None

    def _reply(self, prompt: Prompt, check: Check) -> Reply:
        start = time.perf_counter()
        entries = entries_of(prompt, self._words(), self.most_pixels)
        cells = cells_of(entries)
        longest = cells + len(answer_text(range(prompt.utterances), range(prompt.images)))
        if longest > self._placement.room:
            raise ModelError(
                f"A part of a conversation is too long for this model: {longest:,} tokens, it has room for "
                f"{self._placement.room:,}."
            )
        model = self._loaded(check)
        writing = _Writing(model, model.cache(longest), entries)
        mask = TokenMask(self._pieces, AnswerStates(prompt.utterances, prompt.images))
        with model.interruption.asking(check):
            decoded = decode(writing.step, mask, check)
        return _reply(decoded, cells, (writing.read_at - start, time.perf_counter() - writing.read_at))

    def _words(self) -> Vocabulary:
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self._library, self._text.path)
            self._pieces = answer_tokens(self._vocabulary.pieces)
            if not TokenMask(self._pieces, AnswerStates(1, 1)).writable:
                raise ModelError(f"The tokenizer of {self._text.path} cannot write ids. Choose another model.")
        return self._vocabulary

    def _loaded(self, check: Check) -> GgufModel:
        if self._model is None:
            self._placement = self._placed()
            try:
                self._model = GgufModel(self._library, self._text, self._vision, self._placement, check)
            except TooLittleMemory:
                if self._placement.device is None or self._layers is not None:
                    raise
                # What was free a moment ago may be taken, and Windows tells more than there is.
                self._placement = placed(weights(self._text, self._vision), (), free_memory())
                self._model = GgufModel(self._library, self._text, self._vision, self._placement, check)
        return self._model

    def _placed(self) -> Placement:
        needs = weights(self._text, self._vision)
        return placed(needs, self._library.devices(), free_memory(), self._layers)


class _Writing:
    """The steps of one answer: the prompt is read with the first, together with what every answer begins with."""

    def __init__(self, model: GgufModel, cache: PromptCache, entries: list[Entry]) -> None:
        self._model, self._cache, self._entries = model, cache, entries
        self.read_at = 0.0

    def step(self, new: Sequence[int]) -> Logits:
        if not self.read_at:
            self._cache.read([*self._entries, *new], self._model.tower)
            self.read_at = time.perf_counter()
        else:
            self._cache.read_on(new)
        return self._cache.logits()


def _reply(decoded: Decoded, cells: int, seconds: tuple[float, float]) -> Reply:
    return Reply(decoded.utterances, decoded.images, decoded.anything, cells, decoded.tokens, seconds)
