"""This file is where the person's choices about a shared result are applied, before any format sees it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from core.sharing.hiding import Mask
from core.types import SearchResult, Span, SpanMessage

MediaPath = Callable[[str], Path | None]
"""The file of an attachment by its SHA-256, None where there is none."""

_MOST_ATTACHMENTS, _MOST_CHARACTERS = 12, 4_000
"""Of one message, in a preview: a thousand pictures of it would be drawn below what anybody sees."""


@dataclass(frozen=True, slots=True)
class Options:
    """context: also the messages around the highlighted ones. hide_names: people are A, B, C..., titles are numbers.

    pictures: they are shown, not only named. keep_metadata: where picture files lie beside the text, they are the
    original ones, with whatever stands in them (place, camera); else, and in every other form, they are drawn anew.
    language: of headings and labels, not of what people wrote.
    """

    context: bool = True
    hide_names: bool = False
    pictures: bool = True
    keep_metadata: bool = False
    language: Literal["en", "zh"] = "en"


@dataclass(frozen=True, slots=True)
class Shared:
    """What is to be shared. query: the question that the results answer, "" where messages were chosen by hand."""

    query: str
    results: tuple[SearchResult, ...]

    @property
    def messages(self) -> list[SpanMessage]:
        return [each for result in self.results for span in result.spans for each in span.messages]

    @property
    def has_context(self) -> bool:
        """Whether there is anything around what answers that could be left out."""
        spans = [span for result in self.results for span in result.spans]
        return any(_highlights(span).messages not in ((), span.messages) for span in spans)

    @property
    def picture_files(self) -> list[str]:
        """The SHA-256 of every picture that has a file, each once, in order."""
        items = [item for each in self.messages for item in each.message.attachments if item.is_image]
        return list(dict.fromkeys(item.sha256 for item in items if item.sha256))


def beginning(shared: Shared, most: int) -> Shared:
    """The same, or no more than so many of its first messages, and of each no more than a preview has room for."""
    if len(shared.messages) <= most and not any(_is_large(each) for each in shared.messages):
        return shared
    results: list[SearchResult] = []
    for result in shared.results:
        spans: list[Span] = []
        for span in result.spans:
            messages = tuple(map(_shortened, span.messages[:most]))
            most -= len(messages)
            kept = {item.id for each in messages for item in each.message.attachments}
            images = tuple(image for image in span.images if image.attachment.id in kept)
            spans += [Span(messages, images)] if messages else []
        results += [replace(result, spans=tuple(spans))] if spans else []
    return replace(shared, results=tuple(results))


def _is_large(each: SpanMessage) -> bool:
    return len(each.message.attachments) > _MOST_ATTACHMENTS or len(each.message.text) > _MOST_CHARACTERS


def _shortened(each: SpanMessage) -> SpanMessage:
    if not _is_large(each):
        return each
    message, text = each.message, each.message.text
    text = text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS] + "…"
    return replace(each, message=replace(message, text=text, attachments=message.attachments[:_MOST_ATTACHMENTS]))


def prepared(query: str, results: Sequence[SearchResult], options: Options) -> tuple[str, list[SearchResult]]:
    """The question and the results as they may be written out. The arguments stay as they are."""
    chosen = list(results) if options.context else [_without_context(result) for result in results]
    if not options.hide_names:
        return query, chosen
    mask = Mask(results)
    return mask.text(query), [mask.result(result, number) for number, result in enumerate(chosen, 1)]


def _without_context(result: SearchResult) -> SearchResult:
    """Where nothing is highlighted, everything was meant."""
    spans = tuple(span for span in map(_highlights, result.spans) if span.messages)
    return replace(result, spans=spans or result.spans)


def _highlights(span: Span) -> Span:
    """The highlighted messages, and those whose picture is highlighted."""
    images = tuple(image for image in span.images if image.highlighted)
    owners = {image.attachment.message_id for image in images}
    messages = tuple(each for each in span.messages if each.highlighted or each.message.id in owners)
    return Span(messages, images)
