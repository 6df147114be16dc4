"""Tells why there is no window: somebody who double-clicked sees no terminal."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from quantchat.errors import KnownError
from quantchat.gui.message_box import MessageBox
from quantchat.gui.theme import Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP

TITLE = QT_TRANSLATE_NOOP("failed_start", "QuantChat cannot start")


def tell_failed_start(application: QGuiApplication, error: KnownError) -> None:
    """Show the failure until the person has read it."""
    Theme(application)
    message = MessageBox(None, QCoreApplication.translate("failed_start", TITLE), error.sentence, error.hint)
    message.add_safe_choice(QCoreApplication.translate("failed_start", "Close"))
    message.exec()
