"""This file is where Python's garbage collector is kept from stopping the window.

A full collection visits every object of the process and holds the interpreter all the while: some 60 ms once Qt, Chroma
and ONNX Runtime are loaded, several times in an import. What is loaded stays loaded, so it need not be visited.
"""

import gc

_THRESHOLDS = (20_000, 20, 20)


def calm() -> None:
    """What exists now is never visited again, and young objects are looked at less often."""
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
