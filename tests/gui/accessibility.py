"""What somebody without a mouse or without eyes meets in a widget: names, roles, focus that can be seen, an order."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget

MEANINGLESS_ROLES = (QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane)


def controls(widget: QWidget) -> Iterator[QWidget]:
    """Everything in a widget that can be used now: it takes the keyboard, or is a button."""
    for each in widget.findChildren(QWidget):
        is_part = each.objectName().startswith("qt_")  # of another control, as the line of a number's field
        is_usable = isinstance(each, QAbstractButton) or _is_reachable(each)
        if each.isVisible() and each.isEnabled() and is_usable and not is_part:
            yield each


def _is_reachable(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def nameless_controls(widget: QWidget) -> list[str]:
    """Controls that a screen reader cannot call by a name or a kind, or that the keyboard does not reach."""
    return [f"{type(each).__name__} {problem}" for each in controls(widget) if (problem := _problem_of(each))]


def _problem_of(control: QWidget) -> str:
    told = QAccessible.queryAccessibleInterface(control)
    if not told.text(QAccessible.Text.Name).strip():
        return "has no name"
    if told.role() in MEANINGLESS_ROLES and not isinstance(control, QScrollArea):
        return f"“{told.text(QAccessible.Text.Name)}” has no role"
    if not _is_reachable(control):
        return f"“{told.text(QAccessible.Text.Name)}” is not reached by Tab"
    return ""


def controls_without_visible_focus(widget: QWidget) -> list[str]:
    """Names of controls that look the same with the keyboard and without it."""
    unseen = []
    for control in controls(widget):
        widget.setFocus()
        control.clearFocus()
        without = control.grab().toImage()
        control.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if control.hasFocus() and control.grab().toImage() == without:
            unseen.append(control.accessibleName())
    return unseen


def tab_stops(widget: QWidget) -> list[str]:
    """Names of the controls in the order in which Tab goes through them, from the first one."""
    stops: list[QWidget] = []
    wanted = set(controls(widget))
    each: QWidget | None = widget.nextInFocusChain()
    while each is not None and each is not widget:
        if each in wanted:
            stops.append(each)
        each = each.nextInFocusChain()
    return [stop.accessibleName() or _told_name(stop) for stop in stops]


def _told_name(control: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
