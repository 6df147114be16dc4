"""Every colour, type size, space and radius of the window, for light and dark, normal and high contrast.

The values are those of the design reference. Widgets never write a colour or a size of their own: they ask
`Theme` for it and restyle themselves on `Theme.changed`.

Colours change at once. Text size and density hold from the start of the program on: sizes are asked for when a widget
is made, and one that grew its text alone would cut it at heights that did not grow. Text size is therefore Qt's own
scale, under which text, rows, icons and spaces keep their proportions at any size.
"""

import os
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from quantchat.settings import Appearance, Contrast, Density

SCALE_VARIABLE = "QT_SCALE_FACTOR"
"""Environment variable from which Qt takes the scale of everything when the application is made."""


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
    track: str
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
    track="#E3E3DE",
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
    track="#2C3134",
    code_ground="#121415",
    code_keyword="#C99BE0",
    code_string="#8CCFA4",
    code_number="#E0B04C",
    code_comment="#8A9298",
    code_name="#86AEFF",
)


LIGHT_HIGH_CONTRAST = replace(
    LIGHT,
    background="#FFFFFF",
    sidebar="#FFFFFF",
    text="#000000",
    text_second="#2B2F32",
    text_third="#3C4145",
    line="#6B7176",
    selected="#D9D9D2",
    own_message="#EDEDE8",
    accent="#004F4F",
    accent_soft="#D3ECE9",
    on_gpu="#0B5233",
    split="#5F3D00",
    on_cpu="#1B3F91",
    slow="#7A3103",
    impossible="#8C130D",
    weights="#004F4F",
    kv_cache="#4C6A17",
    compute="#7A5200",
    track="#C4C4BC",
    code_ground="#FFFFFF",
    code_keyword="#662A79",
    code_string="#0B5233",
    code_number="#6A3E00",
    code_comment="#3C4145",
    code_name="#1B3F91",
)

DARK_HIGH_CONTRAST = replace(
    DARK,
    background="#000000",
    sidebar="#000000",
    surface="#0B0C0D",
    raised="#0F1112",
    text="#FFFFFF",
    text_second="#DADEE0",
    text_third="#C2C8CC",
    line="#8A9298",
    selected="#33393D",
    own_message="#1B1F21",
    accent="#7FE6DC",
    accent_soft="#123B38",
    on_accent="#000000",
    on_gpu="#8DEBB6",
    split="#FFD680",
    on_cpu="#B4CDFF",
    slow="#FFBD91",
    impossible="#FFB4AC",
    weights="#7FE6DC",
    kv_cache="#C9E98D",
    compute="#FFD680",
    track="#4A5257",
    code_ground="#000000",
    code_keyword="#E3C2F3",
    code_string="#B4EBC7",
    code_number="#FFD680",
    code_comment="#C2C8CC",
    code_name="#B4CDFF",
)


@dataclass(slots=True)
class SpacingScale:
    """Distances between and around things, device-independent pixels; set once by `use_density`."""

    XS: int = 4
    S: int = 8
    M: int = 12
    L: int = 16
    XL: int = 22
    XXL: int = 28


Space = SpacingScale()
"""The spacing scale in force."""

_SPACES = {
    Density.COMFORTABLE: SpacingScale(),
    Density.COMPACT: SpacingScale(XS=3, S=6, M=8, L=12, XL=16, XXL=20),
}


def use_density(density: Density) -> None:
    """Set the distances; widgets that are made afterwards have them."""
    for step in ("XS", "S", "M", "L", "XL", "XXL"):
        setattr(Space, step, getattr(_SPACES[density], step))


@contextmanager
def scaled_interface(text_size_percent: int, environment: MutableMapping[str, str] = os.environ) -> Iterator[None]:
    """Let Qt draw everything larger or smaller in the application that is made inside.

    A scale that the person's environment asks for already is kept and multiplied. The environment is as before
    afterwards: programs that are started by this one, a browser or this program again, have a scale of their own.
    """
    before = environment.get(SCALE_VARIABLE)
    environment[SCALE_VARIABLE] = f"{_scale_asked_for(environment) * text_size_percent / 100:g}"
    try:
        yield
    finally:
        del environment[SCALE_VARIABLE]
        if before is not None:
            environment[SCALE_VARIABLE] = before


def _scale_asked_for(environment: MutableMapping[str, str]) -> float:
    try:
        scale = float(environment.get(SCALE_VARIABLE, ""))
    except ValueError:
        return 1.0
    return scale if 0 < scale < float("inf") else 1.0


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
    """The colours in force; follows the system's choice of light or dark, and of contrast, while the application runs.

    Signals:
        changed: the colours are new; restyle.
    """

    changed = Signal()

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        self._application = application
        self._appearance = Appearance.SYSTEM
        self._contrast = Contrast.SYSTEM
        self._colours = self._colours_wanted()
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)
        if hasattr(hints, "accessibility"):  # Qt 6.10 and later know what contrast the system asks for
            hints.accessibility().contrastPreferenceChanged.connect(self._on_system_changed)
        application.setFont(self.font(TextSize.INTERFACE))
        application.setPalette(self._palette())

    @property
    def colours(self) -> Colours:
        """The colours of the scheme in force."""
        return self._colours

    @property
    def is_dark(self) -> bool:
        """Whether the dark colours are in force."""
        return self._colours in (DARK, DARK_HIGH_CONTRAST)

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

    def set_appearance(self, appearance: Appearance) -> None:
        """Keep to light or dark, or follow the system."""
        self._appearance = appearance
        self._use_colours_wanted()

    def set_contrast(self, contrast: Contrast) -> None:
        """Keep to normal or high contrast, or follow the system."""
        self._contrast = contrast
        self._use_colours_wanted()

    def force(self, dark: bool | None) -> None:
        """Keep to dark or light whatever the system says; None follows the system again."""
        self.set_appearance(Appearance.SYSTEM if dark is None else Appearance.DARK if dark else Appearance.LIGHT)

    def _colours_wanted(self) -> Colours:
        hints = self._application.styleHints()
        is_dark = self._appearance is Appearance.DARK
        if self._appearance is Appearance.SYSTEM:
            is_dark = hints.colorScheme() is Qt.ColorScheme.Dark
        is_high = self._contrast is Contrast.HIGH
        if self._contrast is Contrast.SYSTEM and hasattr(hints, "accessibility"):
            is_high = hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
        if is_dark:
            return DARK_HIGH_CONTRAST if is_high else DARK
        return LIGHT_HIGH_CONTRAST if is_high else LIGHT

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
    def _on_system_changed(self) -> None:
        self._use_colours_wanted()

    def _use_colours_wanted(self) -> None:
        self._colours = self._colours_wanted()
        self._application.setPalette(self._palette())
        self.changed.emit()
