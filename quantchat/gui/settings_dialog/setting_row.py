"""One setting: what it is called, what it does, where it is changed, and what became of the change."""

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFont
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from quantchat.gui.labels import ThemedLabel
from quantchat.gui.painting import ColourOf
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.wordings import translated

CONTROL_WIDTH = 210
_BREAK = "\u200b"
"""A space of no width, where a line may end."""


class SettingRow(QWidget):
    """Words on the left, controls on the right, and a line below them that is empty while all is well."""

    def __init__(self, theme: Theme, title: str, explanation: str, controls: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self._title = title
        self._theme = theme
        self._explanation = self._paragraph(lambda colours: colours.text_second, explanation)
        self._note = self._paragraph(lambda colours: colours.text)
        self._note.hide()
        words = self._words = QVBoxLayout()
        words.setSpacing(2)
        heading = ThemedLabel(theme, lambda colours: colours.text, TextSize.INTERFACE, QFont.Weight.Medium, title)
        for control in controls[:1]:
            heading.setBuddy(control)  # a screen reader on Linux calls a list by its label, and by no other name
        words.addWidget(heading)
        words.addWidget(self._explanation)
        words.addWidget(self._note)
        beside = QHBoxLayout()
        beside.setSpacing(Space.S)
        for control in controls:
            beside.addWidget(control)
            control.setAccessibleDescription(explanation)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, Space.M, 0, Space.M)
        self._row.setSpacing(Space.L)
        self._row.addLayout(words, 1)
        if controls:
            self._row.addLayout(beside)
            self._row.setAlignment(beside, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)

    @property
    def title(self) -> str:
        """What the setting is called."""
        return self._title

    @property
    def explanation(self) -> str:
        """What the setting does."""
        return self._explanation.text().replace(_BREAK, "")

    @property
    def note(self) -> str:
        """What is told of the last change; empty while there is nothing to tell."""
        return self._note.text()

    def add_below(self, widget: QWidget) -> None:
        """Put something below the words."""
        self._words.insertWidget(self._words.count() - 1, widget)

    def explain(self, explanation: str) -> None:
        """Explain the setting in other words."""
        self._explanation.setText(_breakable(explanation))

    def tell(self, sentence: str) -> None:
        """Say something about the setting; nothing for an empty sentence."""
        self._show_note(sentence, lambda colours: colours.text)

    def tell_problem(self, sentence: str) -> None:
        """Say what went wrong."""
        self._show_note(sentence, lambda colours: colours.impossible)

    def set_narrow(self, is_narrow: bool) -> None:
        """Put the controls under the words instead of beside them."""
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(Space.S if is_narrow else Space.L)

    def matches(self, words: Sequence[str], heading: str) -> bool:
        """Whether every word occurs in what is written here or in the heading above."""
        written = f"{heading} {self._title} {self.explanation}".casefold()
        return all(word in written for word in words)

    def _show_note(self, sentence: str, colour: ColourOf) -> None:
        sentence = translated(sentence)
        self._note.set_colour(colour)
        self._note.setText(sentence)
        self._note.setVisible(bool(sentence))
        if sentence:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def _paragraph(self, colour: ColourOf, text: str = "") -> ThemedLabel:
        label = ThemedLabel(self._theme, colour, TextSize.TABLE, text=text)
        label.setWordWrap(True)
        return label


def _breakable(text: str) -> str:
    """Let long paths end a line anywhere after a sign or a few letters; else one would widen the window."""
    return re.sub(r"\S{20,}", lambda path: re.sub(r"([^\W_]{12}|[\W_])", rf"\1{_BREAK}", path[0]), text)
