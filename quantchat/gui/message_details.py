"""How an answer was made: model, tokens, times, sampling, each with its unit, to be read and copied."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from quantchat.core.chat import Message, Sampling
from quantchat.gui.answer_details import AnswerDetails, Detail, DetailGroup, details_as_text
from quantchat.gui.buttons import Button, ButtonKind
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.scroll_bars import SCROLL_BAR_WIDTH, ThemedScrollArea
from quantchat.gui.theme import Space, TextSize, Theme

WIDTH = 460
HEIGHT = 600
LEAST_WIDTH = 320
LEAST_HEIGHT = 240
COPIED_MS = 1500
_LONG_VALUE_CHARS = 600
"""Of a longer grammar or schema the beginning is shown; the rest is copied all the same."""


class MessageDetails(QDialog):
    """A window beside the conversation; it shows another message when it is asked to.

    Signals:
        copy_requested: this text shall be copied.
    """

    copy_requested = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._groups: tuple[DetailGroup, ...] = ()
        self.setWindowTitle(self.tr("Details of the answer"))
        self.setModal(False)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self._copy = Button(theme, icons, self.tr("Copy"), icon=IconName.COPY, kind=ButtonKind.OUTLINED)
        self._copy.clicked.connect(self._on_copy_clicked)
        self._close = Button(theme, icons, self.tr("Close"), kind=ButtonKind.OUTLINED)
        self._close.clicked.connect(self.close)
        self._copied_timer = QTimer(self)
        self._copied_timer.setSingleShot(True)
        self._copied_timer.setInterval(COPIED_MS)
        self._copied_timer.timeout.connect(self._on_copied_shown)
        self._scroll = ThemedScrollArea(theme, QWidget())
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that the arrow keys scroll it
        self._scroll.setAccessibleName(self.windowTitle())
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.XL, 0, Space.XL, 0)
        foot.addWidget(self._copy)
        foot.addStretch(1)
        foot.addWidget(self._close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, Space.L, 0, Space.L)
        whole.setSpacing(Space.L)
        whole.addWidget(self._scroll, 1)
        whole.addLayout(foot)
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def text(self) -> str:
        """What is shown, as it is copied."""
        return details_as_text(self._groups)

    def show_details(self, message: Message, sampling: Sampling | None) -> None:
        """Show how an answer was made; `sampling` None where that was not recorded."""
        self._groups = AnswerDetails().groups(message, sampling)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(Space.XL, 0, Space.XL - SCROLL_BAR_WIDTH, 0)
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnStretch(1, 1)
        for group in self._groups:
            self._add_group(grid, group)
        grid.setRowStretch(grid.rowCount(), 1)
        self._scroll.setWidget(inside)
        inside.setAutoFillBackground(False)  # the area turns it on for what it is given
        room = self.screen().availableSize()
        self.resize(QSize(min(WIDTH, room.width() - Space.XXL), min(HEIGHT, room.height() - 2 * Space.XXL)))
        self.show()
        self.raise_()
        self.activateWindow()
        self._close.setFocus()

    def _add_group(self, grid: QGridLayout, group: DetailGroup) -> None:
        if grid.count():
            grid.setRowMinimumHeight(grid.rowCount(), Space.S)
        heading = ThemedLabel(
            self._theme, lambda colours: colours.text, TextSize.INTERFACE, QFont.Weight.DemiBold, group.title
        )
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
        for detail in group.details:
            row = grid.rowCount()
            name = ThemedLabel(self._theme, lambda colours: colours.text_second, TextSize.TABLE, text=detail.name)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._value_label(detail), row, 1, Qt.AlignmentFlag.AlignTop)

    def _value_label(self, detail: Detail) -> ThemedLabel:
        value = ThemedLabel(self._theme, lambda colours: colours.text, TextSize.TABLE, text=_beginning(detail.value))
        value.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        value.setSizePolicy(policy)
        flags = Qt.TextInteractionFlag
        value.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        value.setAccessibleName(f"{detail.name}: {detail.value}")
        return value

    @Slot()
    def _on_copy_clicked(self) -> None:
        self.copy_requested.emit(self.text)
        self._copy.set_icon(IconName.CHECK)
        self._copy.set_label(self.tr("Copied"))
        self._copied_timer.start()

    @Slot()
    def _on_copied_shown(self) -> None:
        self._copy.set_icon(IconName.COPY)
        self._copy.set_label(self.tr("Copy"))

    @Slot()
    def _restyle(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(self._theme.colours.background))
        self.setPalette(palette)


def _beginning(text: str) -> str:
    return text if len(text) <= _LONG_VALUE_CHARS else text[: _LONG_VALUE_CHARS - 1] + "…"
