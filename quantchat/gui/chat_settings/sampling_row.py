"""One value of a sampling: what it is called, where it is changed, what is wrong with it, and what it does."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from quantchat.core.chat import Sampling
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.icons import Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.painting import ColourOf
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.wordings import translated


class SamplingRow(QWidget):
    """The frame that all values have in common; what is typed counts once it is read.

    Signals:
        edited: the person is changing the value.
        finished: the person is done with changing it.
    """

    edited = Signal()
    finished = Signal()

    def __init__(self, theme: Theme, icons: Icons, title: str, explanation: str) -> None:
        super().__init__()
        self._theme = theme
        self._title = title
        self._explanation = explanation
        self._reset = Button(theme, icons, self.tr("Reset"), kind=ButtonKind.FAINT, height=SMALL_BUTTON_HEIGHT - 6)
        self._reset.setFont(Theme.font(TextSize.HINT))
        self._reset.setAccessibleName(self.tr("Reset: {title}").format(title=title))
        self._reset.setToolTip(self.tr("Leave this value to the model or to the usual one"))
        self._reset.clicked.connect(self._on_reset_clicked)
        self._problem = self._paragraph(lambda colours: colours.impossible)
        self._problem.hide()
        self._fields = QVBoxLayout()
        self._fields.setSpacing(Space.XS)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        name = ThemedLabel(theme, lambda colours: colours.text, TextSize.TABLE, QFont.Weight.Medium, title)
        name.setWordWrap(True)
        head.addWidget(name, 1)
        head.addWidget(self._reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(head)
        column.addLayout(self._fields)
        column.addWidget(self._problem)
        column.addWidget(self._paragraph(lambda colours: colours.text_second, explanation))
        keep_room = self._reset.sizePolicy()
        keep_room.setRetainSizeWhenHidden(True)  # else the row would jump when its value is set
        self._reset.setSizePolicy(keep_room)
        self._reset.hide()

    @property
    def title(self) -> str:
        """What the value is called."""
        return self._title

    @property
    def problem(self) -> str:
        """Why what stands in the field is refused; empty if it is not."""
        return self._problem.text()

    @property
    def is_set(self) -> bool:
        """Whether there is something to reset."""
        return not self._reset.isHidden()

    def show_choice(self, choice: SamplingChoice) -> None:
        """Show what is chosen, without telling of it."""
        raise NotImplementedError

    def show_sources(self, recommended: SamplingChoice, usual: Sampling) -> None:
        """Show what counts where nothing is chosen, and whose value that is."""

    def read(self) -> None:
        """Take what stands in the field, or say why it cannot be used; the value before then stays."""
        raise NotImplementedError

    def applied_to(self, choice: SamplingChoice) -> SamplingChoice:
        """The choice with what was read last."""
        raise NotImplementedError

    def empty(self) -> None:
        """Choose nothing."""
        raise NotImplementedError

    def _show_state(self, is_set: bool, problem: str = "") -> None:
        self._reset.setVisible(is_set)
        problem = translated(problem)
        is_new = bool(problem) and problem != self._problem.text()
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if is_new:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, problem))

    def _paragraph(self, colour: ColourOf, text: str = "") -> ThemedLabel:
        label = ThemedLabel(self._theme, colour, TextSize.HINT, text=text)
        label.setWordWrap(True)
        return label

    @Slot()
    def _on_reset_clicked(self) -> None:
        self.empty()
        self.finished.emit()
