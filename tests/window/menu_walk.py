"""Menus of the window as somebody uses them: opened by a key or the right button, walked through by the arrows."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget


def press_menu_keys(widget: QWidget) -> None:
    """Press Shift+F10, which opens a menu where there is no key for that."""
    QTest.keyClick(widget, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)


def right_click(widget: QWidget, place: QPoint) -> None:
    """Press the right button through the window system, which alone asks for menus."""
    window = widget.window()
    handle = window.windowHandle()
    QTest.mouseClick(handle, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, widget.mapTo(window, place))


def open_menu() -> QMenu:
    """The menu in front."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu), "no menu is open"
    return menu


def lines(menu: QMenu) -> list[str]:
    """What the menu offers."""
    return [action.text() for action in menu.actions() if action.text()]


def choose(*labels: str) -> None:
    """Walk to a line of the open menu and press Enter there; further labels are lines of the menus within."""
    for label in labels:
        menu = open_menu()
        for _ in _steps(menu):
            current = menu.activeAction()
            if current is not None and current.text() == label:
                break
            QTest.keyClick(menu, Qt.Key.Key_Down)
        else:
            raise AssertionError(f"“{label}” cannot be gone to among {lines(menu)}")
        QTest.keyClick(menu, Qt.Key.Key_Return)


def _steps(menu: QMenu) -> Iterator[int]:
    return iter(range(len(menu.actions()) + 1))
