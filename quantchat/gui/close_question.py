"""The question before text is lost: the window is closed while the disk still refuses to store an answer."""

from PySide6.QtWidgets import QMessageBox, QWidget

TITLE = "The last answer is not stored"
TEXT = (
    "The disk refuses to store the last answer, so it is only in this window. If you close QuantChat now, that text is "
    "lost. Free some space or copy the answer first."
)


def confirmed_loss(parent: QWidget) -> bool:
    """Ask whether to close all the same; keeping the window open is what Enter and Esc do."""
    question = QMessageBox(parent)
    question.setIcon(QMessageBox.Icon.Warning)
    question.setWindowTitle(TITLE)
    question.setText(TEXT)
    keep = question.addButton("Keep open", QMessageBox.ButtonRole.RejectRole)
    close = question.addButton("Close and lose it", QMessageBox.ButtonRole.DestructiveRole)
    question.setDefaultButton(keep)
    question.setEscapeButton(keep)
    question.exec()
    return question.clickedButton() is close
