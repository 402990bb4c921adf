"""This file is where results become Markdown: every message a quotation, and nothing in it is markup."""

import re
from collections.abc import Iterator, Mapping, Sequence

from core.sharing.options import MediaPath, Options, prepared
from core.sharing.wording import LABELS, attachment_label, heading, moment, safe, safe_line
from core.types import SearchResult, Span, SpanImage, SpanMessage

_SPECIAL = re.compile(r"[\\`*_\[\]<>&#|~$^@{}]")
_LINE_START = re.compile(r"^([-+=:])")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def as_markdown(
    query: str,
    results: Sequence[SearchResult],
    options: Options,
    media_path: MediaPath,
    pictures: Mapping[str, str] | None = None,
) -> str:
    """Markdown (CommonMark). pictures: the names of picture files that lie beside it, by the SHA-256 of the original.

    All others are named, not embedded: Markdown has no place for them.
    """
    asked, chosen = prepared(query, results, options)
    labels = LABELS[options.language]
    blocks = [f"# {labels['question']}: {escaped(safe_line(asked))}"] if asked else []
    for result in chosen:
        blocks += _result(result, labels, pictures or {})
    return "\n\n".join(blocks if chosen else [*blocks, labels["nothing"]]) + "\n"


def escaped(line: str) -> str:
    """One line of text in which no character is markup."""
    text = _SPECIAL.sub(lambda found: {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(found[0], f"\\{found[0]}"), line)
    # Indentation would make code, a number or dash a list, equals signs a heading of the line above.
    bare = text.lstrip(" \t")
    text = "\u00a0" * min(len(text) - len(bare), 8) + bare
    return _LINE_START.sub(r"\\\1", _NUMBERED.sub(r"\1\\\2", text))


def _result(result: SearchResult, labels: dict[str, str], pictures: Mapping[str, str]) -> Iterator[str]:
    yield f"## {escaped(heading(result, labels))}"
    for number, span in enumerate(result.spans):
        if number:
            yield "…"
        yield from _span(span, labels, pictures)
    if result.why:
        yield f"*{labels['why']}:* {escaped(safe_line(result.why))}"


def _span(span: Span, labels: dict[str, str], pictures: Mapping[str, str]) -> Iterator[str]:
    for each in span.messages:
        images = [image for image in span.images if image.attachment.message_id == each.message.id]
        # Two spaces at the end keep the line breaks of the message.
        yield "  \n".join(f"> {line}" for line in _lines(each, images, labels, pictures))


def _lines(
    each: SpanMessage, images: Sequence[SpanImage], labels: dict[str, str], pictures: Mapping[str, str]
) -> Iterator[str]:
    message = each.message
    who = escaped(safe_line(message.sender or labels["notice"])) or "-"
    head = f"**{who}** · {escaped(moment(message))}".rstrip(" ·")
    yield f"{'★ ' if each.highlighted else ''}{head}{_sure(each.confidence, labels)}"
    yield from (escaped(line) for line in safe(message.text).split("\n") if line.strip())
    chosen = {image.attachment.id: image for image in images}
    for item in message.attachments:
        image = chosen.get(item.id)
        mark = "★ " if image and image.highlighted else ""
        label, sure = escaped(attachment_label(item, labels)), _sure(image.confidence, labels) if image else ""
        beside = pictures.get(item.sha256 or "")
        yield f"{mark}![{label}]({beside}){sure}" if beside else f"{mark}\\[{label}\\]{sure}"


def _sure(confidence: float | None, labels: dict[str, str]) -> str:
    return "" if confidence is None else f" · {labels['sure'].format(confidence)}"
