"""This file is where resources/models/term_weights.json is made: how telling each common term is.

    python -m models.training.count_terms DATA_DIR

Counts in how many turns of the public dialogues (the training data's README) each term occurs, English and Chinese
apart, and keeps the commonest. Everything that is not listed is taken as rare by models.term_weights.
"""

import argparse
import json
from collections import Counter
from dataclasses import asdict, dataclass
from math import log
from pathlib import Path

from core.dialogues import read_dialogues
from core.lexical import is_unspaced, terms
from models.training.held_out import is_listed, read_listed


@dataclass(frozen=True)
class Config:
    """sources: chats and meetings, whose words people type; turns_each: so that no source rules the counts."""

    english: tuple[str, ...] = ("irc_disentanglement", "qmsum", "monero_meetings", "tiage", "sgd", "crd3", "changelog")
    chinese: tuple[str, ...] = ("kdconv", "crosswoz", "smile", "docs_zh2", "passage_qa", "sayit_tw")
    turns_each: int = 25_000
    keep_english: int = 3_000
    keep_chinese: int = 5_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("data", type=Path, help="the folder with the training data")
    parser.add_argument("--out", type=Path, default=Path("resources/models/term_weights.json"))
    given = parser.parse_args()
    config = Config()
    listed = read_listed(given.data / "never_train_on.txt.gz")
    english = weigh(given.data, config.english, config, listed)
    chinese = weigh(given.data, config.chinese, config, listed)
    made = {"made_by": "models.training.count_terms", "config": asdict(config), "weights": {**english, **chinese}}
    given.out.write_text(json.dumps(made, ensure_ascii=False, sort_keys=True, indent=0) + "\n", encoding="utf-8")
    print(f"{given.out}: {len(made['weights'])} terms")


def weigh(folder: Path, sources: tuple[str, ...], config: Config, listed: frozenset[str]) -> dict[str, float]:
    """Inverse document frequency (natural logarithm, a turn is a document) of the commonest terms."""
    unspaced = sources == config.chinese
    keep, turns_each = config.keep_chinese if unspaced else config.keep_english, config.turns_each
    found: Counter[str] = Counter()
    total = 0
    for source in sources:
        left = turns_each
        for dialogue in read_dialogues(folder / f"{source}.jsonl.gz"):
            for message in dialogue.messages[:left]:
                if is_listed(message.text, listed):
                    continue
                found.update({term for term in terms(message.text) if is_unspaced(term) == unspaced})
            left -= len(dialogue.messages)
            if left <= 0:
                break
        total += turns_each - max(left, 0)
    common = sorted(found.items(), key=lambda each: (-each[1], each[0]))[:keep]
    return {term: round(log(total / times), 1) for term, times in common}


if __name__ == "__main__":
    main()
