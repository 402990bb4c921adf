"""What could compute on a graphics card, and what keeps it from that, is told with the command that helps."""

import importlib.metadata
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from models import graphics, packages
from models.graphics import Gpu, gpus
from models.packages import Package, acceleration
from models.providers import check_version

CARD = Gpu("NVIDIA L4", 23_034, 22_000, "550.54")
CPU, CUDA = "CPUExecutionProvider", "CUDAExecutionProvider"
Installed = Callable[..., None]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Installed:
    """Pretends which packages and which onnxruntime there are. providers: None for files that are gone."""

    def pretend(versions: dict[str, str], providers: list[str] | None = None, **modules: ModuleType | None) -> None:
        def version(package: str) -> str:
            if package not in versions:
                raise importlib.metadata.PackageNotFoundError(package)
            return versions[package]

        runtime = ModuleType("onnxruntime")
        if providers is not None:
            runtime.get_available_providers = lambda: providers  # type: ignore[attr-defined]
        monkeypatch.setattr(importlib.metadata, "version", version)
        monkeypatch.setitem(sys.modules, "onnxruntime", runtime)
        monkeypatch.setattr(packages, "find_spec", modules.get)
        for name, module in modules.items():
            monkeypatch.setitem(sys.modules, name, module)

    return pretend


def only(cards: tuple[Gpu, ...]) -> Package:
    (package,) = acceleration(cards).packages
    return package


def test_the_usual_machine_without_a_card_has_nothing_to_do(installed: Installed) -> None:
    installed({"onnxruntime": "1.28.0"}, [CPU])
    assert only(()) == Package("onnxruntime", "1.28.0", "CPU", False)


def test_a_card_that_the_package_cannot_use_is_told_with_both_commands(installed: Installed) -> None:
    installed({"onnxruntime": "1.28.0"}, [CPU])
    to_do = only((CARD,)).to_do
    assert "computes on the CPU only. To use NVIDIA L4" in to_do
    assert to_do.endswith('pip uninstall -y onnxruntime onnxruntime-gpu; pip install "onnxruntime-gpu<1.29"')


def test_both_packages_side_by_side_are_told_with_the_commands(installed: Installed) -> None:
    installed({"onnxruntime": "1.28.0", "onnxruntime-gpu": "1.28.0"}, [CUDA, CPU])
    found = only((CARD,))
    assert "uninstall both" in found.to_do
    assert "pip uninstall -y onnxruntime onnxruntime-gpu" in found.to_do
    assert found.on_gpu


@pytest.mark.parametrize("providers", [None, [CPU]])
def test_a_package_that_the_other_took_files_from_is_told(installed: Installed, providers: list[str] | None) -> None:
    installed({"onnxruntime-gpu": "1.28.0"}, providers)
    to_do = only((CARD,)).to_do
    assert "gone or overwritten by onnxruntime" in to_do
    assert 'pip install --force-reinstall --no-deps "onnxruntime-gpu<1.29"' in to_do


def test_the_half_that_is_left_of_the_usual_package_is_told(installed: Installed) -> None:
    installed({"onnxruntime": "1.28.0"}, None)
    assert (
        'only a part of it is left. Run: pip install --force-reinstall --no-deps "onnxruntime<1.29"' in only(()).to_do
    )


def test_a_half_installed_runtime_names_the_package_that_is_meant(installed: Installed) -> None:
    installed({"onnxruntime-gpu": "1.28.0"}, None)
    with pytest.raises(Exception, match=r'half installed.*"onnxruntime-gpu<1\.29"'):
        check_version("")


def test_the_right_package_on_the_right_machine_has_nothing_to_do(installed: Installed) -> None:
    installed({"onnxruntime-gpu": "1.28.0"}, [CUDA, CPU])
    assert only((CARD,)) == Package("onnxruntime-gpu", "1.28.0", "CUDA, CPU", True)


def test_a_package_for_cards_without_a_card_is_told(installed: Installed) -> None:
    installed({"onnxruntime-gpu": "1.28.0"}, [CUDA, CPU])
    assert "the driver tells of no NVIDIA card" in only(()).to_do


def torch(cuda: str | None, names: list[str]) -> ModuleType:
    module = ModuleType("torch")
    module.version = SimpleNamespace(cuda=cuda)  # type: ignore[attr-defined]
    module.cuda = SimpleNamespace(  # type: ignore[attr-defined]
        is_available=lambda: bool(names), device_count=lambda: len(names), get_device_name=lambda at: names[at]
    )
    return module


@pytest.mark.parametrize(
    ("made", "on_gpu", "told"),
    [
        (torch("12.8", ["NVIDIA L4"]), True, ""),
        (torch(None, []), False, "knows no CUDA"),
        (torch("13.0", []), False, "built for CUDA 13.0 and finds no card"),
        (ModuleType("torch"), False, "cannot be loaded"),
    ],
)
def test_what_torch_sees_is_told(installed: Installed, made: ModuleType, on_gpu: bool, told: str) -> None:
    installed({"onnxruntime": "1.28.0", "torch": "2.13.0"}, [CPU], torch=made)
    found = acceleration((CARD,)).packages[-1]
    assert (found.name, found.on_gpu) == ("torch", on_gpu)
    assert told in found.to_do
    assert bool(found.to_do) == (not on_gpu)


def test_what_llama_sees_is_told(installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
    installed({"onnxruntime": "1.28.0", "llama-cpp-python": "0.3.36"}, [CPU], llama_cpp=ModuleType("llama_cpp"))
    seen: list[SimpleNamespace] = []
    monkeypatch.setattr("models.gguf.library.library", lambda: SimpleNamespace(devices=lambda: seen))
    assert "was built for the CPU only. To use NVIDIA L4" in acceleration((CARD,)).packages[-1].to_do
    seen.append(SimpleNamespace(name="CUDA0", title="NVIDIA L4"))
    found = acceleration((CARD,)).packages[-1]
    assert (found.sees, found.on_gpu, found.to_do) == ("CUDA0: NVIDIA L4, CPU", True, "")


def test_the_driver_is_asked_for_name_memory_and_its_version(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "nvidia-smi"
    program.write_text(
        "#!/bin/sh\necho 'NVIDIA L40, 46068, 45000, 570.12'\necho 'NVIDIA X, Ltd, 8192, 100, 1.0'\necho '[N/A], x'\n"
    )
    program.chmod(0o755)
    monkeypatch.setattr(graphics.shutil, "which", lambda _: str(program))
    assert gpus() == [Gpu("NVIDIA L40", 46068, 45000, "570.12"), Gpu("NVIDIA X, Ltd", 8192, 100, "1.0")]


def test_libraries_of_cuda_that_pip_brought_along_are_found(installed: Installed) -> None:
    installed({"onnxruntime": "1.28.0", "nvidia-cudnn-cu12": "9.5"}, [CPU])
    assert acceleration(()).libraries["cudnn"] == "nvidia-cudnn-cu12 9.5"
