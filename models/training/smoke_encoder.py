"""This file is where --smoke gets an encoder and a dictionary to begin with: tiny, random, made here, no download."""

import gzip
from collections.abc import Sequence
from pathlib import Path

from models.training.corpus import SPLITS, dialogues

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_ENTRIES = (
    "火車 火车 [huo3 che1] /train/CL:列[lie4],節|节[jie2]/",
    "火 火 [huo3] /fire/urgent/ammunition/",
    "車 车 [che1] /car/vehicle/",
    "我 我 [wo3] /I/me/my/",
    "明天 明天 [ming2 tian1] /tomorrow/",
    "吃 吃 [chi1] /to eat/to consume/",
)


def smoke_dictionary(folder: Path) -> Path:
    """Six words in the dictionary's own format."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "dictionary.txt.gz"
    target.write_bytes(gzip.compress("\n".join(("# ours", *_ENTRIES, "")).encode(), mtime=0))
    return target


def smoke_source(data: Path, folder: Path) -> Path:
    """A random BERT of 32 dimensions with the letters and words of the prepared data, as transformers keeps it."""
    import torch
    from transformers import BertConfig, BertModel

    words = {word for _, dialogue in dialogues(data, SPLITS[0]) for m in dialogue.messages for word in m.text.split()}
    pieces = [*_SPECIAL, *_letters(words), *sorted(word.lower() for word in words if word.isascii() and word.isalpha())]
    _write_tokenizer(list(dict.fromkeys(pieces)), folder)
    torch.manual_seed(0)
    config = BertConfig(len(dict.fromkeys(pieces)), 32, 2, 4, 64, max_position_embeddings=256)
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


def _letters(words: set[str]) -> list[str]:
    found = sorted({letter for word in words for letter in word.lower() if letter.isascii()} | set("abcdefghijklm"))
    return [*found, *(f"##{letter}" for letter in found)]


def _write_tokenizer(pieces: Sequence[str], folder: Path) -> None:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    ids = {piece: at for at, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(ids, unk_token="[UNK]"))  # noqa: S106 - a token of a text, no secret
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.add_special_tokens(list(_SPECIAL))
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", ids["[SEP]"]), ("[CLS]", ids["[CLS]"]))
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
