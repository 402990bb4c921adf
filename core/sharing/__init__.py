"""This file is where found conversations become something to keep or to send: Markdown, HTML, text and JSON.

All of them hold nothing but what is shown: no paths, no metadata of pictures, nothing that is loaded from elsewhere.
"""

from core.sharing.data import as_dict, as_json
from core.sharing.forms import ENDINGS, FORMS, Form, form_of, written
from core.sharing.markdown import as_markdown
from core.sharing.naming import safe_file_name, suggested_name
from core.sharing.options import MediaPath, Options, Shared, beginning, prepared
from core.sharing.page import as_html
from core.sharing.simple import simple_page
from core.sharing.text import as_text
from core.sharing.writing import write_file

__all__ = [
    "ENDINGS",
    "FORMS",
    "Form",
    "MediaPath",
    "Options",
    "Shared",
    "as_dict",
    "as_html",
    "as_json",
    "as_markdown",
    "as_text",
    "beginning",
    "form_of",
    "prepared",
    "safe_file_name",
    "simple_page",
    "suggested_name",
    "write_file",
    "written",
]
