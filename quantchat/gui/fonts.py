"""The typefaces shipped with the program: Inter for the interface and the text, JetBrains Mono for code."""

import logging
from pathlib import Path

from PySide6.QtGui import QFontDatabase

from quantchat.gui.theme import installed
from quantchat.settings import resources_folder

_log = logging.getLogger(__name__)

FONT_FILES = (
    "Inter-Regular.otf",
    "Inter-Italic.otf",
    "Inter-Medium.otf",
    "Inter-SemiBold.otf",
    "JetBrainsMono-Regular.ttf",
)


def load_fonts(folder: Path | None = None) -> tuple[str, ...]:
    """Register the shipped typefaces with Qt, before the theme is made; takes about a millisecond.

    A file that is missing is logged and the theme falls back to the system's font: type never stops a start.

    Returns:
        The families that can now be used.
    """
    folder = folder or resources_folder() / "fonts"
    families: list[str] = []
    for name in FONT_FILES:
        path = folder / name
        font_id = QFontDatabase.addApplicationFont(str(path)) if path.is_file() else -1
        if font_id < 0:
            _log.warning("Font %s could not be loaded; the system's font is used instead", name)
        else:
            families += QFontDatabase.applicationFontFamilies(font_id)
    installed.cache_clear()
    return tuple(dict.fromkeys(families))
