"""This file is where the wording of prompts is: what a vision-language model is told around the query and the chat.

A checkpoint may bring its own along (prompt.json), because it reads best what it was trained with. The file is text
that a stranger wrote: it may hold our markers, and nothing else that a tokenizer takes for special. Its form:
{"format": 1, "wordings": {"en": {"system": "...", "user": "... {query} ... {dialogue} ..."}, "zh": {...}}}, where one
of the languages is enough. What stands for {dialogue} ends with a line break.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.errors import ModelError
from models.answer_form import ANSWER_MARKERS
from models.neutral_text import neutral

UTTERANCE_START, UTTERANCE_END = "<|utt_id_start|>", "<|utt_id_end|>"
IMAGE_START, IMAGE_END = "<|img_id_start|>", "<|img_id_end|>"
QUERY_START, QUERY_END = "<|query_start|>", "<|query_end|>"
MARKERS = (UTTERANCE_START, UTTERANCE_END, IMAGE_START, IMAGE_END, QUERY_START, QUERY_END, *ANSWER_MARKERS)
"""All markers of the task (FFR paper), each of them one token of a model that was trained for it."""

QUERY, DIALOGUE = "{query}", "{dialogue}"
LANGUAGES = ("en", "zh")

_LONGEST = 8_000
_LARGEST_FILE = 65_536
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_MARKER = re.compile("|".join(map(re.escape, MARKERS)))


@dataclass(frozen=True, slots=True)
class Instruction:
    """system: what the model is; user: the task, with {query} and {dialogue} once each."""

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Instructions by language, at least one."""

    instructions: Mapping[str, Instruction]

    def instruction(self, query: str) -> Instruction:
        """Chinese for a query with Chinese characters, else English; the other one where there is only that."""
        language = "zh" if _HAN.search(query) else "en"
        return self.instructions.get(language) or next(iter(self.instructions.values()))

    @property
    def digest(self) -> str:
        """Eight hex digits that change with any word."""
        told = [(language, each.system, each.user) for language, each in sorted(self.instructions.items())]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:8]


@cache
def own_wording() -> Wording:
    """The wording that comes with the program."""
    return read_wording(Path(__file__).with_name("prompt_wording.json"))


def read_wording(path: Path) -> Wording:
    """A wording file, checked. Raises ModelError, with what is wrong, in one sentence."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST_FILE + 1)
        if len(content) > _LARGEST_FILE:
            raise ValueError(f"it is longer than {_LARGEST_FILE:,} bytes")
        return _wording(json.loads(content.decode("utf-8")))
    except OSError as error:
        raise ModelError(f"The wording of prompts {path} cannot be read ({error.strerror}).") from error
    except (ValueError, RecursionError) as error:
        what = "it is no JSON" if isinstance(error, json.JSONDecodeError | UnicodeDecodeError) else str(error)
        raise ModelError(f"The wording of prompts {path} cannot be used: {what}.") from error


def _wording(told: Any) -> Wording:
    if not isinstance(told, dict) or told.get("format") != 1 or not isinstance(told.get("wordings"), dict):
        raise ValueError('it is not of the form {"format": 1, "wordings": {...}}')
    wordings = told["wordings"]
    if not wordings or not set(wordings) <= set(LANGUAGES):
        raise ValueError(f"its languages must be among {', '.join(LANGUAGES)}")
    return Wording({language: _instruction(wordings[language]) for language in LANGUAGES if language in wordings})


def _instruction(told: Any) -> Instruction:
    if not isinstance(told, dict) or set(told) != {"system", "user"}:
        raise ValueError('each of its languages must have "system" and "user"')
    system, user = _text(told["system"]), _text(told["user"])
    if any(user.count(each) != 1 for each in (QUERY, DIALOGUE)):
        raise ValueError("{query} and {dialogue} must stand in it once each")
    if set(system + user.replace(QUERY, "").replace(DIALOGUE, "")) & set("{}"):
        raise ValueError("{query} and {dialogue} are the only things in braces that it may hold")
    return Instruction(system, user)


def _text(told: Any) -> str:
    """Plain text without special tokens but ours."""
    if not isinstance(told, str) or len(told) > _LONGEST:
        raise ValueError(f"its texts must be strings of at most {_LONGEST:,} characters")
    if any(unicodedata.category(each).startswith("C") for each in told if each != "\n"):
        raise ValueError("it has control characters")
    for plain in _MARKER.split(told):
        if neutral(plain) != plain or plain.endswith("<"):
            raise ValueError("it has special tokens other than the markers of the task")
    return told
