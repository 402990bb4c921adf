"""Makes a checkpoint a bundle for llama.cpp: this file is where Qwen2-VL and Qwen2.5-VL become two GGUF files.

    chattrove train gguf --checkpoint DIR --out DIR [--set kind=q4_k_m] [--set name=NAME] [--set licence="..."]

--checkpoint: a folder as on the Hugging Face Hub, or what `train merge` made. --out: a folder that
`chattrove models add` takes: manifest.json, reader/model.gguf (the language model in `kind`), reader/mmproj.gguf (the
vision tower, f16, or f32 where everything is), and the wording of the prompt where the checkpoint brings it along.
Nothing is loaded whole and torch is not needed; q4_k_m is made by llama.cpp from an f16 file that goes away afterwards.
"""

import argparse
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from core.errors import ModelError, SettingsError
from models.training.checkpoint import Checkpoint, open_checkpoint
from models.training.gguf_files import KINDS
from models.training.gguf_text import write_text_model
from models.training.gguf_vision import picture_settings, write_vision_model
from models.training.reader_bundle import PROMPT, Made, write_bundle
from models.training.settings import chosen
from models.training.tensor_files import check_room

_BUFFER = 1 << 30
_OK = 0


@dataclass(frozen=True, slots=True)
class Config:
    """kind: f32, f16, q8_0, q4_k_m. name: of the model, empty for the checkpoint's folder. licence, origin: what the
    manifest says of it; prompt: a file with the wording, empty for the checkpoint's own where it has one."""

    kind: str = "q8_0"
    name: str = ""
    licence: str = ""
    origin: str = ""
    prompt: str = ""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="chattrove train gguf", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--checkpoint", type=Path, required=True, metavar="DIR", help="what is exported")
    given = chosen(Config(), arguments, {}, parser)
    out = export_gguf(given.extra.checkpoint, given.place.out, given.config)
    for path in sorted(each for each in out.rglob("*") if each.is_file()):
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


def export_gguf(folder: Path, out: Path, config: Config | None = None) -> Path:
    """Writes the bundle; returns `out`. Raises ModelError in one sentence where the checkpoint is none that fits, the
    disk has no room or a package is missing; then an older bundle's manifest is gone and nothing half made is used."""
    config = config or Config()
    if config.kind not in KINDS:
        raise SettingsError(f"There is no kind “{config.kind}”. There are: {', '.join(KINDS)}.")
    checkpoint = open_checkpoint(folder)
    name = config.name or folder.resolve().name
    model, mmproj = out / "reader" / "model.gguf", out / "reader" / "mmproj.gguf"
    try:
        model.parent.mkdir(parents=True, exist_ok=True)
        (out / "manifest.json").unlink(missing_ok=True)
    except OSError as error:
        raise ModelError(f"Nothing can be written to {out} ({error.strerror or error}).") from error
    write_vision_model(checkpoint, mmproj, "f32" if config.kind == "f32" else "f16", name)
    if config.kind == "q4_k_m":
        _write_quantised(checkpoint, model, name)
    else:
        write_text_model(checkpoint, model, config.kind, name)
    prompt = Path(config.prompt) if config.prompt else folder / PROMPT
    made = Made(
        name=f"{name}-{config.kind}",
        files={"model": model, "mmproj": mmproj},
        facts={"kind": "gguf", "architecture": checkpoint.layout.kind, "quantisation": config.kind},
        licence=config.licence,
        origin=config.origin or f"{name}, converted by chattrove train gguf",
        prompt=prompt if config.prompt or prompt.exists() else None,
    )
    return write_bundle(out, made, folder, picture_settings(folder))


def quantise(whole: Path, out: Path) -> None:
    """Makes a Q4_K_M file of an f16 one by llama.cpp, at most a gigabyte of rows at a time. Raises ModelError."""
    from models.gguf.library import library, threads

    loaded = library()
    llama = loaded.llama
    settings = llama.llama_model_quantize_default_params()
    settings.ftype = llama.LLAMA_FTYPE_MOSTLY_Q4_K_M
    settings.nthread = threads()
    if hasattr(settings, "max_buf_size"):
        settings.max_buf_size = _BUFFER
    draft = out.with_name(out.name + ".part")
    try:
        with loaded.listener.hearing() as heard:
            done = llama.llama_model_quantize(str(whole).encode(), str(draft).encode(), settings)
        if done != _OK:
            raise ModelError(f"llama.cpp cannot quantise {whole.name}: {heard[-1] if heard else f'code {done}'}")
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)


def _write_quantised(checkpoint: Checkpoint, model: Path, name: str) -> None:
    from models.gguf.library import library

    library()  # before minutes of writing
    whole = model.with_name("model-f16.gguf")
    try:
        write_text_model(checkpoint, whole, "f16", name)
        check_room(model.parent, whole.stat().st_size // 3)
        quantise(whole, model)
    finally:
        with suppress(OSError):
            whole.unlink(missing_ok=True)
