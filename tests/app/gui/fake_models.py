"""This file is where a small exact catalogue of models lives in memory: names and numbers, nothing is computed."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.session.connecting import Connected, ServerOrder
from app.session.models import ModelsHeld, Renewal
from app.settings import load_settings, save_settings
from core.addresses import address_of
from core.consent import Consent, Purpose, statement
from core.errors import RefusedModels
from core.protocols import Report
from core.types import Progress
from models.catalog import BundleFacts, ModelFacts
from models.download import Offer
from models.graphics import Gpu
from models.known import KnownModel, known_models
from models.packages import Acceleration, Package
from models.proving import Proof

ROLES = ("embedder", "segmenter", "reader", "text_reader")
CPU, CUDA = "CPUExecutionProvider", "CUDAExecutionProvider"


def server(name: str, url: str) -> ModelFacts:
    return ModelFacts("reader", name, 0, "", url, kind="server", place=url)


def facts(role: str, name: str) -> ModelFacts:
    return ModelFacts(role, f"{name}-{role}", 12_000_000, "Apache-2.0", "made for tests", 7, 0.81, "recall_at_5")


class FakeModels:
    """What all sessions share stands in the archive: added, in_use, failing, cards, left, and what was fetched."""

    _archive: Any

    def models(self) -> ModelsHeld:
        self._own()
        held = self._archive
        bundles = [BundleFacts("", tuple(facts(role, "shipped") for role in ROLES), size=48_000_000)]
        bundles += [BundleFacts(name, (facts("embedder", name),), size=12_000_000) for name in held.added]
        bundles += [BundleFacts(name, (server(name, url),)) for name, url in held.servers.items()]
        roles = {role: (facts(role, "shipped"), "") for role in ROLES}
        if held.in_use:
            roles["embedder"] = facts("embedder", held.in_use), held.in_use
        if held.reader:
            roles["reader"] = server(held.reader, held.servers[held.reader]), held.reader
        used = tuple(filter(None, (held.reader, held.in_use)))
        return ModelsHeld(tuple(bundles), used, tuple(roles.values()), Path("models"))

    def known_models(self) -> tuple[KnownModel, ...]:
        return known_models()

    def what_is_sent(self, purpose: Purpose, url: str) -> tuple[str, bool, bool]:
        address = address_of(url)
        return statement(purpose, address), not address.here, not address.here and not address.encrypted

    def connect_reader(self, order: ServerOrder, report: Report) -> Connected:
        report(Progress("connect", 0, 2))
        self._archive.gate.wait(5)
        report(Progress("connect", 1, 2))
        if "broken" in order.url:
            raise RefusedModels("The server does not answer. Start it, then try again.")
        self._archive.orders_of_servers.append(order)
        name = order.model or "served"
        self._archive.servers[name] = order.url
        return Connected(name, name, "json_schema", True, True, 0.8)

    def agreements(self) -> list[Consent]:
        return [
            Consent("reader", address_of(url).origin, "ana", "2026-01-15T12:00:00+00:00", "Sends questions.")
            for url in self._archive.servers.values()
        ]

    def revoke(self, host: str) -> list[Consent]:
        gone = [each for each in self.agreements() if each.origin == host]
        self._archive.servers = {
            name: url for name, url in self._archive.servers.items() if address_of(url).origin != host
        }
        return gone

    def forget_server(self, name: str) -> None:
        self._archive.servers.pop(name, None)

    def prove_models(self, report: Report, name: str = "", *, large: bool = True) -> Iterator[Proof]:
        self._own()
        for place, role in enumerate(ROLES):
            if role == "reader" and self._archive.reader and not large:
                continue
            report(Progress("prove", place, len(ROLES)))
            time.sleep(self._archive.pace)
            failed = role in self._archive.failing
            provider = CUDA if role == "embedder" and self._archive.cards else CPU
            yield Proof(role, role, provider, not failed, 1234.5, "It reads nothing." if failed else "")

    def graphics(self) -> list[Gpu]:
        return list(self._archive.cards)

    def acceleration(self) -> Acceleration:
        return Acceleration(
            tuple(self._archive.cards), {}, (Package("onnxruntime", "1", "CPU", False, self._archive.to_do),)
        )

    def add_models(self, path: Path, report: Report, name: str = "") -> str:
        self._own()
        for step in range(self._archive.steps + 1):
            report(Progress("copy", step * 1000, self._archive.steps * 1000))
            time.sleep(self._archive.pace)
        if path.name.startswith("broken"):
            raise RefusedModels("network.onnx was altered. Nothing was added.")
        self._archive.added.append(path.stem)
        return path.stem

    def look_at_download(self, url: str, report: Report) -> Offer:
        self._archive.gate.wait(5)
        report(Progress("download", 0, 0))
        return Offer(url, "models.example.org", 7_000_000)

    def download_models(self, url: str, report: Report, sha256: str = "") -> str:
        self._archive.gate.wait(5)
        self._archive.fetched.append(f"{url} {sha256}".strip())
        return self.add_models(Path(url), report)

    def use_models(self, name: str, role: str = "") -> None:
        held = self._archive
        if role == "reader" or name in held.servers:
            held.reader = name
        else:
            held.left = 80 if name != held.in_use else 0
            held.in_use = name
            held.reader = held.reader if name else ""
        used = tuple(filter(None, (held.reader, held.in_use)))
        save_settings(replace(load_settings(), models=used))

    def remove_models(self, name: str) -> int:
        if name in self._archive.added:
            self._archive.added.remove(name)
        return 12_000_000

    def renewal(self) -> Renewal | None:
        left = self._archive.left
        return Renewal(left, 100, "new", "old") if left else None

    def index_again(self) -> None:
        self._archive.left = 100

    def renew_index(self, report: Report) -> int:
        self._own()
        made = 0
        while self._archive.left > 0:
            report(Progress("renew", 100 - self._archive.left, 100))
            time.sleep(self._archive.pace)
            self._archive.left -= 20
            made += 20
        self._archive.left = 0
        return made

    def _own(self) -> None:
        raise NotImplementedError
