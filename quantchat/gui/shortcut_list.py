"""The list of keys: read from the window's own actions, so that it cannot promise what is not there.

Keys that a widget handles itself while it has the keyboard stand in a table here; a test presses each of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QAction, QColor, QFocusEvent, QFont, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.gui.buttons import Button, ButtonKind
from quantchat.gui.icons import Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.painting import paint_focus_ring
from quantchat.gui.scroll_bars import SCROLL_BAR_WIDTH, ThemedScrollArea
from quantchat.gui.theme import Radius, Space, TextSize, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP

WIDTH = 480
HEIGHT = 560
LEAST_WIDTH = 320
LEAST_HEIGHT = 240
ANYWHERE = QT_TRANSLATE_NOOP("shortcut_list", "Anywhere")
_OR = QT_TRANSLATE_NOOP("shortcut_list", " or ")


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One key combination.

    Attributes:
        keys: combinations as people of this system write them, several joined with "or".
        deed: what they do.
    """

    keys: str
    deed: str


@dataclass(frozen=True, slots=True)
class ShortcutGroup:
    """Keys that work in the same place."""

    place: str
    shortcuts: tuple[Shortcut, ...]


@dataclass(frozen=True, slots=True)
class _WidgetKeys:
    place: str
    keys: tuple[tuple[tuple[str, ...], str], ...]


_WIDGET_KEYS = (
    _WidgetKeys(
        QT_TRANSLATE_NOOP("shortcut_list", "Writing a message"),
        (
            (("Enter",), QT_TRANSLATE_NOOP("shortcut_list", "Send the message")),
            (("Shift+Enter",), QT_TRANSLATE_NOOP("shortcut_list", "Begin a new line")),
            (("Esc",), QT_TRANSLATE_NOOP("shortcut_list", "Stop the answer")),
        ),
    ),
    _WidgetKeys(
        QT_TRANSLATE_NOOP("shortcut_list", "In the list of chats"),
        (
            (("Enter",), QT_TRANSLATE_NOOP("shortcut_list", "Open the chat")),
            (("F2",), QT_TRANSLATE_NOOP("shortcut_list", "Rename the chat")),
            (("Del",), QT_TRANSLATE_NOOP("shortcut_list", "Delete the chat")),
            (("Left",), QT_TRANSLATE_NOOP("shortcut_list", "Fold a folder")),
            (("Right",), QT_TRANSLATE_NOOP("shortcut_list", "Unfold a folder")),
            (("Shift+F10",), QT_TRANSLATE_NOOP("shortcut_list", "Everything else about the chat")),
        ),
    ),
    _WidgetKeys(
        QT_TRANSLATE_NOOP("shortcut_list", "Reading"),
        (
            (("PgUp",), QT_TRANSLATE_NOOP("shortcut_list", "Scroll up")),
            (("PgDown",), QT_TRANSLATE_NOOP("shortcut_list", "Scroll down")),
            (("Home",), QT_TRANSLATE_NOOP("shortcut_list", "Go to the first message")),
            (("End",), QT_TRANSLATE_NOOP("shortcut_list", "Go to the last message")),
            (("Ctrl+A",), QT_TRANSLATE_NOOP("shortcut_list", "Select the whole message")),
            (("Ctrl+C",), QT_TRANSLATE_NOOP("shortcut_list", "Copy the message, or what is selected in it")),
            (("Shift+F10",), QT_TRANSLATE_NOOP("shortcut_list", "What can be done with the message")),
        ),
    ),
    _WidgetKeys(
        QT_TRANSLATE_NOOP("shortcut_list", "Finding in a chat"),
        (
            (("Enter",), QT_TRANSLATE_NOOP("shortcut_list", "Next match")),
            (("Shift+Enter",), QT_TRANSLATE_NOOP("shortcut_list", "Previous match")),
            (("Esc",), QT_TRANSLATE_NOOP("shortcut_list", "Close the find bar")),
        ),
    ),
    _WidgetKeys(
        QT_TRANSLATE_NOOP("shortcut_list", "In every window"),
        (
            (("Tab",), QT_TRANSLATE_NOOP("shortcut_list", "Go to the next control")),
            (("Shift+Tab",), QT_TRANSLATE_NOOP("shortcut_list", "Go back to the one before")),
            (("Esc",), QT_TRANSLATE_NOOP("shortcut_list", "Close a window in front")),
        ),
    ),
)


def shortcuts_of(actions: Iterable[QAction]) -> tuple[ShortcutGroup, ...]:
    """The keys of these actions, those that can be used now, and those that widgets handle themselves."""
    keys_of: dict[str, list[QKeySequence]] = {}  # two actions may do the same, each with keys of its own
    for action in actions:
        if action.isEnabled() and action.shortcuts():
            keys_of.setdefault(_plain(action.text()), []).extend(action.shortcuts())
    anywhere = (Shortcut(_written(keys), deed) for deed, keys in keys_of.items())
    return (ShortcutGroup(_translated(ANYWHERE), tuple(anywhere)), *map(_group, _WIDGET_KEYS))


class ShortcutList(QDialog):
    """Shows the keys of a window; they are read each time it is opened."""

    def __init__(self, theme: Theme, icons: Icons, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setModal(False)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        close = Button(theme, icons, self.tr("Close"), kind=ButtonKind.OUTLINED)
        close.clicked.connect(self.close)
        self._close = close
        self._scroll = _KeyScrollArea(theme, QWidget())
        self._scroll.setAccessibleName(self.tr("Keyboard shortcuts"))
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.XL, 0, Space.XL, 0)
        foot.addStretch(1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, Space.L, 0, Space.L)
        whole.setSpacing(Space.L)
        whole.addWidget(self._scroll, 1)
        whole.addLayout(foot)
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def text(self) -> str:
        """What is shown, label by label."""
        labels = self._scroll.findChildren(ThemedLabel)
        return "\n".join(label.text() for label in labels)

    @Slot()
    def open_anew(self) -> None:
        """Show the window with the keys there are now."""
        self._show_groups(shortcuts_of(self._window.actions()))
        room = self.screen().availableSize()
        self.resize(QSize(min(WIDTH, room.width() - Space.XXL), min(HEIGHT, room.height() - 2 * Space.XXL)))
        self.show()
        self.raise_()
        self.activateWindow()
        self._close.setFocus()

    def _show_groups(self, groups: tuple[ShortcutGroup, ...]) -> None:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(Space.XL, 0, Space.XL - SCROLL_BAR_WIDTH, 0)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnStretch(1, 1)
        for group in groups:
            if grid.count():
                grid.setRowMinimumHeight(grid.rowCount(), Space.S)
            heading = ThemedLabel(
                self._theme, lambda colours: colours.text, TextSize.INTERFACE, QFont.Weight.DemiBold, group.place
            )
            grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            for shortcut in group.shortcuts:
                self._add_shortcut(grid, shortcut)
        grid.setRowStretch(grid.rowCount(), 1)
        inside.setAutoFillBackground(False)
        self._scroll.setWidget(inside)
        inside.setAutoFillBackground(False)  # the area turns it on for what it is given

    def _add_shortcut(self, grid: QGridLayout, shortcut: Shortcut) -> None:
        keys = ThemedLabel(self._theme, lambda colours: colours.text, TextSize.TABLE, text=shortcut.keys)
        keys.setFont(Theme.code_font(TextSize.TABLE))
        deed = ThemedLabel(self._theme, lambda colours: colours.text_second, TextSize.TABLE, text=shortcut.deed)
        deed.setWordWrap(True)
        row = grid.rowCount()
        grid.addWidget(keys, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(deed, row, 1)

    @Slot()
    def _restyle(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(self._theme.colours.background))
        self.setPalette(palette)


class _KeyScrollArea(ThemedScrollArea):
    """Scrolled by the arrow keys too, and shows when it has the keyboard."""

    def __init__(self, theme: Theme, inside: QWidget) -> None:
        super().__init__(theme, inside)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            rect = QRectF(self.viewport().rect()).adjusted(Space.XS, 0, 0, 0)
            paint_focus_ring(QPainter(self.viewport()), rect, Radius.CHIP, self._theme.colours.accent)


def _group(keys: _WidgetKeys) -> ShortcutGroup:
    return ShortcutGroup(
        _translated(keys.place),
        tuple(
            Shortcut(_written(map(QKeySequence, combinations)), _translated(deed)) for combinations, deed in keys.keys
        ),
    )


def _translated(words: str) -> str:
    return QCoreApplication.translate("shortcut_list", words)


def _written(combinations: Iterable[QKeySequence]) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return _translated(_OR).join(combination.toString(native) for combination in combinations)


def _plain(text: str) -> str:
    """An action's text without the mark of its access key."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
