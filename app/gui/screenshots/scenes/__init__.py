"""Every page and state that is shown, in the order in which one would meet them."""

from app.gui.screenshots.scenes import imports, keeping, models, reading, searching
from app.gui.screenshots.scenes.scene import Scene

__all__ = ["SCENES", "Scene"]

SCENES = (*searching.SCENES, *reading.SCENES, *imports.SCENES, *keeping.SCENES, *models.SCENES)
