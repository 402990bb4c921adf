"""This file is where the language model of a checkpoint becomes a GGUF of llama.cpp's architecture qwen2vl."""

import re
from collections.abc import Iterator
from pathlib import Path

from core.errors import ModelError
from models.training.checkpoint import Checkpoint
from models.training.gguf_files import Part, new_writer, part_kind, write_gguf
from models.training.gguf_tokens import add_tokens
from models.training.qwen_vl import EMBEDDINGS, HEAD, TITLES

_OUTER = {EMBEDDINGS: "token_embd.weight", "model.norm.weight": "output_norm.weight", HEAD: "output.weight"}
_INNER = {
    "input_layernorm": "attn_norm",
    "post_attention_layernorm": "ffn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
_BLOCK = re.compile(r"model\.layers\.(\d+)\.(.+)\.(weight|bias)")


def write_text_model(checkpoint: Checkpoint, path: Path, kind: str, name: str) -> None:
    """kind: "f32", "f16" or "q8_0". Raises ModelError where the checkpoint lacks something or the disk has no room."""
    text = checkpoint.layout.text
    writer = new_writer("qwen2vl", kind, "model")
    writer.add_name(name)
    writer.add_basename(TITLES[checkpoint.layout.kind])  # all that tells the two apart in the text model's file
    writer.add_block_count(text["num_hidden_layers"])
    writer.add_context_length(text.get("max_position_embeddings", 32768))
    writer.add_embedding_length(text["hidden_size"])
    writer.add_feed_forward_length(text["intermediate_size"])
    writer.add_head_count(text["num_attention_heads"])
    writer.add_head_count_kv(text["num_key_value_heads"])
    writer.add_layer_norm_rms_eps(text.get("rms_norm_eps", 1e-6))
    rope = text.get("rope_parameters") or text.get("rope_scaling") or {}
    sections = rope.get("mrope_section")
    if not isinstance(sections, list) or len(sections) != 3:
        raise ModelError(f"{checkpoint.folder / 'config.json'} does not tell the sections of M-RoPE (mrope_section).")
    writer.add_rope_dimension_sections([*sections, 0])
    writer.add_rope_freq_base(float(rope.get("rope_theta", text.get("rope_theta", 1_000_000))))
    add_tokens(writer, checkpoint)
    write_gguf(path, writer, list(_parts(checkpoint, kind)))


def _parts(checkpoint: Checkpoint, kind: str) -> Iterator[Part]:
    for name, stored in checkpoint.tensors.items():
        if name.startswith("visual."):
            continue
        block = _BLOCK.fullmatch(name)
        called = f"blk.{block[1]}.{_INNER[block[2]]}.{block[3]}" if block else _OUTER[name]
        yield Part(called, stored.shape, part_kind(called, stored.shape, kind), stored.rows)
