"""What the three colours of the memory bars mean, and what was predicted beside what was measured."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from quantchat.core.sizes import needed_memory_text
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.painting import ColourOf, paint_rounded
from quantchat.gui.picker.quantization_rows import TableRow
from quantchat.gui.picker.verdicts import figure_text
from quantchat.gui.theme import Space, TextSize, Theme

_SIDE = 9


class Legend(QWidget):
    """One line below the table."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        parts: tuple[tuple[str, ColourOf], ...] = (
            ("weights", lambda colours: colours.weights),
            ("KV cache", lambda colours: colours.kv_cache),
            ("computing and other", lambda colours: colours.compute),
        )
        for words, colour in parts:
            row.addWidget(_Swatch(theme, colour))
            row.addWidget(ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT, text=words))
            row.addSpacing(Space.S)
        row.addStretch(1)
        self._figures = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT)
        self._figures.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._figures)

    @property
    def text(self) -> str:
        """Predicted and measured, in words."""
        return self._figures.text()

    def show_row(self, row: TableRow | None) -> None:
        """Tell the figures of a row."""
        self._figures.setText(_figures_text(row) if row is not None else "")


def _figures_text(row: TableRow) -> str:
    memory = row.row.assessment.memory
    predicted = needed_memory_text(sum(device.total_bytes for device in memory.devices))
    measured = row.measured
    if measured is None:
        source = "as llama.cpp says" if memory.source.value == "probe" else "by formula"
        return f"{row.row.quantization}: {predicted} predicted, {source}"
    predicted_rate = figure_text(measured.predicted_tokens_per_second)
    speed = f"{predicted_rate} tokens/s predicted, {figure_text(measured.tokens_per_second)} measured"
    if not measured.memory_bytes:
        return f"{row.row.quantization}: {speed}"
    own = needed_memory_text(measured.predicted_memory_bytes)
    return f"own memory {own} predicted, {needed_memory_text(measured.memory_bytes)} measured · {speed}"


class _Swatch(QWidget):
    """A small square of a colour."""

    def __init__(self, theme: Theme, colour: ColourOf) -> None:
        super().__init__()
        self._theme = theme
        self._colour = colour
        self.setFixedSize(QSize(_SIDE, _SIDE))
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_rounded(QPainter(self), QRectF(self.rect()), 2, self._colour(self._theme.colours))
