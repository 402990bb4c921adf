"""This file is where it is decided which models are used: those that come along, and bundles that the person added.

Choices lie one on the other: a role is from the latest chosen bundle that has it. Nothing falls back in silence: where
chosen models are gone or damaged, a ChosenModelsError says so and what to do.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from app.settings import load_settings
from core.errors import ChosenModelsError, ModelError
from core.places import APP

if TYPE_CHECKING:
    from core.protocols import Embedder, PictureOf
    from models.backends import Preferences
    from models.bundle import Bundle

SHIPPED = "shipped"
"""What the models that come along are called where a name is asked for."""


def models_folder() -> Path:
    """Where added bundles lie: CHATTROVE_MODELS, else the standard place for a person's data."""
    named = os.environ.get("CHATTROVE_MODELS")
    return Path(named) if named else Path(platformdirs.user_data_dir(APP, appauthor=False)) / "models"


def models_in_use() -> "Bundle":
    """The models of the settings, completed by those that come along. Raises ChosenModelsError when chosen ones are
    gone or damaged, ModelError when those that come along are."""
    from models.bundle import Bundle, shipped_models

    used = Bundle(shipped_models())
    for layer in reversed(load_settings().models):
        used = bundle_named(layer, used)
    return used


def bundle_named(layer: str, beside: "Bundle") -> "Bundle":
    """An added bundle by its name or by the absolute path of its folder, or with ":ROLE" only that role of it. Raises
    ChosenModelsError."""
    from models.bundle import Bundle, shipped_models

    name, role = layer_parts(layer)
    roles = {role} if role else None
    if name == SHIPPED:
        return Bundle(shipped_models(), beside=beside, roles=roles)
    advice = f"Add it again, or use other models: chattrove models use {SHIPPED}"
    directory = models_folder() / name
    try:
        return Bundle(directory, beside=beside, roles=roles, advice=advice)
    except ModelError as error:
        there = "cannot be used" if directory.is_dir() else "are gone"
        detail = str(error).removesuffix(advice).rstrip() if directory.is_dir() else f"There is no folder {directory}."
        raise ChosenModelsError(f"The chosen models “{name}” {there}. {detail} {advice}") from error


def layer_parts(layer: str) -> tuple[str, str]:
    """(name, role) of a choice; the role is empty where the bundle is used whole."""
    from models.bundle import ROLES

    name, _, role = layer.rpartition(":")
    return (name, role) if role in ROLES and name else (layer, "")


def with_layer(layers: Sequence[str], new: str) -> tuple[str, ...]:
    """The choices with a new one on top, without those that no role is from any more, or that cannot be used."""
    from models.bundle import ROLES, Bundle, shipped_models

    shipped, taken, kept = Bundle(shipped_models()), set[str](), list[str]()
    for layer in (new, *layers):
        try:
            roles = set(bundle_named(layer, shipped).own) & set(ROLES)
        except ModelError:
            continue
        if layer not in kept and roles - taken:
            kept.append(layer)
            taken |= roles
    while kept and layer_parts(kept[-1])[0] == SHIPPED:  # below them all are those that come along
        kept.pop()
    return tuple(kept)


def reader_preferences() -> "Preferences":
    """What the settings say of large readers."""
    from models.backends import Preferences

    layers = load_settings().gpu_layers
    return Preferences(gpu_layers=layers if layers >= 0 else None)


def bundle_with_embedder(name: str, in_use: "Bundle") -> "Bundle | None":
    """The bundle whose embedder makes vectors under this name, wherever it lies; None when there is none any more."""
    from models.bundle import Bundle, shipped_models
    from models.catalog import added_names

    folder = models_folder()
    for place in (
        in_use.home("embedder").directory,
        shipped_models(),
        *(folder / each for each in added_names(folder)),
    ):
        try:
            bundle = Bundle(place)
            if "embedder" in bundle.own and bundle.embedder_name() == name:
                return bundle
        except ModelError:
            continue  # what is damaged cannot answer; the new vectors are made all the same
    return None


def embedder_called(name: str, in_use: "Bundle", pictures: "PictureOf") -> "Embedder | None":
    """The embedder of this name, loaded; None when it is gone or damaged."""
    bundle = bundle_with_embedder(name, in_use)
    try:
        return bundle.embedder(pictures) if bundle is not None else None
    except ModelError:
        return None
