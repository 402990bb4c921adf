"""This file is where it is tested how a person writes down what the columns of a table are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.mapping import ROLES, ColumnMapping, asks_for_columns, mapping_of
from core.types import Ambiguity

names = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12).filter(
    lambda name: name == name.strip()
)


def test_a_mapping_is_read_as_it_is_written_down() -> None:
    told = mapping_of('time=Date+Time, sender=Author, text="Body, whole", order=dmy, delimiter=semicolon, header=no')
    assert told == ColumnMapping(
        ("Date", "Time"), "Author", "Body, whole", date_order="dmy", delimiter=";", header=False
    )
    assert str(told) == 'time=Date+Time, sender=Author, text="Body, whole", order=dmy, delimiter=semicolon, header=no'


@given(
    times=st.lists(names, max_size=2).map(tuple),
    text=names,
    others=st.dictionaries(st.sampled_from(ROLES[3:]), names),
    place=names,
    header=st.sampled_from([None, True, False]),
)
def test_any_mapping_survives_being_written_down(
    times: tuple[str, ...], text: str, others: dict[str, str], place: str, header: bool | None
) -> None:
    told = ColumnMapping(times, text=text, place=place, header=header, **others)
    assert mapping_of(str(told)) == told


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("Date,Author,Body", "not of the form"),
        ("when=Date, text=Body", "“when” is unknown"),
        ("time=Date, sender=Author", "no column is named for the text"),
        ("text=a, text=b", "said twice"),
        ("text=a, order=day", "one of dmy, mdy, ymd"),
        ("text=a, header=maybe", "yes or no"),
        ('text="a', "not of the form"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_said(wrong: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        mapping_of(wrong)


def test_a_mapping_made_for_some_columns_fits_those_only() -> None:
    told = mapping_of("text=b").only_for(("a", "b"))
    assert told.fits(("a", "b"))
    assert not told.fits(("b", "a"))
    assert mapping_of("text=b").fits(("b", "a"))


def test_questions_about_columns_and_about_dates_are_told_apart() -> None:
    assert asks_for_columns(Ambiguity("a.csv", "?", {"time=1, text=2": ("x",)}))
    assert asks_for_columns(Ambiguity("a.csv", "?", {}))
    assert not asks_for_columns(Ambiguity("a.txt", "?", {"dmy": ("x",), "mdy": ("y",)}))
