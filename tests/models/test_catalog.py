"""Bundles come in whole and proven or not at all, and go away again."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.errors import Cancelled, ModelError
from core.types import Progress
from models.arriving import add
from models.bundle import Bundle, shipped_models
from models.catalog import added_names, facts_of, remove
from models.proving import Proof, proof, proofs


def silent(_: Progress) -> None:
    return


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "added"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A bundle of the two small roles, under names of its own."""
    return bundle(tmp_path / "evening", "segmenter", "reader")


def bundle(out: Path, *roles: str) -> Path:
    """Some of the shipped models in a folder, as an export would have written them, with "-evening" in their names."""
    manifest = json.loads((shipped_models() / "manifest.json").read_text("utf-8"))
    kept = {role: {**manifest["models"][role], "name": manifest["models"][role]["name"] + "-evening"} for role in roles}
    for role in roles:
        shutil.copytree(shipped_models() / role, out / role)
    (out / "manifest.json").write_text(json.dumps({**manifest, "models": kept}), "utf-8")
    return out


def change(bundle: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    path = bundle / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    edit(manifest)
    path.write_text(json.dumps(manifest), "utf-8")


def zipped(bundle: Path, target: Path, prefix: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(bundle.rglob("*")):
            packed.write(path, prefix + path.relative_to(bundle).as_posix())
    return target


def nothing_stays(folder: Path) -> bool:
    return added_names(folder) == [] and {each.name for each in folder.iterdir()} <= {".lock"}


def test_every_shipped_model_passes_its_self_test_and_says_how_fast_it_is() -> None:
    told: list[Progress] = []
    found = list(proofs(Bundle(shipped_models()), told.append))
    assert [each.role for each in found] == ["embedder", "segmenter", "reader", "text_reader"]
    assert all(each.passed and each.per_second > 0 and not each.trouble for each in found)
    assert all(each.provider.endswith("ExecutionProvider") for each in found)
    assert (told[-1].done, told[-1].total) == (4, 4)


def test_the_self_tests_can_be_stopped() -> None:
    def stop(step: Progress) -> None:
        if step.done == 1:
            raise Cancelled("stop")

    found: list[Proof] = []
    with pytest.raises(Cancelled):
        found += proofs(Bundle(shipped_models()), stop)


def test_a_model_that_computes_something_else_does_not_pass(small: Path) -> None:
    def spoil(manifest: dict[str, Any]) -> None:
        manifest["models"]["reader"]["decision"] |= {"slope": -5.0, "offset": 3.0}

    change(small, spoil)
    found = proof(Bundle(small, beside=Bundle(shipped_models())), "reader")
    assert not found.passed
    assert "plain question" in found.trouble


def test_a_model_that_cannot_be_loaded_has_not_passed_and_says_why(small: Path) -> None:
    (small / "reader" / "network.onnx").unlink()
    found = proof(Bundle(small, beside=Bundle(shipped_models())), "reader")
    assert (found.passed, found.per_second) == (False, 0.0)
    assert "is missing" in found.trouble


@pytest.mark.parametrize("form", ["folder", "zip", "zip of a folder"])
def test_a_bundle_is_taken_in_proven_and_used_with_what_it_lacks_from_the_shipped(
    small: Path, folder: Path, tmp_path: Path, form: str
) -> None:
    places = {
        "folder": lambda: small,
        "zip": lambda: zipped(small, tmp_path / "evening.zip"),
        "zip of a folder": lambda: zipped(small, tmp_path / "evening.zip", "exported models/"),
    }
    told: list[Progress] = []
    name, found = add(places[form](), folder, told.append)
    assert name == "evening"
    assert [each.role for each in found] == ["segmenter", "reader"]
    copying = [step for step in told if step.stage == "copy"]
    assert copying[-1].done == copying[-1].total
    taken = Bundle(folder / name, beside=Bundle(shipped_models()))
    assert taken.reader().name.startswith("lines-1-int8-evening:")
    assert taken.embedder() is Bundle(shipped_models()).embedder()
    assert taken.segmenter().name.startswith("links-1-int8-evening-")


def test_facts_of_a_bundle_are_told_without_loading_it(small: Path) -> None:
    facts = facts_of(small, "evening")
    assert [each.role for each in facts.models] == ["segmenter", "reader"]
    assert facts.models[0].licence == "Apache-2.0"
    assert 0.6 < (facts.models[0].score or 0) < 0.8
    assert facts.models[0].sources > 10
    assert facts.size > sum(each.size for each in facts.models) > 7_000_000


def test_the_facts_of_a_strange_manifest_are_told_as_far_as_they_go(small: Path) -> None:
    def strange(manifest: dict[str, Any]) -> None:
        manifest["models"]["reader"] |= {"training": ["?"], "scores": 7, "licence": None}

    change(small, strange)
    assert facts_of(small, "x").models[1].score is None
    change(small, lambda manifest: manifest.update(format=2))
    assert "has format 2" in facts_of(small, "x").trouble


def test_names_are_made_fit_for_a_folder_and_never_meet(small: Path, folder: Path) -> None:
    assert add(small, folder, silent, "../con")[0] == "con-models"
    assert add(small, folder, silent, "Abend / 晚上?")[0] == "Abend-晚上"
    assert add(small, folder, silent, "shipped")[0] == "shipped-models"
    assert add(small, folder, silent, "SHIPPED-models")[0] == "SHIPPED-models-2"
    assert len(added_names(folder)) == 4


def flip(small: Path) -> None:
    path = small / "reader" / "network.onnx"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def not_a_graph(small: Path) -> None:
    def claim(manifest: dict[str, Any]) -> None:
        facts = {"bytes": 11, "sha256": hashlib.sha256(b"not a graph").hexdigest()}
        manifest["models"]["reader"]["files"]["network"] |= facts

    (small / "reader" / "network.onnx").write_bytes(b"not a graph")
    change(small, claim)


def without_a_part(small: Path) -> None:
    change(small, lambda manifest: manifest["models"]["segmenter"]["files"].pop("facts"))


def of_another_dimension(small: Path) -> None:
    change(small, lambda manifest: manifest["models"]["reader"].update(dimension=128))


def outside(small: Path) -> None:
    change(small, lambda manifest: manifest["models"]["reader"]["files"]["network"].update(path="../../secret"))


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (flip, r"network\.onnx was altered"),
        (lambda small: (small / "reader" / "network.onnx").unlink(), r"network\.onnx is missing"),
        (lambda small: (small / "reader" / "network.onnx").write_bytes(b"short"), "cut off: 5 bytes"),
        (lambda small: (small / "manifest.json").unlink(), r"no manifest\.json"),
        (lambda small: (small / "manifest.json").write_text("{"), "damaged"),
        (lambda small: change(small, lambda manifest: manifest.update(format=9)), "format 9, this program reads 1"),
        (lambda small: change(small, lambda manifest: manifest.update(models={})), "names none of the models"),
        (outside, "lies outside the models"),
        (not_a_graph, r"reader/network\.onnx is no ONNX file"),
        (without_a_part, "none that fits"),
        (of_another_dimension, "needs vectors of 128 numbers"),
    ],
)
def test_a_damaged_bundle_is_refused_and_nothing_of_it_stays(
    small: Path, folder: Path, damage: Callable[[Path], object], told: str
) -> None:
    damage(small)
    with pytest.raises(ModelError, match=told):
        add(small, folder, silent)
    assert nothing_stays(folder)


def test_a_file_that_leads_out_of_the_folder_by_a_link_is_refused(small: Path, folder: Path, tmp_path: Path) -> None:
    network = small / "reader" / "network.onnx"
    network.replace(tmp_path / "elsewhere.onnx")
    network.symlink_to(tmp_path / "elsewhere.onnx")
    with pytest.raises(ModelError, match=r"network\.onnx is missing"):
        add(small, folder, silent)


def test_a_zip_bomb_is_left_after_the_bytes_that_the_manifest_declares(
    small: Path, folder: Path, tmp_path: Path
) -> None:
    packed = tmp_path / "bomb.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.write(small / "manifest.json", "manifest.json")
        with bomb.open("segmenter/network.onnx", "w") as stream:
            for _ in range(64):
                stream.write(bytes(1 << 20))
    told: list[Progress] = []
    with pytest.raises(ModelError, match="longer than its manifest says"):
        add(packed, folder, told.append)
    assert max(step.done for step in told) <= 5_620_778
    assert nothing_stays(folder)


def test_entries_of_a_zip_that_lie_outside_are_never_unpacked(small: Path, folder: Path, tmp_path: Path) -> None:
    packed = zipped(small, tmp_path / "evening.zip")
    with zipfile.ZipFile(packed, "a") as more:
        more.writestr("../../outside.txt", "no")
        more.writestr("/absolute.txt", "no")
        more.writestr("more/readme.bin", "not in the manifest")
    name, _ = add(packed, folder, silent)
    assert not list(tmp_path.parent.rglob("outside.txt"))
    there = {path.relative_to(folder / name).parts[0] for path in (folder / name).rglob("*")}
    assert there == {"manifest.json", "reader", "segmenter"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"plain text"])
def test_what_is_no_zip_is_refused(folder: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "models.zip"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="neither a folder nor a zip"):
        add(path, folder, silent)
    with pytest.raises(ModelError, match="There is no"):
        add(tmp_path / "nowhere.zip", folder, silent)


def test_a_zip_without_a_manifest_is_told(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as packed:
        packed.writestr("a/b/manifest.json", "{}")
    with pytest.raises(ModelError, match="no manifest"):
        add(tmp_path / "photos.zip", folder, silent)


def test_what_is_stopped_or_killed_halfway_is_never_used(small: Path, folder: Path) -> None:
    def stop(step: Progress) -> None:
        if step.done > 1_000_000:
            raise Cancelled("stop")

    with pytest.raises(Cancelled):
        add(small, folder, stop)
    assert nothing_stays(folder)
    shutil.copytree(small, folder / ".new-evening")  # as a kill would leave it
    assert added_names(folder) == []
    add(small, folder, silent)
    assert added_names(folder) == ["evening"]
    assert not list(folder.glob(".new-*"))


def test_a_bundle_is_removed_and_others_stay(small: Path, folder: Path) -> None:
    add(small, folder, silent, "one")
    add(small, folder, silent, "two")
    assert remove(folder, "one") > 7_000_000
    assert added_names(folder) == ["two"]
    for name in ("one", "../two", ".lock"):
        with pytest.raises(ModelError, match="no added models"):
            remove(folder, name)
