"""This file is where the look is held to its rules: contrast, one palette, fonts, both languages complete."""

import ast
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QFontMetricsF
from pytestqt.qtbot import QtBot

import app.gui
from app.gui.look import dates, fonts, icons, language, theme
from app.gui.look.avatars import initials
from app.gui.main import application
from app.gui.messages.bubble_parts import strength

SOURCES = sorted(Path(app.gui.__path__[0]).rglob("*.py"))
THEMES = ["light", "dark"]


@pytest.mark.parametrize("name", THEMES)
def test_text_has_the_contrast_of_wcag_aa_on_everything_it_stands_on(name: str) -> None:
    shown = theme.load(name)
    mark = theme.blend(shown.bubble, shown.mark, strength(1.0))
    pairs = [(shown.text, back) for back in (shown.canvas, shown.rail, shown.surface, shown.sunken, shown.hover, mark)]
    pairs += [
        (shown.muted, back) for back in (shown.canvas, shown.rail, shown.surface, shown.sunken, shown.hover, mark)
    ]
    pairs += [(shown.faint, back) for back in (shown.canvas, shown.surface, shown.sunken, shown.bubble)]
    pairs += [(shown.accent, back) for back in (shown.canvas, shown.surface, shown.accent_soft, shown.hover)]
    pairs += [(shown.on_accent, shown.accent), (shown.on_accent, shown.accent_hover), (shown.mark_text, shown.mark)]
    pairs += [(shown.danger, shown.danger_soft), (shown.warning, shown.warning_soft), (shown.text, shown.warning_soft)]
    pairs += [(fore, back) for fore in (shown.text, shown.muted) for back in (shown.success_soft, shown.warning_soft)]
    pairs += [(person, back) for person in shown.people for back in (shown.bubble, shown.canvas, mark)]
    assert [(fore.name(), back.name()) for fore, back in pairs if _contrast(fore, back) < 4.5] == []


@pytest.mark.parametrize("name", THEMES)
def test_edges_of_fields_and_the_highlight_bar_can_be_seen(name: str) -> None:
    shown = theme.load(name)
    assert min(_contrast(shown.line_strong, back) for back in (shown.surface, shown.canvas)) >= 3
    assert _contrast(shown.mark_edge, shown.surface) >= 3
    assert _contrast(shown.accent, shown.surface) >= 3


def test_a_surer_highlight_is_a_stronger_one() -> None:
    assert strength(None) < strength(0.2) < strength(0.6) < strength(1.0) == 1.0


def test_the_style_sheet_has_no_colour_of_its_own() -> None:
    template = (Path(theme._STYLE) / "window.qss").read_text("utf-8")
    assert re.findall(r"#[0-9A-Fa-f]{6}\b|rgb", template) == []
    for name in THEMES:
        assert "$" not in theme.style_sheet(theme.load(name))


def test_every_icon_that_is_named_is_there(qtbot: QtBot) -> None:
    application()
    names = {path.stem for path in icons._ICONS.glob("*.svg")}
    used = set(re.findall(r'(?:Picture|IconButton|Button|icons\.paint)\([^)\n]*?"([a-z]+)"', _all_sources()))
    kinds = {"primary", "quiet", "tab", "choice", "suggestion"}
    assert used - names - {each.name for each in fields(theme.Colours)} <= kinds
    for name in names:
        assert not icons.pixmap(name, QColor("black")).toImage().allGray() or name != "logo"


def test_chinese_hebrew_and_emoji_have_glyphs(qtbot: QtBot) -> None:
    application()
    metrics = QFontMetricsF(fonts.font("body"))
    assert metrics.horizontalAdvance("港口") > 20
    assert fonts.families()[0] == "Inter"


def test_every_text_is_translated_into_chinese_and_every_plural_into_english() -> None:
    for name in ("zh", "en"):
        root = ElementTree.parse(language.TRANSLATIONS / f"chattrove_{name}.ts").getroot()
        messages = [message for context in root.findall("context") for message in context.findall("message")]
        assert len(messages) > 10
        for message in messages:
            translation = message.find("translation")
            assert translation is not None
            assert translation.get("type") is None, message.findtext("source")
            forms = [form.text for form in translation.findall("numerusform")] or [translation.text]
            assert all(forms), message.findtext("source")


def test_the_catalogue_holds_every_text_of_the_sources() -> None:
    root = ElementTree.parse(language.TRANSLATIONS / "chattrove_zh.ts").getroot()
    known = {source.text for source in root.iter("source")}
    assert {text for path in SOURCES for text in _translated_texts(path)} <= known


def test_placeholders_survive_translation() -> None:
    root = ElementTree.parse(language.TRANSLATIONS / "chattrove_zh.ts").getroot()
    for message in root.iter("message"):
        source = message.findtext("source") or ""
        said = "".join(message.find("translation").itertext())  # type: ignore[union-attr]
        assert set(re.findall(r"\{\w+\}|%L?n", source)) == set(re.findall(r"\{\w+\}|%L?n", said)), source


def test_no_widget_is_given_words_that_are_not_translated() -> None:
    """What setText and its kind get as a literal must have no letters, but for the name of the product
    and addresses."""
    calls = re.findall(
        r'\.(?:setText|setToolTip|setPlaceholderText|setAccessibleName|addAction)\(f?"([^"]*)"', _all_sources()
    )
    said = [text for text in calls if re.search(r"[A-Za-z]{2}", re.sub(r"\{[^}]*\}", "", text))]
    assert [text for text in said if not re.match(r"https?://", text)] == ["ChatTrove"]


def test_plurals_and_numbers_follow_the_language(qtbot: QtBot) -> None:
    from app.gui.status_bar import StatusBar

    application()
    bar = StatusBar()
    qtbot.addWidget(bar)
    language.choose("en")
    assert bar.tr("%Ln message(s)", "totals", 1) == "1 message"
    assert bar.tr("%Ln message(s)", "totals", 12_345) == "12,345 messages"
    language.choose("zh")
    assert bar.tr("%Ln message(s)", "totals", 12_345) == "12,345 条消息"
    language.choose("en")


def test_days_are_said_in_the_language_of_the_window(qtbot: QtBot) -> None:
    from datetime import date

    application()
    language.choose("en")
    assert dates.long_day(date(2025, 5, 14)) == "Wednesday, 14 May 2025"
    language.choose("zh")
    assert dates.long_day(date(2025, 5, 14)) == "2025年5月14日 星期三"
    assert dates.day(date(2025, 5, 14)) == "2025年5月14日"
    language.choose("en")
    assert QLocale().language() == QLocale.Language.English


def test_initials_fit_chinese_and_western_names() -> None:
    assert [initials(name) for name in ("林悦", "家庭群", "Ruth Ben-Ami", "Tomás", "🎉", "+44 7700")] == [
        "悦", "群", "RB", "T", "#", "47",
    ]  # fmt: skip


def test_people_who_talk_with_one_another_differ_in_colour(qtbot: QtBot) -> None:
    application()
    theme.apply("light")
    names = [f"person {number}" for number in range(8)]
    theme.remember_people(names)
    assert len({theme.person_colour(name).name() for name in names}) == 8


def _all_sources() -> str:
    return "\n".join(path.read_text("utf-8") for path in SOURCES if "screenshots" not in path.parts)


def _translated_texts(path: Path) -> list[str]:
    """The first text of every tr() and the second of every translate()."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("tr", "translate")
        ):
            at = 0 if node.func.attr == "tr" else 1
            if len(node.args) > at and isinstance(node.args[at], ast.Constant) and node.args[at].value:
                found.append(str(node.args[at].value))
    return found


def _contrast(first: QColor, second: QColor) -> float:
    """The ratio of WCAG 2.2, section 1.4.3."""
    lights = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
