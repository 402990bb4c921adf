"""This file is where results become one HTML page that needs nothing else and can do nothing but be read.

Its Content-Security-Policy allows pictures inside the page and the one style sheet, by its hash; no script, no address.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from html import escape

from core.sharing.options import MediaPath, Options, prepared
from core.sharing.page_style import PEOPLE, STYLE
from core.sharing.pictures import data_uri
from core.sharing.wording import LABELS, attachment_label, clock, day, heading, safe, safe_line
from core.types import Attachment, SearchResult, Span, SpanImage, SpanMessage

_POLICY = (
    "default-src 'none'; img-src data:; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    + "'; base-uri 'none'; form-action 'none'"
)


def as_html(query: str, results: Sequence[SearchResult], options: Options, media_path: MediaPath) -> str:
    """A whole page. Pictures of the results are inside it, drawn anew (core.sharing.pictures)."""
    asked, chosen = prepared(query, results, options)
    labels = LABELS[options.language]
    title = safe_line(asked) or (heading(chosen[0], labels) if chosen else "")
    writer = _Writer(labels, media_path if options.pictures else _no_picture)
    body = [f'<h1 dir="auto">{escape(title)}</h1>'] if asked or not chosen else []
    body += map(writer.result, chosen)
    if not chosen:
        body.append(f"<p>{escape(labels['nothing'])}</p>")
    return (
        f'<!doctype html>\n<html lang="{"zh-Hans" if options.language == "zh" else "en"}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + '\n<div class="mark">ChatTrove</div>\n</body>\n</html>\n'
    )


class _Writer:
    """Writes the results of one page; a person has the same colour in all of them."""

    def __init__(self, labels: dict[str, str], media_path: MediaPath) -> None:
        self._labels, self._media_path = labels, media_path
        self._places: dict[str, int] = {}
        self._day = ""

    def result(self, result: SearchResult) -> str:
        gap = '\n<div class="gap">⋯</div>\n'
        self._day = ""
        spans = gap.join("\n".join(self._span(span)) for span in result.spans)
        why = f'\n<div class="why" dir="auto">{escape(safe_line(result.why))}</div>' if result.why else ""
        return f'<section>\n<h2 dir="auto">{escape(heading(result, self._labels))}</h2>\n{spans}{why}\n</section>'

    def _span(self, span: Span) -> Iterator[str]:
        images = {each.attachment.id: each for each in span.images}
        for each in span.messages:
            if (today := day(each.message)) and today != self._day:
                self._day = today
                yield f'<div class="day">{escape(today)}</div>'
            text = safe(each.message.text)
            parts = [self._header(each), f'<p dir="auto">{escape(text)}</p>' if text.strip() else ""]
            parts += (self._figure(item, images.get(item.id)) for item in each.message.attachments)
            kind = "chosen" if each.highlighted else "around"
            yield f'<article class="{kind}">{"".join(parts)}</article>'

    def _header(self, each: SpanMessage) -> str:
        who = safe_line(each.message.sender or self._labels["notice"])
        place = self._places.setdefault(who, len(self._places)) % PEOPLE
        facts = " · ".join(filter(None, [clock(each.message), self._sure(each.confidence)]))
        return f'<header class="p{place}"><b><bdi>{escape(who)}</bdi></b> {escape(facts)}</header>'

    def _figure(self, item: Attachment, image: SpanImage | None) -> str:
        label = escape(attachment_label(item, self._labels))
        sure = escape(self._sure(image.confidence)) if image else ""
        source = self._source(item) if image else None
        picture = f'<img src="{source}" alt="{label}">' if source else ""
        chosen = ' class="chosen"' if image and image.highlighted else ""
        caption = f"<figcaption><bdi>{label}</bdi>{' · ' if sure else ''}{sure}</figcaption>"
        return f"<figure{chosen}>{picture}{caption}</figure>"

    def _source(self, item: Attachment) -> str | None:
        path = self._media_path(item.sha256) if item.sha256 else None
        return data_uri(path) if path else None

    def _sure(self, confidence: float | None) -> str:
        return "" if confidence is None else self._labels["sure"].format(confidence)


def _no_picture(sha256: str) -> None:
    return None
