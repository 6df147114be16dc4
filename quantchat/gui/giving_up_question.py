"""The question before work is given up: the window is closed while a quantization is being made."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from quantchat.gui.message_box import MessageBox
from quantchat.gui.translations import QT_TRANSLATE_NOOP

_MADE_WHILE_OTHERS_WAIT = QT_TRANSLATE_NOOP(
    "giving_up_question",
    "{title} is being made, %n more to follow. If you close QuantChat now, that is given up and has to begin anew.",
    "",
    1,
)


def confirmed_giving_up(parent: QWidget, titles: Sequence[str]) -> bool:
    """Ask whether to close all the same; keeping the window open is what Enter and Esc do.

    Args:
        parent: the window.
        titles: what is being made or waits to be, the one under way first: "Qwen3 4B in Q5_1".
    """
    waiting = len(titles) - 1
    question = MessageBox(
        parent,
        QCoreApplication.translate("giving_up_question", "A model is being made"),
        _sentence(waiting).format(title=titles[0]),
        QCoreApplication.translate("giving_up_question", "Downloads are kept and can go on at the next start."),
    )
    close = question.add_choice(QCoreApplication.translate("giving_up_question", "Close and give it up"))
    question.add_safe_choice(QCoreApplication.translate("giving_up_question", "Keep open"))
    question.exec()
    return question.clickedButton() is close


def _sentence(waiting: int) -> str:
    if not waiting:
        return QCoreApplication.translate(
            "giving_up_question",
            "{title} is being made. If you close QuantChat now, that is given up and has to begin anew.",
        )
    return QCoreApplication.translate("giving_up_question", _MADE_WHILE_OTHERS_WAIT, "", waiting)
