"""Dates and times as messengers print them, in any language, become wall times. This file is where they are offered.

    read_time("13 sept. 2020, 12:26", None).wall            -> "2020-09-13T12:26"
    read_time("5/1/2024 2:03 PM", "mdy").wall               -> "2024-05-01T14:03"
    read_time("2026年5月29日星期五 UTC 03:00:29", None).sent_at -> 1780023629000
    readings("5/1/2024 2:03 PM")                            -> {"dmy": ..., "mdy": ...}
    clock_time("오전 12:05")                                 -> "00:05"

Where the file's dates are in numbers, all of them vote first (a first walk through the file):

    vote = OrderVote()
    for text in times_of_the_file: vote.add(text)
    order = vote.decide(export.modified, options.date_order)
    if order is None: ambiguous = (vote.question(entry, export.modified),)   # and no local_time for any message
    else: read_time(text, order)                            -> None is a Problem

read_time is fast (millions of calls). Words that have no meaning in a date make a text no time, so that both functions
may be asked about any text of up to 200 characters.
"""

from core.written_times.clock import clock_time
from core.written_times.reading import WrittenTime, read_time, readings
from core.written_times.vote import OrderVote

__all__ = ["OrderVote", "WrittenTime", "clock_time", "read_time", "readings"]
