"""This file is where models are looked at, proven, added, chosen and removed, and the index made anew for them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.session.chosen import (
    SHIPPED,
    bundle_named,
    bundle_with_embedder,
    embedder_called,
    layer_parts,
    models_folder,
    models_in_use,
    reader_preferences,
    with_layer,
)
from app.session.connecting import forget_consent_of
from app.session.new_models import DOWNLOADS, NewModels, refusing
from app.session.trial import proven_apart
from app.settings import load_settings, save_settings
from core.errors import ModelError, RefusedModels
from core.protocols import Report

if TYPE_CHECKING:
    from models.bundle import Bundle
    from models.catalog import BundleFacts, ModelFacts
    from models.download import Begun, Offer
    from models.graphics import Gpu
    from models.known import KnownModel
    from models.packages import Acceleration
    from models.proving import Proof
    from models.raw import Companions

# The window knows models only by what the session tells of them.
__all__ = [
    "Acceleration",
    "Begun",
    "BundleFacts",
    "Companions",
    "Gpu",
    "KnownModel",
    "ModelFacts",
    "Models",
    "ModelsHeld",
    "Offer",
    "Proof",
]


@dataclass(frozen=True, slots=True)
class ModelsHeld:
    """What there is. bundles: the models that come along first, under the name "". in_use: the names of the chosen
    bundles, the latest choice first; empty where only those that come along are used.

    roles: the models that are used now, each with the name of the bundle that it is from ("" for those that come
    along); trouble: why the chosen ones cannot be. memory: bytes of main memory that this machine has, 0 where it does
    not say; begun: downloads that were stopped and can go on.
    """

    bundles: "tuple[BundleFacts, ...]"
    in_use: tuple[str, ...]
    roles: "tuple[tuple[ModelFacts, str], ...]"
    folder: Path
    trouble: str = ""
    memory: int = 0
    begun: "tuple[Begun, ...]" = ()


@dataclass(frozen=True, slots=True)
class Renewal:
    """What is left of making the index anew, in fragments of the whole. answering: the embedder that answers meanwhile,
    empty when nobody can ask with the old vectors any more; again: everything is cut anew, `left` are messages."""

    left: int
    total: int
    embedder: str
    answering: str
    again: bool = False


def _chosen_names() -> tuple[str, ...]:
    """Of the bundles in the settings, each once, the latest choice first."""
    names = (layer_parts(layer)[0] for layer in load_settings().models)
    return tuple(dict.fromkeys(name for name in names if name != SHIPPED))


def _name_of(bundle: "Bundle") -> str:
    from models.bundle import shipped_models

    return "" if bundle.directory == shipped_models().resolve() else bundle.directory.name


class Models(NewModels):
    """Bundles of models, and what a change of them asks for."""

    def models(self) -> ModelsHeld:
        """Reads manifests only; nothing is loaded."""
        from models.bundle import ROLES, Bundle, shipped_models
        from models.catalog import added_names, facts_of, model_facts
        from models.download import begun
        from models.memory import machine_memory

        folder = models_folder()
        added = tuple(facts_of(folder / name, name) for name in added_names(folder))
        bundles, trouble = (facts_of(shipped_models(), ""), *added), ""
        try:
            used = models_in_use()
        except ModelError as error:
            used, trouble = Bundle(shipped_models()), str(error)
        roles = tuple(
            (model_facts(used.entries[role]), _name_of(used.home(role))) for role in ROLES if role in used.entries
        )
        waiting = tuple(begun(folder / DOWNLOADS))
        return ModelsHeld(bundles, _chosen_names(), roles, folder, trouble, machine_memory(), waiting)

    def prove_models(self, report: Report, name: str = "", *, large: bool = True) -> "Iterator[Proof]":
        """The self-test of each model in use, as it comes, or of those that added models of a name hold. large: also of
        those that are loaded for minutes, or sent a drawn question. Raises ModelError, and Cancelled as `report`."""
        from models.bundle import ROLES, Bundle, shipped_models
        from models.catalog import added_names
        from models.proving import proofs

        if name and name != SHIPPED and name not in added_names(models_folder()):
            raise RefusedModels(f"There are no added models called “{name}”. `chattrove models` lists them.")
        bundle = bundle_named(name, Bundle(shipped_models())) if name else models_in_use()
        roles = [role for role in ROLES if not name or role in bundle.own]
        asked = [role for role in roles if large or not bundle.entry(role).large]
        return proofs(bundle, report, asked, reader_preferences())

    def graphics(self) -> "list[Gpu]":
        """The graphics processors that the driver knows, by name and memory."""
        from models.graphics import gpus

        return gpus()

    def acceleration(self) -> "Acceleration":
        """Which packages could compute on a graphics card, and what keeps them from it. Imports them: seconds."""
        from models.packages import acceleration

        return acceleration()

    def use_models(self, name: str, role: str = "") -> None:
        """Chooses an added bundle, which lies upon the earlier choices, or with "" only the models that come along.
        role: only that model of it. `renew_index` then makes the index fit, where it has to. Raises ModelError when the
        bundle cannot be used, and then changes nothing."""
        from models.bundle import ROLES, Bundle, shipped_models
        from models.catalog import added_names

        name = name or SHIPPED
        layer = f"{name}:{role}" if role else name
        if role and role not in ROLES:
            raise RefusedModels(f"There is no role “{role}”. There are: {', '.join(ROLES)}.")
        if name != SHIPPED and name not in added_names(models_folder()):
            raise RefusedModels(f"There are no added models called “{name}”. `chattrove models` lists them.")
        with refusing():
            bundle = bundle_named(layer, Bundle(shipped_models()))
            if role and role not in bundle.own:
                raise RefusedModels(f"The models “{name}” have no {role}.")
            for each in (each for each in ROLES if each in bundle.own and name != SHIPPED):
                proven_apart(bundle, each)
        layers = () if layer == SHIPPED else with_layer(load_settings().models, layer)
        save_settings(replace(load_settings(), models=layers))
        self._reader = None

    def remove_models(self, name: str) -> int:
        """Deletes an added bundle; returns how many bytes that were. Raises ModelError for one in use, also where
        its vectors still answer until those of another are there."""
        from models.bundle import Bundle
        from models.catalog import added_names, remove

        if name in _chosen_names():
            raise RefusedModels(f"“{name}” is in use. Use other models first: chattrove models use {SHIPPED}")
        folder = models_folder()
        renewal = self.renewal()
        if name in added_names(folder) and renewal is not None and renewal.answering:
            try:
                answers = Bundle(folder / name).embedder_name() == renewal.answering
            except ModelError:
                answers = False
            if answers:
                raise RefusedModels(f"“{name}” answers until the index is made anew. Remove it when that is done.")
        with refusing():
            if name in added_names(folder):
                forget_consent_of(name)
            return remove(folder, name)

    def renewal(self) -> Renewal | None:
        """What is left to make anew, None when nothing is. Raises ModelError."""
        from core.renewing import marked, still_stale

        wanted = models_in_use()
        name = wanted.embedder_name()
        left, total = still_stale(self._archive, name)
        if self._archive.cuts.stale_fragments(name):
            old = self._archive.cuts.prevailing_model() or ""
            there = old != name and bundle_with_embedder(old, wanted) is not None
            return Renewal(left, total, name, old if there else "")
        until = marked(self._archive)
        if until:
            pending = self._archive.cuts.pending_messages(until)
            return Renewal(pending, max(pending, self._archive.chats.totals()[1]), name, name, again=True)
        return None

    def index_again(self) -> None:
        """From now on everything is to be cut and embedded again; `renew_index` does it. Raises ArchiveError."""
        from core.renewing import mark_again

        mark_again(self._archive)

    def renew_index(self, report: Report) -> int:
        """Makes the index fit the models in use, and again where the person asked for it; returns how many fragments
        were made anew. Resumable. Raises ModelError, ArchiveError when another program writes, Cancelled."""
        from core.renewing import again, marked, renew

        wanted = models_in_use()
        made = 0
        if self._archive.cuts.stale_fragments(wanted.embedder_name()):
            embedder = wanted.embedder(self._pictures())
            old = embedder_called(self._archive.cuts.prevailing_model() or "", wanted, self._pictures())
            answers = old is not None and old.name != embedder.name
            made = renew(self._archive, embedder, self._dense_of(embedder), report, old_answers=answers)
        elif self._archive.cuts.count():
            self._open_recall().dense.drop_others()
        if marked(self._archive):
            recall = self._open_recall()
            made += again(self._archive, (wanted.segmenter(), recall.embedder), recall.dense, report)
        return made
