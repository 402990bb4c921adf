"""This file is where each scene is opened in every theme, language and size, and its picture is written."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PIL import Image

from app.gui.desk import Desk
from app.gui.main import application, open_window
from app.gui.screenshots.chats import prepare
from app.gui.screenshots.scenes import SCENES, Scene
from app.gui.screenshots.waiting import rest
from app.session import Session
from app.session.beside import open_beside
from app.settings import Settings, save_settings

SIZES = {"": (1280, 800), "-small": (900, 600)}
_COLOURS = 256


def shoot(out: Path, folder: Path, only: frozenset[str] = frozenset()) -> list[Path]:
    """Takes the pictures, all or `only` some; `folder` is for the archives. Returns the files that were made."""
    application()
    prepare(Session, folder)
    out.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for theme in ("light", "dark"):
        for language in ("en", "zh"):
            settings = Settings(theme=theme, language=language)
            for scene in SCENES:
                if not only or scene.name in only:
                    made += _shoot(out, scene, partial(_open, settings, folder / scene.archive))
    return made


def _open(settings: Settings, archive: Path) -> Desk:
    save_settings(settings)
    return open_window(open_beside, archive, replace(settings))


def _shoot(out: Path, scene: Scene, open_it: Callable[[], Desk]) -> list[Path]:
    """One scene in the sizes it is wanted in."""
    made = []
    for suffix, size in SIZES.items():
        if suffix and not scene.small:
            continue
        desk = open_it()
        desk.window.resize(*size)
        desk.window.show()
        scene.play(desk)
        rest(0.3)
        look = desk.appearance.settings
        path = out / f"{scene.name}-{look.theme}-{look.language}{suffix}.png"
        desk.window.grab().save(str(path))
        _pack(path)
        desk.window.close()
        desk.window.deleteLater()
        rest(0.05)
        made.append(path)
    return made


def _pack(path: Path) -> None:
    """A palette is enough for a window, and a third of the bytes."""
    with Image.open(path) as picture:
        packed = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    packed.save(path, optimize=True)
