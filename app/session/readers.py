"""This file is where a reader is found by a name that the person gives, to measure it, whatever the settings choose."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.session.chosen import SHIPPED, bundle_named, models_in_use
from core.errors import RefusedModels

if TYPE_CHECKING:
    from core.protocols import PictureOf, Reader

COMPACT = "compact"


def reader_named(name: str | None, pictures: "PictureOf") -> "Reader":
    """name: "compact" or "shipped" for the one that comes along, the name of an added bundle, or a bundle's folder;
    None for the one in use. Raises ModelError, and RefusedModels where a bundle holds no reader."""
    from models.bundle import Bundle, shipped_models

    if name is None:
        return models_in_use().reader(pictures)
    shipped = Bundle(shipped_models())
    if name in (COMPACT, SHIPPED):
        return shipped.reader()
    folder = Path(name).expanduser()
    bundle = bundle_named(str(folder.resolve()) if (folder / "manifest.json").is_file() else name, shipped)
    if "reader" not in bundle.own:
        raise RefusedModels(f"The models “{name}” hold no reader. `chattrove models list` shows those that do.")
    return bundle.reader(pictures)
