"""Tells why there is no window: somebody who double-clicked sees no terminal."""

from PySide6.QtGui import QGuiApplication

from quantchat.errors import KnownError
from quantchat.gui.message_box import MessageBox
from quantchat.gui.theme import Theme

TITLE = "QuantChat cannot start"


def tell_failed_start(application: QGuiApplication, error: KnownError) -> None:
    """Show the failure until the person has read it."""
    Theme(application)
    message = MessageBox(None, TITLE, error.sentence, error.hint)
    message.add_safe_choice("Close")
    message.exec()
