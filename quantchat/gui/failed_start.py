"""Tells why there is no window: somebody who double-clicked sees no terminal."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from quantchat.errors import KnownError

TITLE = "QuantChat cannot start"


def tell_failed_start(error: KnownError) -> None:
    """Show the failure until the person has read it."""
    message = QMessageBox(QMessageBox.Icon.Critical, TITLE, error.sentence, QMessageBox.StandardButton.Close)
    message.setTextFormat(Qt.TextFormat.PlainText)
    message.setInformativeText(error.hint)
    message.exec()
