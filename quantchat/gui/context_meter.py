"""How much of the model's context the conversation takes: "2,140 of 8,192 tokens" and a thin bar."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from quantchat.gui.labels import ThemedLabel
from quantchat.gui.meter_bar import MeterBar, MeterPart
from quantchat.gui.theme import Space, TextSize, Theme

ALMOST_FULL_FRACTION = 0.85
BAR_WIDTH = 56


class ContextMeter(QWidget):
    """Hidden while nothing is known; turns amber when the context is almost full."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._label = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT)
        self._bar = MeterBar(theme)
        self._bar.setFixedWidth(BAR_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._label)
        row.addWidget(self._bar, alignment=Qt.AlignmentFlag.AlignVCenter)
        self.clear()

    @property
    def text(self) -> str:
        """What is shown in words."""
        return self._label.text()

    @property
    def bar(self) -> MeterBar:
        """What is shown as a bar."""
        return self._bar

    def set_usage(self, used_tokens: int, context_tokens: int) -> None:
        """Show how many tokens of the context are taken."""
        if context_tokens <= 0:
            self.clear()
            return
        fraction = used_tokens / context_tokens
        almost_full = fraction > ALMOST_FULL_FRACTION
        self._label.setText(f"{used_tokens:,} of {context_tokens:,} tokens")
        self._label.set_colour(
            (lambda colours: colours.split) if almost_full else (lambda colours: colours.text_second)
        )
        self._bar.set_parts(
            MeterPart(fraction, (lambda colours: colours.split) if almost_full else (lambda colours: colours.accent))
        )
        self.setToolTip(
            "The context is almost full: the oldest messages will soon be left out of what the model reads."
            if almost_full
            else "How much of what the model can read at once this conversation takes."
        )
        self.setVisible(True)

    def clear(self) -> None:
        """Hide: no conversation, no model, or nothing measured yet."""
        self.setVisible(False)
