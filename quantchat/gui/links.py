"""Opens a link out of an answer, after the person has seen where it really goes."""

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QWidget

from quantchat.gui.desktop_opener import open_on_desktop
from quantchat.gui.message_box import MessageBox

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
    question = MessageBox(
        parent,
        "Open link",
        f"Open a page at {host} in your browser?",
        f"{target[:400]}\n\nOpening it uses the network; the page learns your address.",
    )
    open_choice = question.add_choice("Open")
    question.add_safe_choice("Cancel")
    question.exec()
    if question.clickedButton() is open_choice:
        open_page(url)
