"""This file is where `train` is: it starts the training module in a process of its own and never imports it."""

import os
import signal
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import app
from app.cli import codes
from core.errors import ModelError


def train(chosen: Namespace) -> int:
    """Passes everything on; the exit code is the training's. Raises ModelError in a packaged program."""
    if getattr(sys, "frozen", False):
        raise ModelError(
            'This packaged program cannot train. Training needs the Python installation: pip install "chattrove[train]"'
        )
    # Our own package and not a folder that happens to be called "models" where the person stands (-P).
    root = str(Path(app.__path__[0]).parent)
    places = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-P", "-m", "models.training", *chosen.arguments]
    with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": places}) as process:  # noqa: S603
        code = _outlasting_ctrl_c(process)
    return codes.CANCELLED if code == -signal.SIGINT else code


def _outlasting_ctrl_c(process: "subprocess.Popen[bytes]") -> int:
    """Ctrl-C reaches the training as well, which then ends by itself and says how to go on."""
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue
