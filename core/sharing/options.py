"""This file is where the person's choices about a shared result are applied, before any format sees it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from core.sharing.hiding import Mask
from core.types import SearchResult, Span

MediaPath = Callable[[str], Path | None]
"""The file of an attachment by its SHA-256, None where there is none."""


@dataclass(frozen=True, slots=True)
class Options:
    """context: also the messages around the highlighted ones. hide_names: people are A, B, C..., titles are numbers.

    language: of headings and labels, not of what people wrote.
    """

    context: bool = True
    hide_names: bool = False
    language: Literal["en", "zh"] = "en"


def prepared(query: str, results: Sequence[SearchResult], options: Options) -> tuple[str, list[SearchResult]]:
    """The question and the results as they may be written out. The arguments stay as they are."""
    chosen = list(results) if options.context else [_without_context(result) for result in results]
    if not options.hide_names:
        return query, chosen
    mask = Mask(results)
    return mask.text(query), [mask.result(result, number) for number, result in enumerate(chosen, 1)]


def _without_context(result: SearchResult) -> SearchResult:
    spans = tuple(span for span in map(_highlights, result.spans) if span.messages)
    return replace(result, spans=spans)


def _highlights(span: Span) -> Span:
    """The highlighted messages, and those whose picture is highlighted."""
    images = tuple(image for image in span.images if image.highlighted)
    owners = {image.attachment.message_id for image in images}
    messages = tuple(each for each in span.messages if each.highlighted or each.message.id in owners)
    return Span(messages, images)
