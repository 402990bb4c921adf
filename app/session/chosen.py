"""This file is where it is decided which models are used: those that come along, or a bundle that the person added.

Nothing falls back in silence: where the chosen models are gone or damaged, a ChosenModelsError says so and what to do.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from app.settings import load_settings
from core.errors import ChosenModelsError, ModelError
from core.places import APP

if TYPE_CHECKING:
    from core.protocols import Embedder
    from models.bundle import Bundle

SHIPPED = "shipped"
"""What the models that come along are called where a name is asked for."""


def models_folder() -> Path:
    """Where added bundles lie: CHATTROVE_MODELS, else the standard place for a person's data."""
    named = os.environ.get("CHATTROVE_MODELS")
    return Path(named) if named else Path(platformdirs.user_data_dir(APP, appauthor=False)) / "models"


def models_in_use() -> "Bundle":
    """The models of the settings, completed by those that come along. Raises ChosenModelsError when the chosen ones are
    gone or damaged, ModelError when those that come along are."""
    from models.bundle import Bundle, shipped_models

    chosen, shipped = load_settings().models, Bundle(shipped_models())
    return bundle_named(chosen, shipped) if chosen else shipped


def bundle_named(name: str, shipped: "Bundle") -> "Bundle":
    """An added bundle by its name, or by the absolute path of its folder. Raises ChosenModelsError."""
    from models.bundle import Bundle

    advice = f"Add it again, or use other models: chattrove models use {SHIPPED}"
    directory = models_folder() / name
    try:
        return Bundle(directory, beside=shipped, advice=advice)
    except ModelError as error:
        there = "cannot be used" if directory.is_dir() else "are gone"
        detail = str(error).removesuffix(advice).rstrip() if directory.is_dir() else f"There is no folder {directory}."
        raise ChosenModelsError(f"The chosen models “{name}” {there}. {detail} {advice}") from error


def bundle_with_embedder(name: str, in_use: "Bundle") -> "Bundle | None":
    """The bundle whose embedder makes vectors under this name, wherever it lies; None when there is none any more."""
    from models.bundle import Bundle, shipped_models
    from models.catalog import added_names

    folder = models_folder()
    for place in (in_use.directory, shipped_models(), *(folder / each for each in added_names(folder))):
        try:
            bundle = Bundle(place)
            if "embedder" in bundle.own and bundle.embedder_name() == name:
                return bundle
        except ModelError:
            continue  # what is damaged cannot answer; the new vectors are made all the same
    return None


def embedder_called(name: str, in_use: "Bundle") -> "Embedder | None":
    """The embedder of this name, loaded; None when it is gone or damaged."""
    bundle = bundle_with_embedder(name, in_use)
    try:
        return bundle.embedder() if bundle is not None else None
    except ModelError:
        return None
