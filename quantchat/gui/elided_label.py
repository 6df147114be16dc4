"""A label of one line, cut with an ellipsis where there is too little room; its tooltip then tells all."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from quantchat.gui.labels import ThemedLabel
from quantchat.gui.painting import ColourOf, one_line, paint_elided
from quantchat.gui.theme import TextSize, Theme
from quantchat.gui.tooltips import plain_tooltip
from quantchat.gui.wordings import translated


class ElidedLabel(ThemedLabel):
    """Never asks for more room than it gets."""

    def __init__(
        self,
        theme: Theme,
        colour: ColourOf,
        size: TextSize = TextSize.INTERFACE,
        weight: QFont.Weight = QFont.Weight.Normal,
    ) -> None:
        super().__init__(theme, colour, size, weight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def setText(self, text: str) -> None:
        super().setText(one_line(translated(text)))
        self._tell_whole_text()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole_text()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        colour = self.palette().color(self.foregroundRole()).name()
        align = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
        paint_elided(painter, self.rect(), self.text(), colour, Qt.TextElideMode.ElideMiddle, align)

    def _tell_whole_text(self) -> None:
        is_cut = self.fontMetrics().horizontalAdvance(self.text()) > self.width()
        self.setToolTip(plain_tooltip(self.text()) if is_cut else "")
