"""This file is where the things are that are shown of everything that was sent: pictures, files, voice, video."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from core.types.stored import Attachment, Message

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MediaKind = Literal["image", "video", "voice", "file"]
MEDIA_KINDS: tuple[MediaKind, ...] = ("image", "video", "voice", "file")


@dataclass(frozen=True, slots=True)
class MediaRows:
    """What was sent, newest first, as columns of one length: there may be hundreds of thousands.

    ids: attachments; senders: their people, 0 for nobody; days: dates in the zone of this machine as
    `date.toordinal` gives them, 0 where none is known; there: False for what has no file.
    """

    ids: "NDArray[np.int64]"
    senders: "NDArray[np.int64]"
    days: "NDArray[np.int64]"
    there: "NDArray[np.bool_]"

    def among(self, chosen: "NDArray[np.bool_]") -> "MediaRows":
        """Only the rows where `chosen` is True."""
        return MediaRows(self.ids[chosen], self.senders[chosen], self.days[chosen], self.there[chosen])


@dataclass(frozen=True, slots=True)
class MediaItem:
    """An attachment with its message and the title of the conversation."""

    attachment: Attachment
    message: Message
    title: str


@dataclass(frozen=True, slots=True)
class PictureDetails:
    """What a picture's file says of itself. taken: wall time, ISO without zone; camera: its name as written there;
    place: (latitude, longitude) in degrees; moves: it is an animation."""

    taken: str | None = None
    camera: str = ""
    place: tuple[float, float] | None = None
    moves: bool = False
