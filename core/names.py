"""This file is where names of people and conversations are made comparable."""

import re
import unicodedata

_ACCENTS = re.compile("[\u0300-\u036f]")


def folded(name: str) -> str:
    """The name without case and accents ("lucia" is Lucía); Japanese voicing marks make other letters and stay."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", plain))
