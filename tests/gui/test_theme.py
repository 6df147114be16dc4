"""Colours that can be read in every appearance and contrast, sizes that keep their proportions at every scale."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import quantchat.gui
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.theme import (
    DARK,
    DARK_HIGH_CONTRAST,
    LIGHT,
    LIGHT_HIGH_CONTRAST,
    SCALE_VARIABLE,
    Colours,
    Space,
    SpacingScale,
    Theme,
    scaled_interface,
    use_density,
)
from quantchat.settings import Appearance, Contrast, Density

READ = ("text", "text_second", "on_gpu", "split", "on_cpu", "slow", "impossible", "accent")
GROUNDS = ("background", "sidebar", "surface", "raised")


@pytest.fixture
def usual_density() -> Iterator[None]:
    yield
    use_density(Density.COMFORTABLE)


@pytest.mark.parametrize(
    ("appearance", "contrast", "colours"),
    [
        (Appearance.LIGHT, Contrast.NORMAL, LIGHT),
        (Appearance.LIGHT, Contrast.HIGH, LIGHT_HIGH_CONTRAST),
        (Appearance.DARK, Contrast.NORMAL, DARK),
        (Appearance.DARK, Contrast.HIGH, DARK_HIGH_CONTRAST),
    ],
)
def test_appearance_and_contrast_reach_every_widget_at_once(
    theme: Theme, qtbot: QtBot, qapp: QApplication, appearance: Appearance, contrast: Contrast, colours: Colours
) -> None:
    label = ThemedLabel(theme, lambda named: named.text_second, text="Words")
    qtbot.addWidget(label)
    theme.set_appearance(appearance)
    theme.set_contrast(contrast)
    assert theme.colours == colours
    assert theme.is_dark is (appearance is Appearance.DARK)
    assert label.palette().windowText().color() == QColor(colours.text_second)
    assert qapp.palette().window().color() == QColor(colours.background)


@pytest.mark.parametrize(
    ("colours", "least"), [(LIGHT, 4.5), (DARK, 4.5), (LIGHT_HIGH_CONTRAST, 7.0), (DARK_HIGH_CONTRAST, 7.0)]
)
def test_what_a_person_needs_to_read_stands_out_from_every_ground(colours: Colours, least: float) -> None:
    pairs = [(name, ground) for name in READ for ground in GROUNDS]
    pairs += [("on_accent", "accent"), ("text", "own_message"), ("text", "accent_soft"), ("text", "selected")]
    low = {pair: ratio for pair in pairs if (ratio := contrast_ratio(colours, *pair)) < least}
    assert not low


@pytest.mark.parametrize("colours", [LIGHT, DARK, LIGHT_HIGH_CONTRAST, DARK_HIGH_CONTRAST])
def test_what_is_chosen_or_marked_can_be_read_like_the_rest(colours: Colours) -> None:
    pairs = [(name, ground) for name in READ for ground in ("selected", "own_message", "accent_soft", "code_ground")]
    pairs += [(name, "code_ground") for name in Colours.__slots__ if name.startswith("code_") and name != "code_ground"]
    assert not {pair: ratio for pair in pairs if (ratio := contrast_ratio(colours, *pair)) < 4.5}


@pytest.mark.parametrize("colours", [LIGHT, DARK, LIGHT_HIGH_CONTRAST, DARK_HIGH_CONTRAST])
def test_the_ring_around_what_has_the_keyboard_stands_out_from_every_ground(colours: Colours) -> None:
    grounds = (*GROUNDS, "selected", "own_message", "accent_soft")
    assert all(contrast_ratio(colours, "accent", ground) >= 3 for ground in grounds)
    assert contrast_ratio(colours, "on_accent", "accent") >= 3


@pytest.mark.parametrize("colours", [LIGHT_HIGH_CONTRAST, DARK_HIGH_CONTRAST])
def test_with_high_contrast_lines_and_meters_stand_out_from_what_is_beside_them(colours: Colours) -> None:
    grounds = (*GROUNDS, "selected", "own_message", "accent_soft")
    assert all(contrast_ratio(colours, "line", ground) >= 3 for ground in grounds)
    assert all(contrast_ratio(colours, part, "track") >= 3 for part in ("weights", "kv_cache", "compute", "accent"))


@pytest.mark.parametrize("colours", [LIGHT_HIGH_CONTRAST, DARK_HIGH_CONTRAST])
def test_with_high_contrast_hints_lines_and_code_can_be_read_too(colours: Colours) -> None:
    code = [name for name in Colours.__slots__ if name.startswith("code_") and name != "code_ground"]
    assert all(contrast_ratio(colours, name, "code_ground") >= 7 for name in code)
    assert all(contrast_ratio(colours, "text_third", ground) >= 7 for ground in GROUNDS)
    assert all(contrast_ratio(colours, "line", ground) >= 3 for ground in GROUNDS)


@pytest.mark.usefixtures("usual_density")
def test_a_compact_window_has_less_room_between_all_things() -> None:
    use_density(Density.COMPACT)
    compact = [Space.XS, Space.S, Space.M, Space.L, Space.XL, Space.XXL]
    usual = SpacingScale()
    assert all(
        less < more
        for less, more in zip(compact, [usual.XS, usual.S, usual.M, usual.L, usual.XL, usual.XXL], strict=True)
    )
    assert compact == sorted(set(compact))


@pytest.mark.parametrize(
    ("percent", "asked_for", "scale"),
    [
        (80, None, "0.8"),
        (100, None, "1"),
        (250, None, "2.5"),
        (150, "2", "3"),
        (125, "nonsense", "1.25"),
        (125, "-1", "1.25"),
    ],
)
def test_a_scale_that_was_asked_for_is_multiplied_and_programs_started_later_see_only_theirs(
    percent: int, asked_for: str | None, scale: str
) -> None:
    environment = {SCALE_VARIABLE: asked_for} if asked_for else {}
    before = dict(environment)
    with scaled_interface(percent, environment):
        assert environment[SCALE_VARIABLE] == scale
    assert environment == before


SCALED = """
import json
import sys
from PySide6.QtWidgets import QApplication
from quantchat.gui.buttons import Button
from quantchat.gui.icons import Icons
from quantchat.gui.theme import Theme, scaled_interface

with scaled_interface(int(sys.argv[1])):
    application = QApplication([])
button = Button(Theme(application), Icons(), "Send")
button.resize(button.sizeHint())
picture = button.grab()
print(json.dumps([picture.height(), button.height(), button.font().pixelSize()]))
"""


@pytest.mark.parametrize("percent", [80, 250])
def test_the_next_start_draws_text_and_what_holds_it_in_proportion(percent: int) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    told = subprocess.run(
        [sys.executable, "-c", SCALED, str(percent)], env=environment, check=True, capture_output=True, text=True
    )
    picture_height, height, font_size = json.loads(told.stdout)
    assert (height, font_size) == (34, 14)
    assert picture_height == pytest.approx(height * percent / 100, abs=1)


def contrast_ratio(colours: Colours, name: str, ground: str) -> float:
    """Contrast of two colours by the Web Content Accessibility Guidelines, 1 to 21."""
    lighter, darker = sorted((_luminance(getattr(colours, name)), _luminance(getattr(colours, ground))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, 0 to 1."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_nothing_moves_by_itself_so_that_nobody_has_to_ask_for_less_motion() -> None:
    moving = ("QPropertyAnimation", "QVariantAnimation", "QTimeLine", "QMovie", "QScroller")
    gui = Path(quantchat.gui.__file__).parent
    assert not [file.name for file in gui.rglob("*.py") if any(name in file.read_text("utf-8") for name in moving)]
