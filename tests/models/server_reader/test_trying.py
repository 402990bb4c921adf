"""The first question to a server: drawn as models get it, and answered by servers that cannot tell everything."""

from itertools import pairwise

from core.consent import Consents
from core.protocols import unhindered
from models.server_reader.connecting import tried
from models.server_reader.drawn import drawn_prompt
from models.server_reader.generator import Served
from models.server_reader.messages import messages_of
from models.vision_language.prompt import Control, Prompt, Written
from tests.models.server_reader.conftest import HASTY
from tests.models.server_reader.speaking import Speaker


def test_a_server_that_breaks_off_when_asked_for_probabilities_is_used_without(
    speaker: Speaker, consents: Consents
) -> None:
    """llama_cpp.server with --logits_all False."""
    speaker.troubles = ["error"] * HASTY.tries
    found = tried(Served(f"{speaker.url}/v1", ""), consents, unhindered, HASTY)
    assert not found.served.chances
    assert found.formed


def test_spaces_beside_what_people_say_are_theirs() -> None:
    """So that the joined text that a server gets has the same tokens as the parts."""
    parts = drawn_prompt().parts
    for ours, theirs in pairwise(parts):
        if isinstance(ours, Control) and isinstance(theirs, Written):
            assert not ours.text.endswith(" ")


def test_text_is_sent_in_the_form_that_the_tokenizer_knows() -> None:
    """Servers of llama.cpp do not see to NFC."""
    (message,) = messages_of(Prompt((Written("Zoe\u0301"),), 1, 0))
    assert message["content"] == "Zo\u00e9"
