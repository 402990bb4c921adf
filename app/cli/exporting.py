"""This file is where `export` is: the results of a search as a file of any form."""

import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import codes
from app.cli.console import agreed, complain, counted
from app.cli.demo import missing_libraries
from app.cli.finding import searched
from app.cli.readings import reading_lines
from app.session import Session
from core.errors import QueryError, ShareError
from core.sharing import Form, Options, Shared, form_of, write_file

if TYPE_CHECKING:
    from app.gui.sharing.paper import Drawing

_ENDINGS = ".md, .html, .pdf, .png, .txt, .json or .zip (Markdown with its pictures)"


def export(chosen: Namespace) -> int:
    """Writes what is confirmed. Raises QueryError, and ShareError for options that do not fit and for files."""
    form: Form | None = chosen.format or form_of(chosen.output)
    if form is None:
        raise QueryError(f"{chosen.output}: the ending names no format. Use {_ENDINGS}, or --format.")
    options = _options(chosen, form)
    if not _may_write(chosen.output, chosen.overwrite):
        complain("Nothing was written.")
        return codes.USAGE
    with Session(chosen.archive) as session:
        found = searched(session, chosen)
        shared = Shared(found.asked, tuple(result for result in found.results if not result.maybe))
        data = _made(session, shared, form, options)
    write_file(chosen.output, data, overwrite=True)
    for line in reading_lines(found.reading):
        complain(line)
    complain(f"{counted(len(shared.results), 'conversation')} written to {chosen.output}")
    if found.reading.trouble is not None:
        return codes.MODEL
    return codes.FINE if shared.results else codes.NOTHING_FOUND


def _options(chosen: Namespace, form: Form) -> Options:
    if chosen.keep_metadata and form != "zip":
        raise ShareError("Only a .zip holds picture files that could keep anything: leave out --keep-metadata.")
    if chosen.pictures and form in ("markdown", "text", "json"):
        raise ShareError(f"A {form} file has no place for pictures. Write to a .zip to have them beside the text.")
    return Options(
        context=not chosen.no_context,
        hide_names=chosen.hide_names,
        pictures=chosen.pictures is not False,
        keep_metadata=chosen.keep_metadata,
    )


def _may_write(path: Path, overwrite: bool) -> bool:
    if overwrite or not os.path.lexists(path):
        return True
    if not sys.stdin.isatty():
        raise ShareError(f"{path} is there already. Choose another name, or say --overwrite.")
    return agreed(f"{path} is there already. Replace it? [y/N] ")


def _made(session: Session, shared: Shared, form: Form, options: Options) -> bytes:
    if form not in ("pdf", "png"):
        return session.share(shared, form, options)
    _begin_drawing()
    from app.gui.sharing import paper
    from app.gui.sharing.pictures import SharedPictures

    drawing = paper.Drawing(shared, options, SharedPictures(session))
    return paper.as_pdf(drawing) if form == "pdf" else _picture(drawing)


def _picture(drawing: "Drawing") -> bytes:
    from app.gui.sharing import paper

    picture = paper.as_picture(drawing)
    if picture.left:
        complain(f"{counted(picture.left, 'message')} had no room in the picture; a PDF has room for all.")
    return paper.png_of(picture.image)


def _begin_drawing() -> None:
    """Qt draws without a window. Raises ShareError where it cannot be loaded: it would end the whole process."""
    if sys.platform not in ("win32", "darwin"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    instead = "Use .html, .md or .txt instead."
    missing = missing_libraries()
    if missing:
        raise ShareError(f"PDF and PNG cannot be drawn here: this system lacks {', '.join(missing)}. {instead}")
    try:
        from app.gui.sharing.offscreen import begin
    except ImportError as error:
        raise ShareError(f"PDF and PNG cannot be drawn here: {error}. {instead}") from error
    begin()
