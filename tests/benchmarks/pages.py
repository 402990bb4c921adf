"""This file is where what was measured is put into a page, between two marks that the page has."""

from pathlib import Path


def put_between(page: Path, mark: str, content: str) -> None:
    """Replaces what stands between `<!-- mark -->` and `<!-- /mark -->`. Raises SystemExit where a mark is missing."""
    text = page.read_text("utf-8")
    start, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    before, found, rest = text.partition(start)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise SystemExit(f"{page} lacks the marks {start} and {end}; the page is as it was.")
    page.write_text(f"{before}{start}\n{content}\n{end}{after}", "utf-8")
