"""This file is where the person says where a shared file goes, and where trouble with it gets its words."""

import errno
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from core.sharing import ENDINGS, Form

_last: list[Path] = []


def ask_for_place(parent: QWidget, form: Form, name: str) -> tuple[Path, bool] | None:
    """Where to write, and whether the person agreed that what is there goes; None when they left."""
    ending = ENDINGS[form]
    title = QCoreApplication.translate("sharing", "Save what is shared")
    kinds = f"{ending[1:].upper()} (*{ending})"
    answer, _ = QFileDialog.getSaveFileName(parent, title, str(_folder() / f"{name}{ending}"), kinds)
    if not answer:
        return None
    path = Path(answer)
    _last[:] = [path.parent]
    if path.suffix.lower() == ending:
        return path, True
    # The dialog asked about the name as it was typed; nobody was asked about this one.
    return path.with_name(path.name + ending), False


def trouble(error: BaseException) -> str:
    """What went wrong with a file, in the window's language; the error's own words where it is none of the usual."""
    number = getattr(error.__cause__, "errno", None)
    full, forbidden, missing = _texts()
    known = {
        errno.ENOSPC: full,
        errno.EDQUOT: full,
        errno.EACCES: forbidden,
        errno.EPERM: forbidden,
        errno.EROFS: forbidden,
        errno.ENOENT: missing,
        errno.ENOTDIR: missing,
        errno.EEXIST: QCoreApplication.translate("sharing", "There is a file of that name already. Choose another."),
        errno.ENAMETOOLONG: QCoreApplication.translate("sharing", "The name is too long. Choose a shorter one."),
    }
    return known.get(number or 0, str(error)[:400])


def _texts() -> tuple[str, str, str]:
    return (
        QCoreApplication.translate(
            "sharing", "The disk is full; nothing was written. Make room or choose another place."
        ),
        QCoreApplication.translate("sharing", "You may not write there. Choose another place."),
        QCoreApplication.translate("sharing", "There is no such folder. Choose another place."),
    )


def _folder() -> Path:
    """Where the last one went, else the person's documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return _last[0] if _last and _last[0].is_dir() else Path(documents or Path.home())
