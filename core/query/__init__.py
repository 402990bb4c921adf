"""This file is where a typed question becomes a Query: words, phrases, exclusions, filters and a window of time.

The language: words, "phrases" (also “ ”, „ “, « », 「」, 『』), -word, -"phrase", and the filters
from: in: with: has: before: after: on: during: with a value directly behind the colon, quoted when it has spaces.
Chinese names and full-width colons do the same (来自： 在： 和： 含： 之前： 之后： 日期： 期间：). Values of one name
are alternatives; all filters hold together. `after:` begins with its date, `before:` ends before it (core.dates).
Any other colon (12:30, http://..., note: milk) is text.

A date that is clearly said in the free text ("what did we eat last summer", 去年夏天去了哪里) is a filter too and is
no longer one of the words. Several such dates mean what they share, or else everything from the first to the last.
"""

from core.query.chips import Chip, describe
from core.query.flags import DateFlags, with_flags
from core.query.parsing import ParsedQuery, parse, understand
from core.query.rewriting import with_period, without_period
from core.query.scanning import LONGEST, Part
from core.query.scoping import EVERYTHING, Scope, within

__all__ = [
    "EVERYTHING",
    "LONGEST",
    "Chip",
    "DateFlags",
    "ParsedQuery",
    "Part",
    "Scope",
    "describe",
    "parse",
    "understand",
    "with_flags",
    "with_period",
    "within",
    "without_period",
]
