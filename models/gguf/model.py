"""This file is where a GGUF model is in memory: the text model, its vision tower and its cache."""

import ctypes
from pathlib import Path
from typing import Any

from core.errors import ModelError
from core.protocols import Check
from models.gguf.cache import BATCH, PromptCache
from models.gguf.header import Header
from models.gguf.interruption import Interruption
from models.gguf.library import Library, threads
from models.gguf.pictures import VisionTower, tower_parameters
from models.gguf.placement import Placement

_STEP = 2_048
_MEMORY = ("alloc", "out of memory", "not enough", "failed to fit")


class TooLittleMemory(ModelError):
    """llama.cpp found no memory for a model, on whichever processor it was to be."""


class GgufModel:
    """A loaded model. For one thread at a time. Raises ModelError when it cannot be loaded, and as `check` does."""

    def __init__(
        self, library: Library, text: Header, vision: Header | None, placement: Placement, check: Check
    ) -> None:
        self.placement = placement
        self.interruption = Interruption(library)
        self._library, self._llama, self._text = library, library.llama, text
        self._model: Any = None
        self.tower: VisionTower | None = None
        self._cache: PromptCache | None = None
        try:
            with self.interruption.asking(check):
                self._model = self._load_text(text.path)
            if vision is not None:
                with self.interruption.asking(check):
                    self.tower = self._load_tower(vision.path)
        except BaseException:
            self.close()
            raise

    def cache(self, cells: int) -> PromptCache:
        """The cache, with room for so many tokens at least: made anew when a longer prompt comes than any before."""
        if self._cache is None or self._cache.cells < cells:
            if self._cache is not None:
                self._cache.close()
                self._cache = None
            size = min(-(-cells // _STEP) * _STEP, max(self.placement.room, cells))
            self._cache = PromptCache(self._library, self._context(size), self.interruption)
        return self._cache

    def close(self) -> None:
        """Gives all memory back. May be called twice."""
        if self._cache is not None:
            self._cache.close()
        if self.tower is not None:
            self.tower.close()
        if self._model is not None:
            self._llama.llama_model_free(self._model)
        self._cache = self.tower = self._model = None

    def _load_text(self, path: Path) -> Any:
        parameters = self._library.fit_for_this_processor(self._llama.llama_model_default_params())
        device = self.placement.device
        # Without a list llama.cpp spreads the model over every device, also where the CPU was decided on.
        self._devices = (ctypes.c_void_p * 2)(device.handle if device is not None else None, None)
        parameters.devices = ctypes.cast(self._devices, ctypes.c_void_p)
        parameters.n_gpu_layers = self.placement.layers
        parameters.split_mode = self._llama.LLAMA_SPLIT_MODE_NONE if device else self._llama.LLAMA_SPLIT_MODE_LAYER
        parameters.progress_callback = self.interruption.while_loading
        with self._library.listener.hearing() as heard:
            model = self._llama.llama_model_load_from_file(str(path).encode("utf-8"), parameters)
        if not model:
            raise _why(path, heard, f"The model file {path} cannot be loaded by llama.cpp.")
        return model

    def _load_tower(self, path: Path) -> VisionTower:
        device = self.placement.device if self.placement.vision else None
        handle = device.handle if device is not None else None
        parameters = tower_parameters(self._library, self.interruption, handle, threads())
        with self._library.listener.hearing() as heard:
            tower = self._library.mtmd.mtmd_init_from_file(str(path).encode("utf-8"), self._model, parameters)
        if not tower:
            raise _why(path, heard, f"{path} is not the file for pictures of this model.")
        return VisionTower(self._library, tower, self._llama.llama_model_n_embd_inp(self._model))

    def _context(self, size: int) -> Any:
        parameters = self._llama.llama_context_default_params()
        parameters.n_ctx, parameters.n_batch, parameters.n_ubatch = size, BATCH, BATCH
        parameters.n_seq_max = parameters.n_outputs_max = 1
        parameters.n_threads = parameters.n_threads_batch = threads()
        parameters.flash_attn_type = self._llama.LLAMA_FLASH_ATTN_TYPE_AUTO
        parameters.offload_kqv = self.placement.layers > 0
        parameters.op_offload = self.placement.device is not None
        parameters.no_perf = True
        with self._library.listener.hearing() as heard:
            context = self._llama.llama_init_from_model(self._model, parameters)
        if not context:
            raise _why(self._text.path, heard, "The model cannot be started by llama.cpp.")
        return context


def _why(path: Path, heard: list[str], otherwise: str) -> ModelError:
    """An error with one sentence of what llama.cpp said while it loaded a file; never of what it said of a prompt."""
    said = " ".join(heard).lower()
    if any(word in said for word in _MEMORY):
        return TooLittleMemory(
            f"There is not enough memory for {path.name}. Close other programs, choose a smaller model, or put fewer "
            "layers on the graphics processor."
        )
    if "mismatch" in said:
        return ModelError(
            f"{path} belongs to another model: its pictures have another width than the text model's words."
        )
    return ModelError(otherwise)
