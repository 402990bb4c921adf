"""This file is where a choice becomes what leaves: a file, the clipboard's content, a preview. Runs in a lane.

The preview is made by the same code as the file, so it shows what will leave and nothing else.
"""

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from app.gui.sharing import paper
from app.gui.sharing.choice import Choice
from app.gui.sharing.page_view import picture_of_page
from app.gui.sharing.pictures import SharedPictures
from app.gui.work.lanes import Job
from core.sharing import beginning, write_file
from core.sharing.bundle import TEXT_NAME
from core.sharing.simple import simple_page

if TYPE_CHECKING:
    from app.session import Session

_PAGES = 4
_MESSAGES = 150
_CHARACTERS = 30_000


@dataclass(frozen=True)
class Seen:
    """A preview: pictures or text. pages: of how many; cut: there is more than is shown here; left: messages that have
    no room in the picture itself."""

    images: list[QImage] = field(default_factory=list)
    text: str = ""
    pages: int = 0
    cut: bool = False
    left: int = 0


@dataclass(frozen=True)
class Copied:
    """What goes to the clipboard; each part may be missing."""

    text: str = ""
    html: str = ""
    image: QImage | None = None


def file_of(session: "Session", job: Job, choice: Choice) -> bytes:
    """The whole file."""
    if choice.form == "png":
        return paper.png_of(paper.as_picture(_drawing(session, job, choice)).image)
    if choice.form == "pdf":
        return paper.as_pdf(_drawing(session, job, choice))
    return session.share(choice.shared, choice.file_form, choice.options)


def save(session: "Session", job: Job, choice: Choice, place: tuple[Path, bool]) -> Path:
    """Writes the file; `place` is where, and whether what is there may go. Raises ShareError."""
    path, overwrite = place
    data = file_of(session, job, choice)
    job.check()
    write_file(path, data, overwrite=overwrite)
    return path


def copy(session: "Session", job: Job, choice: Choice) -> Copied:
    """What is pasted elsewhere: formatted text with its plain form, a picture, or text."""
    if choice.form == "png":
        return Copied(image=paper.as_picture(_drawing(session, job, choice)).image)
    written = session.share(choice.shared, choice.form, choice.options).decode()
    if choice.form != "html":
        return Copied(written)
    plain = session.share(choice.shared, "text", choice.options).decode()
    return Copied(plain, simple_page(written))


def see(session: "Session", job: Job, choice: Choice, scale: float) -> Seen:
    """The preview. scale: of what is drawn, so that it need not be scaled when it is shown."""
    if choice.form == "png":
        picture = paper.as_picture(_drawing(session, job, choice), scale)
        return Seen([picture.image], left=picture.left)
    if choice.form == "pdf":
        images, pages = paper.page_pictures(_drawing(session, job, choice), _PAGES, scale)
        return Seen(images, pages=pages, cut=pages > len(images))
    if choice.form == "html":
        return _see_page(session, choice, scale)
    data = file_of(session, job, choice)
    job.check()
    if choice.file_form == "zip":
        data = zipfile.ZipFile(io.BytesIO(data)).read(TEXT_NAME)
    text = data.decode()
    return Seen(text=text[:_CHARACTERS], cut=len(text) > _CHARACTERS)


def _see_page(session: "Session", choice: Choice, scale: float) -> Seen:
    """A browser would show all of it; here the first messages are enough."""
    first = beginning(choice.shared, _MESSAGES)
    page = session.share(first, "html", choice.options).decode()
    image, cut = picture_of_page(page, scale)
    return Seen([image], cut=cut or first != choice.shared)


def _drawing(session: "Session", job: Job, choice: Choice) -> paper.Drawing:
    return paper.Drawing(choice.shared, choice.options, SharedPictures(session), job.check)
