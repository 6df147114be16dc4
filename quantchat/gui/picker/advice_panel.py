"""The sentence of the recommendation, on the accent's soft ground."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout
from typing_extensions import override

from quantchat.advice.adviser import Recommendation
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.painting import paint_rounded
from quantchat.gui.theme import Radius, Space, TextSize, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP

WORKING = QT_TRANSLATE_NOOP("AdvicePanel", "Working out how it would run on this computer…")


class AdvicePanel(QFrame):
    """What to take, why, and what would make it fit."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lead = ThemedLabel(theme, lambda colours: colours.text, TextSize.INTERFACE, QFont.Weight.DemiBold)
        self._reason = ThemedLabel(theme, lambda colours: colours.text, TextSize.TABLE)
        self._remedy = ThemedLabel(theme, lambda colours: colours.text, TextSize.TABLE, QFont.Weight.Medium)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.XS)
        for label in (self._lead, self._reason, self._remedy):
            label.setWordWrap(True)
            column.addWidget(label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._is_warning = False
        theme.changed.connect(self.update)
        self.show_working()

    @property
    def text(self) -> str:
        """All that is said."""
        labels = (self._lead, self._reason, self._remedy)
        return " ".join(label.text() for label in labels if label.text())

    def show_working(self) -> None:
        """Say that the answer is on its way."""
        self._say(self.tr(WORKING), "", "")

    def show_problem(self, problem: str, lead: str = "") -> None:
        """Say why the model cannot be used, or what else is the matter with it."""
        self._say(lead or self.tr("This model cannot be used."), problem, "", is_warning=True)

    def show_recommendation(self, recommendation: Recommendation) -> None:
        """Say what to take and why, or why nothing is to be taken."""
        chosen = recommendation.advice.recommended
        lead = (
            self.tr("Take {quantization}.").format(quantization=chosen.quantization)
            if chosen
            else self.tr("Not for this computer.")
        )
        self._say(lead, recommendation.reason, recommendation.remedy, is_warning=chosen is None)

    def _say(self, lead: str, reason: str, remedy: str, *, is_warning: bool = False) -> None:
        self._is_warning = is_warning
        for label, text in ((self._lead, lead), (self._reason, reason), (self._remedy, remedy)):
            label.setText(text)
            label.setVisible(bool(text))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        ground = colours.selected if self._is_warning else colours.accent_soft
        paint_rounded(QPainter(self), QRectF(self.rect()), Radius.CONTROL, ground)
