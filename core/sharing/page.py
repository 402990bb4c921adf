"""This file is where results become one HTML page that needs nothing else and can do nothing but be read.

Its Content-Security-Policy allows pictures inside the page and the one style sheet, by its hash; no script, no address.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from html import escape

from core.sharing.options import MediaPath, Options, prepared
from core.sharing.pictures import data_uri
from core.sharing.wording import LABELS, attachment_label, heading, moment, safe, safe_line
from core.types import Attachment, SearchResult, Span, SpanImage, SpanMessage

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1d22; --faint: #6b7280; --paper: #f6f5f2; --card: #ffffff;
  --line: #e4e2dc; --mark: #fff3c4; --edge: #d9a400; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececf0; --faint: #9a9fab; --paper: #16171b; --card: #1f2126;
  --line: #32353d; --mark: #3b3416; --edge: #e0b12c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 46rem; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.3; overflow-wrap: anywhere; }
section { margin: 1.5rem 0; padding: 1.25rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 14px; }
h2 { margin: 0 0 .75rem; font-size: 1.1rem; overflow-wrap: anywhere; }
article { margin: .4rem 0; padding: .5rem .75rem; border-left: 3px solid transparent; border-radius: 8px; }
article.chosen { background: var(--mark); border-left-color: var(--edge); }
header { color: var(--faint); font-size: .8rem; }
header b { color: var(--ink); }
p { margin: .1rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
figure { margin: .5rem 0 0; }
figure img { display: block; max-width: min(100%, 26rem); max-height: 26rem; border-radius: 8px; }
figure.chosen img { outline: 3px solid var(--edge); outline-offset: 2px; }
figcaption, .why, .gap { color: var(--faint); font-size: .8rem; overflow-wrap: anywhere; }
.gap { padding: .25rem .75rem; }
"""
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    + "'; base-uri 'none'; form-action 'none'"
)


def as_html(query: str, results: Sequence[SearchResult], options: Options, media_path: MediaPath) -> str:
    """A whole page. Pictures of the results are inside it, drawn anew (core.sharing.pictures)."""
    asked, chosen = prepared(query, results, options)
    labels = LABELS[options.language]
    title = escape(safe_line(asked))
    body = [f'<h1 dir="auto">{title}</h1>', *(_result(result, labels, media_path) for result in chosen)]
    if not chosen:
        body.append(f"<p>{escape(labels['nothing'])}</p>")
    return (
        f'<!doctype html>\n<html lang="{"zh-Hans" if options.language == "zh" else "en"}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"
    )


def _result(result: SearchResult, labels: dict[str, str], media_path: MediaPath) -> str:
    gap = '\n<div class="gap">⋯</div>\n'
    spans = gap.join("\n".join(_span(span, labels, media_path)) for span in result.spans)
    return (
        f'<section>\n<h2 dir="auto">{escape(heading(result, labels))}</h2>\n{spans}\n'
        f'<div class="why" dir="auto">{escape(safe_line(result.why))}</div>\n</section>'
    )


def _span(span: Span, labels: dict[str, str], media_path: MediaPath) -> Iterator[str]:
    images = {each.attachment.id: each for each in span.images}
    for each in span.messages:
        parts = [_header(each, labels)]
        text = safe(each.message.text)
        if text.strip():
            parts.append(f'<p dir="auto">{escape(text)}</p>')
        for item in each.message.attachments:
            parts.append(_figure(item, images.get(item.id), labels, media_path))
        chosen = ' class="chosen"' if each.highlighted else ""
        yield f"<article{chosen}>{''.join(parts)}</article>"


def _header(each: SpanMessage, labels: dict[str, str]) -> str:
    who = safe_line(each.message.sender or labels["notice"])
    facts = [moment(each.message), _sure(each.confidence, labels)]
    return f"<header><b><bdi>{escape(who)}</bdi></b> {escape(' · '.join(filter(None, facts)))}</header>"


def _figure(item: Attachment, image: SpanImage | None, labels: dict[str, str], media_path: MediaPath) -> str:
    label = escape(attachment_label(item, labels))
    sure = escape(_sure(image.confidence, labels)) if image else ""
    source = _source(item, media_path) if image else None
    picture = f'<img src="{source}" alt="{label}">' if source else ""
    chosen = ' class="chosen"' if image and image.highlighted else ""
    return f"<figure{chosen}>{picture}<figcaption><bdi>{label}</bdi>{' · ' if sure else ''}{sure}</figcaption></figure>"


def _source(item: Attachment, media_path: MediaPath) -> str | None:
    path = media_path(item.sha256) if item.sha256 else None
    return data_uri(path) if path else None


def _sure(confidence: float | None, labels: dict[str, str]) -> str:
    return "" if confidence is None else labels["sure"].format(confidence)
