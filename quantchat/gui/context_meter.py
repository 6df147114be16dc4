"""How much of the model's context the conversation takes: "2,140 of 8,192 tokens" and a thin bar, as one button.

Where there is no room for that, the bar is left out first; where there is none for the words, "26 %" takes their place.
"""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy
from typing_extensions import override

from quantchat.gui.context_costs import is_almost_full
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.meter_bar import MeterBar
from quantchat.gui.meter_painting import MeterPart
from quantchat.gui.painting import paint_focus_ring, paint_rounded
from quantchat.gui.theme import Colours, Radius, Space, TextSize, Theme
from quantchat.gui.wordings import number_text

BAR_WIDTH = 56
HEIGHT = 32
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ContextMeter(QPushButton):
    """Hidden while nothing is known; turns amber and says so when the context is almost full.

    Signals:
        usage_changed: other figures are shown (tokens used, tokens of the context; 0 and 0 where nothing is known).
    """

    usage_changed = Signal(int, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._used_tokens = self._told_tokens = self._model_tokens = 0
        self._words = self._meaning = ""
        self._room_px: int | None = None
        self._label = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT)
        self._label.setForegroundRole(QPalette.ColorRole.WindowText)  # in a button it would take the button's
        self._bar = MeterBar(theme)
        self._bar.setFixedWidth(BAR_WIDTH)
        for part in (self._label, self._bar):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, 0, Space.S, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._label)
        row.addWidget(self._bar, alignment=Qt.AlignmentFlag.AlignVCenter)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        theme.changed.connect(self.update)
        self.clear()

    @property
    def words(self) -> str:
        """What is shown: words, or a number where these have no room."""
        return self._label.text()

    @property
    def bar(self) -> MeterBar:
        """What is shown as a bar."""
        return self._bar

    @property
    def used_tokens(self) -> int:
        """Tokens that the conversation takes."""
        return self._used_tokens

    @property
    def context_tokens(self) -> int:
        """Tokens of the context, 0 where nothing is known."""
        return (self._model_tokens or self._told_tokens) if self._told_tokens else 0

    def set_usage(self, used_tokens: int, context_tokens: int) -> None:
        """Show how many tokens of the context are taken."""
        self._used_tokens, self._told_tokens = used_tokens, max(0, context_tokens)
        self._show()

    def set_model_context(self, context_tokens: int) -> None:
        """Count against the context of the model in use, whatever an earlier answer was written with; 0 ends that."""
        self._model_tokens = context_tokens
        self._show()

    def clear(self) -> None:
        """Hide: no conversation, no model, or nothing measured yet."""
        self.set_usage(0, 0)

    def set_bar_visible(self, *, is_visible: bool) -> None:
        """Leave the bar out where there is no room for it; the words tell the same."""
        if self._bar.isHidden() is is_visible:
            self._bar.setVisible(is_visible)
            self._choose_form()
            self.updateGeometry()

    def set_room(self, room_px: int) -> None:
        """Say how wide the meter may be, so that it shows no more than can be read."""
        if room_px != self._room_px:
            self._room_px = room_px
            self._choose_form()

    def _choose_form(self) -> None:
        words_px = (
            self._label.fontMetrics().horizontalAdvance(self._words) + 2 + 2 * Space.S
        )  # a label asks for more than its text
        bar_px = 0 if self._bar.isHidden() else Space.S + BAR_WIDTH
        has_room = self._room_px is None or words_px + bar_px <= self._room_px
        text = self._words if has_room else self._percent_text()
        if text != self._label.text():
            self._label.setText(text)
            self.updateGeometry()
        self.setToolTip(self._meaning if has_room else f"{self._words}\n{self._meaning}")

    def _percent_text(self) -> str:
        percent = 100 * self._used_tokens // max(1, self.context_tokens)
        return self.tr("{percent} %").format(percent=min(percent, 100))

    def _show(self) -> None:
        used, whole = self._used_tokens, self.context_tokens
        if whole:
            self._show_figures(used, whole)
        self.setVisible(whole > 0)
        self.usage_changed.emit(used if whole else 0, whole)

    def _show_figures(self, used: int, whole: int) -> None:
        almost_full = is_almost_full(used, whole)
        figures = {"used": number_text(used), "whole": number_text(whole)}
        words = self.tr("{used} of {whole} tokens")
        name = self.tr("Context: {used} of {whole} tokens used")
        meaning = self.tr("How much of what the model can read at once this conversation takes.")
        if used >= whole:
            words = self.tr("{used} of {whole} tokens, full")
            name = self.tr("Context: {used} of {whole} tokens used, full")
            meaning = self.tr("The context is full: the oldest messages are left out of what the model reads next.")
        elif almost_full:
            words = self.tr("{used} of {whole} tokens, almost full")
            name = self.tr("Context: {used} of {whole} tokens used, almost full")
            meaning = self.tr(
                "The context is almost full: the oldest messages will soon be left out of what the model reads."
            )
        self._words, self._meaning = words.format(**figures), meaning
        self.setAccessibleName(name.format(**figures))
        self._label.set_colour(_amber if almost_full else _second)
        self._bar.set_parts(MeterPart(used / whole, _amber if almost_full else _accent))
        self._choose_form()
        self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        layout = self.layout()
        return QSize(layout.sizeHint().width() if layout is not None else 0, HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER_KEYS and not event.isAutoRepeat():
            self.click()  # Qt leaves Enter to the default button of a dialog, and the window is none
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            paint_rounded(painter, rect, Radius.CONTROL, colours.selected)
        if self.hasFocus():
            paint_focus_ring(painter, rect, Radius.CONTROL, colours.accent)


def _amber(colours: Colours) -> str:
    return colours.split


def _accent(colours: Colours) -> str:
    return colours.accent


def _second(colours: Colours) -> str:
    return colours.text_second
