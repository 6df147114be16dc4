"""The slim bar above the composer that shows notices one at a time."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy
from typing_extensions import override

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.card import Card
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.notices import Notice, NoticeQueue, Severity
from quantchat.gui.painting import ColourOf
from quantchat.gui.theme import COMPOSER_WIDTH, ICON_SIZE, Radius, Space, TextSize, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.gui.wordings import translated

EXPIRY_MS = 10_000

_LOOKS: dict[Severity, tuple[IconName, ColourOf, str]] = {
    Severity.INFO: (IconName.INFO, lambda colours: colours.text_second, QT_TRANSLATE_NOOP("NoticeBar", "Note")),
    Severity.WARNING: (IconName.WARNING, lambda colours: colours.split, QT_TRANSLATE_NOOP("NoticeBar", "Warning")),
    Severity.ERROR: (IconName.WARNING, lambda colours: colours.impossible, QT_TRANSLATE_NOOP("NoticeBar", "Error")),
}


class NoticeBar(Card):
    """Shows the newest notice; those behind it come back when it is dismissed.

    Signals:
        action_taken: the notice's button was pressed (its identifier); the notice is gone.
        dismissed: the notice was closed or went away by itself (its identifier).
    """

    action_taken = Signal(str)
    dismissed = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, lambda colours: colours.surface, Radius.CONTROL)
        self._icons = icons
        self._notices = NoticeQueue()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EXPIRY_MS)
        self._timer.timeout.connect(self._dismiss_front)
        self._icon = QLabel()
        self._icon.setFixedSize(ICON_SIZE, ICON_SIZE)
        self._text = ThemedLabel(theme, lambda colours: colours.text, TextSize.TABLE)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._action = Button(theme, icons, "", kind=ButtonKind.OUTLINED, height=SMALL_BUTTON_HEIGHT)
        self._action.clicked.connect(self._take_action)
        self._close = Button(
            theme, icons, self.tr("Dismiss"), icon=IconName.CLOSE, icon_only=True, height=SMALL_BUTTON_HEIGHT
        )
        self._close.clicked.connect(self._dismiss_front)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        row.setSpacing(Space.S)
        for widget, stretch in ((self._icon, 0), (self._text, 1), (self._action, 0), (self._close, 0)):
            row.addWidget(widget, stretch)
        self.setMaximumWidth(COMPOSER_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._show_front)
        self._show_front()

    @property
    def text(self) -> str:
        """What is shown; empty while the bar is hidden."""
        notice = self._notices.front
        return translated(notice.text) if notice else ""

    def show_notice(self, notice: Notice) -> None:
        """Show a notice in front of those that are there."""
        self._notices.add(notice)
        self._show_front()

    def remove_notice(self, notice_id: str) -> None:
        """Take a notice back, because what it told is no longer so; tells nobody."""
        if self._notices.remove(notice_id):
            self._show_front()

    @Slot()
    def _show_front(self) -> None:
        notice = self._notices.front
        self.setVisible(notice is not None)
        if notice is None:
            self._timer.stop()
            return
        icon, colour, words = _LOOKS[notice.severity]
        name = self.tr(words)
        colours = self._theme.colours
        self._icon.setPixmap(
            self._icons.icon(icon, colour(colours)).pixmap(QSize(ICON_SIZE, ICON_SIZE), self.devicePixelRatio())
        )
        self._icon.setAccessibleName(name)
        text = translated(notice.text)
        self._text.setText(text)
        self.setAccessibleName(f"{name}: {text}")
        self._action.set_label(notice.action)
        self._action.setVisible(bool(notice.action))
        self._count_down()

    def _count_down(self) -> None:
        """Start the time of a notice that goes away by itself, unless nobody can see it or somebody reads it."""
        notice = self._notices.front
        if notice is not None and notice.expires and self.isVisible() and not self.underMouse():
            self._timer.start()
        else:
            self._timer.stop()

    @Slot()
    def _take_action(self) -> None:
        notice = self._notices.front
        if notice is not None:
            self.remove_notice(notice.notice_id)
            self.action_taken.emit(notice.notice_id)

    @Slot()
    def _dismiss_front(self) -> None:
        notice = self._notices.front
        if notice is not None:
            self.remove_notice(notice.notice_id)
            self.dismissed.emit(notice.notice_id)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._timer.stop()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._count_down()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._count_down()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
