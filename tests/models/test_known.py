"""What could be added is told with its needs, and nothing is claimed that we cannot know."""

from dataclasses import asdict
from pathlib import Path

import pytest

from models.bundle import Bundle, shipped_models
from models.catalog import facts_of, model_facts
from models.known import known_models
from models.memory import machine_memory, memory_for, need_of
from tests.models.test_catalog import bundle, change


def test_every_known_model_says_what_it_does_needs_and_may_be_used_for() -> None:
    for model in known_models():
        assert model.does.endswith(".")
        assert model.licence
        assert model.forms
        assert all(form.memory > form.size > 1e9 for form in model.forms)
        assert all("chattrove" in form.how for form in model.forms)
    assert {model.role for model in known_models()} == {"reader", "embedder"}


def test_no_address_and_no_hash_is_made_up() -> None:
    told = str([asdict(model) for model in known_models()])
    assert "://" not in told
    assert "sha256'" not in told


def test_smaller_weights_are_told_to_be_smaller() -> None:
    for model in known_models():
        sizes = [form.size for form in model.forms]
        assert sizes == sorted(sizes, reverse=True)


def test_what_a_model_needs_is_its_weights_and_more(tmp_path: Path) -> None:
    entry = Bundle(shipped_models()).entry("embedder")
    assert need_of(entry) > entry.size
    assert memory_for("server", 0) == 0
    assert machine_memory() > 1e8


def test_an_adapter_needs_its_base_too(tmp_path: Path) -> None:
    made = bundle(tmp_path / "lora", "reader")
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "model.safetensors").write_bytes(bytes(1000))
    change(made, lambda manifest: manifest["models"]["reader"].update(base="base", kind="transformers", files={}))
    assert need_of(Bundle(made).entry("reader")) == memory_for("transformers", 1000)
    assert model_facts(Bundle(made).entry("reader")).base == "base"


@pytest.mark.parametrize("value", ["many", -1, True, None, [5]])
def test_a_context_that_is_no_number_is_not_told(tmp_path: Path, value: object) -> None:
    made = bundle(tmp_path / "x", "reader")
    change(made, lambda manifest: manifest["models"]["reader"].update(context=value, architecture=value))
    assert facts_of(made, "x").models[0].context == 0
