"""This file is where the JSON walk is tested against the standard parser, with reads and looks of any size."""

import io
import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import json_stream
from core.json_stream import JsonEnd, JsonStream, Mended, Unreadable

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(1 << 53), 1 << 53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)
RECORDS = st.lists(st.dictionaries(st.text(max_size=6), JSON, max_size=4), max_size=8)


class Trickle(io.BytesIO):
    """Gives at most `step` bytes per read, as a slow or packed source does."""

    def __init__(self, data: bytes, step: int) -> None:
        super().__init__(data)
        self.step = step

    def read1(self, size: int | None = -1, /) -> bytes:
        return super().read(self.step)


def walk(value: Any, step: int, **form: Any) -> JsonStream:
    return JsonStream(Trickle(json.dumps(value, **form).encode("utf-8", "surrogatepass"), step))


def deep(stream: JsonStream) -> Any:
    """The value by walking into every object and list."""
    first = stream.peek()
    if first == b"{":
        return {key: deep(stream) for key in stream.members()}
    if first == b"[":
        return [deep(stream) for _ in stream.items()]
    return stream.value()


@pytest.fixture(params=[8, 4096], ids=["small looks", "usual looks"])
def first_look(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(json_stream, "_FIRST_LOOK", request.param)
    return int(request.param)


FORMS = st.sampled_from([{}, {"indent": 1}, {"separators": (",", ":")}, {"ensure_ascii": False}])


@pytest.mark.usefixtures("first_look")
def test_walking_parsing_and_skipping_agree_with_the_standard_parser() -> None:
    @settings(max_examples=80)
    @given(value=JSON, step=st.integers(1, 60), form=FORMS)
    def agree(value: Any, step: int, form: dict[str, Any]) -> None:
        assert deep(walk(value, step, **form)) == value
        assert walk(value, step, **form).value() == value
        pair = walk([value, "after"], step, **form)
        got = [pair.value() for position in pair.items() if position == 1]
        assert got == ["after"]
        assert pair.at_end()

    agree()


@pytest.mark.usefixtures("first_look")
def test_records_are_the_items_of_the_list() -> None:
    @settings(max_examples=80)
    @given(values=RECORDS, step=st.integers(1, 200), form=FORMS)
    def agree(values: list[Any], step: int, form: dict[str, Any]) -> None:
        stream = walk({"list": values, "end": 1}, step, **form)
        read = {key: list(stream.records()) if key == "list" else stream.value() for key in stream.members()}
        assert read == {"list": values, "end": 1}

    agree()


def test_a_place_is_told_as_byte_and_line() -> None:
    stream = JsonStream(Trickle(b'{\n "a": 1,\n "b": 2 3}', 3))
    with pytest.raises(JsonEnd):
        dict.fromkeys(stream.members())
    assert stream.place == "byte 19, line 3"


@pytest.mark.parametrize(
    "text",
    [b"", b" ", b"{", b'{"a"', b'{"a":', b'{"a":[', b'{"a":"x', b'{"a":1', b"[1 2]", b"{]", b"}", b'{"a" 1}', b"\\"],
)
def test_text_that_is_no_json_ends_the_walk(text: bytes) -> None:
    with pytest.raises(JsonEnd):
        deep(JsonStream(io.BytesIO(text)))


def test_a_value_larger_than_a_record_may_be_is_skipped_but_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "LARGEST_RECORD", 1 << 16)
    big = json.dumps({"big": ["]}" * 1_000_000, {"x": 1}], "small": 1}).encode()
    stream = JsonStream(io.BytesIO(big))
    assert [stream.value() for key in stream.members() if key == "small"] == [1]
    with pytest.raises(JsonEnd):
        JsonStream(io.BytesIO(big)).value()


def test_things_between_records_are_told_and_passed() -> None:
    stream = JsonStream(io.BytesIO(b'[{"a":1}, 7, null,\n {"a":2},, {"a":3} x ]'))
    read = list(stream.records())
    assert [item for item in read if isinstance(item, dict)] == [{"a": 1}, {"a": 2}, {"a": 3}]
    assert [item.place for item in read if isinstance(item, Unreadable)] == ["byte 10, line 1", "byte 38, line 2"]
    assert stream.at_end()


def test_records_are_mended_one_by_one() -> None:
    values = [rb'"x\x07"', b'"\xff"', rb'"\ud800"', b'"l\nl"', b"NaN", rb'"\\x07"']
    raw = b"[%b]" % b",".join(b'{"a":%b}' % value for value in values)
    read = list(JsonStream(io.BytesIO(raw)).records())
    assert [item.value["a"] for item in read[:4]] == ["x\x07", "\ufffd", "\ufffd", "l\nl"]
    assert math.isnan(read[4].value["a"])
    assert all(isinstance(item, Mended) for item in read[:5])
    assert read[5] == {"a": "\\x07"}


def test_deep_nesting_is_unreadable_and_not_a_crash() -> None:
    raw = b'[{"a":' + b"[" * 200_000 + b"]" * 200_000 + b'},{"a":1}]'
    first, second = JsonStream(io.BytesIO(raw)).records()
    assert isinstance(first, Unreadable)
    assert second == {"a": 1}


@settings(max_examples=80)
@given(values=RECORDS, step=st.integers(1, 50))
def test_jsonl_and_single_values_are_read_alike(values: list[Any], step: int) -> None:
    lines = "\r\n".join(json.dumps(value) for value in values)
    assert list(JsonStream(Trickle(lines.encode(), step)).lines()) == values
    if values:
        assert list(JsonStream(Trickle(json.dumps(values[0], indent=2).encode(), step)).lines()) == values[:1]


@settings(max_examples=200)
@given(raw=st.binary(max_size=80) | st.text('{}[]",:\\x0 \n1a', max_size=60).map(str.encode), step=st.integers(1, 90))
def test_rubbish_ends_the_walk_and_nothing_else(raw: bytes, step: int) -> None:
    for read in (deep, lambda stream: list(stream.records()), lambda stream: list(stream.lines()), JsonStream.skip):
        try:
            read(JsonStream(Trickle(raw, step)))
        except (JsonEnd, RecursionError):
            continue


@pytest.mark.parametrize("rest", ["", ", 3", ', {"a": [1, "]"]}, "\\"]"', ", " + "[0, 1], " * 9000 + "9"])
def test_the_rest_of_a_list_is_left_at_once(rest: str) -> None:
    walk = JsonStream(io.BytesIO(f'{{"a": [1, 2{rest}], "b": 5}}'.encode()))
    seen: dict[str, object] = {}
    for key in walk.members():
        if key == "b":
            seen[key] = walk.value()
            continue
        for position in walk.items():
            seen[f"a{position}"] = walk.value()
            if position == 1:
                walk.leave()
                break
    assert seen == {"a0": 1, "a1": 2, "b": 5}
