"""Opens a link out of an answer, after the person has seen where it really goes."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QMessageBox, QWidget

from quantchat.gui.desktop_opener import open_on_desktop

_ALLOWED_SCHEMES = ("http", "https", "mailto")


def open_link(parent: QWidget, address: str, open_page: Callable[[QUrl], bool] = open_on_desktop) -> None:
    """Ask, showing the host in the form the network uses, and open the link in the system's browser.

    Anything but http, https and mailto is left alone. A model made this address up or was told it: look-alike letters
    are shown as what they are, and nothing is fetched before the person says so.
    """
    url = QUrl(address)
    if url.scheme().lower() not in _ALLOWED_SCHEMES:
        return
    target = bytes(url.toEncoded().data()).decode("ascii", "replace")
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded) or url.path()
    question = QMessageBox(parent)
    question.setIcon(QMessageBox.Icon.NoIcon)
    question.setWindowTitle("Open link")
    question.setTextFormat(Qt.TextFormat.PlainText)
    question.setText(f"Open a page at {host} in your browser?")
    question.setInformativeText(f"{target[:400]}\n\nOpening it uses the network; the page learns your address.")
    question.setStandardButtons(QMessageBox.StandardButton.Open | QMessageBox.StandardButton.Cancel)
    question.setDefaultButton(QMessageBox.StandardButton.Cancel)
    if question.exec() == QMessageBox.StandardButton.Open:
        open_page(url)
