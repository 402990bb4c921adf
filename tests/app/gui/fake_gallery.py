"""This file is where the fake Session lists what was sent."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.picture_details import picture_details
from core.types import MEDIA_KINDS, Attachment, MediaItem, MediaKind, MediaRows, Message, PictureDetails, Query

if TYPE_CHECKING:
    from tests.app.gui.fake_session import FakeArchive

_KINDS: dict[str, MediaKind] = {
    "image": "image",
    "gif": "image",
    "sticker": "image",
    "video": "video",
    "voice": "voice",
}


class FakeGalleries:
    _archive: "FakeArchive"

    def gallery(self, query: Query, kinds: Sequence[MediaKind] = MEDIA_KINDS) -> MediaRows:
        """Words are looked for in the text of the message, in names and in what was read."""
        found = [
            (message, item)
            for message in self._archive.messages.values()
            for item in message.attachments
            if (item.kind == "media" or _KINDS.get(item.kind, "file") in kinds) and self._fits(message, query)
        ]
        found.sort(key=lambda each: (-(each[0].sent_at or 0), -each[1].id))
        days = [datetime.fromtimestamp((each.sent_at or 0) / 1000, UTC).toordinal() for each, _ in found]
        return MediaRows(
            np.array([item.id for _, item in found], np.int64),
            np.array([message.sender_id or 0 for message, _ in found], np.int64),
            np.array(days, np.int64),
            np.array([item.status == "found" for _, item in found], np.bool_),
        )

    def gallery_items(self, ids: Sequence[int]) -> list[MediaItem]:
        known = {
            item.id: (item, message) for message in self._archive.messages.values() for item in message.attachments
        }
        return [self._item(*known[int(number)]) for number in ids if int(number) in known]

    def pictures_of(self, conversation_id: int) -> NDArray[np.int64]:
        messages = [self._archive.messages[number] for number in self._archive.ids[conversation_id]]
        ids = [item.id for message in messages for item in message.attachments if item.is_image and item.sha256]
        return np.array(ids, np.int64)

    def picture_details(self, sha256: str) -> PictureDetails:
        path = self._archive.media.get(sha256)
        return picture_details(path) if path else PictureDetails()

    def copy_media(self, sha256: str, to: Path) -> None:
        shutil.copyfile(self._archive.media[sha256], to)

    def _item(self, item: Attachment, message: Message) -> MediaItem:
        return MediaItem(item, message, self._archive.conversations[message.conversation_id].title)

    def _fits(self, message: Message, query: Query) -> bool:
        said = " ".join([message.text, *(f"{item.name} {item.ocr_text}" for item in message.attachments)]).casefold()
        words = all(word.casefold() in said for word in (*query.words, *query.phrases))
        sender = not query.senders or any(name in (message.sender or "") for name in query.senders)
        return words and sender
