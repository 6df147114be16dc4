"""Labels in a colour and size of the theme; they show text as it is, never as markup, in the person's language."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QLabel
from typing_extensions import override

from quantchat.gui.painting import ColourOf
from quantchat.gui.theme import TextSize, Theme
from quantchat.gui.wordings import translated


class ThemedLabel(QLabel):
    """Plain text that follows the theme."""

    def __init__(
        self,
        theme: Theme,
        colour: ColourOf,
        size: TextSize = TextSize.INTERFACE,
        weight: QFont.Weight = QFont.Weight.Normal,
        text: str = "",
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(Theme.font(size, weight))
        self.setText(text)
        self._theme = theme
        self._colour = colour
        self._on_theme_changed()
        theme.changed.connect(self._on_theme_changed)

    @override
    def setText(self, text: str) -> None:
        """Show this text; a sentence made below the window in its language."""
        super().setText(translated(text))

    def set_colour(self, colour: ColourOf) -> None:
        """Show the text in another of the theme's colours."""
        self._colour = colour
        self._on_theme_changed()

    @Slot()
    def _on_theme_changed(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(self._colour(self._theme.colours)))
        self.setPalette(palette)
