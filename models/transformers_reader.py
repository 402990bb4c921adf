"""This file is where Qwen2-VL and Qwen2.5-VL read on this machine's graphics card (extra `gpu`), or on its CPU.

A models.vision_language.generator.Generator over torch and transformers: a full checkpoint, or a LoRA adapter with its
base. Answers are written under the mask of models.token_mask, so only ids can come out, whatever the prompt says.
"""

import threading
import traceback
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import ModelError
from core.protocols import Check, Pixels
from models.entries import MANIFEST
from models.pixels import fit, fitting, picture_tokens
from models.qwen_vl.adapter import CONFIG as ADAPTER
from models.qwen_vl.adapter import Adapter, is_adapter, open_adapter
from models.qwen_vl.answering import Answering, Asked
from models.qwen_vl.batch import Row
from models.qwen_vl.checkpoint import TOKENIZER, Checkpoint, open_checkpoint
from models.qwen_vl.limits import LEAST_PIXELS, limits_of
from models.qwen_vl.network import Network, device_for, give_back, is_out_of_memory, load_network
from models.qwen_vl.patches import patches_of, tokens_of
from models.qwen_vl.tokens import PromptTokens
from models.token_mask import answer_tokens
from models.vision_language.generator import Reply
from models.vision_language.prompt import Prompt, Shown

if TYPE_CHECKING:
    from models.entries import ModelEntry

_READER = "reader"


def load_transformers(entry: "ModelEntry") -> "TransformersReader":
    """The backend of a manifest entry of kind "transformers". Its weights are read when they are first needed.

    facts: "base": for a LoRA adapter the bundle beside this one (or the folder) that holds its base; "max_pixels": the
    most that a picture may have. Raises ModelError where the extra is missing, the folder is not whole, or the base is
    not there or another.
    """
    folder = _folder(entry.files, entry.directory)
    named = entry.facts.get("base")
    source, digest = _source(folder, entry.directory.parent / str(named) if named else None)
    reader = TransformersReader(f"{entry.name}:{entry.digest}{digest}", source)
    reader.cap_pictures(entry.facts.get("max_pixels"))
    return reader


class TransformersReader:
    """A Generator; one call computes at a time. at_once: how many prompts together, None for what memory allows.

    notes: what the person should know, as that the CPU computes, or that memory ran short; they grow with the work.
    """

    def __init__(self, name: str, source: Checkpoint | Adapter, at_once: int | None = None) -> None:
        self._name, self._source = name, source
        base = source.base if isinstance(source, Adapter) else source
        tokenizer = source.tokenizer if isinstance(source, Adapter) else source.folder / TOKENIZER
        self._tokens = PromptTokens(tokenizer)
        self._answering = Answering(answer_tokens(self._tokens.pieces), image=self._tokens.image, pad=self._tokens.pad)
        self._place = device_for(source)
        self._limits = limits_of(base, self._place, at_once)
        self._network: Network | None = None
        self._alone = threading.Lock()

    @property
    def name(self) -> str:
        """With the cap of pictures, because what the model sees changes what it answers."""
        return f"{self._name}:transformers:{self.most_pixels}"

    def cap_pictures(self, most: object) -> None:
        """Shows the model no picture of more pixels; anything but a sensible number changes nothing."""
        if type(most) is int and most >= LEAST_PIXELS:
            self._limits.most_pixels = min(self._limits.most_pixels, most)

    @property
    def room(self) -> int:
        return self._limits.room

    @property
    def at_once(self) -> int:
        return self._limits.at_once

    @property
    def most_pixels(self) -> int:
        return self._limits.most_pixels

    @property
    def device(self) -> str:
        return self._place.words

    @property
    def notes(self) -> tuple[str, ...]:
        told = (self._place.note,) if self._place.note else ()
        return (*told, *self._limits.notes)

    def tokens(self, prompt: Prompt) -> int:
        sides = [fitting(each.shape[0], each.shape[1], self.most_pixels) for each in _pictures(prompt)]
        return len(self._tokens.ids(prompt, [0] * len(sides))) + sum(picture_tokens(*each) - 2 for each in sides)

    def replies(self, prompts: Sequence[Prompt], check: Check) -> Iterator[Reply]:
        done = 0
        while done < len(prompts):
            with self._alone:
                found = self._some(prompts[done:], check)
            yield from found
            done += len(found)

    def close(self) -> None:
        with self._alone:
            if self._network is not None:
                torch, self._network = self._network.torch, None
                give_back(torch)

    def _some(self, prompts: Sequence[Prompt], check: Check) -> list[Reply]:
        """Replies to the first of the prompts: as many as memory allows together, at last to one with less to see."""
        while True:
            check()
            together = self._together(prompts)
            try:
                return self._answering.replies(self._loaded(), together, check)
            except Exception as error:
                if not is_out_of_memory(error):
                    raise
                # What was computed hangs on the frames that the error came through; it must go before the next try.
                traceback.clear_frames(error.__traceback__)
            if self._network is not None:
                give_back(self._network.torch)
            largest = max((_area(each) for prompt in prompts[: len(together)] for each in _pictures(prompt)), default=0)
            self._limits.give_way(len(together), min(largest, self._limits.most_pixels))

    def _together(self, prompts: Sequence[Prompt]) -> list[Asked]:
        """The first prompts as numbers, at least one: as many as the limits let be computed at once, and as long as no
        more than half of it would be padding."""
        chosen: list[Asked] = []
        longest = total = 0
        for prompt in prompts[: self._limits.at_once]:
            asked = self._asked(prompt)
            longest, total = max(longest, len(asked.row.ids)), total + len(asked.row.ids)
            if chosen and longest * (len(chosen) + 1) > min(self._limits.tokens, 2 * total):
                break
            chosen.append(asked)
        return chosen

    def _asked(self, prompt: Prompt) -> Asked:
        seen = [patches_of(fit(each, self._limits.most_pixels)) for each in _pictures(prompt)]
        grids = tuple(grid for _, grid in seen)
        ids = self._tokens.ids(prompt, [tokens_of(grid) for grid in grids])
        return Asked(Row(ids, tuple(patches for patches, _ in seen), grids), prompt.utterances, prompt.images)

    def _loaded(self) -> Network:
        if self._network is None:
            self._network = load_network(self._source, self._tokens.size)
            self._place = self._network.device
        return self._network


def _pictures(prompt: Prompt) -> list[Pixels]:
    return [part.pixels for part in prompt.parts if isinstance(part, Shown)]


def _area(picture: Pixels) -> int:
    return int(picture.shape[0] * picture.shape[1])


def _folder(files: Mapping[str, object], directory: Path) -> Path:
    """Where the model's files lie: beside its config, which may be in a folder inside the bundle."""
    for name in (ADAPTER, "config.json"):
        path = getattr(files.get(name), "path", None)
        if path is not None:
            return Path(path).parent
    return directory


def _source(folder: Path, base: Path | None) -> tuple[Checkpoint | Adapter, str]:
    """The checkpoint, or the adapter on its base; and what tells one base from another in a name."""
    if not is_adapter(folder):
        return open_checkpoint(folder), ""
    if base is None or not (base / MANIFEST).is_file():
        return open_adapter(folder, base), ""
    from models.bundle import Bundle

    bundle = Bundle(base, advice="Add the base again.")
    if _READER not in bundle.own:
        raise ModelError(f"The models in {base} hold no reader that the LoRA adapter {folder} could stand on.")
    bundle.check(_READER)
    entry = bundle.own[_READER]
    return open_adapter(folder, _folder(entry.files, entry.directory)), f"+{entry.digest}"
