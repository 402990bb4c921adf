"""This file is where work inside llama.cpp is ended: its callbacks ask `check`, and what that raised is raised again.

An exception must not pass through C code, so it waits until the call has returned.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from core.protocols import Check, unhindered
from models.gguf.library import Library

_PATIENCE = 0.05
_NODES = 48


class Interruption:
    """The callbacks of one loaded model; they live as long as it. `check` is asked some twenty times a second."""

    def __init__(self, library: Library) -> None:
        self._check: Check = unhindered
        self._raised: BaseException | None = None
        self._asked, self._nodes = 0.0, 0
        llama, mtmd = library.llama, library.mtmd
        self.while_loading = llama.llama_progress_callback(lambda _progress, _data: self._goes_on())
        self.while_loading_pictures = mtmd.mtmd_progress_callback(lambda _progress, _data: self._goes_on())
        self.while_reading = llama.ggml_abort_callback(lambda _data: not self._goes_on())
        self.while_looking = llama.ggml_backend_sched_eval_callback(self._looks_on)
        self.between_batches = mtmd.mtmd_helper_post_decode_callback(lambda _batch, _data: 0 if self._goes_on() else 1)

    @contextmanager
    def asking(self, check: Check) -> Iterator[None]:
        """Meanwhile `check` is asked; what it raised is raised at the end, whatever llama.cpp returned."""
        self._check, self._raised = check, None
        try:
            yield
        except Exception:
            self.stop_if_asked()
            raise
        finally:
            self._check = unhindered
        self.stop_if_asked()

    def stop_if_asked(self) -> None:
        """Raises what `check` raised inside the C code that has just returned."""
        if self._raised is not None:
            raise self._raised from None

    def _goes_on(self) -> bool:
        now = time.monotonic()
        if self._raised is None and now - self._asked > _PATIENCE:
            self._asked = now
            try:
                self._check()
            except BaseException as error:  # whatever it is, it is raised again when C has returned
                self._raised = error
        return self._raised is None

    def _looks_on(self, _tensor: Any, asks: bool, _data: Any) -> bool:
        """ggml asks which results of the vision tower are wanted, then gives them; "no" to one ends the work."""
        if asks:
            self._nodes += 1
            return self._raised is not None or self._nodes % _NODES == 0
        return self._goes_on()
