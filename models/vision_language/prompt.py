"""This file is where a prompt is: parts that stay apart up to the tokenizer, so that text cannot become markup.

What a chat wrote is never joined to what we write: special tokens are parsed in `Control` and never in `Written`.
"""

from dataclasses import dataclass

from core.protocols import Pixels


@dataclass(frozen=True, slots=True)
class Control:
    """Ours: the frame of the chat template, the id markers, the instruction. Special tokens in it are special."""

    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """A person's: the query, names, messages, captions. Nothing in it is a special token, whatever it looks like.

    models.markup has neutralised it, for backends that take one string.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture, upright RGB uint8 of shape (height, width, 3), no larger than the reader's cap of pixels.

    Nothing stands around it: a backend puts the tokens there that its model knows a picture by (Qwen2-VL's
    models.special_tokens.SEEN_FROM, SEEN, SEEN_TO; a server does so itself), and counts them in Reply.prompt_tokens.
    """

    pixels: Pixels


Part = Control | Written | Shown


@dataclass(frozen=True, slots=True)
class Prompt:
    """One pass of the model: everything it is shown, up to where its answer begins.

    utterances, images: how many ids there are; each counts from 0 over the whole prompt, also where several fragments
    share it (FFR paper, task definition). Pictures without a file have an id too, and no `Shown`.
    """

    parts: tuple[Part, ...]
    utterances: int
    images: int
