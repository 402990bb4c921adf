"""This file is where dates written in all languages, as babel writes them, are tested to come back as meant."""

import json
from datetime import datetime

from babel import Locale
from babel.dates import format_date, format_time
from hypothesis import given, settings
from hypothesis import strategies as st

from core.written_times import clock_time, readings
from core.written_times.gathering import LANGUAGES, NAMES, gathered

SPOKEN = LANGUAGES.split()
FIRST, LAST = (datetime.fromisoformat(day) for day in ("1995-01-01", "2037-12-31"))
MOMENTS = st.datetimes(FIRST, LAST).map(lambda moment: moment.replace(microsecond=0))


@settings(max_examples=60)
@given(moment=MOMENTS, code=st.sampled_from(SPOKEN), width=st.sampled_from(["medium", "long", "full"]))
def test_a_date_with_a_named_month_comes_back(moment: datetime, code: str, width: str) -> None:
    written = format_date(moment, width, Locale.parse(code))
    found = {time.wall for time in readings(written).values()}
    assert moment.date().isoformat() in found, (written, found)


@settings(max_examples=200)
@given(moment=MOMENTS, code=st.sampled_from(SPOKEN), width=st.sampled_from(["short", "medium", "long", "full"]))
def test_date_and_time_come_back_in_every_language(moment: datetime, code: str, width: str) -> None:
    locale, precision = Locale.parse(code), "short" if width == "short" else "medium"
    joined = locale.datetime_formats[width].replace("'", "")
    written = joined.replace("{0}", format_time(moment, precision, locale=locale))
    written = written.replace("{1}", format_date(moment, width, locale))
    wanted = moment.isoformat()[: 16 if width == "short" else 19]
    found = {time.wall for time in readings(written).values()}
    assert wanted in found, (written, found)


def test_every_month_of_every_language_is_read() -> None:
    wrong = []
    for code in SPOKEN:
        for month in range(1, 13):
            for width in ("medium", "long", "full"):
                day = datetime.fromisoformat(f"2021-{month:02}-17")
                written = format_date(day, width, Locale.parse(code))
                if day.date().isoformat() not in {time.wall for time in readings(written).values()}:
                    wrong.append((code, width, written))
    assert not wrong


def test_every_hour_of_every_language_is_read() -> None:
    wrong = []
    for code in SPOKEN:
        for hour in range(24):
            moment = datetime.fromisoformat(f"2021-03-17T{hour:02}:05")
            written = format_time(moment, "short", locale=Locale.parse(code))
            if clock_time(written) != f"{hour:02}:05":
                wrong.append((code, written, clock_time(written)))
    assert not wrong


def test_the_names_kept_are_those_of_the_installed_language_data() -> None:
    assert json.loads(NAMES.read_text("utf-8")) == json.loads(json.dumps(gathered()))
