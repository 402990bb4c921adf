"""This file is where Qwen2-VL and Qwen2.5-VL are written out for export: two torch modules, fed as models.gme does.

No step depends on the data: which patch looks at which, and where each token stands, comes in as numbers.

Weights come straight from the checkpoint's tensors. A linear layer is a product of a row with a transposed table, so
that the graph has a MatMul with a constant. In half precision the tables are half; what is added up stays float.
"""

from typing import Any

import numpy as np
import torch
from torch import nn

from models.training.checkpoint import Checkpoint
from models.training.qwen_vl import EMBEDDINGS

_NORM_EPS = 1e-6
_ROTARY_BASE = 10000.0
Tensor = Any


class Weights:
    """The tensors of a checkpoint as torch takes them. half: tables in half precision."""

    def __init__(self, checkpoint: Checkpoint, *, half: bool) -> None:
        self.layout = checkpoint.layout
        self.kind = torch.float16 if half else torch.float32
        self._tensors = checkpoint.tensors

    def vector(self, name: str) -> Tensor:
        return torch.from_numpy(np.array(self._tensors[name].floats()))

    def table(self, name: str) -> Tensor:
        """In the precision of the tables."""
        return torch.from_numpy(np.array(self._tensors[name].floats())).to(self.kind)

    def linear(self, name: str, *, bias: bool = True) -> "Linear":
        values = self._tensors[f"{name}.weight"].floats()
        flat = torch.from_numpy(np.array(values.reshape(len(values), -1))).to(self.kind)
        return Linear(flat.T.contiguous(), self.vector(f"{name}.bias") if bias else None)

    def norm(self, name: str) -> "Norm":
        """LayerNorm where the checkpoint has a bias for it, else RMSNorm."""
        bias = self.vector(f"{name}.bias") if f"{name}.bias" in self._tensors else None
        return Norm(self.vector(f"{name}.weight"), bias, float(self.layout.text.get("rms_norm_eps", _NORM_EPS)))


class Linear(nn.Module):  # type: ignore[misc, unused-ignore]
    """x @ weight + bias; weight: shape (in, out)."""

    def __init__(self, weight: Tensor, bias: Tensor | None) -> None:
        super().__init__()
        self.register_buffer("weight", weight)
        self.register_buffer("bias", bias)

    def forward(self, x: Tensor) -> Tensor:
        made = (x.to(self.weight.dtype) @ self.weight).float()
        return made if self.bias is None else made + self.bias


class Norm(nn.Module):  # type: ignore[misc, unused-ignore]
    def __init__(self, weight: Tensor, bias: Tensor | None, eps: float) -> None:
        super().__init__()
        self.register_buffer("weight", weight)
        self.register_buffer("bias", bias)
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        if self.bias is not None:
            return nn.functional.layer_norm(x, (x.shape[-1],), self.weight, self.bias, _NORM_EPS)
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight


class VisionBlock(nn.Module):  # type: ignore[misc, unused-ignore]
    def __init__(self, weights: Weights, at: int) -> None:
        super().__init__()
        name = f"visual.blocks.{at}"
        self.heads = int(weights.layout.vision["num_heads"])
        self.gated = weights.layout.kind == "qwen2_5_vl"
        self.norm1, self.norm2 = weights.norm(f"{name}.norm1"), weights.norm(f"{name}.norm2")
        self.qkv, self.out = weights.linear(f"{name}.attn.qkv"), weights.linear(f"{name}.attn.proj")
        steps = ("gate_proj", "up_proj", "down_proj") if self.gated else ("fc1", "fc2")
        self.steps = nn.ModuleList(weights.linear(f"{name}.mlp.{step}") for step in steps)

    def forward(self, x: Tensor, turn: tuple[Tensor, Tensor], seen: Tensor) -> Tensor:
        """x: (1, patches, width); turn: cosines and sines; seen: (patches, patches), which patch may look at which."""
        count = x.shape[1]
        q, k, v = self.qkv(self.norm1(x)).reshape(count, 3, self.heads, -1).permute(1, 2, 0, 3).unbind(0)
        mixed = attention(_turned(q, turn)[None], _turned(k, turn)[None], v[None], seen[None, None], self.out)
        x = x + self.out(mixed[0].transpose(0, 1).reshape(1, count, -1))
        h = self.norm2(x)
        if self.gated:
            gate, up, down = self.steps
            return x + down(nn.functional.silu(gate(h)) * up(h))
        first, second = self.steps
        h = first(h)
        return x + second(h * torch.sigmoid(1.702 * h))  # “quick” GELU, as CLIP has it


class Vision(nn.Module):  # type: ignore[misc, unused-ignore]
    """Patches of several pictures -> token vectors, shape (patches / 4, width of the text model)."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        vision, layout = weights.layout.vision, weights.layout
        self.windowed = layout.kind == "qwen2_5_vl"
        self.whole = set(vision.get("fullatt_block_indexes") or ())
        self.embed = weights.linear("visual.patch_embed.proj", bias=False)
        self.blocks = nn.ModuleList(VisionBlock(weights, at) for at in range(vision["depth"]))
        self.norm = weights.norm("visual.merger.ln_q")
        self.merge = nn.ModuleList(weights.linear(f"visual.merger.mlp.{at}") for at in (0, 2))
        half = layout.width // int(vision["num_heads"]) // 2
        self.register_buffer("speed", _ROTARY_BASE ** -(torch.arange(0, half, 2).float() / half))

    def forward(self, pixel_values: Tensor, pos_hw: Tensor, seq_id: Tensor, win_id: Tensor | None = None) -> Tensor:
        x = self.embed(pixel_values[None])
        turn = _angles((pos_hw[:, :, None].float() * self.speed).flatten(1))
        one = seq_id[:, None] == seq_id[None]
        window = one if win_id is None else win_id[:, None] == win_id[None]
        for at, block in enumerate(self.blocks):
            x = block(x, turn, one if not self.windowed or at in self.whole else window)
        merged = self.norm(x).reshape(1, x.shape[1] // 4, -1)
        return self.merge[1](nn.functional.gelu(self.merge[0](merged)))[0]


class TextBlock(nn.Module):  # type: ignore[misc, unused-ignore]
    def __init__(self, weights: Weights, at: int) -> None:
        super().__init__()
        text, name = weights.layout.text, f"model.layers.{at}"
        self.heads, self.shared = int(text["num_attention_heads"]), int(text["num_key_value_heads"])
        self.norm1, self.norm2 = (
            weights.norm(f"{name}.{each}") for each in ("input_layernorm", "post_attention_layernorm")
        )
        self.q, self.k, self.v = (weights.linear(f"{name}.self_attn.{each}_proj") for each in "qkv")
        self.out = weights.linear(f"{name}.self_attn.o_proj", bias=False)
        self.gate, self.up, self.down = (
            weights.linear(f"{name}.mlp.{each}_proj", bias=False) for each in ("gate", "up", "down")
        )

    def forward(self, x: Tensor, turn: tuple[Tensor, Tensor], seen: Tensor) -> Tensor:
        """x: (rows, tokens, width); seen: (rows, 1, tokens, tokens)."""
        rows, tokens = x.shape[:2]
        h = self.norm1(x)
        q = _turned(self.q(h).reshape(rows, tokens, self.heads, -1).transpose(1, 2), turn)
        k = _turned(self.k(h).reshape(rows, tokens, self.shared, -1).transpose(1, 2), turn)
        v = self.v(h).reshape(rows, tokens, self.shared, -1).transpose(1, 2)
        k, v = (
            each[:, :, None].expand(-1, -1, self.heads // self.shared, -1, -1).reshape(rows, self.heads, tokens, -1)
            for each in (k, v)
        )
        mixed = attention(q, k, v, seen, self.out)
        x = x + self.out(mixed.transpose(1, 2).reshape(rows, tokens, -1))
        h = self.norm2(x)
        return x + self.down(nn.functional.silu(self.gate(h)) * self.up(h))


class Text(nn.Module):  # type: ignore[misc, unused-ignore]
    """Rows of tokens, words and pictures mixed -> the unit vector of each row's last real token, (rows, width)."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        text = weights.layout.text
        self.register_buffer("words", weights.table(EMBEDDINGS))
        self.layers = nn.ModuleList(TextBlock(weights, at) for at in range(text["num_hidden_layers"]))
        self.norm = weights.norm("model.norm")
        self.sections = list(text["rope_scaling"]["mrope_section"])
        side = int(text["hidden_size"]) // int(text["num_attention_heads"])
        self.register_buffer("speed", float(text["rope_theta"]) ** -(torch.arange(0, side, 2).float() / side))

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, position_ids: Tensor, image_embeds: Tensor, image_index: Tensor
    ) -> Tensor:
        looked = nn.functional.embedding(image_index.clamp(min=0), image_embeds)
        x = torch.where((image_index >= 0)[..., None], looked, nn.functional.embedding(input_ids, self.words).float())
        rows, tokens = input_ids.shape
        angles = position_ids[..., None].float() * self.speed
        mixed = [part[at % 3] for at, part in enumerate(angles.split(self.sections, dim=-1))]
        cosines, sines = _angles(torch.cat(mixed, -1))
        place = torch.arange(tokens)
        before = (place[:, None] >= place[None])[None, None] & attention_mask[:, None, None].bool()
        seen = before | (place[:, None] == place[None])[None, None]  # so that no padded place looks at nothing
        for layer in self.layers:
            x = layer(x, (cosines[:, None], sines[:, None]), seen)
        last = (place[None] * attention_mask).argmax(1)
        return nn.functional.normalize(self.norm(x[torch.arange(rows), last]), dim=-1)


def attention(q: Tensor, k: Tensor, v: Tensor, seen: Tensor, like: Linear) -> Tensor:
    """In the precision of the layer that comes next; float comes out."""
    kind = like.weight.dtype
    mixed = nn.functional.scaled_dot_product_attention(q.to(kind), k.to(kind), v.to(kind), attn_mask=seen)
    return mixed.float()


def _angles(angles: Tensor) -> tuple[Tensor, Tensor]:
    both = torch.cat((angles, angles), -1)
    return both.cos(), both.sin()


def _turned(x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    """Rotary positions (arXiv 2104.09864), halves apart as transformers keep them."""
    first, second = x.chunk(2, -1)
    return x * turn[0] + torch.cat((-second, first), -1) * turn[1]
