"""Icons are drawn from the shipped files, in the colour that was asked for, crisp on every screen."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from pytestqt.qtbot import QtBot

from quantchat.gui.icons import IconName, Icons
from quantchat.settings import resources_folder


def opaque_colours(image: QImage) -> set[str]:
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def strongest_alpha(image: QImage) -> int:
    return max(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("name", list(IconName))
def test_every_icon_is_drawn_in_its_colour_at_every_density(qtbot: QtBot, icons: Icons, name: IconName) -> None:
    icon = icons.icon(name, "#0B6E6E", 20)

    for ratio in (1, 2):
        image = icon.pixmap(QSize(20, 20), ratio).toImage()
        assert image.width() == 20 * ratio
        assert opaque_colours(image) <= {QColor("#0B6E6E").name()}
        assert strongest_alpha(image) > 200


def test_an_icon_that_cannot_be_used_is_paler(qtbot: QtBot, icons: Icons) -> None:
    icon = icons.icon(IconName.SEND, "#000000")

    assert strongest_alpha(icon.pixmap(QSize(16, 16), 1, QIcon.Mode.Disabled).toImage()) < 128


def test_an_icon_is_drawn_once_for_each_colour_and_size(qtbot: QtBot, icons: Icons) -> None:
    icon = icons.icon(IconName.COPY, "#000000")

    assert icons.icon(IconName.COPY, "#000000") is icon
    assert icons.icon(IconName.COPY, "#FFFFFF") is not icon
    assert icons.icon(IconName.COPY, "#000000", 24) is not icon


def test_the_licence_lies_beside_the_drawings() -> None:
    folder: Path = resources_folder() / "icons"

    assert "ISC License" in (folder / "LICENSE").read_text(encoding="utf-8")
    assert {path.stem for path in folder.glob("*.svg")} == set(IconName)
