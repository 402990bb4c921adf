"""This file is where a checkpoint is loaded with transformers, and where one pass of it is computed.

Only what the answer needs is computed: pictures one at a time, and the scores of the last token alone, because those of
a whole prompt (tokens times 150,000 words) would take more memory than the model. Nothing is fetched: transformers is
told that it is offline before it is imported, takes only safetensors, and runs no code of a checkpoint.
"""

import gc
import os
import warnings
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from models.qwen_vl.adapter import Adapter
from models.qwen_vl.checkpoint import CLASSES, Checkpoint
from models.qwen_vl.devices import Device, choose_device

INSTALL = 'pip install "chattrove[gpu]"'
_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_DATASETS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY")


@dataclass(frozen=True)
class Network:
    """A loaded model. `model` is transformers' own; device: where it lies."""

    model: Any
    device: Device
    torch: Any

    @property
    def layers(self) -> list[Any]:
        """Its blocks, those of the vision tower first: what is computed one after the other."""
        return [*self.model.model.visual.blocks, *self.model.model.language_model.layers]

    def see(self, patches: NDArray[np.float32], grid: tuple[int, int]) -> Any:
        """One picture's features, shape (tokens, width). patches: shape (n, 1176); grid: its rows and columns."""
        visual = self.model.model.visual
        pixels = self.torch.from_numpy(patches).to(self.device.name, visual.dtype)
        return visual(pixels, grid_thw=self.torch.tensor([[1, *grid]], device=self.device.name))

    def embed(self, ids: NDArray[np.int64]) -> Any:
        """The word table's rows, shape (*ids.shape, width)."""
        return self.model.get_input_embeddings()(self.tensor(ids))

    def step(self, states: Any, places: NDArray[np.int64], mask: NDArray[np.int64], cache: Any) -> Any:
        """The scores of what comes after the last token, shape (batch, vocabulary), float32; `cache` grows.

        states: from `embed`, shape (batch, tokens, width); places: (3, batch, tokens); mask: (batch, all tokens until
        now), 0 for padding.
        """
        found = self.model.model.language_model(
            inputs_embeds=states,
            position_ids=self.tensor(places),
            attention_mask=self.tensor(mask),
            past_key_values=cache,
            use_cache=True,
        )
        return self.model.lm_head(found.last_hidden_state[:, -1]).float()

    def tensor(self, numbers: NDArray[np.int64]) -> Any:
        return self.torch.from_numpy(np.ascontiguousarray(numbers)).to(self.device.name)

    def wait(self) -> None:
        """Until the graphics card has done what it was told, for whoever looks at the clock."""
        if self.device.is_gpu:
            self.torch.cuda.synchronize(self.device.name)


def frameworks() -> tuple[ModuleType, ModuleType]:
    """torch and transformers, told to stay offline before the import. Raises ModelError where the extra is missing."""
    os.environ.update(dict.fromkeys(_OFFLINE, "1"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import accelerate  # noqa: F401
            import torch
            import transformers
    except ImportError as error:
        raise ModelError(
            f"Reading with a model on this machine's graphics card needs the extra `gpu` ({error}). Run: {INSTALL}"
        ) from error
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    return torch, transformers


def device_for(source: Checkpoint | Adapter) -> Device:
    """Where it would be computed now. Raises ModelError where it fits nowhere."""
    return choose_device(frameworks()[0], source.base if isinstance(source, Adapter) else source)


def load_network(source: Checkpoint | Adapter, words: int) -> Network:
    """words: how many token ids the tokenizer knows; an adapter that adds tokens gets rows for them.

    Raises ModelError where the extra is missing, memory is short, or the weights do not fit the config.
    """
    torch, transformers = frameworks()
    base = source.base if isinstance(source, Adapter) else source
    device = choose_device(torch, base)
    with _told(base, torch), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model, found = getattr(transformers, CLASSES[base.family]).from_pretrained(
            str(base.folder),
            local_files_only=True,
            use_safetensors=True,
            trust_remote_code=False,
            dtype=getattr(torch, device.precision),
            attn_implementation=_attention(transformers, device),
            device_map={"": device.name},
            output_loading_info=True,
        )
        _check_whole(base, found["missing_keys"])
        if isinstance(source, Adapter):
            model = _adapted(model, source, words)
        _check_words(model, base, words)
    return Network(model.eval().requires_grad_(False), device, torch)


def give_back(torch: Any) -> None:
    """What nothing refers to any more goes back to the system, on the graphics card too."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def is_out_of_memory(error: BaseException) -> bool:
    """torch says it in its own error on a graphics card, and in a RuntimeError on the CPU."""
    name = type(error).__name__
    return name == "OutOfMemoryError" or isinstance(error, MemoryError) or "can't allocate memory" in str(error)


@contextmanager
def watched(network: Network, check: Callable[[], None]) -> Iterator[None]:
    """Calls `check` before every block: a long prompt on a CPU takes many seconds, and stopping must not."""
    hooks = [layer.register_forward_pre_hook(lambda *_: check()) for layer in network.layers]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def _attention(transformers: Any, device: Device) -> str:
    fast = device.is_gpu and transformers.utils.is_flash_attn_2_available()
    return "flash_attention_2" if fast else "sdpa"


def _adapted(model: Any, adapter: Adapter, words: int) -> Any:
    """The base with the adapter's weights added to its own: as fast as a full checkpoint."""
    try:
        from peft import PeftModel
    except ImportError as error:
        raise ModelError(f"A LoRA adapter needs the extra `gpu` ({error}). Run: {INSTALL}") from error
    if words > model.get_input_embeddings().num_embeddings:
        model.resize_token_embeddings(words, mean_resizing=False)
    try:
        return PeftModel.from_pretrained(model, str(adapter.folder), local_files_only=True).merge_and_unload()
    except (RuntimeError, ValueError, KeyError, TypeError) as error:
        if is_out_of_memory(error):
            raise
        named = f" It was made for {adapter.made_for}." if adapter.made_for else ""
        raise ModelError(
            f"The LoRA adapter {adapter.folder} does not fit its base {adapter.base.folder}.{named} Name the base that "
            "it was trained on."
        ) from error


def _check_whole(base: Checkpoint, missing: Collection[str]) -> None:
    """transformers draws by lot what a checkpoint lacks, and says so only in a warning."""
    if missing:
        first = sorted(missing)[0][:80]
        raise ModelError(f"{base.folder} lacks {len(missing)} of its weights ({first}). Copy the whole folder again.")


def _check_words(model: Any, base: Checkpoint, words: int) -> None:
    rows = model.get_input_embeddings().num_embeddings
    if words > rows:
        raise ModelError(
            f"The tokenizer of {base.folder} knows {words} tokens and the model {rows}: they do not belong together. "
            "Copy the whole folder again."
        )


@contextmanager
def _told(base: Checkpoint, torch: Any) -> Iterator[None]:
    """Whatever ends the loading becomes one sentence; what was loaded until then goes."""
    try:
        yield
    except ModelError:
        raise
    except Exception as error:  # transformers, safetensors and accelerate raise what they like
        give_back(torch)
        if is_out_of_memory(error):
            raise ModelError(
                f"There is not enough memory to load {base.folder} ({base.bytes / 1e9:.1f} GB). Close other programs, "
                "or use a smaller model."
            ) from error
        told = (str(error).strip().splitlines() or [repr(error)])[0][:200]
        raise ModelError(f"The checkpoint {base.folder} cannot be loaded ({told}). Copy the folder again.") from error
