"""This file is where a shared page becomes HTML of the old kind, which mail programs and word processors understand.

It is for the clipboard and for the preview; the markup is ours, so tags can be told from text by their brackets.
"""

import re

_STYLE = """
body { color: #1c1b19; font-family: sans-serif; }
h1 { font-size: 20px; } h2 { font-size: 16px; margin-top: 18px; }
.day, .why, .gap, .mark { color: #6b665c; font-size: 12px; margin-top: 8px; margin-bottom: 4px; }
.day { text-align: center; } .facts { color: #6b665c; font-size: 12px; }
p { margin-top: 2px; margin-bottom: 0; white-space: pre-wrap; }
.p0 b { color: #0b665e; } .p1 b { color: #8a3b12; } .p2 b { color: #5b3f9e; }
.p3 b { color: #1d5a99; } .p4 b { color: #8c2358; } .p5 b { color: #4b6314; }
"""
_TABLE = '<table width="100%" cellspacing="0" cellpadding="8" bgcolor="{}" style="margin-top: 5px;"><tr><td>'
_TAGS = (
    ('<article class="chosen">', _TABLE.format("#fff1c9")),
    ('<article class="around">', _TABLE.format("#f4f2ee")),
    ("</article>", "</td></tr></table>"),
    ("<header class=", "<div class="),
    ("</header>", "</div>"),
    ("<section>", "<div>"),
    ("</section>", "</div>"),
    ('<figure class="chosen">', "<div>"),
    ("<figure>", "<div>"),
    ("</figure>", "</div>"),
    ("<figcaption>", '<div class="facts">'),
    ("</figcaption>", "</div>"),
)
_HEAD = re.compile(r"<head>.*?</head>", re.DOTALL)


def simple_page(page: str) -> str:
    """The page of `as_html` with tables for messages and a style that needs no variables."""
    page = _HEAD.sub(f'<head>\n<meta charset="utf-8">\n<style>{_STYLE}</style>\n</head>', page, count=1)
    for tag, plain in _TAGS:
        page = page.replace(tag, plain)
    return page
