"""The question before text is lost: the window is closed while the disk does not store what is in it."""

from enum import Enum, auto

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from quantchat.gui.message_box import MessageBox
from quantchat.gui.translations import QT_TRANSLATE_NOOP


class Loss(Enum):
    """What would be lost."""

    ANSWER = auto()
    DRAFT = auto()
    SESSION = auto()


_WORDS = {
    Loss.ANSWER: (
        QT_TRANSLATE_NOOP("close_question", "The last answer is not stored"),
        QT_TRANSLATE_NOOP(
            "close_question",
            "The disk refuses to store the last answer, so it is only in this window. If you close QuantChat now, that "
            "text is lost. Free some space or copy the answer first.",
        ),
    ),
    Loss.DRAFT: (
        QT_TRANSLATE_NOOP("close_question", "What you typed is not stored"),
        QT_TRANSLATE_NOOP(
            "close_question",
            "The disk refuses to store what you typed and did not send, so it is only in this window. If you close "
            "QuantChat now, that text is lost. Free some space or copy it first.",
        ),
    ),
    Loss.SESSION: (
        QT_TRANSLATE_NOOP("close_question", "What was written since the start is not stored"),
        QT_TRANSLATE_NOOP(
            "close_question",
            "The disk refused to store anything when QuantChat was started, so what was written since then is only in "
            "this window. If you close it now, that is lost. Export the chats you want to keep first.",
        ),
    ),
}


def confirmed_loss(parent: QWidget, loss: Loss) -> bool:
    """Ask whether to close all the same; keeping the window open is what Enter and Esc do."""
    title, text = _WORDS[loss]
    question = MessageBox(
        parent, QCoreApplication.translate("close_question", title), QCoreApplication.translate("close_question", text)
    )
    close = question.add_choice(QCoreApplication.translate("close_question", "Close and lose it"))
    question.add_safe_choice(QCoreApplication.translate("close_question", "Keep open"))
    question.exec()
    return question.clickedButton() is close
