"""What a server says beside its answer is bounded too, and no refusal of it is lost between two processes."""

import pickle

import pytest

from core.errors import ModelError
from models.server_reader.answers import Garbled, Stream
from models.server_reader.refusals import Refused


def told(usage: str) -> tuple[int, int]:
    stream = Stream(events=False, most=100_000, enough=lambda _: True)
    stream.take(f'{{"choices": [{{"message": {{"content": "[0]"}}}}], "usage": {usage}}}'.encode())
    written = stream.end()
    return written.prompt_tokens, written.answer_tokens


def test_how_many_tokens_it_counts_is_a_number_that_can_be() -> None:
    assert told('{"prompt_tokens": -7, "completion_tokens": 5}') == (0, 5)
    assert told(f'{{"prompt_tokens": {"9" * 400}}}')[0] / 0.5 < 1e9
    for usage in ('{"prompt_tokens": 1e999}', '{"prompt_tokens": [1]}', f'{{"prompt_tokens": {"9" * 5_000}}}'):
        with pytest.raises(Garbled, match="something else"):
            told(usage)


def test_a_refusal_passes_between_processes_without_what_the_server_said() -> None:
    passed = pickle.loads(pickle.dumps(Refused(400, "what a chat said")))
    assert isinstance(passed, ModelError)
    assert str(passed) == "The server answers 400."
    assert b"chat" not in pickle.dumps(Refused(400, "what a chat said"))
