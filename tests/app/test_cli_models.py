"""This file is where models are listed, proven, added, chosen and removed from the command line."""

import json
import shutil
from pathlib import Path

import pytest

from app.cli import codes
from app.session import Session
from app.settings import Settings, load_settings, save_settings
from core.errors import ChosenModelsError
from models.bundle import Bundle, shipped_models
from tests.app.conftest import Call, Said
from tests.models.raw_files import seeing_gguf, text_gguf
from tests.models.test_catalog import bundle

QUESTION = ("when", "does", "the", "train", "arrive")


@pytest.fixture(autouse=True)
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of added models."""
    monkeypatch.setenv("CHATTROVE_MODELS", str(tmp_path / "added"))
    return tmp_path / "added"


@pytest.fixture
def filled(chattrove: Call, family: Path) -> Call:
    assert chattrove("import", family, "--no-ocr").code == codes.FINE
    return chattrove


def with_embedder(added: Path) -> str:
    """A bundle with an embedder of another name, as if it had been added."""
    bundle(added / "evening", "embedder")
    return "evening"


def found(said: Said) -> list[str]:
    results = said.json["results"]
    return [message["text"] for each in results for span in each["spans"] for message in span["messages"]]


def test_models_are_listed_with_their_size_licence_and_score(chattrove: Call) -> None:
    said = chattrove("models")
    assert said.code == codes.FINE
    assert "minilm-zh-en-1-int8  35.7 MB, recall_at_5 0.81  Apache-2.0" in said.out
    listed = chattrove("models", "--json").json
    assert [each["role"] for each in listed["roles"]] == ["embedder", "segmenter", "reader", "text_reader"]
    assert listed["in_use"] == ["shipped"]
    assert listed["renewal"] is None


def test_every_model_is_proven_here(chattrove: Call) -> None:
    said = chattrove("models", "test", "--json")
    assert said.code == codes.FINE
    assert [each["passed"] for each in said.json["self_tests"]] == [True] * 4


def test_a_bundle_is_added_used_and_removed(chattrove: Call, tmp_path: Path, added: Path) -> None:
    bundle(tmp_path / "night", "segmenter", "reader")
    assert "Added as “night”" in chattrove("models", "add", tmp_path / "night").out
    assert chattrove("models", "use", "night").code == codes.FINE
    assert load_settings().models == ("night",)
    roles = chattrove("models", "--json").json["roles"]
    assert [each["bundle"] for each in roles] == ["shipped", "night", "night", "shipped"]
    refused = chattrove("models", "remove", "night", "--yes")
    assert (refused.code, "is in use" in refused.err) == (codes.MODEL, True)
    chattrove("models", "use", "shipped")
    assert chattrove("models", "remove", "night").code == codes.USAGE, "nobody agreed"
    assert chattrove("models", "remove", "night", "--yes").code == codes.FINE
    assert not (added / "night").exists()


def test_another_embedder_is_changed_to_while_the_old_one_answers(filled: Call, added: Path) -> None:
    name = with_embedder(added)
    said = filled("models", "use", name)
    assert "the old index answers: chattrove index" in said.out
    before = filled("search", *QUESTION, "--json")
    assert "14:35 at central station, platform 6" in found(before)
    renewal = filled("models", "--json").json["renewal"]
    assert renewal["left"] == renewal["total"] > 0
    assert renewal["answering"] == Bundle(shipped_models()).embedder_name()
    assert filled("index", "--no-ocr").code == codes.FINE
    assert filled("models", "--json").json["renewal"] is None
    assert "14:35 at central station, platform 6" in found(filled("search", *QUESTION, "--json"))
    assert filled("verify").code == codes.FINE


def test_the_bundle_that_still_answers_cannot_be_removed(filled: Call, added: Path) -> None:
    name = with_embedder(added)
    filled("models", "use", name)
    filled("index", "--no-ocr")
    filled("models", "use", "shipped")
    said = filled("models", "remove", name, "--yes")
    assert (said.code, "until the index is made anew" in said.err) == (codes.MODEL, True)
    filled("index", "--no-ocr")
    assert filled("models", "remove", name, "--yes").code == codes.FINE


def test_chosen_models_that_are_gone_or_broken_are_told_and_never_replaced_in_silence(
    filled: Call, added: Path
) -> None:
    filled("models", "use", with_embedder(added))
    (added / "evening" / "manifest.json").write_text("{")
    said = filled("doctor")
    assert said.code == codes.MODEL
    assert "chattrove models use shipped" in said.err
    shutil.rmtree(added / "evening")
    said = filled("search", *QUESTION)
    assert (said.code, "“evening” are gone" in said.err) == (codes.MODEL, True)
    assert filled("show").code == codes.FINE, "what needs no model goes on"
    assert filled("models", "use", "shipped").code == codes.FINE
    assert filled("search", *QUESTION).code == codes.FINE


def test_a_bundle_that_fails_is_not_switched_to(chattrove: Call, added: Path) -> None:
    bundle(added / "night", "reader")
    (added / "night" / "reader" / "network.onnx").write_bytes(b"no")
    said = chattrove("models", "use", "night")
    assert (said.code, "cut off or changed" in said.err) == (codes.MODEL, True)
    assert load_settings().models == ()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("use",), codes.USAGE),
        (("list", "x"), codes.USAGE),
        (("use", "nothing"), codes.MODEL),
        (("use", "../../etc"), codes.MODEL),
        (("remove", "shipped", "--yes"), codes.MODEL),
        (("download", "http://example.org/x.zip", "--yes"), codes.MODEL),
    ],
)
def test_what_cannot_be_done_is_told_with_its_exit_code(chattrove: Call, arguments: tuple[str, ...], code: int) -> None:
    said = chattrove("models", *arguments)
    assert said.code == code
    assert said.err


def test_a_manifest_in_the_settings_that_is_damaged_names_the_folder(tmp_path: Path, added: Path) -> None:
    bundle(added / "night", "reader")
    (added / "night" / "manifest.json").write_text(json.dumps({"format": 1}))
    save_settings(Settings(models=("night",)))
    with Session(tmp_path / "archive") as session:
        held = session.models()
        assert "cannot be used" in held.trouble
        assert [bundle for _, bundle in held.roles] == [""] * 4
        with pytest.raises(ChosenModelsError, match="damaged"):
            session.index(lambda _: None)


def test_choices_lie_one_on_the_other_and_each_role_says_where_it_is_from(chattrove: Call, added: Path) -> None:
    bundle(added / "night", "segmenter", "reader")
    bundle(added / "evening", "reader")
    chattrove("models", "use", "night")
    chattrove("models", "use", "evening")
    assert load_settings().models == ("evening", "night")
    listed = chattrove("models", "--json").json
    assert [each["bundle"] for each in listed["roles"]] == ["shipped", "night", "evening", "shipped"]
    assert listed["in_use"] == ["evening", "night"]
    assert chattrove("models", "remove", "night", "--yes").code == codes.MODEL
    chattrove("models", "use", "night")
    assert load_settings().models == ("night",), "nothing of the other is used any more"
    chattrove("models", "use", "shipped")
    assert load_settings().models == ()


def test_one_role_of_several_is_chosen_alone(chattrove: Call, added: Path) -> None:
    bundle(added / "night", "segmenter", "reader")
    said = chattrove("models", "use", "night", "--role", "segmenter")
    assert "In use: night as segmenter" in said.out
    assert [each["bundle"] for each in chattrove("models", "--json").json["roles"]] == [
        "shipped",
        "night",
        "shipped",
        "shipped",
    ]
    chattrove("models", "use", "night")
    chattrove("models", "use", "shipped", "--role", "reader")
    assert load_settings().models == ("shipped:reader", "night")
    assert [each["bundle"] for each in chattrove("models", "--json").json["roles"]] == [
        "shipped",
        "night",
        "shipped",
        "shipped",
    ]
    refused = chattrove("models", "use", "night", "--role", "embedder")
    assert (refused.code, "have no embedder" in refused.err) == (codes.MODEL, True)


def test_choices_of_an_older_settings_file_still_hold(own_settings: Path) -> None:
    path = own_settings / "settings.json"
    path.write_text('{"models": "night"}')
    assert load_settings().models == ("night",)
    path.write_text('{"models": ""}')
    assert load_settings().models == ()


def test_layers_for_the_graphics_card_are_kept_only_with_models_that_work(chattrove: Call, added: Path) -> None:
    bundle(added / "night", "reader")
    assert chattrove("models", "use", "nothing", "--gpu-layers", "5").code == codes.MODEL
    assert load_settings().gpu_layers == -1
    chattrove("models", "use", "night", "--gpu-layers", "5")
    assert load_settings().gpu_layers == 5
    assert chattrove("settings", "gpu_layers", "-1").code == codes.FINE
    assert load_settings().gpu_layers == -1


def test_models_that_could_be_added_are_listed(chattrove: Call) -> None:
    said = chattrove("models", "known")
    assert said.code == codes.FINE
    assert "F2RVLM-3B  reader" in said.out
    assert "chattrove models add FOLDER" in said.out
    known = chattrove("models", "known", "--json").json
    assert {"gguf", "transformers", "gme"} == {form["kind"] for each in known for form in each["forms"]}


def test_a_model_without_its_backend_is_told_with_the_command(
    chattrove: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.backends.find_spec", lambda _: None)
    said = chattrove("models", "add", text_gguf(tmp_path / "m.gguf"), "--mmproj", seeing_gguf(tmp_path / "eyes.gguf"))
    assert said.code == codes.MODEL
    assert 'pip install "chattrove[gguf]"' in said.err
    said = chattrove("models", "add", text_gguf(tmp_path / "m.gguf"), "--mmproj", tmp_path / "nothing.gguf")
    assert (said.code, "There is no file" in said.err) == (codes.MODEL, True)


def test_one_bundle_is_tested_without_being_used(chattrove: Call, added: Path) -> None:
    bundle(added / "night", "segmenter")
    said = chattrove("models", "test", "night", "--json")
    assert said.code == codes.FINE
    assert [each["role"] for each in said.json["self_tests"]] == ["segmenter"]
    assert load_settings().models == ()
    missed = chattrove("models", "test", "nihgt")
    assert (missed.code, "no added models called “nihgt”" in missed.err) == (codes.MODEL, True)


def test_a_reader_with_a_mistyped_name_is_told_as_that(filled: Call, added: Path) -> None:
    said = filled("search", *QUESTION, "--reader", "nihgt")
    assert (said.code, "no added models called “nihgt”" in said.err) == (codes.MODEL, True)


def test_names_in_chinese_stand_in_line_with_the_others(chattrove: Call, added: Path) -> None:
    for name in ("night", "夜晚"):
        bundle(added / name, "segmenter")
    lines = [line for line in chattrove("models").out.splitlines() if line.strip().startswith(("night", "夜晚"))]
    assert lines[0].index("MB") == lines[1].index("MB") + len("夜晚")
