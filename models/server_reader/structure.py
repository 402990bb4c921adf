"""This file is where a server is asked to keep to the form of an answer, in each of the ways that servers know.

vLLM takes a regular expression, under one name or, before 0.12, another; the server of llama.cpp takes a grammar; many
others a JSON schema. All of them ignore what they do not know, so which way works is found out by trying.
"""

import json
import re
from typing import Any

from models.answer_grammar import gbnf, json_schema, regex

WAYS = ("structured_outputs", "guided_regex", "grammar", "json_schema")
"""In the order in which they are tried: what admits exactly our answers first."""

FREE = "none"
"""The server keeps to no form: what it says is looked through (models.answer_form.parse, not strict)."""

_WORD = "trove"


def constrained(way: str, utterances: int, images: int) -> dict[str, Any]:
    """What is added to a request, so that only an answer to a prompt with so many ids can be written."""
    if way == "json_schema":
        return _said(way, json_schema(utterances, images))
    return _said(way, gbnf(utterances, images) if way == "grammar" else regex(utterances, images))


def trial(way: str) -> dict[str, Any]:
    """The same for a form that nothing else would make a model write."""
    if way == "json_schema":
        field = {"type": "integer", "enum": [17]}
        return _said(
            way, {"type": "object", "properties": {_WORD: field}, "required": [_WORD], "additionalProperties": False}
        )
    return _said(way, f'root ::= "{_WORD}-" [0-9] [0-9]\n' if way == "grammar" else f"{_WORD}-[0-9][0-9]")


def kept_to(way: str, text: str) -> bool:
    """Whether a server kept to the form of the trial."""
    if way != "json_schema":
        return re.fullmatch(_WORD + "-[0-9][0-9]", text.strip(), re.ASCII) is not None
    try:
        return bool(json.loads(text) == {_WORD: 17})
    except (ValueError, RecursionError):
        return False


def _said(way: str, form: Any) -> dict[str, Any]:
    schema = {"name": "answer", "strict": True, "schema": form}
    said: dict[str, dict[str, Any]] = {
        "structured_outputs": {"structured_outputs": {"regex": form}},
        "guided_regex": {"guided_regex": form},
        "grammar": {"grammar": form},
        "json_schema": {"response_format": {"type": "json_schema", "json_schema": schema}},
    }
    return said.get(way, {})
