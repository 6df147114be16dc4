"""What the three colours of the memory bars mean, and what was predicted beside what was measured."""

from PySide6.QtCore import QCoreApplication, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from quantchat.core.sizes import needed_memory_text
from quantchat.gui.flow_layout import FlowLayout
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.painting import ColourOf, paint_rounded
from quantchat.gui.picker.quantization_rows import TableRow
from quantchat.gui.picker.verdicts import figure_text
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.wordings import translated

_SIDE = 9


class Legend(QWidget):
    """One line below the table, or two where words are long."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        row = FlowLayout(Space.M, Space.XS, self)
        parts: tuple[tuple[str, ColourOf], ...] = (
            (self.tr("weights"), lambda colours: colours.weights),
            (self.tr("KV cache"), lambda colours: colours.kv_cache),
            (self.tr("computing and other"), lambda colours: colours.compute),
        )
        for words, colour in parts:
            row.addWidget(_Part(theme, words, colour))
        self._figures = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT)
        row.addWidget(self._figures)
        row.begin_end(self._figures)

    @property
    def text(self) -> str:
        """Predicted and measured, in words."""
        return self._figures.text()

    def show_row(self, row: TableRow | None) -> None:
        """Tell the figures of a row."""
        self._figures.setText(_figures_text(row) if row is not None else "")


def _figures_text(row: TableRow) -> str:
    memory = row.row.assessment.memory
    predicted = _memory_text(sum(device.total_bytes for device in memory.devices))
    measured = row.measured
    if measured is None:
        source = (
            QCoreApplication.translate("legend", "as llama.cpp says")
            if memory.source.value == "probe"
            else QCoreApplication.translate("legend", "by formula")
        )
        return QCoreApplication.translate("legend", "{quantization}: {predicted} predicted, {source}").format(
            quantization=row.row.quantization, predicted=predicted, source=source
        )
    predicted_rate = figure_text(measured.predicted_tokens_per_second)
    speed = QCoreApplication.translate(
        "legend", "{predicted_rate} tokens/s predicted, {measured_rate} measured"
    ).format(predicted_rate=predicted_rate, measured_rate=figure_text(measured.tokens_per_second))
    if not measured.memory_bytes:
        return f"{row.row.quantization}: {speed}"
    own = _memory_text(measured.predicted_memory_bytes)
    return QCoreApplication.translate(
        "legend", "own memory {own} predicted, {measured_memory} measured · {speed}"
    ).format(own=own, measured_memory=_memory_text(measured.memory_bytes), speed=speed)


def _memory_text(size_bytes: int) -> str:
    return translated(needed_memory_text(size_bytes))


class _Part(QWidget):
    """A colour and what it stands for."""

    def __init__(self, theme: Theme, words: str, colour: ColourOf) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(_Swatch(theme, colour))
        row.addWidget(ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT, text=words))


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
