"""The look of fields that text is typed into: a surface with a line, and a stronger one where the keyboard is."""

from quantchat.gui.theme import Radius, Space, Theme

FIELD_PADDING = 5
"""Between the line and the text, above and below, device-independent pixels."""


def field_style(theme: Theme, kind: str) -> str:
    """Style sheet of one field; `kind` is its Qt class."""
    colours = theme.colours
    return (
        f"{kind} {{ background: {colours.surface}; color: {colours.text}; border: 1px solid {colours.line};"
        f" border-radius: {int(Radius.CONTROL)}px; padding: {FIELD_PADDING}px {int(Space.S)}px;"
        f" placeholder-text-color: {colours.text_second}; }}"
        f"{kind}:focus {{ border: 2px solid {colours.accent};"
        f" padding: {FIELD_PADDING - 1}px {int(Space.S) - 1}px; }}"
        f"{kind}:disabled {{ color: {colours.text_second}; background: transparent; }}"
    )
