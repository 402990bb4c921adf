"""This package is where core and models meet: everything a person can do, for the window and the command line alike.

Importing it is cheap: the archive opens with the session, models and the dense index on first use.
"""

from pathlib import Path

from app.session.activity import Active
from app.session.connecting import Connecting
from app.session.demo import Demo, bundled_demo
from app.session.gallery import Galleries
from app.session.judging import Judging
from app.session.keeping import Keeping
from app.session.looking import Looking
from app.session.models import Models
from app.session.privacy import Privacy
from app.session.questions import Questions
from app.session.searching import Searching
from app.session.sharing import Sharing
from app.session.tables import Tables
from app.session.taking_in import TakingIn
from app.session.waiting import Waiting
from app.settings import Settings, load_settings, save_settings

__all__ = ["Demo", "Session", "bundled_demo"]


class Session(
    TakingIn,
    Waiting,
    Tables,
    Searching,
    Galleries,
    Sharing,
    Looking,
    Keeping,
    Judging,
    Questions,
    Active,
    Privacy,
    Models,
    Connecting,
):
    """One open archive with everything around it. Belongs to the thread that made it; models are shared by all.

    Raises ArchiveError on opening, SettingsError when the settings cannot be read.
    """

    @property
    def settings(self) -> Settings:
        return load_settings()

    def save_settings(self, settings: Settings) -> None:
        save_settings(settings)

    def demo_export(self) -> tuple[Path, str]:
        """The bundled export and the question it is opened with."""
        demo = bundled_demo()
        return demo.export, demo.question
