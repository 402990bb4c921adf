"""This file is where it is told which of several given files are the parts of one archive.

Facebook and Google cut a big archive into several zips that share one tree: messages stand in one, their pictures may
lie in another. Read together, each part finds what the others hold.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

_NUMBERS = re.compile(r"\d+")
_ARCHIVE = re.compile(r"\.(zip|tar|tgz|tar\.gz|z\d\d|zip\.\d{3})$", re.IGNORECASE)


def together(paths: Sequence[Path]) -> list[list[Path]]:
    """The paths in groups to be read as one export: archives of one folder whose names differ in numbers only."""
    stems = [(path.parent, _NUMBERS.sub("#", path.name)) if _ARCHIVE.search(path.name) else path for path in paths]
    order = sorted(range(len(paths)), key=lambda place: (stems.index(stems[place]), place))
    return [[paths[place] for place in group] for _, group in groupby(order, key=lambda place: stems[place])]
