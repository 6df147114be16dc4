"""The question before work is given up: the window is closed while a quantization is being made."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from quantchat.gui.message_box import MessageBox


def confirmed_giving_up(parent: QWidget, titles: Sequence[str]) -> bool:
    """Ask whether to close all the same; keeping the window open is what Enter and Esc do.

    Args:
        parent: the window.
        titles: what is being made or waits to be, the one under way first: "Qwen3 4B in Q5_1".
    """
    waiting = f", {len(titles) - 1} more to follow" if len(titles) > 1 else ""
    question = MessageBox(
        parent,
        "A model is being made",
        f"{titles[0]} is being made{waiting}. If you close QuantChat now, that is given up and has to begin anew.",
        "Downloads are kept and can go on at the next start.",
    )
    close = question.add_choice("Close and give it up")
    question.add_safe_choice("Keep open")
    question.exec()
    return question.clickedButton() is close
