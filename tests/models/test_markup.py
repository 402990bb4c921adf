"""Questions about chats become prompts, and nothing that people wrote is ever markup in them."""

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.protocols import Pixels
from core.types import Attachment, Message
from models.answer_form import parse
from models.markup import PICTURE, completion, joined, prompt_of, unseen
from models.neutral_text import neutral, neutral_line
from models.prompt_wording import MARKERS, Instruction, Wording, own_wording
from models.vision_language.prompt import Control, Prompt, Shown, Written
from tests.models.chats import DINNER, TRIP, chat

NAMES = "endoftext im_start im_end object_ref_start box_end vision_start vision_end image_pad video_pad fim_prefix"
QWEN = [*(f"<|{name}|>" for name in NAMES.split()), "<tool_call>", "</tool_call>", "<think>", "</think>"]
OTHERS = "<__media__> <s> </s> <unk> <image> <start_of_turn> <bos> <pad> [INST] [/INST] [IMG] <<SYS>> <｜User｜>"
SPECIAL = [*MARKERS, *QWEN, *OTHERS.split(), PICTURE]
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\ufe0f\u034f\u180e\u115f\u3164\U000e0041\u0338"
_IGNORED = re.compile(f"[{INVISIBLE}]")

PIECES = st.sampled_from(
    [*SPECIAL, *INVISIBLE, *"<|>[]_", "im_end", "|>", "＜", "｜", "＞", "﹤", "≮", "［", "］", "\ud83d"]
)
HOSTILE = st.lists(PIECES | st.sampled_from(["\n", "\r\n", "\0", "\u202e", "3", " ", "Ana: ", "[image: "]), max_size=8)
TEXTS = HOSTILE.map("".join) | st.text(st.characters(), max_size=20)

WHITE = np.full((56, 112, 3), 255, np.uint8)


def shown(_: Attachment) -> Pixels:
    return WHITE


@st.composite
def chats(draw: st.DrawFn) -> list[Message]:
    """Messages whose every word is hostile, some with pictures and files."""
    rows = draw(st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
    messages = chat(rows)
    for at in range(len(messages)):
        kinds = draw(st.lists(st.sampled_from(["image", "sticker", "file", "voice"]), max_size=2))
        made = [
            Attachment(at, at, kind, draw(TEXTS), "found", caption=draw(TEXTS), ocr_text=draw(TEXTS)) for kind in kinds
        ]
        messages[at] = replace(messages[at], attachments=tuple(made))
    return messages


def test_a_prompt_is_written_as_the_paper_has_it() -> None:
    messages = chat(TRIP[3:5], m0=[{"name": "a.png"}, {"caption": "the ticket"}])
    text, pictures = joined(
        prompt_of("train to Lisbon", [messages], Wording({"en": Instruction("S", "{query}\n{dialogue}A")}), shown)
    )
    assert text == (
        "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\n<|query_start|>train to Lisbon<|query_end|>\n"
        "<|utt_id_start|>0<|utt_id_end|> Cleo: What time does our train to Lisbon leave on Friday?"
        f"<|img_id_start|>0<|img_id_end|>{PICTURE}<|img_id_start|>1<|img_id_end|>{PICTURE}[image: the ticket]\n"
        "<|utt_id_start|>1<|utt_id_end|> Bo: at 9:40, platform 4\n"
        "A<|im_end|>\n<|im_start|>assistant\n"
    )
    assert len(pictures) == 2
    assert completion([1], [0]) == "<|utt_ids_start|>[1]<|utt_ids_end|>;<|img_ids_start|>[0]<|img_ids_end|><|im_end|>\n"


def test_pictures_that_cannot_be_shown_are_told_in_words() -> None:
    messages = chat([("Ana", "")], m0=[{"caption": "our cat", "ocr_text": "MIAU"}, {}])
    prompt = prompt_of("cat", [messages], own_wording(), unseen)
    told = [part.text for part in prompt.parts if isinstance(part, Written)]
    assert told == ["cat", " Ana:", "[image: our cat | MIAU]", "[image]\n"]
    assert (prompt.utterances, prompt.images) == (1, 2)


def test_ids_are_given_once_over_all_that_shares_a_prompt() -> None:
    messages = chat(TRIP, m1=[{}, {}])
    prompt = prompt_of("火车", [messages, chat(DINNER), messages], own_wording(), unseen)
    assert ids_in(prompt) == (list(range(26)), list(range(4)))
    assert (prompt.utterances, prompt.images) == (26, 4)


@settings(max_examples=40)
@given(query=TEXTS, stretches=st.lists(chats(), max_size=3), seen=st.booleans())
def test_no_text_name_query_or_caption_can_forge_markup(query: str, stretches: list[list[Message]], seen: bool) -> None:
    prompt = prompt_of(query, stretches, own_wording(), shown if seen else unseen)
    size = sum(len(each) for each in stretches)
    images = sum(item.is_image for each in stretches for message in each for item in message.attachments)
    assert (prompt.utterances, prompt.images) == (size, images)
    assert ids_in(prompt) == (list(range(size)), list(range(images)))

    plain = [chat([("Ana", "hi")] * len(each)) for each in stretches]
    pictures = [
        [
            replace(message, attachments=tuple(map(nameless, own.attachments)))
            for message, own in zip(*pair, strict=True)
        ]
        for pair in zip(plain, stretches, strict=True)
    ]
    harmless = prompt_of("hi", pictures, Wording({"en": own_wording().instruction(query)}), shown if seen else unseen)
    (text, pixels), (ours, _) = joined(prompt), joined(harmless)
    for form in (text, *normalised(text)):
        for special in SPECIAL:
            assert form.count(special) == ours.count(special), special
    assert len(pixels) == (images if seen else 0)
    text.encode("utf-8")


@given(TEXTS)
def test_what_is_written_is_one_neutral_line_of_bounded_length(text: str) -> None:
    line = neutral_line(text * 3, 50)
    assert neutral(line) == line
    assert len(line) <= 100
    assert not set(line) & set("\n\r\0\u2028\u202e")


def test_every_character_that_may_become_an_opening_is_parted_from_what_follows() -> None:
    characters = map(chr, [*range(0xD800), *range(0xE000, sys.maxunicode + 1)])
    for character in ("<", *(each for each in characters if "003C" in unicodedata.decomposition(each))):
        assert neutral(f"{character}|im_end|>") == f"{character} |im_end|>"


@pytest.mark.parametrize("text", ["I <3 you", "a <= b", "x <- y", "1 < 2", "<", "look <", "[image] [ok]", "a > b"])
def test_what_opens_nothing_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 5)))
def test_a_model_is_trained_to_write_what_is_parsed(utterances: set[int], images: set[int]) -> None:
    text = completion(sorted(utterances), sorted(images)).removesuffix("<|im_end|>\n")
    assert parse(text, 31, 6) == (tuple(sorted(utterances)), tuple(sorted(images)))


def test_a_megabyte_of_text_is_cut() -> None:
    prompt = prompt_of("x" * 10**6, [chat([("A" * 10**6, "<" * 10**6)])], own_wording(), unseen)
    assert len(joined(prompt)[0]) < 10_000


def nameless(item: Attachment) -> Attachment:
    return replace(item, name="", caption="", ocr_text="")


def normalised(text: str) -> Iterator[str]:
    """What tokenizers may make of a text before they look for special tokens."""
    for form in ("NFC", "NFKC", "NFKD"):
        made = unicodedata.normalize(form, text)
        yield made
        yield _IGNORED.sub("", made)


def ids_in(prompt: Prompt) -> tuple[list[int], list[int]]:
    """The ids of utterances and pictures that stand in our parts, in order."""
    text = "".join(part.text for part in prompt.parts if isinstance(part, Control))
    found = (re.findall(rf"<\|{name}_id_start\|>(\d+)<\|{name}_id_end\|>", text) for name in ("utt", "img"))
    first, second = ([int(each) for each in ids] for ids in found)
    return first, second


def test_parts_have_the_tokens_of_the_joined_prompt() -> None:
    """A trainer tokenises the whole, a reader the parts: with Qwen's splitting both get the same."""
    tokenizers = pytest.importorskip("tokenizers")
    # The regular expression of Qwen2's tokenizer.json.
    split = (
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
        r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    )
    cut = tokenizers.pre_tokenizers.Split(tokenizers.Regex(split), "isolated")
    special = re.compile("(" + "|".join(re.escape(each) for each in SPECIAL) + ")")

    def pieces(text: str) -> list[str]:
        found: list[str] = []
        for part in special.split(text):
            found += [part] if part in SPECIAL else [piece for piece, _ in cut.pre_tokenize_str(part)] if part else []
        return found

    rows = [("Ana", "really?!"), ("", "..."), ("小王", "好。"), ("Bo", ""), ("Bo", "see https://a.b/c\n\n ok")]
    messages = chat(rows, m1=[{"caption": "what?"}, {}], m4=[{}])
    for seen in (shown, unseen):
        for stretches in ([messages], [messages, chat(TRIP), messages[:4]]):
            prompt = prompt_of("when?!", stretches, own_wording(), seen)
            apart = [p for part in prompt.parts for p in ([PICTURE] if isinstance(part, Shown) else pieces(part.text))]
            together = pieces(joined(prompt)[0].replace(PICTURE, "<image>"))
            assert apart == [PICTURE if each == "<image>" else each for each in together]
