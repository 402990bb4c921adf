"""This file is where the encoder that is trained is built: MiniLM's layers over an English and a Chinese word table.

The English word vectors stay as they are; the Chinese ones begin as the mean of their English meanings
(models.training.vocabulary) and learn faster than the layers above.
"""

import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.embedder import feed
from models.training.dictionary import read_dictionary
from models.training.vocabulary import extend, first_vectors

Floats = NDArray[np.float32]


def start_folder(source: Path, dictionary: Path, texts: Iterable[str], out: Path, words: int) -> Path:
    """Makes `out`: a BERT as transformers keeps it, its vocabulary extended; kept where it is there already.

    source: folder with config.json, model.safetensors and tokenizer.json of all-MiniLM-L6-v2.
    """
    from safetensors.numpy import load_file, save_file
    from tokenizers import Tokenizer

    if (out / "words.json").exists():
        return out
    out.mkdir(parents=True, exist_ok=True)
    told = read_dictionary(dictionary)
    vocabulary = extend(source / "tokenizer.json", told, texts, words)
    weights = load_file(source / "model.safetensors")
    english = Tokenizer.from_file(str(source / "tokenizer.json"))
    english.no_padding()
    english.no_truncation()
    table = next(name for name in weights if name.endswith("word_embeddings.weight"))
    new = first_vectors(vocabulary, told, (english, weights[table]))
    weights[table] = np.concatenate([weights[table], new])
    save_file(weights, out / "model.safetensors")
    config = json.loads((source / "config.json").read_text("utf-8"))
    (out / "config.json").write_text(json.dumps({**config, "vocab_size": len(weights[table])}), "utf-8")
    (out / "tokenizer.json").write_text(vocabulary.tokenizer, "utf-8")
    facts = {"first": vocabulary.first, "words": len(vocabulary.words)}
    (out / "words.json").write_text(json.dumps(facts), "utf-8")
    return out


def bilingual_encoder(folder: Path) -> Any:
    """A torch module: token rows (ids, mask) -> unit vectors (rows, dimension). Mean over tokens, as MiniLM pools."""
    import torch
    from transformers import BertModel

    class BilingualEncoder(torch.nn.Module):  # type: ignore[misc, unused-ignore]
        def __init__(self) -> None:
            super().__init__()
            bert: Any = BertModel.from_pretrained(
                str(folder), add_pooling_layer=False, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
            )
            table = bert.embeddings.word_embeddings.weight.data
            self.first = json.loads((folder / "words.json").read_text("utf-8"))["first"]
            self.english = torch.nn.Embedding.from_pretrained(table[: self.first].clone(), freeze=True)
            self.chinese = torch.nn.Embedding.from_pretrained(table[self.first :].clone(), freeze=False)
            bert.embeddings.word_embeddings = torch.nn.Embedding(1, table.shape[1])  # never looked up
            bert.embeddings.word_embeddings.weight.requires_grad_(False)
            self.bert = bert

        def forward(self, ids: Any, mask: Any) -> Any:
            english = self.english(ids.clamp(max=self.first - 1))
            chinese = self.chinese((ids - self.first).clamp(min=0))
            words = torch.where((ids < self.first).unsqueeze(-1), english, chinese)
            states = self.bert(inputs_embeds=words, attention_mask=mask).last_hidden_state
            real = mask.unsqueeze(-1).to(states.dtype)
            return torch.nn.functional.normalize((states * real).sum(1) / real.sum(1), dim=-1)

        def parameter_groups(self, share: float) -> list[dict[str, Any]]:
            """The layers at the run's learning rate, the Chinese words at `share` times it."""
            layers = [each for each in self.bert.parameters() if each.requires_grad]
            return [{"params": layers}, {"params": list(self.chinese.parameters()), "rate_share": share}]

    return BilingualEncoder()


def trained_folder(start: Path, state: dict[str, Any], out: Path) -> Path:
    """A BERT as transformers keeps it from the state of a trained BilingualEncoder, for export."""
    import torch
    from safetensors.numpy import load_file, save_file

    out.mkdir(parents=True, exist_ok=True)
    weights = load_file(start / "model.safetensors")
    layers = {name.removeprefix("bert."): tensor for name, tensor in state.items() if name.startswith("bert.")}
    for name in weights:
        plain = name.removeprefix("bert.")
        if plain.endswith("word_embeddings.weight"):
            weights[name] = torch.cat([state["english.weight"], state["chinese.weight"]]).cpu().numpy()
        elif plain in layers:
            weights[name] = layers[plain].cpu().numpy()
    save_file(weights, out / "model.safetensors")
    for name in ("config.json", "tokenizer.json", "words.json"):
        shutil.copyfile(start / name, out / name)
    return out


class Tokens:
    """Texts as the encoder takes them. limit: tokens of a row, [CLS] and [SEP] included."""

    def __init__(self, tokenizer: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._tokenizer.encode_special_tokens = True
        self._frame: list[Any] = [self._tokenizer.token_to_id(each) for each in ("[CLS]", "[SEP]")]

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Without [CLS] and [SEP]."""
        return [each.ids for each in self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    def rows(self, texts: Sequence[str], limit: int) -> tuple[Any, Any]:
        """ids and mask as tensors, both (texts, longest), padded with 0; what is too long is cut at its end."""
        return self.framed([ids[: limit - 2] for ids in self.ids(texts)])

    def framed(self, parts: Sequence[Sequence[int]]) -> tuple[Any, Any]:
        """Token parts with [CLS] and [SEP] as tensors (ids, mask)."""
        import torch

        fed = feed([[self._frame[0], *part, self._frame[1]] for part in parts])
        return torch.from_numpy(fed["input_ids"]), torch.from_numpy(fed["attention_mask"])
