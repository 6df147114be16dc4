"""A line of text in the size that is chosen, so that it can be judged before the next start."""

from PySide6.QtCore import Slot

from quantchat.gui.labels import ThemedLabel
from quantchat.gui.theme import TextSize, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP

SAMPLE = QT_TRANSLATE_NOOP("TextSizeSample", "This is how text will look.")


class TextSizeSample(ThemedLabel):
    """Hidden while the size chosen is the size in force."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, lambda colours: colours.text, TextSize.INTERFACE, text=self.tr(SAMPLE))
        self.setWordWrap(True)
        self._in_force_percent = 100
        self.hide()

    def set_size_in_force(self, text_size_percent: int) -> None:
        """Take this for the size that everything has now."""
        self._in_force_percent = text_size_percent

    @Slot(object)
    def show_size(self, text_size_percent: int) -> None:
        """Show the line as large as it will be."""
        font = Theme.font(TextSize.INTERFACE)
        font.setPixelSize(max(1, round(TextSize.INTERFACE * text_size_percent / self._in_force_percent)))
        self.setFont(font)
        self.setVisible(text_size_percent != self._in_force_percent)
