"""Every colour, type size, space and radius of the window, for light and dark.

The values are those of the design reference. Widgets never write a colour or a size of their own: they ask
`Theme` for it and restyle themselves on `Theme.changed`.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette


@dataclass(frozen=True, slots=True)
class Colours:
    """Named colours as `#RRGGBB`; the names say what a colour is for, never what it looks like."""

    background: str
    sidebar: str
    surface: str
    raised: str
    text: str
    text_second: str
    text_third: str
    line: str
    selected: str
    own_message: str
    accent: str
    accent_soft: str
    on_accent: str
    on_gpu: str
    split: str
    on_cpu: str
    slow: str
    impossible: str
    weights: str
    kv_cache: str
    compute: str
    code_ground: str
    code_keyword: str
    code_string: str
    code_number: str
    code_comment: str
    code_name: str


LIGHT = Colours(
    background="#FCFCFA",
    sidebar="#F3F3F0",
    surface="#FFFFFF",
    raised="#FFFFFF",
    text="#1B1D1F",
    text_second="#5B6166",
    text_third="#8A9095",
    line="#E3E3DE",
    selected="#EAEAE5",
    own_message="#EEF1F0",
    accent="#0B6E6E",
    accent_soft="#DDF0EE",
    on_accent="#FFFFFF",
    on_gpu="#17734A",
    split="#8A5A00",
    on_cpu="#2F5FC4",
    slow="#A8480B",
    impossible="#B3261E",
    weights="#0B6E6E",
    kv_cache="#7A9E3B",
    compute="#C58B2A",
    code_ground="#F5F5F2",
    code_keyword="#8A3FA0",
    code_string="#17734A",
    code_number="#9A5B00",
    code_comment="#6B7176",
    code_name="#2F5FC4",
)

DARK = Colours(
    background="#17191B",
    sidebar="#121415",
    surface="#1D2022",
    raised="#222628",
    text="#E8EAEB",
    text_second="#A4ABB0",
    text_third="#767E84",
    line="#2C3134",
    selected="#262B2E",
    own_message="#24292B",
    accent="#4FC3B8",
    accent_soft="#173634",
    on_accent="#0C1F1E",
    on_gpu="#5CC98D",
    split="#E0B04C",
    on_cpu="#86AEFF",
    slow="#F0975A",
    impossible="#FF8A80",
    weights="#4FC3B8",
    kv_cache="#A9CC63",
    compute="#E0B04C",
    code_ground="#121415",
    code_keyword="#C99BE0",
    code_string="#8CCFA4",
    code_number="#E0B04C",
    code_comment="#8A9298",
    code_name="#86AEFF",
)


class Space(IntEnum):
    """The spacing scale, device-independent pixels."""

    XS = 4
    S = 8
    M = 12
    L = 16
    XL = 22
    XXL = 28


class Radius(IntEnum):
    """Corner radii, device-independent pixels."""

    CHIP = 6
    CONTROL = 9
    MESSAGE = 14


class TextSize(IntEnum):
    """The type scale, device-independent pixels at 100 % text size."""

    HINT = 12
    TABLE = 13
    INTERFACE = 14
    READING = 15
    TITLE = 17


READING_LINE_HEIGHT = 24
READING_COLUMN_WIDTH = 704
COMPOSER_WIDTH = 736
SIDEBAR_WIDTH = 264
TOP_BAR_HEIGHT = 52
ICON_SIZE = 16

UI_FAMILIES = ("Inter", "Inter Variable")
CODE_FAMILIES = ("JetBrains Mono",)


@cache
def installed(families: tuple[str, ...]) -> list[str]:
    """Those of the families that this machine or this program has; asking Qt takes longer than making a font."""
    return [family for family in families if QFontDatabase.hasFamily(family)]


def _show_as_written(font: QFont) -> None:
    """Turn off contextual alternates: Inter draws "0x80" as "0×80", JetBrains Mono draws "!=" as "≠"."""
    font.setFeature(QFont.Tag("calt"), 0)


class Theme(QObject):
    """The colours in force; follows the system's light or dark choice while the application runs.

    Signals:
        changed: the colours are new; restyle.
    """

    changed = Signal()

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        self._application = application
        self._forced: Colours | None = None
        self._colours = self._colours_wanted()
        application.styleHints().colorSchemeChanged.connect(self._on_colour_scheme_changed)
        application.setFont(self.font(TextSize.INTERFACE))
        application.setPalette(self._palette())

    @property
    def colours(self) -> Colours:
        """The colours of the scheme in force."""
        return self._colours

    @property
    def is_dark(self) -> bool:
        """Whether the dark colours are in force."""
        return self._colours is DARK

    @staticmethod
    def font(size: TextSize, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Interface font of a size of the scale: Inter where there is one, else the system's.

        Its figures are tabular, so that counters and columns stand still.
        """
        font = Theme.reading_font(size, weight)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    @staticmethod
    def reading_font(size: TextSize = TextSize.READING, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Font of running text, with figures as wide as they are."""
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
        font.setFamilies([*installed(UI_FAMILIES), *font.families()])
        font.setPixelSize(size)
        font.setWeight(weight)
        _show_as_written(font)
        return font

    @staticmethod
    def code_font(size: TextSize) -> QFont:
        """Monospace font of a size of the scale, for code and quantization names."""
        font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        font.setFamilies([*installed(CODE_FAMILIES), *font.families()])
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setPixelSize(size)
        _show_as_written(font)
        return font

    def force(self, dark: bool | None) -> None:
        """Keep to dark or light whatever the system says; None follows the system again."""
        self._forced = None if dark is None else DARK if dark else LIGHT
        self._on_colour_scheme_changed()

    def _colours_wanted(self) -> Colours:
        if self._forced is not None:
            return self._forced
        return DARK if self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT

    def _palette(self) -> QPalette:
        colours = self._colours
        palette = QPalette()
        role = QPalette.ColorRole
        for colour_role, value in (
            (role.Window, colours.background),
            (role.WindowText, colours.text),
            (role.Base, colours.surface),
            (role.AlternateBase, colours.sidebar),
            (role.Text, colours.text),
            (role.PlaceholderText, colours.text_second),
            (role.Button, colours.surface),
            (role.ButtonText, colours.text),
            (role.ToolTipBase, colours.raised),
            (role.ToolTipText, colours.text),
            (role.Highlight, colours.accent),
            (role.HighlightedText, colours.on_accent),
            (role.Link, colours.accent),
            (role.LinkVisited, colours.accent),
        ):
            palette.setColor(colour_role, QColor(value))
        for disabled_role in (role.Text, role.WindowText, role.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, disabled_role, QColor(colours.text_third))
        return palette

    @Slot()
    def _on_colour_scheme_changed(self) -> None:
        self._colours = self._colours_wanted()
        self._application.setPalette(self._palette())
        self.changed.emit()
