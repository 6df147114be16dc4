"""The order in which Tab goes through widgets that come and go: as one reads, not as they were made."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def tab_stops(widget: QWidget) -> Iterator[QWidget]:
    """What takes the keyboard by Tab in a widget, as it is laid out: from top to bottom, along each row."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    layout = widget.layout()
    if layout is not None:
        yield from _stops_in(layout)


def put_in_tab_order(widget: QWidget, after: QWidget) -> None:
    """Let Tab go from one widget through another, in which the order of reading holds."""
    for stop in tab_stops(widget):
        QWidget.setTabOrder(after, stop)
        after = stop


def _stops_in(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield from tab_stops(widget)
        elif inner is not None:
            yield from _stops_in(inner)
