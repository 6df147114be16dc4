"""A link opens only after the person has seen where it really goes."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from quantchat.gui.links import open_link


class Browser:
    """Keeps what it is asked to open."""

    def __init__(self) -> None:
        self.opened: list[str] = []

    def open(self, url: QUrl) -> bool:
        self.opened.append(url.toString())
        return True


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def answered(choice: str) -> Callable[[], list[str]]:
    """Answer the next question; gives the texts that were shown."""
    shown: list[str] = []

    def answer() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, QMessageBox)
        shown.extend((question.text(), question.informativeText()))
        next(button for button in question.buttons() if button.text() == choice).click()

    QTimer.singleShot(0, answer)
    return lambda: shown


def test_a_page_opens_after_consent(parent: QWidget) -> None:
    browser = Browser()
    shown = answered("Open")
    open_link(parent, "https://example.org/a?b=c", browser.open)
    assert browser.opened == ["https://example.org/a?b=c"]
    assert "example.org" in shown()[0]


def test_without_consent_nothing_opens(parent: QWidget) -> None:
    browser = Browser()
    answered("Cancel")
    open_link(parent, "https://example.org/", browser.open)
    assert browser.opened == []


def test_a_look_alike_host_is_shown_as_the_network_knows_it(parent: QWidget) -> None:
    shown = answered("Cancel")
    open_link(parent, "https://аpple.com/\u202egpj.exe", Browser().open)  # the first letter is Cyrillic
    assert "xn--pple-43d.com" in shown()[0]
    assert "\u202e" not in "".join(shown())


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "notes.html"])
def test_anything_but_web_and_mail_is_left_alone_without_a_question(parent: QWidget, address: str) -> None:
    browser = Browser()
    open_link(parent, address, browser.open)
    assert browser.opened == []


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://bank.example@thief.example/login", "thief.example"),
        ("https://bank.example:pass@thief.example/", "thief.example"),
        ("https://bank.example%2F@thief.example/", "thief.example"),
        ("https://user@пример.рф/", "xn--e1afmkfd.xn--p1ai"),
    ],
)
def test_what_stands_before_the_at_sign_is_shown_and_said_to_be_no_host(
    parent: QWidget, address: str, host: str
) -> None:
    shown = answered("Cancel")
    open_link(parent, address, Browser().open)

    assert shown()[0] == f"Open a page at {host} in your browser?"
    assert f"@{host}" in shown()[1]
    assert f"before the @ is a user name. The page is one of {host}." in shown()[1]


def test_a_long_address_is_cut_but_its_host_never(parent: QWidget) -> None:
    host = ".".join(["label"] * 30) + ".example"
    shown = answered("Cancel")
    open_link(parent, f"https://{'u' * 500}@{host}/{'p' * 500}", Browser().open)

    assert host in shown()[0]
    assert host in shown()[1]
    assert len(shown()[1]) < 1500


def test_a_mail_address_is_asked_about_as_one(parent: QWidget) -> None:
    browser = Browser()
    shown = answered("Open")
    open_link(parent, "mailto:info@example.org?subject=Hi", browser.open)

    assert shown()[0] == "Write to info@example.org in your mail program?"
    assert "subject=Hi" in shown()[1]
    assert browser.opened == ["mailto:info@example.org?subject=Hi"]


@pytest.mark.parametrize("address", ["https:///path", "https:", "mailto:", "HTTPS://"])
def test_an_address_that_leads_nowhere_is_left_alone(parent: QWidget, address: str) -> None:
    browser = Browser()
    open_link(parent, address, browser.open)
    assert browser.opened == []
