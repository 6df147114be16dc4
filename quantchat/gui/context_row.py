"""One context length in the context panel: a radio button painted as the row of a small table."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QSizePolicy
from typing_extensions import override

from quantchat.core.assessment import Verdict
from quantchat.gui.context_costs import ContextCost, change_text, cost_text, size_text, verdict_text
from quantchat.gui.painting import paint_elided, paint_focus_ring, paint_rounded
from quantchat.gui.picker.verdicts import COLOURS, rate_text
from quantchat.gui.theme import Colours, Radius, Space, TextSize, Theme
from quantchat.gui.wordings import number_text

ROW_HEIGHT = 32
INDICATOR_SIZE = 14
TOKENS_WIDTH = 148
VERDICT_WIDTH = 112
SPEED_WIDTH = 84
MEMORY_WIDTH = 84
_UNKNOWN = "…"


def column_rects(width: int, height: int) -> tuple[QRect, QRect, QRect, QRect]:
    """Where tokens, verdict, speed and memory stand in a row of this size; the header has the same columns."""
    left = Space.S + INDICATOR_SIZE + Space.S
    right = width - Space.M
    memory = QRect(right - MEMORY_WIDTH, 0, MEMORY_WIDTH, height)
    speed = QRect(memory.left() - int(Space.S) - SPEED_WIDTH, 0, SPEED_WIDTH, height)
    verdict_left = left + min(TOKENS_WIDTH, max(0, speed.left() - left) // 2)
    verdict = QRect(verdict_left, 0, speed.left() - int(Space.S) - verdict_left, height)
    return QRect(left, 0, verdict_left - left - int(Space.S), height), verdict, speed, memory


class ContextRow(QRadioButton):
    """Shows dots until it is known what the length costs."""

    def __init__(self, theme: Theme, context_length: int, *, is_present: bool) -> None:
        super().__init__()
        self._theme = theme
        self._cost: ContextCost | None = None
        self.context_length = context_length
        self.is_present = is_present
        self.setFixedHeight(ROW_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._tell()
        theme.changed.connect(self.update)

    @property
    def cost(self) -> ContextCost | None:
        """What the length costs; None while that is being worked out."""
        return self._cost

    def show_cost(self, cost: ContextCost) -> None:
        """Show what the length costs."""
        self._cost = cost
        self._tell()
        self.update()

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Tokens, verdict, speed and memory as they are shown."""
        tokens = number_text(self.context_length)
        if self._cost is None:
            return tokens, _UNKNOWN, _UNKNOWN, _UNKNOWN
        assessment = self._cost.assessment
        memory = size_text(self._cost.total_bytes) if self.is_present else change_text(self._cost.more_bytes)
        speed = rate_text(assessment.speed) if assessment.fits else "–"
        return tokens, verdict_text(assessment.verdict), speed, memory

    def _tell(self) -> None:
        """Say the whole row to screen readers, which see no columns."""
        words = self.tr("{tokens} tokens, in use now") if self.is_present else self.tr("{tokens} tokens")
        name = words.format(tokens=number_text(self.context_length))
        if self._cost is not None:
            name = f"{name}. {cost_text(self._cost)}"
        self.setAccessibleName(name)

    @override
    def sizeHint(self) -> QSize:
        least = 2 * Space.S + INDICATOR_SIZE + Space.M + TOKENS_WIDTH + VERDICT_WIDTH + SPEED_WIDTH + MEMORY_WIDTH
        return QSize(least, ROW_HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(SPEED_WIDTH + MEMORY_WIDTH, ROW_HEIGHT)

    @override
    def hitButton(self, position: object) -> bool:
        """The whole row is the button, not only its circle."""
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.isChecked():
            paint_rounded(painter, rect, Radius.CHIP, colours.accent_soft)
        elif self.underMouse():
            paint_rounded(painter, rect, Radius.CHIP, colours.selected)
        self._paint_indicator(painter, colours)
        self._paint_cells(painter, colours)
        if self.hasFocus():
            paint_focus_ring(painter, rect, Radius.CHIP, colours.accent)

    def _paint_indicator(self, painter: QPainter, colours: Colours) -> None:
        centre = QPointF(Space.S + INDICATOR_SIZE / 2, self.height() / 2)
        radius = INDICATOR_SIZE / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent if self.isChecked() else colours.text_second), 1.6))
        painter.setBrush(QColor(colours.raised))
        painter.drawEllipse(centre, radius - 0.8, radius - 0.8)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(centre, radius - 4, radius - 4)

    def _paint_cells(self, painter: QPainter, colours: Colours) -> None:
        tokens, verdict, speed, memory = self.cells
        tokens_rect, verdict_rect, speed_rect, memory_rect = column_rects(self.width(), self.height())
        right = Qt.AlignmentFlag.AlignRight
        painter.setFont(Theme.font(TextSize.TABLE, QFont.Weight.Medium))
        paint_elided(painter, tokens_rect, tokens, colours.text)
        if self.is_present:
            self._paint_now(painter, tokens_rect, tokens, colours)
        painter.setFont(Theme.font(TextSize.TABLE))
        paint_elided(painter, verdict_rect, verdict, self._verdict_colour(colours))
        paint_elided(painter, speed_rect, speed, colours.text_second, align=right)
        paint_elided(painter, memory_rect, memory, colours.text, align=right)

    def _paint_now(self, painter: QPainter, rect: QRect, tokens: str, colours: Colours) -> None:
        taken = QFontMetrics(painter.font()).horizontalAdvance(tokens) + int(Space.S)
        painter.setFont(Theme.font(TextSize.HINT))
        paint_elided(painter, rect.adjusted(taken, 0, 0, 0), self.tr("in use"), colours.text_second)

    def _verdict_colour(self, colours: Colours) -> str:
        if self._cost is None:
            return colours.text_second
        verdict: Verdict = self._cost.assessment.verdict
        return COLOURS[verdict](colours)
