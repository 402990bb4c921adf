"""This file is where transformers computes a prompt from the checkpoint itself: what an export is compared with."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.training.qwen_vl import read_layout
from models.vision_language.prompt import Control, Part, Shown


class TransformersSide:
    """The checkpoint in float32 on the CPU; pictures are prepared by transformers' own processor, without resizing."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        from models.qwen_vl.network import frameworks

        self._torch, transformers = frameworks()
        if threads:
            self._torch.set_num_threads(threads)
        from tokenizers import Tokenizer
        from transformers.models.qwen2_vl.image_processing_qwen2_vl import Qwen2VLImageProcessor

        self._layout = read_layout(folder)
        self._ours = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._written = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._written.encode_special_tokens = True
        self._pictures = Qwen2VLImageProcessor.from_pretrained(folder, local_files_only=True)
        model = transformers.AutoModelForImageTextToText.from_pretrained(
            folder, local_files_only=True, dtype=self._torch.float32, attn_implementation="eager"
        )
        self._model: Any = model.eval()

    def greedy(self, parts: Sequence[Part], count: int) -> tuple[NDArray[np.float32], list[int]]:
        """(the logits after the prompt, of shape (vocabulary,), the `count` likeliest tokens one after the other)."""
        prepared = [self._prepared(part) for part in parts if isinstance(part, Shown)]
        grids = [grid for _, grid in prepared]
        ids = self._torch.tensor([self.ids(parts, grids)])
        given: dict[str, Any] = {"input_ids": ids, "attention_mask": self._torch.ones_like(ids)}
        if prepared:
            given["pixel_values"] = self._torch.from_numpy(np.concatenate([pixels for pixels, _ in prepared]))
            given["image_grid_thw"] = self._torch.tensor(grids)
        with self._torch.no_grad():
            found = self._model.generate(
                **given,
                max_new_tokens=count,
                min_new_tokens=count,
                do_sample=False,
                eos_token_id=None,
                pad_token_id=0,
                return_dict_in_generate=True,
                output_logits=True,
            )
        return found.logits[0][0].float().numpy(), found.sequences[0, ids.shape[1] :].tolist()

    def ids(self, parts: Sequence[Part], grids: Sequence[Sequence[int]]) -> list[int]:
        """The prompt's tokens. grids: of each picture: frames, rows and columns of patches."""
        whole, left = self._layout.whole, iter(grids)
        found: list[int] = []
        for part in parts:
            if isinstance(part, Shown):
                patches = int(np.prod(next(left)))
                seen = [whole["image_token_id"]] * (patches // 4)
                found += [whole["vision_start_token_id"], *seen, whole["vision_end_token_id"]]
            else:
                tokenizer = self._ours if isinstance(part, Control) else self._written
                found += tokenizer.encode(part.text, add_special_tokens=False).ids
        return found

    def _prepared(self, shown: Shown) -> tuple[NDArray[np.float32], list[int]]:
        made = self._pictures(images=[shown.pixels], do_resize=False, return_tensors="np")
        return made["pixel_values"].astype(np.float32), made["image_grid_thw"][0].tolist()
