"""This file is where it is said in which forms something can be shared, and which of them are made without drawing."""

from pathlib import Path
from typing import Literal, get_args

from core.errors import ShareError
from core.sharing.bundle import as_bundle
from core.sharing.data import as_json
from core.sharing.markdown import as_markdown
from core.sharing.options import MediaPath, Options, Shared
from core.sharing.page import as_html
from core.sharing.text import as_text

Form = Literal["html", "pdf", "png", "markdown", "text", "json", "zip"]
"""zip: Markdown with its pictures beside it. pdf and png are drawn (app.gui.sharing)."""

FORMS: tuple[Form, ...] = get_args(Form)
ENDINGS: dict[Form, str] = {
    "html": ".html",
    "pdf": ".pdf",
    "png": ".png",
    "markdown": ".md",
    "text": ".txt",
    "json": ".json",
    "zip": ".zip",
}
_ALSO: dict[str, Form] = {".htm": "html", ".markdown": "markdown"}
_WRITERS = {"html": as_html, "markdown": as_markdown, "text": as_text, "json": as_json}


def form_of(path: Path) -> Form | None:
    """The form that a file's ending stands for."""
    ending = path.suffix.lower()
    return next((form for form, own in ENDINGS.items() if own == ending), _ALSO.get(ending))


def written(shared: Shared, form: Form, options: Options, media_path: MediaPath) -> bytes:
    """The whole file. Raises ShareError for a form that must be drawn."""
    if form == "zip":
        return as_bundle(shared, options, media_path)
    if form not in _WRITERS:
        raise ShareError(f"{form} cannot be written as text.")
    text = _WRITERS[form](shared.query, shared.results, options, media_path)
    # Lone surrogates, which damaged exports hold, have no UTF-8.
    return text.encode(errors="replace")
