"""This file is where "offline" is proven from outside: a whole run with every socket watched, and lazy imports."""

import subprocess
import sys
from pathlib import Path

import pytest

import models
from app.session import bundled_demo

_WATCH = """
import socket, sys, time, threading
opened = []
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "socket.sendto"):
        opened.append((event, args[1:] if event != "socket.getaddrinfo" else args))
sys.addaudithook(watch)
from app.__main__ import main
codes = []
for line in sys.argv[2:]:
    sys.argv = ["chattrove", *line.split("|")]
    codes.append(main())
time.sleep(2)
print("codes", codes, "opened", opened, file=sys.stderr)
sys.exit(1 if opened or any(codes) else 0)
"""


def test_import_index_and_search_open_no_socket(tmp_path: Path) -> None:
    archive = f"--archive|{tmp_path}"
    steps = [
        f"import|{archive}|{bundled_demo().export}",
        f"search|{archive}|{bundled_demo().question}",
        f"verify|{archive}",
    ]
    done = subprocess.run([sys.executable, "-c", _WATCH, "x", *steps], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process's own socket table, which only Linux has")
def test_native_code_opens_no_socket_either(tmp_path: Path) -> None:
    """Libraries written in C do not pass Python's audit hooks: the kernel's table of open sockets is asked instead."""
    script = f"""
import os, time
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
from pathlib import Path
from contextlib import suppress
from app.session import Session, bundled_demo
from core.errors import Cancelled
def a_few(progress):
    if progress.done == 3:
        raise Cancelled("enough")
with Session(Path({str(tmp_path)!r})) as session:
    session.import_exports([bundled_demo().export], report=lambda _: None)
    session.index(lambda _: None)
    with suppress(Cancelled):
        session.read_pictures(a_few)
    assert session.pictures().read
    query = session.parse(bundled_demo().question).query
    list(session.read(query, session.find(query), lambda _: None))
    for _ in range(30):
        open_files = [f"/proc/self/fd/{{fd}}" for fd in os.listdir("/proc/self/fd")]
        links = [os.readlink(name) for name in open_files if os.path.islink(name)]
        inodes = {{link[8:-1] for link in links if link.startswith("socket:")}}
        for table in ("tcp", "tcp6", "udp", "udp6"):
            for line in open(f"/proc/self/net/{{table}}").read().splitlines()[1:]:
                assert line.split()[9] not in inodes, line
        time.sleep(0.5)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("modules", ["app.cli, app.cli.parser", "app.session", "app.cli.demo", "models.bundle"])
def test_importing_loads_neither_window_nor_framework(modules: str) -> None:
    script = (
        f"import sys, {modules}; "
        "heavy = {'PySide6', 'torch', 'transformers', 'llama_cpp', 'chromadb', 'onnxruntime'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


_WITHOUT_EXTRAS = """
import importlib, sys
extras = {"accelerate", "gguf", "llama_cpp", "onnx", "onnxscript", "peft", "safetensors", "torch", "transformers"}
class Refusing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in extras | {"PySide6"}:
            raise AssertionError(f"{name} is imported")
sys.meta_path.insert(0, Refusing())
for name in sys.argv[1:]:
    importlib.import_module(name)
"""


def test_no_module_but_those_that_train_needs_an_extra_to_be_imported() -> None:
    """Also where the extras are installed: whatever tries to import one is found out."""
    folder = Path(models.__file__).parent
    found = (path.relative_to(folder.parent).with_suffix("").parts for path in sorted(folder.rglob("*.py")))
    names = [".".join(parts).removesuffix(".__init__") for parts in found if parts[1] != "training"]
    assert {"models.gguf_reader", "models.transformers_reader", "models.gme_embedder", "models.raw.gguf"} <= set(names)
    steps = [sys.executable, "-c", _WITHOUT_EXTRAS, *names, "app.session", "app.cli"]
    done = subprocess.run(steps, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
