"""The thin scroll bars of the window, as a style sheet for a widget that has them, and areas with such a bar."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from quantchat.gui.theme import Theme

SCROLL_BAR_WIDTH = 8


def scroll_bar_style(theme: Theme) -> str:
    """Style of vertical scroll bars: a rounded handle without arrows on no ground."""
    colours = theme.colours
    return (
        f"QScrollBar:vertical {{ background: transparent; width: {SCROLL_BAR_WIDTH}px; margin: 0; }}"
        f"QScrollBar::handle:vertical {{ background: {colours.line}; min-height: 28px;"
        f" border-radius: {SCROLL_BAR_WIDTH // 2 - 1}px; margin: 0 1px; }}"
        f"QScrollBar::handle:vertical:hover {{ background: {colours.text_third}; }}"
        "QScrollBar::add-line, QScrollBar::sub-line { height: 0; }"
        "QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }"
    )


class ThemedScrollArea(QScrollArea):
    """A column that scrolls up and down on the ground behind it.

    Only its bar has a style sheet: labels below a widget with one lose the colours of their palette when it changes.
    """

    def __init__(self, theme: Theme, inside: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        for ground in (self.viewport(), inside):
            ground.setAutoFillBackground(False)
        self._restyle()
        theme.changed.connect(self._restyle)

    @Slot()
    def _restyle(self) -> None:
        self.verticalScrollBar().setStyleSheet(scroll_bar_style(self._theme))
