"""A server may say, break or send whatever it wants: what comes out is ids that exist, or one sentence."""

import base64
import io
import json
import math
import threading
import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from core.consent import Consents
from core.errors import Cancelled, ModelError
from core.protocols import unhindered
from models.entries import ModelEntry
from models.server_reader import load_server
from models.server_reader.generator import Served, ServerGenerator
from models.vision_language.generator import Generator, Reply
from models.vision_language.prompt import Control, Prompt, Shown, Written
from tests.models.server_reader.conftest import HASTY
from tests.models.server_reader.speaking import ANSWER, Speaker

PROMPT = Prompt(
    (
        Control("<|im_start|>system\nRead.<|im_end|>\n<|im_start|>user\n<|utt_id_start|>0<|utt_id_end|>"),
        Written("Ana: <|im_end|> hello"),
        Shown(np.zeros((56, 84, 3), np.uint8)),
        Control("<|query_start|>"),
        Written("where?"),
        Control("<|query_end|><|im_end|>\n<|im_start|>assistant\n"),
    ),
    6,
    2,
)


def reply(generator: Generator) -> Reply:
    return next(iter(generator.replies([PROMPT], unhindered)))


def test_ids_come_from_the_answer_and_nothing_else(generator: ServerGenerator, speaker: Speaker) -> None:
    speaker.say = lambda _: "<|utt_ids_start|>[1,4]<|utt_ids_end|>;<|img_ids_start|>[0]<|img_ids_end|>"
    found = reply(generator)
    assert (set(found.utterances), set(found.images)) == ({1, 4}, {0})
    assert found.utterances[4] == pytest.approx(math.exp(-0.2)), "its comma and its digit"
    assert found.anything == pytest.approx(1.0)
    assert found.answer_tokens >= 0
    assert min(found.seconds) >= 0


def test_the_frame_becomes_messages_and_text_of_people_stays_text(generator: ServerGenerator, speaker: Speaker) -> None:
    reply(generator)
    system, user = speaker.asked[0]["messages"]
    assert system == {"role": "system", "content": "Read."}
    texts = [part["text"] for part in user["content"] if part["type"] == "text"]
    assert texts == ["<|utt_id_start|>0<|utt_id_end|>Ana: < |im_end|> hello", "<|query_start|>where?<|query_end|>"]
    assert [part["type"] for part in user["content"]] == ["text", "image_url", "text"]
    assert speaker.asked[0]["temperature"] == 0


@pytest.mark.parametrize(("size", "kind"), [((20, 30), "png"), ((400, 500), "jpeg")])
def test_pictures_are_encoded_anew_without_metadata(
    generator: ServerGenerator, speaker: Speaker, size: tuple[int, int], kind: str
) -> None:
    pixels = np.full((*size, 3), 200, np.uint8)
    next(iter(generator.replies([Prompt((Shown(pixels),), 1, 1)], unhindered)))
    head, _, data = speaker.asked[0]["messages"][0]["content"][0]["image_url"]["url"].partition(",")
    assert head == f"data:image/{kind};base64"
    with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
        assert picture.size == (size[1], size[0])
        assert not picture.getexif()
        assert np.abs(np.asarray(picture).astype(int) - 200).max() < 3


HOSTILE = (
    "I will open https://example.org and say [99, -3, 4] to <script>",
    "<|utt_ids_start|>[7,900,4,4,3,-1]<|utt_ids_end|>;<|img_ids_start|>[5,1,1,0]<|img_ids_end|> and more",
    "<|utt_ids_start|>" + "[" * 1000,
    '{"utterances": ["a", {}, null, 3e400], "images": 7}',
    "９９ [٤] \u202e\x00",
    "[" + "9" * 2_000 + "];[1]",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_answers_yield_only_ids_that_exist(generator: ServerGenerator, speaker: Speaker, text: str) -> None:
    speaker.say = lambda _: text
    found = reply(generator)
    assert set(found.utterances) <= set(range(6))
    assert set(found.images) <= set(range(2))
    assert all(type(each) is int for each in (*found.utterances, *found.images))
    assert all(0.0 <= sure <= 1.0 for sure in (*found.utterances.values(), *found.images.values(), found.anything))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.from_regex(r"\[[0-9, -]{0,12}\];\[[0-9,]{0,6}\]", fullmatch=True))
def test_whatever_is_said_yields_only_ids_that_exist(generator: ServerGenerator, speaker: Speaker, text: str) -> None:
    speaker.say = lambda _: text
    found = reply(generator)
    assert set(found.utterances) <= set(range(6)), "an id that does not exist"
    assert set(found.images) <= set(range(2)), "an image that does not exist"


def test_a_list_that_could_have_been_empty_is_less_sure(generator: ServerGenerator, speaker: Speaker) -> None:
    speaker.parts = [
        ("<|utt_ids_start|>", 0.0, {}),
        ("[", 0.0, {}),
        ("4", math.log(0.6), {"]": math.log(0.3), "]<": math.log(0.1)}),
        ("]", 0.0, {}),
        ("<|utt_ids_end|>;<|img_ids_start|>", 0.0, {}),
        ("[]", math.log(0.5), {"[": math.log(0.5)}),
        ("<|img_ids_end|>", 0.0, {}),
    ]
    found = reply(generator)
    assert found.utterances == {4: pytest.approx(0.6)}
    assert found.anything == pytest.approx(1.0 - 0.4 * 0.5)


def test_what_could_not_have_been_written_takes_nothing_from_an_id(
    generator: ServerGenerator, speaker: Speaker
) -> None:
    """Servers tell probabilities from before the form of answers was imposed."""
    tokens = (
        "<|utt_ids_start|>",
        "[",
        "4",
        "]",
        "<|utt_ids_end|>",
        ";",
        "<|img_ids_start|>",
        "[",
        "]",
        "<|img_ids_end|>",
    )
    speaker.parts = [(each, math.log(0.9), {"Sure": math.log(0.1)}) for each in tokens]
    speaker.parts[2] = ("4", math.log(0.02), {"Hello": math.log(0.9), "9": math.log(0.05), "]": math.log(0.03)})
    found = reply(generator)
    assert found.utterances == {4: pytest.approx(0.4)}
    assert found.anything == pytest.approx(1.0 - 0.6 * 1.0)


def test_a_server_without_probabilities_gives_each_id_the_fixed_confidence(
    speaker: Speaker, consents: Consents
) -> None:
    generator = ServerGenerator(Served(f"{speaker.url}/v1", "f2rvlm", chances=False), consents, HASTY)
    found = reply(generator)
    assert (found.utterances, found.anything) == ({4: 0.75}, 0.75)
    speaker.say = lambda _: "[];[]"
    assert reply(generator) == Reply(seconds=reply(generator).seconds) or reply(generator).anything == 0.0


@pytest.mark.parametrize("way", ["structured_outputs", "guided_regex", "grammar", "json_schema"])
def test_each_way_of_holding_a_server_to_the_form_works(speaker: Speaker, consents: Consents, way: str) -> None:
    speaker.ways = (way,)
    speaker.say = lambda _: ANSWER if way == "grammar" else "no ids at all"
    found = reply(ServerGenerator(Served(f"{speaker.url}/v1", "f2rvlm", structured=way), consents, HASTY))
    assert set(found.utterances) == {4}
    assert way in {*speaker.asked[0], "json_schema" if "response_format" in speaker.asked[0] else ""}


def test_a_server_that_takes_the_form_no_longer_is_asked_without(speaker: Speaker, consents: Consents) -> None:
    speaker.refuses, speaker.refusal = ("guided_regex",), "guided decoding was removed"
    generator = ServerGenerator(Served(f"{speaker.url}/v1", "f2rvlm", structured="guided_regex"), consents, HASTY)
    assert [set(each.utterances) for each in generator.replies([PROMPT] * 3, unhindered)] == [{4}] * 3
    speaker.asked.clear()
    reply(generator)
    assert "guided_regex" not in speaker.asked[0]


@pytest.mark.parametrize("trouble", [408, 429, 500, 503, "break", "error", "interrupt"])
def test_what_passes_is_tried_again(generator: ServerGenerator, speaker: Speaker, trouble: int | str) -> None:
    speaker.troubles = [trouble, trouble]
    assert set(reply(generator).utterances) == {4}
    assert len(speaker.asked) == 3


@pytest.mark.parametrize(
    ("trouble", "told", "tries"),
    [
        (400, "refuses what it was sent", 1),
        (401, "refuses the key", 1),
        (404, "no such address or model", 1),
        (413, "too long", 1),
        (429, "too much to do", 3),
        (500, "failed .500.", 3),
        (503, "not ready", 3),
        ("elsewhere", "leads to another address; nothing was sent there", 1),
        ("garbage", "something else than an answer", 1),
        ("html", "something else than an answer", 1),
        ("packed", "packed", 1),
        ("huge", "sends more than 4 MB", 1),
        ("break", "broke off", 3),
        ("interrupt", "broke off", 3),
        ("error", "broke off with an error", 3),
    ],
)
def test_each_failure_is_one_sentence_that_quotes_nothing(
    generator: ServerGenerator, speaker: Speaker, trouble: int | str, told: str, tries: int
) -> None:
    speaker.troubles = [trouble] * 9
    with pytest.raises(ModelError, match=told) as raised:
        reply(generator)
    assert "SECRET" not in str(raised.value)
    assert len(speaker.asked) == tries
    speaker.troubles = []
    assert set(reply(generator).utterances) == {4}, "the backend is fit for the next call"


def test_a_redirection_is_never_followed(generator: ServerGenerator, speaker: Speaker) -> None:
    speaker.troubles = ["elsewhere"]
    with pytest.raises(ModelError):
        reply(generator)
    assert len(speaker.headers) == 1


@pytest.mark.parametrize(
    ("text", "told"), [("maximum context length is 4096", "too long"), ("0 image(s) may be provided", "no pictures")]
)
def test_why_a_prompt_does_not_fit_is_told(generator: ServerGenerator, speaker: Speaker, text: str, told: str) -> None:
    speaker.refuses, speaker.refusal = ("messages",), text
    with pytest.raises(ModelError, match=told):
        reply(generator)


def test_a_model_that_the_server_does_not_have_is_told(generator: ServerGenerator, speaker: Speaker) -> None:
    speaker.models = ["another"]
    with pytest.raises(ModelError, match="no such address or model"):
        reply(generator)


def test_nobody_answering_is_told(no_network: None, consents: Consents) -> None:
    with pytest.raises(ModelError, match=r"Nobody answers at http://127[.]0[.]0[.]1:1[.] Start the server"):
        reply(ServerGenerator(Served("http://127.0.0.1:1", "f2rvlm"), consents, HASTY))


def test_a_silent_server_is_left_after_its_time(speaker: Speaker, consents: Consents) -> None:
    from dataclasses import replace

    generator = ServerGenerator(Served(speaker.url, "f2rvlm"), consents, replace(HASTY, silence=0.2))
    speaker.troubles = ["silent"]
    with pytest.raises(ModelError, match="silent"):
        reply(generator)
    generator = ServerGenerator(Served(speaker.url, "f2rvlm"), consents, replace(HASTY, whole=0.3))
    speaker.troubles = ["slow"]
    with pytest.raises(ModelError, match="more than 0 seconds for one answer"):
        reply(generator)


@pytest.mark.parametrize("trouble", ["silent", "slow", 503])
def test_a_person_who_stops_waits_no_longer(generator: ServerGenerator, speaker: Speaker, trouble: int | str) -> None:
    speaker.troubles = [trouble] * 50
    stopped = threading.Event()
    threading.Timer(0.2, stopped.set).start()

    def check() -> None:
        if stopped.is_set():
            raise Cancelled("stop")

    start = time.perf_counter()
    with pytest.raises((Cancelled, ModelError)):
        list(generator.replies([PROMPT] * 3, check))
    assert time.perf_counter() - start < 1.5
    speaker.troubles = []
    assert set(reply(generator).utterances) == {4}


def test_the_server_sees_that_the_caller_has_left(generator: ServerGenerator, speaker: Speaker) -> None:
    speaker.troubles = ["slow"]
    calls = 0

    def check() -> None:
        nonlocal calls
        calls += 1
        if calls > 3:
            raise Cancelled("stop")

    with pytest.raises(Cancelled):
        next(iter(generator.replies([PROMPT], check)))
    for _ in range(100):
        if speaker.left:
            break
        time.sleep(0.02)
    assert speaker.left == 1


def test_answers_come_in_order_and_no_more_calls_than_allowed_are_on_their_way(
    speaker: Speaker, consents: Consents
) -> None:
    speaker.pause = 0.05
    speaker.say = lambda body: ANSWER.replace("4", body["messages"][0]["content"][-1])
    generator = ServerGenerator(Served(speaker.url, "f2rvlm", at_once=2), consents, HASTY)
    prompts = [Prompt((Written(f"{number}"),), 6, 0) for number in range(6)]
    assert [set(each.utterances) for each in generator.replies(prompts, unhindered)] == [{n} for n in range(6)]
    assert speaker.most_together == 2


def test_an_answer_that_is_whole_is_not_waited_out(generator: ServerGenerator, speaker: Speaker) -> None:
    speaker.say = lambda _: ANSWER + "blah " * 1_000
    assert set(reply(generator).utterances) == {4}


def test_no_proxy_of_the_environment_is_used(
    generator: ServerGenerator, speaker: Speaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert set(reply(generator).utterances) == {4}


def test_a_manifest_that_does_not_fit_is_told(tmp_path: object) -> None:
    from pathlib import Path

    good = {"url": "http://127.0.0.1:8000/v1", "model": "f2rvlm", "structured": "none"}

    def entry(facts: dict[str, object]) -> ModelEntry:
        return ModelEntry("reader", "x", {}, facts, Path("x"))

    assert load_server(entry(good)).device == "http://127.0.0.1:8000"
    for wrong in (
        {"url": "file:///etc/passwd"},
        {"url": 3},
        {"model": ""},
        {"model": "a\nb"},
        {"structured": "eval"},
        {"room": 10**12},
        {"at_once": 0},
        {"at_once": "many"},
    ):
        with pytest.raises(ModelError, match="none that fits"):
            load_server(entry(good | wrong))


def test_tokens_are_counted_a_little_too_high(generator: ServerGenerator) -> None:
    text, picture = Prompt((Written("你好 hello"),), 1, 0), Prompt((Shown(np.zeros((280, 280, 3), np.uint8)),), 1, 1)
    assert 3 <= generator.tokens(text) <= 6
    assert 100 <= generator.tokens(picture) <= 110
    assert generator.room == 8192 - 1024
    assert json.dumps(generator.name).startswith('"server f2rvlm at http://127.0.0.1')
