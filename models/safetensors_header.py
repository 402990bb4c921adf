"""This file is where the header of a safetensors file is read and its length checked, before any weights are.

Format: https://github.com/huggingface/safetensors#format - eight bytes with the length of a JSON header, the header,
then the tensors' bytes.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import ModelError

_LENGTH = 8
_LONGEST = 100_000_000
"""Bytes of a header, as the format limits it."""

_WIDTHS = {
    **{"BOOL": 1, "U8": 1, "I8": 1, "F8_E5M2": 1, "F8_E4M3": 1, "I16": 2, "U16": 2, "F16": 2, "BF16": 2},
    **{"I32": 4, "U32": 4, "F32": 4, "F64": 8, "I64": 8, "U64": 8},
}


@dataclass(frozen=True, slots=True)
class Tensor:
    """kind: as the format names it ("BF16"); start, end: of its bytes in the file."""

    kind: str
    shape: tuple[int, ...]
    start: int
    end: int


def read_tensor_places(path: Path) -> dict[str, Tensor]:
    """The tensors of a file by name. Raises ModelError where it is missing, none, or not as long as its header says."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            length = int.from_bytes(stream.read(_LENGTH), "little")
            if length > min(_LONGEST, size):
                raise ValueError("its header is longer than it may be")
            header: dict[str, Any] = json.loads(stream.read(length))
        tensors = {name: _tensor(facts, _LENGTH + length) for name, facts in header.items() if name != "__metadata__"}
    except FileNotFoundError:
        raise ModelError(f"The weights {path} are missing. Copy the whole folder again.") from None
    except OSError as error:
        raise ModelError(f"The weights {path} cannot be read ({error}). Copy the whole folder again.") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ModelError(f"{path} is cut off or no safetensors file ({error}). Copy the whole folder again.") from error
    whole = max((each.end for each in tensors.values()), default=_LENGTH + length)
    if size != whole:
        raise ModelError(f"The weights {path} are cut off: {size} bytes, not {whole}. Copy the whole folder again.")
    return tensors


def _tensor(facts: Mapping[str, Any], begin: int) -> Tensor:
    """begin: where the tensors' bytes begin in the file."""
    kind, shape = str(facts["dtype"]), tuple(int(side) for side in facts["shape"])
    start, end = (int(offset) + begin for offset in facts["data_offsets"])
    wanted = math.prod(shape) * _WIDTHS[kind] if kind in _WIDTHS else end - start
    if start < begin or end - start != wanted or min(shape, default=1) < 0:
        raise ValueError("a tensor's place does not fit its shape")
    return Tensor(kind, shape, start, end)
