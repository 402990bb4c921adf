"""This file is where a reader is found by a name that the person gives, to measure it, whatever the settings choose."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from app.session.chosen import SHIPPED, bundle_named, models_folder, models_in_use
from core.errors import RefusedModels
from core.types import Message

if TYPE_CHECKING:
    from core.protocols import PictureOf, Reader
    from models.bundle import Bundle

COMPACT = "compact"


def bundle_of(name: str | None) -> "Bundle":
    """The models whose reader is meant. name: "compact" or "shipped" for those that come along, the name of an added
    bundle, or a bundle's folder; None for those in use. Raises ModelError, RefusedModels where they hold no reader."""
    from models.bundle import Bundle, shipped_models
    from models.catalog import added_names

    if name is None:
        return models_in_use()
    shipped = Bundle(shipped_models())
    if name in (COMPACT, SHIPPED):
        return shipped
    folder = Path(name).expanduser()
    if (folder / "manifest.json").is_file():
        name = str(folder.resolve())
    elif name not in added_names(models_folder()):
        raise RefusedModels(f"There are no added models called “{name}”. `chattrove models` lists them.")
    bundle = bundle_named(name, shipped)
    if "reader" not in bundle.own:
        raise RefusedModels(f"The models “{name}” hold no reader. `chattrove models list` shows those that do.")
    return bundle


def ready_reader(bundle: "Bundle", pictures: "PictureOf") -> tuple["Reader", float]:
    """A reader that has loaded what it needs and has read nothing yet, as far as it tells; and the seconds until it was
    ready, with an answer about one message of ours. Raises ModelError."""
    started = time.perf_counter()
    message = Message(0, 0, "0", None, "Ana", None, None, "message", "The train leaves at 9:40.")
    bundle.reader(pictures).read("When does the train leave?", [[message]])
    return bundle.reader(pictures), time.perf_counter() - started
