"""How full the context is: tokens used and free as a bar, in figures and in words."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from quantchat.gui.context_costs import is_almost_full, words_text
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.meter_bar import MeterBar
from quantchat.gui.meter_painting import MeterPart
from quantchat.gui.painting import ColourOf
from quantchat.gui.theme import Colours, Space, TextSize, Theme
from quantchat.gui.wordings import number_text


class ContextUsage(QWidget):
    """Amber when the context is almost full; hidden while nothing is known."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._used = ThemedLabel(theme, lambda colours: colours.text, TextSize.INTERFACE, QFont.Weight.Medium)
        self._free = ThemedLabel(theme, lambda colours: colours.text, TextSize.INTERFACE)
        self._words = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT)
        self._words.setWordWrap(True)
        self._bar = MeterBar(theme)
        figures = QHBoxLayout()
        figures.addWidget(self._used)
        figures.addStretch(1)
        figures.addWidget(self._free)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S - 2)
        column.addLayout(figures)
        column.addWidget(self._bar)
        column.addWidget(self._words)
        self.hide()

    def show_usage(self, used_tokens: int, context_tokens: int) -> None:
        """Show so many tokens of so many; hide where nothing is known."""
        self.setVisible(context_tokens > 0)
        free_tokens = max(0, context_tokens - used_tokens)
        self._used.setText(self.tr("{tokens} tokens used").format(tokens=number_text(used_tokens)))
        self._free.setText(self.tr("{tokens} free").format(tokens=number_text(free_tokens)))
        is_full = is_almost_full(used_tokens, context_tokens)
        colour: ColourOf = _amber if is_full else _accent
        self._bar.set_parts(MeterPart(used_tokens / max(1, context_tokens), colour))
        words = (
            self.tr("In English text about {used} words, and room for about {free} more.")
            if free_tokens
            else self.tr("In English text about {used} words. The context is full.")
        )
        self._words.setText(words.format(used=words_text(used_tokens), free=words_text(free_tokens)))


def _amber(colours: Colours) -> str:
    return colours.split


def _accent(colours: Colours) -> str:
    return colours.accent
