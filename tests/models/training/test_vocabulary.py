"""How the English vocabulary learns Chinese: dictionary, words, ids that two scripts share, and first vectors."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from models.training.dictionary import Dictionary, read_dictionary
from models.training.vocabulary import Vocabulary, extend, first_vectors

_LINES = """# CC-CEDICT in small
火車 火车 [huo3 che1] /train/CL:列[lie4],節|节[jie2]/
火 火 [huo3] /fire/
火 火 [Huo3] /surname Huo/Fire Festival/
車 车 [che1] /car/vehicle/
車 车 [ju1] /chariot (chess)/
明天 明天 [ming2 tian1] /tomorrow/
滷 卤 [lu3] /variant of 鹵|卤[lu3]/
"""


@pytest.fixture(scope="module")
def dictionary(tmp_path_factory: pytest.TempPathFactory) -> Dictionary:
    path = tmp_path_factory.mktemp("dictionary") / "words.txt.gz"
    path.write_bytes(gzip.compress(_LINES.encode()))
    return read_dictionary(path)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pieces = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "train",
        "fire",
        "car",
        "vehicle",
        "tomorrow",
        "chariot",
        "the",
        ",",
        "?",
    ]
    tokenizer = Tokenizer(models.WordPiece({piece: at for at, piece in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    path = tmp_path_factory.mktemp("english") / "tokenizer.json"
    tokenizer.save(str(path))
    return path


@pytest.fixture(scope="module")
def vocabulary(english: Path, dictionary: Dictionary) -> Vocabulary:
    return extend(
        english, dictionary, ["明天坐火车", "火", "车"], 2, written={"火": 9, "车": 9, "明": 9, "天": 9, "明天": 5}
    )


def test_everyday_meanings_come_before_names_and_what_tells_no_meaning_is_left_out(dictionary: Dictionary) -> None:
    assert dictionary.meanings["火"] == ("fire", "Fire Festival")
    assert dictionary.meanings["车"] == ("car", "vehicle", "chariot")
    assert dictionary.meanings["火车"] == ("train",)
    assert not dictionary.meanings.get("卤")
    assert dictionary.characters["車"] == "车"


def test_both_scripts_at_the_beginning_and_inside_of_a_run_share_one_id(vocabulary: Vocabulary) -> None:
    tokenizer = Tokenizer.from_str(vocabulary.tokenizer)
    ids = [tokenizer.encode(text, add_special_tokens=False).ids for text in ("火车", "火車", "明天火車")]
    assert ids[0] == ids[1] == [vocabulary.first + vocabulary.words.index("火车")]
    assert ids[2] == [vocabulary.first + vocabulary.words.index("明天"), ids[0][0]]


def test_english_keeps_its_ids_also_right_beside_chinese(vocabulary: Vocabulary, english: Path) -> None:
    tokenizer, before = Tokenizer.from_str(vocabulary.tokenizer), Tokenizer.from_file(str(english))
    assert tokenizer.encode("the train, tomorrow?").ids == before.encode("the train, tomorrow?").ids
    mixed = tokenizer.encode("明天Train，火？", add_special_tokens=False).tokens
    assert mixed == ["明天", "train", ",", "火", "?"]


def test_a_run_without_an_end_is_cut_and_stays_known(vocabulary: Vocabulary) -> None:
    tokenizer = Tokenizer.from_str(vocabulary.tokenizer)
    found = tokenizer.encode("火车" * 5_000, add_special_tokens=False).ids
    assert len(found) == 5_000
    assert set(found) == {vocabulary.first + vocabulary.words.index("火车")}


def test_a_word_begins_as_its_meaning_and_an_untold_one_as_its_characters(
    vocabulary: Vocabulary, dictionary: Dictionary, english: Path
) -> None:
    vectors = np.eye(13, dtype=np.float32)
    found = first_vectors(vocabulary, dictionary, (Tokenizer.from_file(str(english)), vectors))
    assert found.shape == (len(vocabulary.words), 13)
    train = found[vocabulary.words.index("火车")]
    assert train.argmax() == 4
    car = found[vocabulary.words.index("车")]
    assert car[6] > car[7] > car[9] > 0
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


@given(st.text(max_size=60))
def test_any_text_has_tokens_or_is_blank(text: str) -> None:
    tokenizer = Tokenizer.from_str(_TINY)
    clean = text.encode("utf-8", "replace").decode("utf-8")
    ids = tokenizer.encode(clean, add_special_tokens=False).ids
    assert all(0 <= each < 16 for each in ids)


def _tiny() -> str:
    tokenizer = Tokenizer(models.WordPiece({"[UNK]": 0, "a": 1}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    record = json.loads(tokenizer.to_str())
    from models.training.vocabulary import _with

    return _with(record, ["火", "车"], Dictionary({}, {}, {}))


_TINY = _tiny()
