"""This file is where found conversations become something to keep or to send: Markdown, HTML and JSON.

All three hold nothing but what is shown: no paths, no metadata of pictures, nothing that is loaded from elsewhere.
"""

from core.sharing.data import as_dict, as_json
from core.sharing.markdown import as_markdown
from core.sharing.options import MediaPath, Options, prepared
from core.sharing.page import as_html

__all__ = ["MediaPath", "Options", "as_dict", "as_html", "as_json", "as_markdown", "prepared"]
