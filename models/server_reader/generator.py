"""This file is where a server answers prompts: the backend of models.vision_language.generator for it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.addresses import address_of
from core.consent import Consents
from core.errors import AddressError, ModelError
from core.protocols import Check
from models.answer_form import IMAGES_END
from models.entries import ModelEntry
from models.pixels import LEAST_PIXELS, MOST_PIXELS
from models.server_reader import answers
from models.server_reader.calling import Called, Request, calls
from models.server_reader.confidence import reply_of
from models.server_reader.connection import Connection, Patience, agreed_connection
from models.server_reader.messages import estimated_tokens, messages_of
from models.server_reader.refusals import Refused
from models.server_reader.structure import FREE, WAYS, constrained
from models.vision_language.generator import Reply
from models.vision_language.prompt import Prompt

CHAT = "/chat/completions"
DEFAULT_ROOM = 8192
"""Tokens of prompt and answer, for servers that do not tell."""

_AT_ONCE = 4
_MOST_AT_ONCE = 64
_LONGEST_NAME = 200
_ANSWER, _PER_ID, _MOST_ANSWER = 96, 4, 4096
_PLAIN = {"top_p": 1, "repetition_penalty": 1.0, "repeat_penalty": 1.0, "presence_penalty": 0, "frequency_penalty": 0}
"""No penalty for digits and commas that come again: some checkpoints and servers have one unless they are told."""

_COUNTED = {"include_usage": True, "continuous_usage_stats": True}
"""How many tokens there are so far, with each piece where a server knows that (vLLM): a stream may be left early."""

_UNFIT = (400, 422, 500, 501)


@dataclass(frozen=True, slots=True)
class Served:
    """What a manifest says of a server. structured: one of structure.WAYS, or FREE; chances: it tells probabilities;
    exact: it takes what only vLLM and llama.cpp know; room: tokens; at_once: calls on their way together."""

    url: str
    model: str
    structured: str = FREE
    chances: bool = True
    exact: bool = True
    room: int = DEFAULT_ROOM
    at_once: int = _AT_ONCE
    most_pixels: int = MOST_PIXELS

    @property
    def facts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


class ServerGenerator:
    """A server as a Generator. Consent and key are looked up before each use; nothing is sent by making one.

    May be shared by threads: each call of `replies` has connections of its own.
    """

    def __init__(self, served: Served, consents: Consents, patience: Patience | None = None) -> None:
        self._served, self._consents, self._patience = served, consents, patience
        self._origin = address_of(served.url).origin

    @property
    def name(self) -> str:
        return f"server {self._served.model} at {self._origin} ({self._served.structured})"

    @property
    def room(self) -> int:
        """The answer's tokens are kept free."""
        return max(1, self._served.room - min(_MOST_ANSWER, max(_ANSWER, self._served.room // 8)))

    @property
    def at_once(self) -> int:
        return self._served.at_once

    @property
    def most_pixels(self) -> int:
        return self._served.most_pixels

    @property
    def device(self) -> str:
        return self._origin

    @property
    def notes(self) -> tuple[str, ...]:
        """None: that a server computes stands in `device`."""
        return ()

    def tokens(self, prompt: Prompt) -> int:
        return estimated_tokens(prompt)

    def replies(self, prompts: Sequence[Prompt], check: Check) -> Iterator[Reply]:
        """As models.vision_language.generator.Generator. A server that no longer takes the form of answers is asked
        without it from then on."""
        for prompt, called in zip(prompts, self._answers(prompts, check), strict=True):
            reply = reply_of(called.written, prompt.utterances, prompt.images, called.seconds)
            # Some servers tell no usage in a stream (llama_cpp.server 0.3.36), and one that was left has not yet.
            yield reply if reply.prompt_tokens else replace(reply, prompt_tokens=estimated_tokens(prompt))

    def close(self) -> None:
        """There is nothing to give back: connections end with the call that made them."""

    def _answers(self, prompts: Sequence[Prompt], check: Check) -> Iterator[Called]:
        done = 0
        while done < len(prompts):
            served = self._served
            try:
                requests = [asked(served, each) for each in prompts[done:]]
                for called in calls(self._connection(), requests, served.at_once, check):
                    yield called
                    done += 1
            except Refused as error:
                if error.status not in _UNFIT or served.structured == FREE or "form" not in _told_by(error):
                    raise
                self._served = replace(served, structured=FREE)

    def _connection(self) -> Connection:
        return agreed_connection(self._served.url, self._consents, self._patience)


def load_server(entry: ModelEntry) -> ServerGenerator:
    """The server that a bundle names; it is not asked anything yet. Raises ModelError for facts that do not fit."""
    facts = entry.facts
    try:
        return ServerGenerator(served_of(facts), Consents())
    except (KeyError, ValueError, TypeError, AddressError) as error:
        raise ModelError(f"The server of the models in {entry.directory} is none that fits ({error}).") from error


def served_of(facts: Mapping[str, Any]) -> Served:
    """What a manifest's facts say, each checked. Raises KeyError, ValueError, TypeError, AddressError."""
    url, model, way = facts["url"], facts["model"], facts.get("structured", FREE)
    if not isinstance(url, str) or not isinstance(model, str) or not model.isprintable():
        raise TypeError("its address and its model are no texts")
    if not 0 < len(model) <= _LONGEST_NAME or way not in (*WAYS, FREE):
        raise ValueError("its model's name or its form is unknown")
    room, at_once = int(facts.get("room", DEFAULT_ROOM)), int(facts.get("at_once", _AT_ONCE))
    pixels = int(facts.get("most_pixels", MOST_PIXELS))
    if not (512 <= room <= 10_000_000 and 1 <= at_once <= _MOST_AT_ONCE and LEAST_PIXELS <= pixels <= 20_000_000):
        raise ValueError("one of its numbers cannot be")
    address_of(url)
    return Served(
        url, model, way, bool(facts.get("chances", True)), bool(facts.get("exact", True)), room, at_once, pixels
    )


def asked(served: Served, prompt: Prompt) -> Request:
    """The request for a prompt's answer, in the form of one where the server knows how."""
    ids = prompt.utterances + prompt.images
    body = {
        "messages": messages_of(prompt),
        "max_tokens": min(_MOST_ANSWER, _ANSWER + _PER_ID * ids),
    }
    return request(served, body | constrained(served.structured, prompt.utterances, prompt.images))


def request(served: Served, body: Mapping[str, Any]) -> Request:
    """Always the likeliest token, as a stream: what comes can be counted, and left when it suffices."""
    whole: dict[str, Any] = {"model": served.model, "temperature": 0, "stream": True}
    if served.chances:
        whole |= {"logprobs": True, "top_logprobs": answers.OTHERS}
    if served.exact:
        # The markers of the answer are special tokens for some checkpoints.
        whole |= {"stream_options": _COUNTED, "skip_special_tokens": False, "seed": 0} | _PLAIN
    # One that is held to the form ends by itself, and then tells how many tokens that were.
    return Request(CHAT, whole | dict(body), lambda text: served.structured == FREE and IMAGES_END in text)


def _told_by(error: Refused) -> str:
    """ "form" where a refusal is about how an answer is constrained."""
    about = ("guided", "structured", "grammar", "regex", "response_format", "json_schema", "schema")
    return "form" if any(each in error.text for each in about) else ""
