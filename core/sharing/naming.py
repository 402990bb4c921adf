"""This file is where a shared file gets its name: from a question or a title that anybody may have written."""

import re
import unicodedata

from core.sharing.hiding import Mask
from core.sharing.options import Options, Shared
from core.sharing.wording import safe_line

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_CHARACTERS, _BYTES = 60, 160
_NAMELESS = "ChatTrove"


def suggested_name(shared: Shared, options: Options) -> str:
    """A name without ending for what is shared: the question, else the conversation, both without hidden names."""
    if options.hide_names:
        return safe_file_name(Mask(shared.results).text(shared.query))
    titles = [result.conversation.title for result in shared.results]
    return safe_file_name(shared.query or next(iter(titles), ""))


def safe_file_name(title: str) -> str:
    """A name that every file system takes, that stays in its folder and hides nothing; without ending."""
    visible = "".join(
        char for char in unicodedata.normalize("NFC", safe_line(title)) if unicodedata.category(char)[0] != "C"
    )
    name = " ".join(_FORBIDDEN.sub(" ", visible).split())[:_CHARACTERS]
    name = name.encode()[:_BYTES].decode(errors="ignore").strip(" .-~")
    if not name or _RESERVED.fullmatch(name):
        return _NAMELESS
    return name
