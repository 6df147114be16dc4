"""What can be done with a message, and what was measured while it was made: a quiet row below it."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from quantchat.core.chat import AnswerFigures
from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.tab_order import put_in_tab_order
from quantchat.gui.theme import ICON_SIZE, Space, TextSize, Theme
from quantchat.gui.tooltips import plain_tooltip
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.gui.wordings import number_text

ACTION_OUTSET = (SMALL_BUTTON_HEIGHT - ICON_SIZE) // 2
"""How far a button reaches over its icon: by so much the row stands out of the column of text, to align the icons."""

COPY = QT_TRANSLATE_NOOP("MessageActions", "Copy message")
ANSWER_AGAIN = QT_TRANSLATE_NOOP("MessageActions", "Answer again")
EDIT = QT_TRANSLATE_NOOP("MessageActions", "Edit message")
MORE = QT_TRANSLATE_NOOP("MessageActions", "More")


@dataclass(frozen=True, slots=True)
class SiblingRequest:
    """Another alternative of a message is wanted: `step` 1 for the next, -1 for the one before."""

    message_id: int
    step: int


@dataclass(frozen=True, slots=True)
class RegenerateWith:
    """An answer shall be made once more by another model; `key` is that of its `AnswererOption`."""

    message_id: int
    key: str


class MessageActions(QWidget):
    """The row below a message; faint until the pointer or the keyboard is at the message.

    Signals:
        copy_chosen: the message shall be copied.
        regenerate_chosen: the answer shall be made once more.
        edit_chosen: the message shall be edited and sent again.
        step_chosen: the next (1) or the former (-1) alternative shall be shown.
        menu_chosen: all else that can be done shall be offered.
    """

    copy_chosen = Signal()
    regenerate_chosen = Signal()
    edit_chosen = Signal()
    step_chosen = Signal(int)
    menu_chosen = Signal()

    def __init__(self, theme: Theme, icons: Icons, *, is_answer: bool) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._enabled = True
        self._is_near = False
        self._buttons: list[_ActionButton] = []
        self._versions: _Versions | None = None
        self._figures: _Figures | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        if not is_answer:
            self._row.addStretch(1)
        copy = self._button(self.tr(COPY), IconName.COPY)
        copy.clicked.connect(self.copy_chosen)
        if is_answer:
            self._again = self._button(self.tr(ANSWER_AGAIN), IconName.REGENERATE)
            self._again.clicked.connect(self.regenerate_chosen)
        else:
            self._again = self._button(self.tr(EDIT), IconName.EDIT)
            self._again.clicked.connect(self.edit_chosen)
        self._more = self._button(self.tr(MORE), IconName.MORE)
        self._more.clicked.connect(self.menu_chosen)
        for button in (copy, self._again, self._more):
            self._row.addWidget(button)
        if is_answer:
            self._row.addStretch(1)

    @property
    def menu_button(self) -> Button:
        """Where the menu belongs."""
        return self._more

    def set_siblings(self, position: int, count: int) -> None:
        """Say which alternative this is, from 1; a single one has no arrows."""
        if self._versions is None and count > 1:
            self._versions = self._made_versions()
        if self._versions is not None:
            self._versions.show_place(position, count)

    def set_figures(self, figures: AnswerFigures | None) -> None:
        """Show speed and time to the first token."""
        has_figures = figures is not None and figures.answer_tokens > 0
        if self._figures is None and has_figures:
            self._figures = _Figures(self._theme)
            self._row.insertWidget(self._row.indexOf(self._more) + 1, self._figures)
        if self._figures is not None:
            self._figures.setVisible(has_figures)
            self._figures.show_figures(self._figures_texts(figures) if figures is not None else ())

    def set_changes_enabled(self, enabled: bool) -> None:
        """Allow what changes the conversation; copying is always allowed."""
        self._enabled = enabled
        self._again.setEnabled(enabled)
        if self._versions is not None:
            self._versions.set_changes_enabled(enabled)

    def set_near(self, near: bool) -> None:
        """Say whether the pointer or the keyboard is at the message: the row then stands out."""
        self._is_near = near
        self._refresh_faint()

    def _figures_texts(self, figures: AnswerFigures) -> tuple[str, ...]:
        """The figures, what people look for first being the first."""
        seconds = number_text(figures.time_to_first_token_ms / 1000, ".1f")
        first = self.tr("first token {seconds} s").format(seconds=seconds)
        if not figures.tokens_per_second:
            return (first,)
        speed = number_text(figures.tokens_per_second, ".1f")
        return self.tr("{speed} tokens/s").format(speed=speed), first

    def _button(self, label: str, icon: IconName) -> "_ActionButton":
        button = _ActionButton(self._theme, self._icons, label, icon)
        button.focus_changed.connect(self._refresh_faint)
        self._buttons.append(button)
        return button

    def _made_versions(self) -> "_Versions":
        """Most messages have one version: the arrows are made for those that have more."""
        former = self._button(self.tr("Former version"), IconName.CHEVRON_LEFT)
        following = self._button(self.tr("Next version"), IconName.CHEVRON_RIGHT)
        versions = _Versions(self._theme, former, following)
        versions.step_chosen.connect(self.step_chosen)
        versions.set_changes_enabled(self._enabled)
        where = self._row.indexOf(self._figures if self._figures is not None else self._more)
        self._row.insertWidget(where + 1, versions)
        put_in_tab_order(versions, self._more)
        self._refresh_faint()
        return versions

    @Slot()
    def _refresh_faint(self) -> None:
        is_faint = not self._is_near and not any(button.hasFocus() for button in self._buttons)
        for button in self._buttons:
            button.set_faint(is_faint)


class _ActionButton(Button):
    """An icon that stands back in the third text colour until somebody comes near."""

    focus_changed = Signal()

    def __init__(self, theme: Theme, icons: Icons, label: str, icon: IconName) -> None:
        super().__init__(theme, icons, label, icon=icon, icon_only=True, height=SMALL_BUTTON_HEIGHT)
        self._is_faint = True

    def set_faint(self, is_faint: bool) -> None:
        """Stand back, or come forward."""
        if is_faint != self._is_faint:
            self._is_faint = is_faint
            self.update()

    @override
    def _colours(self) -> tuple[str | None, str | None, str]:
        ground, line, text = super()._colours()
        return ground, line, self._theme.colours.text_third if self._is_faint else text

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()


class _Figures(ThemedLabel):
    """Figures in a row, of which the last ones go where there is too little room; its tooltip then tells all."""

    _GAP = "    "

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, lambda colours: colours.text_second, TextSize.HINT)
        self._texts: tuple[str, ...] = ()
        self.setContentsMargins(Space.S, 0, Space.S, 0)

    def show_figures(self, texts: tuple[str, ...]) -> None:
        """Show them, as many as there is room for."""
        self._texts = texts
        self.setText(self._GAP.join(texts))
        self._tell_whole_text()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole_text()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignVCenter, self._shown_text())

    def _tell_whole_text(self) -> None:
        self.setToolTip("" if self._shown_text() == self.text() else plain_tooltip(self.text()))

    def _shown_text(self) -> str:
        room, metrics = self.contentsRect().width(), self.fontMetrics()
        counts = range(len(self._texts), 0, -1)
        whole = (self._GAP.join(self._texts[:count]) for count in counts)
        return next((text for text in whole if metrics.horizontalAdvance(text) <= room), "")


class _Versions(QWidget):
    """Which of its versions a message is, between arrows to the others.

    Signals:
        step_chosen: the next (1) or the former (-1) one shall be shown.
    """

    step_chosen = Signal(int)

    def __init__(self, theme: Theme, former: Button, following: Button) -> None:
        super().__init__()
        self._position = self._count = 1
        self._enabled = True
        self._former = former
        self._following = following
        former.clicked.connect(self._on_former_clicked)
        following.clicked.connect(self._on_next_clicked)
        self._place = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for widget in (former, self._place, following):
            row.addWidget(widget)

    def show_place(self, position: int, count: int) -> None:
        """Say which version this is, from 1; a single one needs no word."""
        self._position, self._count = position, count
        self.setVisible(count > 1)
        self._place.setText(self.tr("{position} / {count}").format(position=position, count=count))
        words = self.tr("Version {position} of {count}").format(position=position, count=count)
        for widget in (self._place, self):
            widget.setAccessibleName(words)
        for button in (self._former, self._following):
            button.setAccessibleDescription(words)
        self._refresh()

    def set_changes_enabled(self, enabled: bool) -> None:
        """Allow to go to another version."""
        self._enabled = enabled
        self._refresh()

    def _refresh(self) -> None:
        self._former.setEnabled(self._enabled and self._position > 1)
        self._following.setEnabled(self._enabled and self._position < self._count)

    @Slot()
    def _on_former_clicked(self) -> None:
        self.step_chosen.emit(-1)

    @Slot()
    def _on_next_clicked(self) -> None:
        self.step_chosen.emit(1)
