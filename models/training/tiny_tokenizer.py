"""This file is where the tokenizer of a made-up checkpoint is trained: byte-level BPE as Qwen has it, on our sentences.

Nothing is downloaded: a few sentences in English and Chinese are enough for merges that cross what they should not, if
a reader of the tokenizer is wrong.
"""

import json
from pathlib import Path
from typing import Any

from models.prompt_wording import MARKERS
from models.special_tokens import PAD, SPECIAL, TURN_END

CHAT_TEMPLATE = (
    "{%- for message in messages -%}"
    "{%- if loop.first and message.role != 'system' -%}"
    "{{ '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}"
    "{%- endif -%}"
    "{{ '<|im_start|>' + message.role + '\\n' }}"
    "{%- if message.content is string -%}{{ message.content }}"
    "{%- else -%}{%- for part in message.content -%}"
    "{%- if part.type in ('image', 'image_url') -%}{{ '<|vision_start|><|image_pad|><|vision_end|>' }}"
    "{%- elif part.type == 'text' -%}{{ part.text }}{%- endif -%}"
    "{%- endfor -%}{%- endif -%}"
    "{{ '<|im_end|>\\n' }}"
    "{%- endfor -%}"
    "{%- if add_generation_prompt -%}{{ '<|im_start|>assistant\\n' }}{%- endif -%}"
)
"""The frame that Qwen's models are trained with, in our words."""

_WORDS = r"[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_PATTERN = rf"(?i:'s|'t|'re|'ve|'m|'ll|'d)|{_WORDS}"
_SENTENCES = (
    "You are a helpful assistant. Find the messages and the pictures of the dialogue that answer the question.",
    "When does the train to Hamburg leave? It leaves at 9:40 from platform 12, don't be late!",
    "Here's the photo of the cake that we baked on Sunday; the recipe is from Anna's grandmother.",
    "我们明天坐火车去上海，酒店已经订好了。你把照片发给我好吗？",
    "请找出对话中能回答问题的消息和图片，只给出编号。",
    "昨天的蛋糕真好吃，配方是奶奶给的。0 1 2 3 4 5 6 7 8 9 [0,1,2];[3] https://example.org/a?b=1",
)


def write_tokenizer(folder: Path, *, markers: bool = True) -> dict[str, int]:
    """Writes tokenizer.json, its settings, vocab.json, merges.txt and the chat template; returns the ids by token.

    markers: whether F2RVLM's tokens are among them, as in a checkpoint that was trained, or not, as in its base.
    """
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    bytewise = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    split = pre_tokenizers.Split(Regex(_PATTERN), "isolated")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, bytewise])
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=640, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False
    )
    tokenizer.train_from_iterator(list(_SENTENCES) * 20, trainer)
    added = [*SPECIAL, *(MARKERS if markers else ())]
    tokenizer.add_special_tokens([AddedToken(each, special=True, normalized=False) for each in added])
    tokenizer.save(str(folder / "tokenizer.json"))
    _write_beside(folder, json.loads(tokenizer.to_str()), added)
    return dict(tokenizer.get_vocab(with_added_tokens=True))


def _write_beside(folder: Path, made: dict[str, Any], added: list[str]) -> None:
    """The files that the Hub's checkpoints have beside tokenizer.json."""
    told = {each["content"]: each for each in made["added_tokens"]}
    settings = {
        "tokenizer_class": "Qwen2Tokenizer",
        "eos_token": TURN_END,
        "pad_token": PAD,
        "bos_token": None,
        "unk_token": None,
        "add_prefix_space": False,
        "clean_up_tokenization_spaces": False,
        "model_max_length": 32768,
        "additional_special_tokens": added[1:],
        "added_tokens_decoder": {
            str(told[each]["id"]): {name: value for name, value in told[each].items() if name != "id"} for each in added
        },
        "chat_template": CHAT_TEMPLATE,
    }
    _write_json(folder / "tokenizer_config.json", settings)
    (folder / "chat_template.jinja").write_text(CHAT_TEMPLATE, "utf-8")
    _write_json(folder / "vocab.json", made["model"]["vocab"])
    merges = (each if isinstance(each, str) else " ".join(each) for each in made["model"]["merges"])
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *merges, ""]), "utf-8")


def _write_json(path: Path, facts: dict[str, Any]) -> None:
    path.write_text(json.dumps(facts, indent=1, ensure_ascii=False), "utf-8")
