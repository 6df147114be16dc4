"""Tooltips with text that came from outside the program.

Qt reads a tooltip as rich text whenever it looks like markup, and rich text can name files to show; a model's or a
conversation's name may hold anything.
"""

from html import escape

from quantchat.gui.wordings import translated


def plain_tooltip(text: str) -> str:
    """Markup that shows `text` exactly as it is, in the person's language and in lines of a readable length."""
    return f"<span>{escape(translated(text))}</span>" if text else ""
