"""This file is where a shared file is written: whole or not at all, and over another one only when that was said."""

import errno
import os
from pathlib import Path

from core.errors import ShareError
from core.writing import written_whole

_HINTS = {
    errno.ENOSPC: "the disk is full. Make room, or choose another place",
    errno.EDQUOT: "there is no room left for you there. Make room, or choose another place",
    errno.EACCES: "you may not write there. Choose another place",
    errno.EPERM: "you may not write there. Choose another place",
    errno.EROFS: "nothing can be written there. Choose another place",
    errno.ENOENT: "there is no such folder. Choose another place",
    errno.ENOTDIR: "there is no such folder. Choose another place",
    errno.EISDIR: "that is a folder. Choose another name",
    errno.ENAMETOOLONG: "the name is too long. Choose a shorter one",
    errno.EEXIST: "there is a file of that name already. Choose another name",
}


def write_file(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Puts the bytes there in one step, so that a full disk or a kill leaves what was there before.

    Raises ShareError, whose cause is the OSError.
    """
    try:
        if not overwrite and os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        with written_whole(path) as file:
            file.write(data)
    except OSError as error:
        hint = _HINTS.get(error.errno or 0, f"{error.strerror or error}. Choose another place")
        raise ShareError(f"{path} cannot be written: {hint}.") from error
