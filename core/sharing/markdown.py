"""This file is where results become Markdown: every message a quotation, and nothing in it is markup."""

import re
from collections.abc import Iterator, Sequence

from core.sharing.options import MediaPath, Options, prepared
from core.sharing.wording import LABELS, attachment_label, heading, moment, safe, safe_line
from core.types import SearchResult, Span, SpanImage, SpanMessage

_SPECIAL = re.compile(r"[\\`*_\[\]<>&#|~$!^@{}]")
_LINE_START = re.compile(r"^([-+=:]|\d{1,9}(?=[.)]))")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])")


def as_markdown(query: str, results: Sequence[SearchResult], options: Options, media_path: MediaPath) -> str:
    """Markdown (CommonMark). Pictures are named, not embedded: Markdown has no place for them."""
    asked, chosen = prepared(query, results, options)
    labels = LABELS[options.language]
    blocks = [f"# {labels['question']}: {escaped(safe_line(asked))}"]
    for result in chosen:
        blocks += _result(result, labels)
    return "\n\n".join(blocks if chosen else [*blocks, labels["nothing"]]) + "\n"


def escaped(line: str) -> str:
    """One line of text in which no character is markup."""
    text = _SPECIAL.sub(lambda found: {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(found[0], f"\\{found[0]}"), line)
    # Indentation would make code, a number or dash a list, equals signs a heading of the line above.
    bare = text.lstrip(" \t")
    text = "\u00a0" * min(len(text) - len(bare), 8) + bare
    return _LINE_START.sub(r"\\\1", _NUMBERED.sub(r"\1\\\2", text))


def _result(result: SearchResult, labels: dict[str, str]) -> Iterator[str]:
    yield f"## {escaped(heading(result, labels))}"
    for number, span in enumerate(result.spans):
        if number:
            yield "…"
        yield from _span(span, labels)
    yield f"*{labels['why']}:* {escaped(safe_line(result.why))}"


def _span(span: Span, labels: dict[str, str]) -> Iterator[str]:
    for each in span.messages:
        images = [image for image in span.images if image.attachment.message_id == each.message.id]
        yield _message(each, images, labels)


def _message(each: SpanMessage, images: Sequence[SpanImage], labels: dict[str, str]) -> str:
    message = each.message
    who = escaped(safe_line(message.sender or labels["notice"])) or "-"
    head = f"**{who}** · {escaped(moment(message))}".rstrip(" ·")
    lines = [f"{'★ ' if each.highlighted else ''}{head}{_sure(each.confidence, labels)}"]
    lines += [escaped(line) for line in safe(message.text).split("\n") if line.strip()]
    chosen = {image.attachment.id: image for image in images}
    for item in message.attachments:
        image = chosen.get(item.id)
        mark = "★ " if image and image.highlighted else ""
        sure = _sure(image.confidence, labels) if image else ""
        lines.append(f"{mark}\\[{escaped(attachment_label(item, labels))}\\]{sure}")
    # Two spaces at the end keep the line breaks of the message.
    return "  \n".join(f"> {line}" for line in lines)


def _sure(confidence: float | None, labels: dict[str, str]) -> str:
    return "" if confidence is None else f" · {labels['sure'].format(confidence)}"
