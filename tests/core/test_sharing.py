"""This file is where shared results are checked: complete, harmless whatever people wrote, and silent about names."""

import base64
import hashlib
import io
import json
import re
import time
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from PIL import Image, PngImagePlugin

from core.sharing import Options, as_dict, as_html, as_json, as_markdown
from core.sharing.hiding import letter
from core.sharing.wording import safe
from core.types import (
    Attachment,
    Conversation,
    Message,
    Reaction,
    SearchResult,
    Span,
    SpanImage,
    SpanMessage,
)

HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "</p></article></body><iframe src='http://evil.example'>",
    '" onmouseover="alert(1)',
    "![pixel](http://evil.example/p.png) [click](javascript:alert(1)) <http://a.b>",
    "# heading\n## two\n---\n===\n> quote\n- list\n+ list\n1. one\n2) two\n```\ncode\n```\n    indented\n\ttabbed",
    "[ref]: http://evil.example\n&lt;b&gt; &#60;\\*stars* _under_ `tick` ~~gone~~ | a | b |\n|---|---|",
    "\u202egnp.exe \u2066isolate \u200fmark",
    "nul\x00 bell\x07 escape\x1b[31m del\x7f line\u2028sep \x85 next\r\nreturn\rend",
    "<!-- -->\n<![CDATA[ x ]]>\n<?php ?>\n]]>",
    "你好，<b>世界</b> 🍲👩‍👩‍👧",
    "  \n\n   ",
]


def picture(number=7, message_id=2, sha256="a" * 64):
    return Attachment(number, message_id, "image", "cake <b>.jpg", "found", sha256)


def result_with(*texts, sender="Anna Maria", title="Family", attachments=()):
    messages = [
        Message(number, 1, f"key{number}", 1, sender, 1_714_566_785_000, "2024-05-01T12:33:05", "message", text)
        for number, text in enumerate(texts, 1)
    ]
    if attachments:
        messages[-1] = replace(messages[-1], attachments=tuple(attachments))
    shown = tuple(SpanMessage(each, True, 0.9231) for each in messages)
    images = tuple(
        SpanImage(item, f"{messages[-1].key}#{place}", True, 0.5)
        for place, item in enumerate(attachments)
        if item.is_image
    )
    conversation = Conversation(1, "whatsapp", "secret-key", title, "group", 2, 0, None, None, (sender, "王小明"))
    return SearchResult(conversation, (Span(shown, images),), 0.81234, "Read as an answer: 1 message.")


def no_media(sha256):
    return None


class Reading(HTMLParser):
    """Collects the tags, attributes and visible text of a page."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.text, self.paragraphs, self._in = set(), [], [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs
        self._in.append(tag)
        if tag == "p":
            self.paragraphs.append("")

    def handle_endtag(self, tag):
        self._in.pop()

    def handle_data(self, data):
        if self._in and self._in[-1] == "p":
            self.paragraphs[-1] += data


TAGS = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "section", "article", "header", "b", "bdi", "p"}
TAGS |= {"div", "figure", "figcaption", "img"}


def check_page(page, text):
    reading = Reading(page)
    assert reading.tags <= TAGS
    assert {name for name, _ in reading.attributes} <= {
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "dir",
        "src",
        "alt",
    }
    assert all(value.startswith("data:image/") for name, value in reading.attributes if name == "src")
    assert reading.paragraphs == ([safe(text)] if safe(text).strip() else [])


@pytest.mark.parametrize("text", HOSTILE)
def test_html_shows_hostile_text_as_text_and_nothing_else(text):
    check_page(as_html(text, [result_with(text, sender=text or "x", title=text)], Options(), no_media), text)


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["<", ">", '"', "'", "&", "script", "/", "!--", "\n", "a"])).map("".join)
)
def test_html_of_any_text_holds_exactly_that_text(text):
    check_page(as_html(text, [result_with(text)], Options(), no_media), text)


def test_the_page_allows_its_own_style_and_pictures_only():
    page = as_html("q", [], Options(), no_media)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    style = re.search(r"<style>(.*?)</style>", page, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert (
        policy == f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in style
    assert "@import" not in style


ALLOWED = {
    "paragraph_open",
    "paragraph_close",
    "blockquote_open",
    "blockquote_close",
    "heading_open",
    "heading_close",
    "inline",
    "text",
    "strong_open",
    "strong_close",
    "em_open",
    "em_close",
    "softbreak",
    "hardbreak",
    "text_special",
}


def check_markdown(written, headings, quotations):
    """Only the structure that is written on purpose: headings outside, one quotation per message, no links or code."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(written)
    flat = [child for token in tokens for child in [token, *(token.children or [])]]
    assert {token.type for token in flat} <= ALLOWED
    assert sum(token.type == "heading_open" for token in tokens) == headings
    assert sum(token.type == "blockquote_open" for token in tokens) == quotations
    return "\n".join(
        "".join("\n" if child.type in ("softbreak", "hardbreak") else child.content for child in token.children)
        for token in tokens
        if token.type == "inline"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_hostile_text_as_text_and_nothing_else(text):
    written = as_markdown(text, [result_with(text, sender=text or "x", title=text)], Options(), no_media)
    shown = check_markdown(written, headings=2, quotations=1)
    for line in safe(text).split("\n"):
        assert " ".join(line.split()) in " ".join(shown.replace("\u00a0", " ").split())


MARKUP = [*"#*_-+=`~>|[]()!<&;:.1 \n\t\\a我", "http://", "```", "    "]


@given(st.lists(st.sampled_from(MARKUP), max_size=40).map("".join))
def test_markdown_of_any_text_is_one_quotation_without_markup(text):
    written = as_markdown("q", [result_with(text)], Options(), no_media)
    shown = check_markdown(written, headings=2, quotations=1)
    kept = "".join(text.split())
    assert kept in "".join(shown.split())


def test_markdown_is_read_as_it_was_typed_where_nothing_needs_escaping():
    text = "Great! 0.3 bar, at 1.5 - 2 km, see you."
    assert f"> {text}" in as_markdown("q", [result_with(text)], Options(), no_media)


def test_direction_overrides_and_control_characters_are_gone_from_pages_and_markdown():
    result = result_with("".join(HOSTILE), sender="\u202eevil")
    for written in (
        as_html("\u202e", [result], Options(), no_media),
        as_markdown("\u202e", [result], Options(), no_media),
    ):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)


@pytest.mark.parametrize("text", HOSTILE)
def test_json_gives_the_exact_text_back_without_characters_that_deceive(text):
    written = as_json("q", [result_with(text)], Options(), no_media)
    assert json.loads(written)["results"][0]["spans"][0]["messages"][0]["text"] == text
    assert not re.search("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]", written)


def test_json_has_the_stable_shape_of_search():
    result = result_with("cake", attachments=[picture(message_id=1)])
    assert as_dict(result) == {
        "conversation": "Family",
        "score": 0.8123,
        "spans": [
            {
                "messages": [
                    {
                        "key": "key1",
                        "sender": "Anna Maria",
                        "sent_at": "2024-05-01T12:33:05Z",
                        "text": "cake",
                        "highlighted": True,
                        "confidence": 0.9231,
                    }
                ],
                "images": [{"key": "key1#0", "name": "cake <b>.jpg", "highlighted": True, "confidence": 0.5}],
            }
        ],
        "why": "Read as an answer: 1 message.",
        "maybe": False,
    }


@pytest.mark.parametrize("write", [as_html, as_markdown, as_json])
@pytest.mark.parametrize("hide_names", [False, True])
def test_a_line_of_a_megabyte_is_written_whole_and_quickly(write, hide_names):
    text = "<b>&*[x](y)我 Anna " * 60_000
    started = time.perf_counter()
    written = write("q", [result_with(text)], Options(hide_names=hide_names), no_media)
    assert len(written) >= len(text) * 0.8
    assert time.perf_counter() - started < 10


def test_without_context_only_highlights_and_owners_of_highlighted_pictures_stay():
    result = result_with("before", "cake", attachments=[picture()])
    before, cake = result.spans[0].messages
    span = Span(
        (replace(before, highlighted=False, confidence=None), replace(cake, highlighted=False, confidence=None)),
        result.spans[0].images,
    )
    result = replace(result, spans=(span, Span((span.messages[0],), ())))
    (kept,) = json.loads(as_json("q", [result], Options(context=False), no_media))["results"]
    assert [[each["text"] for each in span["messages"]] for span in kept["spans"]] == [["cake"]]
    assert "before" in as_markdown("q", [result], Options(), no_media)
    assert "before" not in as_markdown("q", [result], Options(context=False), no_media)


@pytest.mark.parametrize("write", [as_html, as_markdown, as_json])
def test_hidden_names_are_nowhere_in_what_is_written(write):
    text = "Anna, ANNA MARIA and 王小明 (小明) met Marianne. @491701234567 Annabel"
    result = result_with("hi", text, attachments=[replace(picture(), name="Anna Maria.jpg", caption="小明 eats")])
    last = result.spans[0].messages[-1]
    message = replace(last.message, forwarded_from="Zoë", reactions=(Reaction("👍", 1, ("Karl",)),), key="anna-1")
    span = replace(result.spans[0], messages=(result.spans[0].messages[0], replace(last, message=message)))
    result = replace(result, spans=(span,), why="the words “Anna” occur")
    written = write("where is Anna", [result], Options(hide_names=True), no_media)
    for name in ("Anna Maria", "ANNA MARIA", "小明", "491701234567", "Family", "secret-key", "anna-1", "Zoë", "Karl"):
        assert name not in written
    assert not re.search(r"\bAnna\b", written)
    assert "Annabel" in written
    assert "Marianne" in written
    assert "A, A and B (B)" in re.sub(r"\\", "", written)


def test_people_keep_their_letter_over_all_results_and_you_stays_a_word():
    results = [
        result_with("you and me", sender="You"),
        result_with("hello", sender="Ben"),
        result_with("I", sender="You"),
    ]
    data = json.loads(as_json("q", results, Options(hide_names=True), no_media))
    senders = [each["spans"][0]["messages"][0]["sender"] for each in data["results"]]
    assert senders == ["A", "C", "A"]
    assert data["results"][0]["spans"][0]["messages"][0]["text"] == "you and me"
    assert [each["conversation"] for each in data["results"]] == ["#1", "#2", "#3"]


def test_letters_go_on_after_z():
    assert [letter(number) for number in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]


def test_results_that_are_not_confirmed_say_so_in_the_chosen_language():
    result = replace(result_with("x"), maybe=True)
    assert "not confirmed" in as_html("q", [result], Options(), no_media)
    assert "未经确认" in as_markdown("q", [result], Options(language="zh"), no_media)
    assert "什么也没有找到" in as_html("q", [], Options(language="zh"), no_media)


def embedded(page):
    found = re.search(r'src="data:image/(\w+);base64,([^"]+)"', page)
    return found and Image.open(io.BytesIO(base64.b64decode(found[2])))


def page_with(path):
    result = result_with("see", attachments=[picture(message_id=1)])
    return as_html("q", [result], Options(), lambda sha256: path if sha256 == "a" * 64 else None)


def test_a_picture_is_embedded_upright_without_any_metadata(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (60, 30), "red").save(
        tmp_path / "x.jpg", exif=exif, comment=b"SecretComment", icc_profile=b"Secret"
    )
    page = page_with(tmp_path / "x.jpg")
    shown = embedded(page)
    assert shown.size == (30, 60)
    assert not shown.getexif()
    assert not {"comment", "icc_profile", "exif", "xmp"} & set(shown.info)
    assert b"Secret" not in base64.b64decode(re.search(r"base64,([^\"]+)", page)[1])


def test_a_transparent_picture_stays_transparent_and_its_texts_are_gone(tmp_path):
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "Secret")
    Image.new("RGBA", (20, 20), (255, 0, 0, 100)).save(tmp_path / "x.png", pnginfo=texts)
    shown = embedded(page_with(tmp_path / "x.png"))
    assert (shown.format, shown.mode, shown.info) == ("PNG", "RGBA", {})


def test_a_large_picture_is_scaled_down(tmp_path):
    Image.new("RGB", (4000, 1000), "blue").save(tmp_path / "x.png")
    assert embedded(page_with(tmp_path / "x.png")).size == (1280, 320)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\n",
        b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0" + b"\0" * 4,
    ],
    ids=["empty", "svg", "postscript", "bomb"],
)
def test_what_is_no_picture_or_too_large_is_named_but_not_embedded(tmp_path, data):
    (tmp_path / "x.jpg").write_bytes(data)
    page = page_with(tmp_path / "x.jpg")
    assert embedded(page) is None
    assert "cake &lt;b&gt;.jpg" in page


def test_a_truncated_picture_and_a_missing_file_are_named_but_not_embedded(tmp_path):
    whole = io.BytesIO()
    Image.effect_noise((200, 200), 80).save(whole, "JPEG")
    (tmp_path / "x.jpg").write_bytes(whole.getvalue()[:2000])
    assert embedded(page_with(tmp_path / "x.jpg")) is None
    assert embedded(page_with(tmp_path / "gone.jpg")) is None
