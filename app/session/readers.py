"""This file is where a reader is found by a name that the person gives, to measure it, whatever the settings choose."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.session.chosen import SHIPPED, bundle_named, models_in_use
from core.errors import RefusedModels

if TYPE_CHECKING:
    from models.bundle import Bundle

COMPACT = "compact"


def bundle_of(name: str | None) -> "Bundle":
    """The models whose reader is meant. name: "compact" or "shipped" for those that come along, the name of an added
    bundle, or a bundle's folder; None for those in use. Raises ModelError, RefusedModels where they hold no reader."""
    from models.bundle import Bundle, shipped_models

    if name is None:
        return models_in_use()
    shipped = Bundle(shipped_models())
    if name in (COMPACT, SHIPPED):
        return shipped
    folder = Path(name).expanduser()
    bundle = bundle_named(str(folder.resolve()) if (folder / "manifest.json").is_file() else name, shipped)
    if "reader" not in bundle.own:
        raise RefusedModels(f"The models “{name}” hold no reader. `chattrove models list` shows those that do.")
    return bundle
