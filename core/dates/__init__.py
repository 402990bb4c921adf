"""This file is where written dates become windows of time: exact, partial and relative ones, English and Chinese.

Conventions: weeks begin on Monday; seasons are those of the northern hemisphere (spring March-May, summer June-August,
autumn September-November, winter December-February, named after the year it begins in); a name without a year (May,
3 May, Monday) is its latest occurrence that has begun; "last X" is the latest X that has ended; "last 2 weeks" reaches
from the same weekday two weeks back to the end of today.
"""

from core.dates.reading import Found, find_windows, read_window, window_at
from core.dates.rules import plain
from core.dates.windows import Window

__all__ = ["Found", "Window", "find_windows", "plain", "read_window", "window_at"]
