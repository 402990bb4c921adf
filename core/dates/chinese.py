"""This file is where Chinese dates are read: 昨天, 上周五, 去年夏天, 5月3号, 2024年5月, 三天前, 最近两周.

Chinese has no spaces, so most rules name the neighbours with which the same characters are another word
(之前天气, 过去年轻, 五月天). The text is plain: simplified characters, ASCII digits.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from core.dates import windows
from core.dates.rules import Clear, Rule, compiled
from core.dates.windows import Unit, Window

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2}
_YEARS_BACK = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}
_DAYS_BACK = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "大前天": 3}
_SEASONS = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}
_UNITS: dict[str, Unit] = {"时": "hours", "天": "days", "周": "weeks", "期": "weeks", "拜": "weeks", "月": "months"}

_START = r"(?<![\d.一二两三四五六七八九十百千万几第])"
_COUNT = r"(?P<count>\d{1,4}|[一二两三四五六七八九十]{1,3}|半)"
_UNIT = r"(?P<unit>天|周|年|个?(?:星期|礼拜|小时)|个月)"
_PART_OF_MONTH = r"(?:初|底|末|中旬|上旬|下旬)?(?![饼亮球台龄薪嫂])"
_NUMBER = r"1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]"
_MONTH = rf"(?P<month>{_NUMBER})\s?月份?{_PART_OF_MONTH}"
_DAY = r"(?:\s?(?P<day>3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])\s?[日号])?"
_YEAR_NAME = r"今年|(?<![过出回进下])去年|大前年|(?<![以之年])前年"
_YEAR_DIGITS = r"(?<!\d)(?:19|20)\d\d"
_YEAR = rf"(?P<year>{_YEAR_NAME}|{_YEAR_DIGITS})\s?年?的?\s?"
_SEASON = r"(?P<season>[春夏秋冬])[天季]"
_WEEK = r"(?:周|星期|礼拜)"
# 上周一起, 上周三个人, 上周日本, 上周天气: there the next character belongs to another word.
_WEEKDAY = (
    r"(?P<day>一(?![起直共样下块家个次些边点整同])|[二三四五六](?![个人次位只件])|日(?![本语料常子记元程])"
    r"|天(?![气天台空才使])|末)"
)


def _number(written: str) -> int:
    """1 to 99. Raises ValueError for what is no number."""
    if written.isdigit():
        return int(written)
    tens, mark, ones = written.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or not (mark or ones):
        raise ValueError(written)
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0) if mark else _DIGITS[ones]


def _year(found: re.Match[str], now: datetime) -> int:
    written = found["year"]
    if written in _YEARS_BACK:
        return now.year - _YEARS_BACK[written]
    number = int(written)
    return number + (2000 if number < 70 else 1900) if number < 100 else number


def _span(found: re.Match[str]) -> tuple[int, Unit]:
    unit = _UNITS.get(found["unit"][-1], "years")
    if found["count"] != "半":
        return _number(found["count"]), unit
    if unit == "months":
        return 15, "days"
    if unit == "years":
        return 6, "months"
    raise ValueError("half of it")


def _whole_year(found: re.Match[str], now: datetime) -> Window:
    return windows.year(_year(found, now))


def _part_of_year(found: re.Match[str], now: datetime) -> Window:
    first, count = {"上": (1, 6), "下": (7, 6), "初": (1, 3)}.get(found["part"], (10, 3))
    return windows.month(_year(found, now), first, count)


def _season_of_year(found: re.Match[str], now: datetime) -> Window:
    number, name = _year(found, now), _SEASONS[found["season"]]
    window = windows.season(number, name)
    # In January "this year's winter" is the one people are in, though it began in December.
    if found["year"] == "今年" and name == "winter" and window.after is not None and window.after > now:
        return windows.season(number - 1, name)
    return window


def _month_of_year(found: re.Match[str], now: datetime) -> Window:
    number = _year(found, now)
    if found["day"]:
        return windows.day(number, _number(found["month"]), _number(found["day"]))
    return windows.month(number, _number(found["month"]))


def _latest_month(found: re.Match[str], now: datetime) -> Window:
    number = _number(found["month"])
    if found["day"] is None:
        return windows.latest(lambda year: windows.month(year, number), now)
    day = _number(found["day"])
    return windows.latest(lambda year: windows.day(year, number, day), now)


def _latest_months(found: re.Match[str], now: datetime) -> Window:
    first, last = _number(found["first"]), _number(found["month"])
    return windows.latest(lambda year: windows.month(year, first, (last - first) % 12 + 1), now)


def _week_back(found: re.Match[str], now: datetime) -> Window:
    back = found["which"].count("上")
    day = found["day"]
    if day is None:
        return windows.week(now.date(), -back)
    if day == "末":
        return windows.weekend(now.date(), -back)
    return windows.days(now.date() + timedelta(days=_weekday(day) - now.weekday() - 7 * back), 1)


def _month_back(found: re.Match[str], now: datetime) -> Window:
    months = now.year * 12 + now.month - 1 - found["which"].count("上")
    return windows.month(months // 12, months % 12 + 1)


def _weekday(sign: str) -> int:
    return "一二三四五六日".index("日" if sign == "天" else sign)


def _latest_season(found: re.Match[str], now: datetime) -> Window:
    name = _SEASONS[found["season"]]
    return windows.latest(lambda year: windows.season(year, name), now)


def _latest_weekday(found: re.Match[str], now: datetime) -> Window:
    if found["day"] == "末":
        return windows.weekend(now.date(), 0 if now.weekday() >= 5 else -1)
    return windows.weekday(now, _weekday(found["day"]))


def _rule(
    pattern: str,
    build: Callable[[re.Match[str], datetime], Window],
    clear: Clear = Clear.ALONE,
    *,
    yearless: bool = False,
) -> Rule:
    return Rule(compiled(pattern), build, clear, yearless)


RULES = (
    _rule(
        r"(?P<word>今[天日]|昨[天日]|大前天|(?<![以之目])前天(?![气天空]))",
        lambda found, now: windows.days(now.date() - timedelta(days=_DAYS_BACK[found["word"]]), 1),
    ),
    _rule(r"昨(?:晚上?|夜|天晚上|天夜里)", lambda found, now: windows.last_night(now)),
    _rule(rf"(?P<year>{_YEAR_NAME})(?![轻龄货味夜会纪])", _whole_year),
    _rule(rf"(?P<year>{_YEAR_DIGITS})\s?年(?![级代龄度])", _whole_year),
    _rule(_YEAR + r"年?(?P<part>初(?![中一二三恋])|[底末])", _part_of_year),
    _rule(_YEAR + r"(?P<part>[上下])半年", _part_of_year),
    _rule(_YEAR + _SEASON, _season_of_year),
    _rule(_YEAR + _MONTH + _DAY, _month_of_year),
    _rule(r"(?<!\d)(?P<year>\d\d)年" + _MONTH + _DAY, _month_of_year),
    _rule(_START + _MONTH + r"(?!天|一[次回])" + _DAY, _latest_month, yearless=True),
    _rule(rf"{_START}(?P<first>{_NUMBER})[-~到至]{_MONTH}(?!天)", _latest_months, yearless=True),
    _rule(rf"(?P<which>(?<![早晚马])上上?|这|(?<!日)本)个?{_WEEK}{_WEEKDAY}?(?![边围杰岁转])", _week_back),
    _rule(r"(?P<which>(?<![早晚马])上上?个?|这个|(?<!日)本)月" + _PART_OF_MONTH, _month_back),
    _rule(_START + _COUNT + _UNIT + r"[之以]?前(?![台面任])", lambda found, now: windows.ago(now, *_span(found))),
    _rule(
        rf"(?:最近|过去|(?<![最附将接])近)的?{_COUNT}{_UNIT}[内来里]?",
        lambda found, now: windows.recent(now, *_span(found)),
    ),
    _rule(_WEEK + _WEEKDAY, _latest_weekday, Clear.NEVER),
    _rule(_SEASON, _latest_season, Clear.NEVER, yearless=True),
)
