"""What a person can read on a widget."""

from PySide6.QtWidgets import QLabel, QWidget

from quantchat.gui.buttons import Button


def visible_texts(widget: QWidget) -> list[str]:
    """The texts of the labels and buttons in a widget that are not hidden."""
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    buttons = [button.label for button in widget.findChildren(Button) if button.isVisibleTo(widget)]
    return [text for text in [*labels, *buttons] if text]


def button_named(widget: QWidget, label: str) -> Button:
    """The visible button that is called so."""
    return next(
        button for button in widget.findChildren(Button) if button.label == label and button.isVisibleTo(widget)
    )
