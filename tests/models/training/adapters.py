"""This file is where tests get LoRA adapters, made by peft as training would."""

from pathlib import Path
from typing import Any

import pytest

REGEX = r"^(model\.language_model(?=\.).*\.(q_proj|v_proj|down_proj|gate_proj))$"
"""As ms-swift writes its targets."""


def trained(base: Path, out: Path, *, rows: int = 0, **settings: Any) -> Any:
    """An adapter that looks trained, saved to `out`; the live model with it, as peft computes it."""
    torch = pytest.importorskip("torch", reason="torch is not installed")
    peft = pytest.importorskip("peft", reason="peft is not installed")
    transformers = pytest.importorskip("transformers", reason="transformers is not installed")
    torch.manual_seed(1)
    model = transformers.AutoModelForImageTextToText.from_pretrained(base, local_files_only=True)
    if rows:
        model.resize_token_embeddings(rows, mean_resizing=False)
    live = peft.get_peft_model(model, peft.LoraConfig(r=4, lora_alpha=8, **settings))
    with torch.no_grad():
        for name, weight in live.named_parameters():
            if weight.requires_grad:
                weight.add_(torch.randn_like(weight) * (0.02 if "magnitude" in name else 0.1))
    live.save_pretrained(out)
    return live.eval()
