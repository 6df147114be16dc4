"""Opens a link out of an answer, after the person has seen where it really goes."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtWidgets import QWidget

from quantchat.gui.desktop_opener import open_on_desktop
from quantchat.gui.message_box import MessageBox

_WEB_SCHEMES = ("http", "https")
_MOST_SHOWN_CHARS = 400


def open_link(parent: QWidget, address: str, open_page: Callable[[QUrl], bool] = open_on_desktop) -> None:
    """Ask, showing the host in the form the network uses, and open the link in the system's browser or mail program.

    Anything but http, https and mailto is left alone. A model made this address up or was told it: look-alike letters
    are shown as what they are, and nothing is fetched before the person says so.
    """
    url = QUrl(address)
    question = _mail_question(parent, url) if url.scheme().lower() == "mailto" else _page_question(parent, url)
    if question is None:
        return
    open_choice = question.add_choice(QCoreApplication.translate("links", "Open"))
    question.add_safe_choice(QCoreApplication.translate("links", "Cancel"))
    question.exec()
    if question.clickedButton() is open_choice:
        open_page(url)


def _page_question(parent: QWidget, url: QUrl) -> MessageBox | None:
    """What is asked before a page is opened; None for what is no page on the web."""
    host = url.host(QUrl.ComponentFormattingOption.FullyEncoded)
    if url.scheme().lower() not in _WEB_SCHEMES or not host:
        return None
    lines = [_shown(url)]
    user = url.userName(QUrl.ComponentFormattingOption.FullyEncoded)
    if user:
        # "https://bank.example@thief.example" is a page of the latter.
        sentence = QCoreApplication.translate(
            "links", "“{user}” before the @ is a user name. The page is one of {host}."
        )
        lines.append(sentence.format(user=user[:_MOST_SHOWN_CHARS], host=host))
    lines.append(QCoreApplication.translate("links", "Opening it uses the network; the page learns your address."))
    asked = QCoreApplication.translate("links", "Open a page at {host} in your browser?").format(host=host)
    return MessageBox(parent, QCoreApplication.translate("links", "Open link"), asked, "\n\n".join(lines))


def _mail_question(parent: QWidget, url: QUrl) -> MessageBox | None:
    """What is asked before the mail program is opened; None for a link without an address."""
    recipient = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
    if not recipient:
        return None
    asked = QCoreApplication.translate("links", "Write to {recipient} in your mail program?").format(
        recipient=recipient[:_MOST_SHOWN_CHARS]
    )
    detail = QCoreApplication.translate("links", "Nothing is sent before you send it there.")
    return MessageBox(parent, QCoreApplication.translate("links", "Open link"), asked, f"{_shown(url)}\n\n{detail}")


def _shown(url: QUrl) -> str:
    """The whole address as the network knows it: letters that look like others, or turn text round, are codes in it."""
    target = bytes(url.toEncoded().data()).decode("ascii", "replace")
    return target if len(target) <= _MOST_SHOWN_CHARS else f"{target[:_MOST_SHOWN_CHARS]}…"
