"""What can be done with a message, and what was measured while it was made: a quiet row below it."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QGraphicsOpacityEffect, QHBoxLayout, QWidget
from typing_extensions import override

from quantchat.core.chat import AnswerFigures
from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.theme import ICON_SIZE, Space, TextSize, Theme

ACTION_OUTSET = (SMALL_BUTTON_HEIGHT - ICON_SIZE) // 2
"""How far a button reaches over its icon: by so much the row stands out of the column of text, to align the icons."""

_FAINT = 0.55


@dataclass(frozen=True, slots=True)
class SiblingRequest:
    """Another alternative of a message is wanted: `step` 1 for the next, -1 for the one before."""

    message_id: int
    step: int


class MessageActions(QWidget):
    """The row below a message; faint until the pointer or the keyboard is at the message.

    Signals:
        copy_chosen: the message shall be copied.
        regenerate_chosen: the answer shall be made once more.
        edit_chosen: the message shall be edited and sent again.
        step_chosen: the next (1) or the former (-1) alternative shall be shown.
    """

    copy_chosen = Signal()
    regenerate_chosen = Signal()
    edit_chosen = Signal()
    step_chosen = Signal(int)

    def __init__(self, theme: Theme, icons: Icons, *, is_answer: bool) -> None:
        super().__init__()
        self._count = 1
        self._position = 1
        self._enabled = True
        self._opacity = QGraphicsOpacityEffect(self)
        self._opacity.setOpacity(_FAINT)
        self.setGraphicsEffect(self._opacity)
        self._copy = self._button(theme, icons, "Copy message", IconName.COPY)
        self._copy.clicked.connect(self.copy_chosen)
        self._again = self._button(
            theme, icons, *(("Answer again", IconName.REGENERATE) if is_answer else ("Edit message", IconName.EDIT))
        )
        self._again.clicked.connect(self.regenerate_chosen if is_answer else self.edit_chosen)
        self._former = self._button(theme, icons, "Former version", IconName.CHEVRON_LEFT)
        self._former.clicked.connect(self._on_former_clicked)
        self._place = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT)
        self._next = self._button(theme, icons, "Next version", IconName.CHEVRON_RIGHT)
        self._next.clicked.connect(self._on_next_clicked)
        self._figures = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        if not is_answer:
            row.addStretch(1)
        for widget in (self._copy, self._again, self._figures, self._former, self._place, self._next):
            row.addWidget(widget)
        if is_answer:
            row.addStretch(1)
        self._figures.setContentsMargins(Space.S, 0, Space.S, 0)
        self.set_siblings(1, 1)
        self.set_figures(None)

    def _button(self, theme: Theme, icons: Icons, label: str, icon: IconName) -> Button:
        button = Button(theme, icons, label, icon=icon, icon_only=True, height=SMALL_BUTTON_HEIGHT)
        button.installEventFilter(self)
        return button

    def set_siblings(self, position: int, count: int) -> None:
        """Say which alternative this is, from 1; a single one has no arrows."""
        self._position, self._count = position, count
        for widget in (self._former, self._place, self._next):
            widget.setVisible(count > 1)
        self._place.setText(f"{position} of {count}")
        self._refresh()

    def set_figures(self, figures: AnswerFigures | None) -> None:
        """Show speed and time to the first token."""
        has_figures = figures is not None and figures.answer_tokens > 0
        self._figures.setVisible(has_figures)
        if figures is not None and has_figures:
            speed = f"{figures.tokens_per_second:.1f} tokens/s    " if figures.tokens_per_second else ""
            self._figures.setText(f"{speed}first token {figures.time_to_first_token_ms / 1000:.1f} s")

    def set_changes_enabled(self, enabled: bool) -> None:
        """Allow what changes the conversation; copying is always allowed."""
        self._enabled = enabled
        self._refresh()

    def set_near(self, near: bool) -> None:
        """Say whether the pointer is at the message: the row is then shown fully."""
        has_focus = any(button.hasFocus() for button in self.findChildren(Button))
        self._opacity.setOpacity(1.0 if near or has_focus else _FAINT)

    def _refresh(self) -> None:
        self._again.setEnabled(self._enabled)
        self._former.setEnabled(self._enabled and self._position > 1)
        self._next.setEnabled(self._enabled and self._position < self._count)

    @Slot()
    def _on_former_clicked(self) -> None:
        self.step_chosen.emit(-1)

    @Slot()
    def _on_next_clicked(self) -> None:
        self.step_chosen.emit(1)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.set_near(self.underMouse())
        return super().eventFilter(watched, event)
