"""This file is where packages that only some stages need are imported, or missed in one sentence."""

from importlib import import_module
from typing import Any

from core.errors import ModelError


def extra(package: str, extra_name: str = "train") -> Any:
    """The module of an optional package. extra_name: of ChatTrove's extra that brings it along. Raises ModelError."""
    try:
        return import_module(package)
    except ImportError as error:
        advice = f'pip install "chattrove[{extra_name}]"'
        raise ModelError(f"This needs the package {package}, which is not installed here: {advice}") from error
