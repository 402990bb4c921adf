"""Compares exports with transformers: this file is where GGUF files prove that they compute what the checkpoint does.

    chattrove train parity [--checkpoint DIR] [--set 'kinds=["f16","q8_0","q4_k_m"]'] --out DIR

Without --checkpoint on made-up tiny ones of both architectures, whose random weights are the worst case for
quantisation. Prints a table: the largest difference of the logits after a prompt, beside their standard deviation and
the cosine between both; in how many of the steps that follow the likeliest token is the same, both having written what
transformers would; and whether both readers, as the program uses them, answer with the same ids. For text alone, one
picture, and three pictures of several sizes, which Python brought into size first (llama.cpp's own way of resizing
gives other features).
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.protocols import Pixels, unhindered
from models.entries import read_manifest
from models.gguf_reader import load_gguf
from models.pixels import PIXELS_ON_CPU, fit
from models.qwen_vl.checkpoint import CLASSES, open_checkpoint
from models.special_tokens import TURN_END, TURN_START
from models.training.gguf_export import Config as Export
from models.training.gguf_export import export_gguf
from models.training.gguf_files import KINDS
from models.training.parity_llama import LlamaSide
from models.training.parity_transformers import TransformersSide
from models.training.settings import chosen
from models.training.tiny import tiny_checkpoint
from models.transformers_reader import TransformersReader
from models.vision_language.generator import Generator
from models.vision_language.prompt import Control, Prompt, Shown, Written

Answer = tuple[NDArray[np.float32], list[int]]
"""The logits after a prompt, of shape (vocabulary,), and the likeliest token of each step."""

_HEAD = "checkpoint       kind    prompt         logits differ deviation    cosine  tokens answer"


@dataclass(frozen=True, slots=True)
class Config:
    """kinds: which exports are compared; tokens: how many of the likeliest follow each prompt; most_pixels: of one
    picture."""

    kinds: tuple[str, ...] = KINDS
    tokens: int = 24
    most_pixels: int = PIXELS_ON_CPU
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """difference: the largest of any logit; deviation: of the reference's logits; cosine: between both sides' logits;
    same: in how many of the steps that follow, of `tokens`, the likeliest token is; answer: whether both readers give
    the same ids."""

    checkpoint: str
    kind: str
    prompt: str
    difference: float
    deviation: float
    cosine: float
    same: int
    tokens: int
    answer: bool

    def __str__(self) -> str:
        equal = f"{self.same}/{self.tokens}"
        numbers = f"{self.difference:>13.1e} {self.deviation:>9.2f} {self.cosine:>9.6f} {equal:>7}"
        answer = "same" if self.answer else "other"
        return f"{self.checkpoint:<16} {self.kind:<7} {self.prompt:<14} {numbers} {answer}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="chattrove train parity", description=(__doc__ or "").split(":")[0])
    parser.add_argument("--checkpoint", type=Path, metavar="DIR", help="default: tiny ones that are made up")
    given = chosen(Config(), arguments, {}, parser)
    out = given.place.out
    folders = [given.extra.checkpoint] if given.extra.checkpoint else list(_made_up(out))
    print(_HEAD)
    for folder in folders:
        for row in rows(folder, out, given.config, given.place.threads):
            print(row, flush=True)


def rows(folder: Path, out: Path, config: Config, threads: int = 0) -> Iterator[Row]:
    """Exports a checkpoint in each kind to a folder of `out` and compares it. threads: 0 leaves the choice to each
    side. Raises ModelError as the export does."""
    reference, reader = TransformersSide(folder, threads), TransformersReader("", open_checkpoint(folder), at_once=1)
    prompts = sample_prompts(config.seed, config.most_pixels)
    expected = {name: reference.greedy(prompt.parts, config.tokens) for name, prompt in prompts.items()}
    ids = _ids(reader, prompts.values())
    for kind in config.kinds:
        bundle = export_gguf(folder, out / f"{folder.name}-{kind}", Export(kind=kind))
        found = _ids(load_gguf(read_manifest(bundle, "")["reader"], gpu_layers=0), prompts.values())
        side = LlamaSide(bundle, threads)
        try:
            for (name, prompt), one, other in zip(prompts.items(), ids, found, strict=True):
                computed = side.likeliest(prompt.parts, expected[name][1])
                yield _row((folder.name, kind, name), expected[name], computed, one == other)
        finally:
            side.close()


def sample_prompts(seed: int, most_pixels: int) -> dict[str, Prompt]:
    """Prompts of the reader's kind, in English and Chinese, by what they show. The pictures' sides are odd at first."""
    noise = np.random.default_rng(seed)
    pictures = [_picture(noise, *sides, most_pixels) for sides in ((187, 301), (504, 896), (640, 333))]
    begin = Control(f"{TURN_START}system\nYou find what answers the question.{TURN_END}\n{TURN_START}user\n")
    asked = Control("<|query_start|>When does the train leave? 火车几点开？<|query_end|>")
    end = (asked, Control(f"{TURN_END}\n{TURN_START}assistant\n"))
    first, second = Control("<|utt_id_start|>0<|utt_id_end|> "), Control("\n<|utt_id_start|>1<|utt_id_end|> ")
    said, answered = Written("Anna: 我们明天坐火车去上海，酒店订好了。"), Written("Bob: At 9:40, don't be late!")
    shown = [(Control(f"<|img_id_start|>{at}<|img_id_end|>"), Shown(pixels)) for at, pixels in enumerate(pictures)]
    three = (begin, first, *shown[0], said, *shown[1], second, answered, *shown[2], *end)
    return {
        "text": Prompt((begin, first, said, second, answered, *end), 2, 0),
        "one picture": Prompt((begin, first, said, *shown[0], second, answered, *end), 2, 1),
        "three pictures": Prompt(three, 2, 3),
    }


def _ids(reader: Generator, prompts: Iterable[Prompt]) -> list[tuple[list[int], list[int]]]:
    """What a reader answers, without its probabilities."""
    try:
        return [(sorted(reply.utterances), sorted(reply.images)) for reply in reader.replies([*prompts], unhindered)]
    finally:
        reader.close()


def _row(names: tuple[str, str, str], expected: Answer, found: Answer, answer: bool) -> Row:
    (wanted, following), (logits, tokens) = expected, found
    difference = float(np.abs(logits - wanted).max())
    cosine = float(wanted @ logits / (np.linalg.norm(wanted) * np.linalg.norm(logits)))
    same = sum(one == other for one, other in zip(tokens, following, strict=True))
    return Row(*names, difference, float(wanted.std()), cosine, same, len(tokens), answer)


def _picture(noise: np.random.Generator, height: int, width: int, most_pixels: int) -> Pixels:
    """Coarse patches of colour with some noise, as photographs have both."""
    coarse = noise.integers(0, 256, (height // 20 + 1, width // 20 + 1, 3))
    colours = np.kron(coarse, np.ones((20, 20, 1)))[:height, :width] + noise.normal(0, 12, (height, width, 3))
    return fit(colours.clip(0, 255).astype(np.uint8), most_pixels)


def _made_up(out: Path) -> Iterator[Path]:
    for architecture in CLASSES:
        yield tiny_checkpoint(out / architecture, architecture)
