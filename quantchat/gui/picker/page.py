"""What the picker's further pages share: a title, a way back, and room below that scrolls."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.painting import ColourOf
from quantchat.gui.scroll_bars import ThemedScrollArea
from quantchat.gui.theme import Radius, Space, TextSize, Theme


class Page(QWidget):
    """A page on the right side of the picker.

    Signals:
        closed: the person wants to go back to the model.
    """

    closed = Signal()

    def __init__(self, theme: Theme, icons: Icons, title: str) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._back = Button(
            theme, icons, self.tr("Back"), icon=IconName.CHEVRON_LEFT, kind=ButtonKind.FAINT, height=SMALL_BUTTON_HEIGHT
        )
        self._back.clicked.connect(self.closed)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, Space.M, 0)
        self._column.setSpacing(Space.M)
        head = QHBoxLayout()
        head.addWidget(
            ThemedLabel(theme, lambda colours: colours.text, TextSize.TITLE, QFont.Weight.DemiBold, title), 1
        )
        head.addWidget(self._back)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.XL, Space.L, Space.M, Space.L)
        whole.setSpacing(Space.M)
        whole.addLayout(head)
        whole.addWidget(ThemedScrollArea(theme, inside), 1)
        self._fields: list[QLineEdit] = []
        theme.changed.connect(self._restyle_fields)

    def focus(self) -> None:
        """Put the keyboard where the page begins."""
        self._back.setFocus()

    def _text(
        self,
        text: str = "",
        colour: ColourOf = lambda colours: colours.text,
        size: TextSize = TextSize.TABLE,
        weight: QFont.Weight = QFont.Weight.Normal,
    ) -> ThemedLabel:
        """A paragraph."""
        label = ThemedLabel(self._theme, colour, size, weight, text)
        label.setWordWrap(True)
        return label

    def _button(self, label: str, kind: ButtonKind = ButtonKind.OUTLINED) -> Button:
        return Button(self._theme, self._icons, label, kind=kind, height=SMALL_BUTTON_HEIGHT)

    def _field(self, name: str, placeholder: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setPlaceholderText(placeholder)
        field.setFixedHeight(34)
        field.setMaxLength(1000)
        field.setFont(Theme.font(TextSize.INTERFACE))
        self._fields.append(field)
        self._restyle_fields()
        return field

    @Slot()
    def _restyle_fields(self) -> None:
        colours = self._theme.colours
        for field in self._fields:
            field.setStyleSheet(
                f"QLineEdit {{ background: {colours.surface}; color: {colours.text}; border: 1px solid {colours.line};"
                f" border-radius: {int(Radius.CONTROL)}px; padding: 0 {int(Space.S)}px; }}"
                f"QLineEdit:focus {{ border: 2px solid {colours.accent}; padding: 0 {Space.S - 1}px; }}"
            )
