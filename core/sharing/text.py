"""This file is where results become plain text, for whatever takes no more than that."""

from collections.abc import Iterator, Sequence

from core.sharing.options import MediaPath, Options, prepared
from core.sharing.wording import LABELS, attachment_label, heading, moment, safe, safe_line
from core.types import SearchResult, SpanMessage

_INDENT = "    "


def as_text(query: str, results: Sequence[SearchResult], options: Options, media_path: MediaPath) -> str:
    """One line who and when, then what was said, indented; a star before what answers where the rest is shown too."""
    asked, chosen = prepared(query, results, options)
    labels = LABELS[options.language]
    blocks = [safe_line(asked)] if asked else []
    for result in chosen:
        blocks.append(heading(result, labels))
        blocks += _result(result, labels)
    return "\n\n".join(blocks if chosen else [*blocks, labels["nothing"]]) + "\n"


def _result(result: SearchResult, labels: dict[str, str]) -> Iterator[str]:
    every = [each for span in result.spans for each in span.messages]
    marked = not all(each.highlighted for each in every)
    for number, span in enumerate(result.spans):
        if number:
            yield "…"
        yield "\n".join(_message(each, marked, labels) for each in span.messages)


def _message(each: SpanMessage, marked: bool, labels: dict[str, str]) -> str:
    message = each.message
    star = "★ " if marked and each.highlighted else ""
    facts = [safe_line(message.sender or labels["notice"]), moment(message)]
    lines = [line for line in safe(message.text).split("\n") if line.strip()]
    lines += [f"[{attachment_label(item, labels)}]" for item in message.attachments]
    return "\n".join([star + ", ".join(filter(None, facts)), *(_INDENT + line for line in lines)])
