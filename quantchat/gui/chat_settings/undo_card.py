"""What was just replaced or deleted, with the offer to undo it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.card import Card
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.theme import Radius, Space, TextSize, Theme
from quantchat.gui.wordings import translated


class UndoCard(Card):
    """Hidden while there is nothing to tell; it stays until something else is told, so that nobody has to hurry.

    Signals:
        undo_requested: what was told shall be undone.
    """

    undo_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, lambda colours: colours.surface, Radius.CONTROL)
        self._words = ThemedLabel(theme, lambda colours: colours.text, TextSize.TABLE)
        self._words.setWordWrap(True)
        self._undo = Button(
            theme,
            icons,
            self.tr("Undo"),
            icon=IconName.UNDO,
            kind=ButtonKind.QUIET,
            height=SMALL_BUTTON_HEIGHT,
        )
        self._undo.clicked.connect(self.undo_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.XS, Space.XS, Space.XS)
        row.setSpacing(Space.S)
        row.addWidget(self._words, 1)
        row.addWidget(self._undo)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is told; empty while the card is hidden."""
        return "" if self.isHidden() else self._words.text()

    def tell(self, sentence: str, *, can_undo: bool, is_problem: bool = False) -> None:
        """Tell something; nothing for an empty sentence."""
        sentence = translated(sentence)
        self._words.set_colour(lambda colours: colours.impossible if is_problem else colours.text)
        self._words.setText(sentence)
        self._undo.setVisible(can_undo)
        self.setVisible(bool(sentence))
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
