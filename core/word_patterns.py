"""This file is where words of several languages become one regular expression that finds any of them in a sentence."""

import re

_ASIAN = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")


def any_of(words: str) -> str:
    """The expression for words parted by "|", each an expression without groups; for re, to be put into a larger one.

    A word stands between others; of languages that part no words with spaces, anywhere.
    """
    listed = words.split("|")
    spaced = "|".join(word for word in listed if not _ASIAN.search(word))
    joined = "".join(f"|{word}" for word in listed if _ASIAN.search(word))
    return rf"(?:(?<!\w)(?:{spaced})(?!\w){joined})"
