"""This file is where a prompt becomes what llama.cpp reads: tokens, and pictures in the size of the vision tower."""

from collections.abc import Iterator

from models.gguf.cache import Entry
from models.gguf.pictures import picture
from models.gguf.vocabulary import Vocabulary
from models.pixels import fit, fitting, picture_tokens
from models.special_tokens import SEEN_FROM, SEEN_TO
from models.vision_language.prompt import Control, Part, Prompt, Shown, Written


def entries_of(prompt: Prompt, vocabulary: Vocabulary, most_pixels: int) -> list[Entry]:
    """A prompt as models.gguf.cache reads it. most_pixels: of a picture; 0 leaves pictures out, for models that see
    none."""
    return [entry for part in prompt.parts for entry in _entries(part, vocabulary, most_pixels)]


def tokens_of(prompt: Prompt, vocabulary: Vocabulary, most_pixels: int) -> int:
    """How many tokens `entries_of` takes, without bringing pictures into their size."""
    return sum(_tokens(part, vocabulary, most_pixels) for part in prompt.parts)


def _entries(part: Part, vocabulary: Vocabulary, most_pixels: int) -> Iterator[Entry]:
    if isinstance(part, Shown):
        if most_pixels:
            yield from vocabulary.ours(SEEN_FROM)
            yield picture(fit(part.pixels, most_pixels))
            yield from vocabulary.ours(SEEN_TO)
    else:
        yield from _words(part, vocabulary)


def _tokens(part: Part, vocabulary: Vocabulary, most_pixels: int) -> int:
    if isinstance(part, Shown):
        height, width = part.pixels.shape[:2]
        return picture_tokens(*fitting(height, width, most_pixels)) if most_pixels else 0
    return len(_words(part, vocabulary))


def _words(part: Control | Written, vocabulary: Vocabulary) -> list[int]:
    return vocabulary.ours(part.text) if isinstance(part, Control) else vocabulary.written(part.text)
