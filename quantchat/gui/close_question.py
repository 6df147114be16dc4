"""The question before text is lost: the window is closed while the disk still refuses to store an answer."""

from PySide6.QtWidgets import QWidget

from quantchat.gui.message_box import MessageBox

TITLE = "The last answer is not stored"
TEXT = (
    "The disk refuses to store the last answer, so it is only in this window. If you close QuantChat now, that text is "
    "lost. Free some space or copy the answer first."
)


def confirmed_loss(parent: QWidget) -> bool:
    """Ask whether to close all the same; keeping the window open is what Enter and Esc do."""
    question = MessageBox(parent, TITLE, TEXT)
    close = question.add_choice("Close and lose it")
    question.add_safe_choice("Keep open")
    question.exec()
    return question.clickedButton() is close
