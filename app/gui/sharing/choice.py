"""This file is where it stands what the person has chosen to share, and how."""

from dataclasses import dataclass, field, replace
from typing import Literal

from core.sharing import Form, Options, Shared, prepared

FORMS: tuple[Form, ...] = ("png", "pdf", "html", "markdown", "text", "json")
"""What can be chosen, in the order in which it is offered."""


@dataclass(frozen=True)
class Choice:
    """form: as it was chosen; `file_form` is what is written."""

    shared: Shared
    form: Form = "png"
    options: Options = field(default_factory=Options)

    @property
    def file_form(self) -> Form:
        """Markdown that is to have its pictures goes into a zip with them."""
        beside = self.form == "markdown" and self.options.pictures and bool(self.shared.picture_files)
        return "zip" if beside else self.form

    @property
    def kept(self) -> Shared:
        """What is left of it with these options."""
        asked, results = prepared(self.shared.query, self.shared.results, replace(self.options, hide_names=False))
        return Shared(asked, tuple(results))

    @property
    def shows_pictures(self) -> bool:
        """Whether pictures leave, and not only their names."""
        return self.options.pictures and self.form not in ("text", "json")

    @property
    def can_copy(self) -> bool:
        """A PDF is a file and nothing that could be pasted."""
        return self.form != "pdf"

    def in_language(self, language: Literal["en", "zh"]) -> "Choice":
        return replace(self, options=replace(self.options, language=language))
