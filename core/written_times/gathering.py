"""This file is where the names of months, weekdays and day periods are gathered from CLDR, through babel.

`python -m core.written_times.gathering` writes names.json again. Reading it takes milliseconds where loading the
languages themselves takes half a second, and the program needs no language data besides it.
"""

import json
import re
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any

from babel import Locale, localedata

from core.written_times.characters import word_key
from core.written_times.words import dots_of

NAMES = Path(__file__).with_name("names.json")
LANGUAGES = (
    "af ar ar_DZ ar_LB ar_MA az be bg bn bs ca cs cy da de de_AT el en en_AU en_CA en_GB eo es es_MX es_US et fa fi "
    "fil fr fr_CA ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn pa pl "
    "ps pt pt_PT ro ru si sk sl sq sr sr_Latn sv sw ta te th tr uk ur uz vi yue zh zh_Hant zu"
)
_WIDTHS = ("wide", "abbreviated", "short")
_LITERAL = re.compile(r"'([^']+)'|([^a-zA-Z'\s]+)")
_PREFIX = re.compile(r"(?<![a-zA-Z'])([^\W\d_a-zA-Z]{1,2}|'[^']{1,6}')(?=M{3,4})")
_ENDING = re.compile(r"M{3,4}([^\W\d_a-zA-Z]{1,3}|'[^' ]{1,6}')")
_EASTERN = "\u2e80"
"""Chinese, Japanese and Korean begin here: their weekdays are one sign; one letter of others is too little."""
_Table = dict[str, dict[str, list[str]]]


def gathered() -> dict[str, Any]:
    """All names: {"months": {word: {number: [language, ...]}}, "weekdays": the same from Monday 0, "halves": the same
    with am, pm, noon, night, "glue": [word, ...], "dots": {language: style}}."""
    tables: dict[str, _Table] = {kind: {} for kind in ("months", "weekdays", "halves")}
    glue, dots = set(), {}
    for code in LANGUAGES.split():
        vars(localedata)["_cache"].clear()  # babel lets languages that are loaded together write into each other
        locale = Locale.parse(code)
        for kind, word, value in _named(locale):
            languages = tables[kind].setdefault(word_key(word), {}).setdefault(value, [])
            if code not in languages:
                languages.append(code)
        glue |= {word_key(word) for word in _literals(locale)}
        dots[code] = dots_of(str(locale.date_formats["long"]).replace("y", "2020").replace("d", "13"))
    return {**tables, "glue": sorted(glue - {""}), "dots": dots}


def _named(locale: Locale) -> Iterator[tuple[str, str, str]]:
    forms = [form.pattern for form in locale.date_formats.values()]
    prefixes = {match[1].strip("'") for form in forms for match in _PREFIX.finditer(form)}
    endings = {match[1].strip("'") for form in forms for match in _ENDING.finditer(form)}
    for context in locale.months.values():
        for number, name in _wide(context):
            if not re.search(r"\d", name):
                yield "months", name, str(number)
                yield from (("months", prefix + name, str(number)) for prefix in prefixes)
                yield from (("months", name + ending, str(number)) for ending in endings)
    for context in locale.days.values():
        names = [*_wide(context), *((n, name) for n, name in context.get("narrow", {}).items() if name > _EASTERN)]
        yield from (("weekdays", name, str(n)) for n, name in names if len(word_key(name)) > 1 or name > _EASTERN)
    halves = _halves(locale)
    for context in locale.day_periods.values():
        for names in context.values():
            yield from (("halves", name, halves[period]) for period, name in names.items() if len(word_key(name)) > 1)


def _wide(context: dict[str, dict[int, str]]) -> Iterator[tuple[int, str]]:
    for width in _WIDTHS:
        yield from context.get(width, {}).items()


def _halves(locale: Locale) -> dict[str, str]:
    """Period of the day -> the half that a clock of twelve hours means by it."""
    found = {"am": "am", "pm": "pm", "noon": "noon", "midnight": "night"}
    default = {"morning": "am", "afternoon": "pm", "evening": "pm", "night": "night"}
    found |= {f"{name}{number}": half for name, half in default.items() for number in (1, 2)}
    for rules in locale.day_period_rules.values():
        for period, spans in rules.items():
            if isinstance(spans, list) and "from" in spans[0]:
                found[period] = _half(*(_hour(spans[0][end]) for end in ("from", "before")))
    return found | {"am": "am", "pm": "pm"}


def _hour(seconds: int) -> int:
    return seconds // 3600 if isinstance(seconds, int) else time.fromisoformat(seconds).hour


def _half(start: int, end: int) -> str:
    end = end or 24
    if end <= start:
        return "night"
    if end <= 12:
        return "am"
    return "pm" if start > 12 or end > 15 else "noon"


def _literals(locale: Locale) -> Iterator[str]:
    """Words that the language writes between the parts of a date."""
    forms = [form.pattern for table in (locale.date_formats, locale.time_formats) for form in table.values()]
    for form in [*forms, *locale.datetime_formats.values()]:
        for quoted, bare in _LITERAL.findall(str(form).replace("{0}", " ").replace("{1}", " ")):
            yield from re.findall(r"[^\s\d.,/:;()\[\]\-–—،、]+", quoted or bare)


if __name__ == "__main__":
    NAMES.write_text(json.dumps(gathered(), ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")
