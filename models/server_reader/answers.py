"""This file is where what a server sends becomes one answer, whole or streamed: bounded, and never trusted."""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

OTHERS = 20
"""Tokens in whose place one was written, of which a server tells the probabilities: as many as vLLM does."""

_MOST_TOKENS = 100_000_000


class Garbled(Exception):
    """What came is no answer of this protocol; the words of it are for a person and tell nothing of what came."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A token that was written: its probability, and those of others that could have stood in its place, in [0, 1]."""

    text: str
    sure: float
    others: Mapping[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Written:
    """What a model has written so far. chances: empty where the server tells none; ended: it said that it was done."""

    text: str = ""
    chances: list[Chance] = field(default_factory=list)
    prompt_tokens: int = 0
    answer_tokens: int = 0
    ended: bool = False


class Stream:
    """Takes an answer as it comes (server-sent events, WHATWG HTML 9.2; chunks of OpenAI's chat completions).

    most: bytes; enough: whether what is written suffices, so that nobody needs to wait for the rest.
    """

    def __init__(self, *, events: bool, most: int, enough: Callable[[str], bool]) -> None:
        self.written = Written()
        self._events, self._most, self._enough = events, most, enough
        self._held, self._taken = b"", 0

    def take(self, chunk: bytes) -> bool:
        """True when there is enough. Raises Garbled."""
        self._taken += len(chunk)
        if self._taken > self._most:
            raise Garbled(f"sends more than {self._most / 1e6:,.0f} MB for one answer")
        self._held += chunk
        if not self._events:
            return False
        *lines, self._held = self._held.split(b"\n")
        return any(self._line(line.strip(b"\r")) for line in lines)

    def end(self) -> Written:
        """Nothing more comes. Raises Garbled where the answer is cut off or none."""
        if self._events and self._held:
            self._line(self._held.strip(b"\r"))
        elif not self._events:
            self._object(_parsed(self._held), "message")
            self.written.ended = True
        if not self.written.ended and not self._enough(self.written.text):
            raise Garbled("broke off in the midst of an answer")
        return self.written

    def _line(self, line: bytes) -> bool:
        if not line.startswith(b"data:"):
            return False  # comments, names of events, empty lines
        data = line.removeprefix(b"data:").strip()
        if data == b"[DONE]":
            return True  # not a sign that the answer is whole: llama_cpp.server ends so what it interrupts
        self._object(_parsed(data), "delta")
        return self._enough(self.written.text)

    def _object(self, told: Any, part: str) -> None:
        try:
            if "error" in told:
                raise Garbled("broke off with an error")
            for choice in told["choices"][:1]:
                self.written.text += _text((choice.get(part) or {}).get("content"))
                self.written.chances += _chances((choice.get("logprobs") or {}).get("content") or [])
                self.written.ended |= choice.get("finish_reason") is not None
            usage = told.get("usage") or {}
            self.written.prompt_tokens = _count(usage.get("prompt_tokens")) or self.written.prompt_tokens
            self.written.answer_tokens = _count(usage.get("completion_tokens")) or self.written.answer_tokens
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise Garbled("sends something else than an answer") from error


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Garbled("sends something else than an answer") from error


def _count(value: Any) -> int:
    """Of tokens, which are shown and divided by seconds: whatever a server says, a number that can be one."""
    return max(0, min(int(value or 0), _MOST_TOKENS))


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError
    return value


def _chances(told: Any) -> list[Chance]:
    return [
        Chance(
            _text(each["token"]),
            chance_of(each["logprob"]),
            {_text(other["token"]): chance_of(other["logprob"]) for other in (each.get("top_logprobs") or [])[:OTHERS]},
        )
        for each in told
    ]


def chance_of(logarithm: object) -> float:
    """The probability of a natural logarithm, in [0, 1] whatever a server says; 0 for what is no number."""
    value = float(logarithm) if isinstance(logarithm, int | float) else -math.inf
    return 0.0 if math.isnan(value) else math.exp(min(0.0, value))
