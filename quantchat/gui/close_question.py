"""The question before text is lost: the window is closed while the disk still refuses to store an answer."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from quantchat.gui.message_box import MessageBox
from quantchat.gui.translations import QT_TRANSLATE_NOOP

TITLE = QT_TRANSLATE_NOOP("close_question", "The last answer is not stored")
TEXT = QT_TRANSLATE_NOOP(
    "close_question",
    "The disk refuses to store the last answer, so it is only in this window. If you close QuantChat now, that text is "
    "lost. Free some space or copy the answer first.",
)


def confirmed_loss(parent: QWidget) -> bool:
    """Ask whether to close all the same; keeping the window open is what Enter and Esc do."""
    question = MessageBox(
        parent, QCoreApplication.translate("close_question", TITLE), QCoreApplication.translate("close_question", TEXT)
    )
    close = question.add_choice(QCoreApplication.translate("close_question", "Close and lose it"))
    question.add_safe_choice(QCoreApplication.translate("close_question", "Keep open"))
    question.exec()
    return question.clickedButton() is close
