"""The thin scroll bars of the window, as a style sheet for the widget that has them."""

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
