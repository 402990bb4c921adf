"""This file is where a download that is not complete lies, with what must be known to go on with it.

A draft can be continued where its server names states of a file (ETag, Last-Modified), so that the parts of two states
are never joined, or where the sha256 of the whole is known, which would tell.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


class Draft:
    """The draft of `target`: `NAME.part`, and `NAME.part.json` beside it. sha256: empty where it is not known."""

    def __init__(self, target: Path, url: str, sha256: str) -> None:
        self.url, self.sha256 = url, sha256
        self._target = target
        self._part = target.with_name(target.name + ".part")
        self._about = target.with_name(target.name + ".part.json")

    @property
    def size(self) -> int:
        """How many have come."""
        with suppress(OSError):
            return self._part.stat().st_size
        return 0

    @property
    def useful(self) -> bool:
        """Whether it can be continued."""
        return bool(self.sha256 or self._known().get("validator")) and self.size > 0

    def resumable(self) -> tuple[int, str]:
        """(bytes to go on from, what the server called that state): (0, "") where it begins anew."""
        known = self._known()
        if not self.useful or known.get("url") != self.url:
            return 0, ""
        return self.size, known.get("validator", "")

    @contextmanager
    def opened(self, start: int, validator: str) -> Iterator[IO[bytes]]:
        """The draft, open for reading from its beginning and then writing at `start`; with 0 it is emptied."""
        if start == 0:
            self._about.write_text(json.dumps({"url": self.url, "validator": validator}), "utf-8")
        with self._part.open("r+b" if start else "w+b") as file:
            file.truncate(start)
            yield file

    def complete(self) -> None:
        self._part.replace(self._target)
        self._about.unlink(missing_ok=True)

    def keep_if_useful(self) -> None:
        if not self.useful:
            self.delete()

    def delete(self) -> None:
        for path in (self._part, self._about):
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _known(self) -> dict[str, str]:
        try:
            known = json.loads(self._about.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(name): str(value) for name, value in known.items()} if isinstance(known, dict) else {}
