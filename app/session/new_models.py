"""This file is where models come to this computer: from its disk, or by the only download that the program knows."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.session.chosen import models_folder
from app.session.opened import Opened
from app.session.trial import proven_apart
from app.settings import load_settings
from core.errors import ModelError, RefusedModels
from core.protocols import Report

if TYPE_CHECKING:
    from models.download import Network, Offer
    from models.known import KnownModel
    from models.raw import Companions

DOWNLOADS = ".downloads"
"""The folder, among the added models, of downloads that are not whole yet."""


@contextmanager
def refusing() -> Iterator[None]:
    """What is wrong with models that somebody brings is not what is wrong with those in use."""
    try:
        yield
    except ModelError as error:
        raise RefusedModels(str(error)) from error


def _network() -> "Network":
    """How the settings want addresses to be reached."""
    from models.download import Network

    settings = load_settings()
    return Network(settings.download_proxy, settings.download_mirror)


def _begun_at(url: str) -> Path:
    """Where a download lies until it is whole."""
    return models_folder() / DOWNLOADS / hashlib.sha256(url.strip().encode()).hexdigest()[:16]


class NewModels(Opened):
    """What could be added, and adding it."""

    def known_models(self) -> "tuple[KnownModel, ...]":
        """Models that a person could add, with what they need; nothing is asked of anybody for it."""
        from models.known import known_models

        return known_models()

    def add_models(self, path: Path, report: Report, name: str = "", beside: "Companions | None" = None) -> str:
        """Takes in models from a folder, a zip or a .gguf file (models.arriving); returns their name. beside: what
        belongs to them and lies elsewhere. Raises ModelError, and Cancelled as `report` does."""
        from models.arriving import Arriving, add
        from models.raw import Companions

        with refusing():
            return add(Arriving(path, name, beside or Companions()), models_folder(), report, prove=proven_apart)[0]

    def look_at_download(self, url: str, report: Report) -> "Offer":
        """Connects to an address and asks what it would send. Raises ModelError."""
        from models.download import look

        with refusing():
            return look(url, report, _network(), _begun_at(url))

    def download_models(self, url: str, report: Report, sha256: str = "", name: str = "") -> str:
        """Downloads models, a zip or a manifest with its files, and takes them in; returns their name. What was stopped
        or cut off stays, and is continued the next time. Raises ModelError, and Cancelled as `report` does."""
        from models.arriving import Arriving, add
        from models.backends import MissingBackend
        from models.download import Order, fetch_bundle, name_of

        folder, place = models_folder(), _begun_at(url)
        with refusing():
            try:
                path = fetch_bundle(Order(url, sha256), place, report, _network())
                try:
                    arriving = Arriving(path, name or name_of(url), take=path.is_dir())
                    added = add(arriving, folder, report, prove=proven_apart)[0]
                except MissingBackend:
                    raise  # it is whole, and can be added when the backend is there
                except ModelError:
                    shutil.rmtree(place, ignore_errors=True)
                    raise
                shutil.rmtree(place, ignore_errors=True)
                return added
            finally:
                if not any(path.name != "address.txt" for path in place.glob("*")):
                    shutil.rmtree(place, ignore_errors=True)
                with suppress(OSError):
                    place.parent.rmdir()

    def forget_download(self, url: str) -> int:
        """Deletes what has come of a download; returns how many bytes that were. Raises ModelError for none."""
        from models.download import begun

        size = next((each.size for each in begun(models_folder() / DOWNLOADS) if each.url == url.strip()), 0)
        if not size:
            raise RefusedModels("There is no download of this address that was begun. `chattrove models` lists them.")
        shutil.rmtree(_begun_at(url), ignore_errors=True)
        return size
