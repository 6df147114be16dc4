"""Message windows in the window's own manner: words and buttons, no clip art, and text that is no markup."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from quantchat.gui.wordings import translated


class MessageBox(QMessageBox):
    """Tells something or asks one question; what is safe is what Enter and Esc do."""

    def __init__(self, parent: QWidget | None, title: str, text: str, detail: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(translated(text))
        self.setInformativeText(translated(detail))

    def add_choice(self, label: str) -> QPushButton:
        """Offer something that only its own button does."""
        return self.addButton(label, QMessageBox.ButtonRole.DestructiveRole)

    def add_safe_choice(self, label: str) -> QPushButton:
        """Offer what changes nothing."""
        button = self.addButton(label, QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(button)
        self.setEscapeButton(button)
        return button
