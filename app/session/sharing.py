"""This file is where results and chosen messages are made ready to be shared."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from app.session.looking import Looking
from core.types import Message, SearchResult, Span, SpanImage, SpanMessage

if TYPE_CHECKING:
    from core.sharing import Form, Options, Shared
    from core.sharing.pictures import Redrawn


class Sharing(Looking):
    """What leaves the archive because the person wants it to."""

    def share(self, shared: "Shared", form: "Form", options: "Options") -> bytes:
        """The whole file in a form that is written, not drawn. Raises ShareError for one that must be drawn."""
        from core.sharing import written

        return written(shared, form, options, self.media_path)

    def picture_to_share(self, sha256: str) -> "Redrawn | None":
        """A picture drawn anew, without whatever else its file holds; None when it cannot be read or is gone."""
        from core.sharing.pictures import redrawn

        path = self.media_path(sha256)
        return redrawn(path) if path is not None else None

    def selection(self, messages: Sequence[Message]) -> SearchResult:
        """Chosen messages of one conversation as a result, in the conversation's order; what does not follow one upon
        the other stands apart. `messages` must not be empty."""
        conversation = self.conversation(messages[0].conversation_id)
        by_id = {message.id: message for message in messages}
        ids = self.message_ids(conversation.id).tolist()
        places = [place for place, number in enumerate(ids) if number in by_id]
        runs = groupby(enumerate(places), key=lambda each: each[1] - each[0])
        spans = tuple(_span([by_id[ids[place]] for _, place in run]) for _, run in runs)
        return SearchResult(conversation, spans, 0.0, "")


def _span(messages: Sequence[Message]) -> Span:
    images = tuple(
        SpanImage(item, f"{message.key}#{place}", highlighted=False)
        for message in messages
        for place, item in enumerate(message.attachments)
        if item.is_image
    )
    return Span(tuple(SpanMessage(message, highlighted=False) for message in messages), images)
