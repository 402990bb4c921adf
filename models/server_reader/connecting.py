"""This file is where a server is tried for the first time, and becomes a bundle without files.

Consent was given before (core.consent): nothing here asks for it, and without it nothing is sent.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from core.addresses import address_of
from core.consent import Consents
from core.errors import ModelError
from core.protocols import Check
from models.answer_form import is_answer
from models.answer_search import resembles_an_answer
from models.server_reader.answers import Garbled, Written
from models.server_reader.calling import Called, Request, calls
from models.server_reader.connection import Connection, Patience, agreed_connection
from models.server_reader.drawn import drawn_prompt
from models.server_reader.generator import DEFAULT_ROOM, Served, asked, request
from models.server_reader.refusals import Refused
from models.server_reader.structure import FREE, WAYS, kept_to, trial

_SHOWN, _NAMES = 80, 5
_UNFIT = (400, 422, 500, 501)
_TRIAL_TOKENS = 24


@dataclass(frozen=True, slots=True)
class Tried:
    """What a server turned out to be. formed: it answered the drawn question in the form of an answer; seconds: for
    that answer."""

    served: Served
    formed: bool
    seconds: float


def tried(wanted: Served, consents: Consents, check: Check, patience: Patience | None = None) -> Tried:
    """Asks a server which models it has, how it can be held to a form, and one drawn question with a picture. Raises
    ModelError. wanted.model: empty for the only one that is served."""
    connection = agreed_connection(wanted.url, consents, patience)
    wanted = replace(wanted, url=connection.address.url)
    model, room = _model(connection, wanted.model, check)
    served = _understood(connection, replace(wanted, model=model, room=room), check)
    for way in _ways(connection, served, check):
        found = replace(served, structured=way)
        answer = _drawn(connection, found, check)
        formed = _formed(answer.written, exactly=way not in (FREE, "json_schema"))
        if formed or way == FREE:
            told = bool(answer.written.chances)
            return Tried(replace(found, chances=told), formed, sum(answer.seconds))
    raise AssertionError("the free way is always tried")


def manifest_of(found: Tried) -> dict[str, Any]:
    """The manifest of a bundle that is this server. It holds no key, and no consent."""
    served = found.served
    origin = address_of(served.url).origin
    facts = {"name": served.model, "kind": "server", "files": {}, "licence": "", "origin": origin}
    return {"format": 1, "models": {"reader": facts | served.facts}}


def _model(connection: Connection, wanted: str, check: Check) -> tuple[str, int]:
    """(the model's name as the server has it, tokens that it has room for)."""
    where = connection.address.origin
    try:
        (listed,) = calls(connection, [Request("/models")], 1, check)
    except Refused as error:
        if error.status not in (404, 405) or not wanted:
            raise
        return wanted, DEFAULT_ROOM  # a server that does not list what it has
    rooms = _rooms(listed, where)
    if not wanted and len(rooms) == 1:
        return next(iter(rooms.items()))
    if wanted not in rooms:
        names = ", ".join(f"“{each[:_SHOWN]}”" for each in list(rooms)[:_NAMES]) or "none"
        asked_for = f"no model “{wanted[:_SHOWN]}”" if wanted else "several models"
        raise ModelError(f"{where} serves {asked_for}; it names {names}. Choose one: --model NAME")
    return wanted, rooms[wanted]


def _rooms(listed: Called, where: str) -> dict[str, int]:
    """The context of each model, by its name (max_model_len is vLLM's, n_ctx that of newer llama.cpp servers)."""
    try:
        rooms = {}
        for each in json.loads(listed.content)["data"][:1000]:
            told = each.get("max_model_len") or (each.get("meta") or {}).get("n_ctx") or DEFAULT_ROOM
            if isinstance(each["id"], str) and each["id"].isprintable():
                rooms[each["id"]] = min(1_000_000, max(512, int(told)))
        return rooms
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise ModelError(f"{where} does not tell which models it has. Check that it is a model's server.") from error


def _understood(connection: Connection, served: Served, check: Check) -> Served:
    """The server with only those wishes that it takes. One that breaks off takes them no more than one that refuses:
    llama_cpp.server does so when it is asked for probabilities that it was started without."""
    plain = replace(served, exact=False)
    for each in (served, replace(served, chances=False), plain, replace(plain, chances=False)):
        try:
            _said(connection, each, {}, check)
            return each
        except ModelError as error:
            unfit = error.status in _UNFIT if isinstance(error, Refused) else isinstance(error.__cause__, Garbled)
            if not unfit:
                raise
            last = error
    raise last


def _ways(connection: Connection, served: Served, check: Check) -> Iterator[str]:
    for way in WAYS:
        try:
            if kept_to(way, _said(connection, served, trial(way), check).text):
                yield way
        except Refused as error:
            if error.status not in _UNFIT:
                raise
    yield FREE


def _said(connection: Connection, served: Served, form: dict[str, Any], check: Check) -> Written:
    body = {"messages": [{"role": "user", "content": "Say hello."}], "max_tokens": _TRIAL_TOKENS} | form
    (called,) = calls(connection, [request(served, body)], 1, check)
    return called.written


def _drawn(connection: Connection, served: Served, check: Check) -> Called:
    (called,) = calls(connection, [asked(served, drawn_prompt())], 1, check)
    return called


def _formed(written: Written, *, exactly: bool) -> bool:
    prompt = drawn_prompt()
    if exactly:
        return is_answer(written.text.strip(), prompt.utterances, prompt.images)
    return resembles_an_answer(written.text)
