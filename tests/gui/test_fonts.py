"""The shipped typefaces are found, and show text as it was written."""

import logging
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from quantchat.gui.fonts import FONT_FILES, load_fonts
from quantchat.gui.theme import TextSize, Theme
from quantchat.settings import resources_folder


def test_the_shipped_families_are_used(qtbot: QtBot) -> None:
    families = load_fonts()

    assert {"Inter", "JetBrains Mono"} <= set(families)
    assert Theme.font(TextSize.INTERFACE).families()[0] == "Inter"
    assert Theme.code_font(TextSize.TABLE).families()[0] == "JetBrains Mono"


def test_a_missing_file_never_stops_the_start(qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert load_fonts(tmp_path) == ()

    assert len(caplog.records) == len(FONT_FILES)


def test_figures_of_the_interface_are_equally_wide(qtbot: QtBot) -> None:
    load_fonts()
    interface = QFontMetricsF(Theme.font(TextSize.TABLE))
    reading = QFontMetricsF(Theme.reading_font())

    assert interface.horizontalAdvance("1111") == pytest.approx(interface.horizontalAdvance("8888"))
    assert reading.horizontalAdvance("1111") < reading.horizontalAdvance("8888")


def test_letters_are_not_replaced_by_signs(qtbot: QtBot) -> None:
    load_fonts()
    for font in (Theme.reading_font(), Theme.code_font(TextSize.READING)):
        metrics = QFontMetricsF(font)
        one_by_one = sum(metrics.horizontalAdvance(char) for char in "->")
        assert metrics.horizontalAdvance("->") == pytest.approx(one_by_one, abs=1)
        assert font.featureValue(QFont.Tag("calt")) == 0


def test_each_font_is_small_and_has_its_licence_beside_it() -> None:
    folder = resources_folder() / "fonts"

    assert all((folder / name).stat().st_size < 400_000 for name in FONT_FILES)
    for family in ("Inter", "JetBrainsMono"):
        assert "SIL OPEN FONT LICENSE" in (folder / f"{family}-LICENSE.txt").read_text(encoding="utf-8").upper()
