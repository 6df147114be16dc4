"""The buttons below a model's sheet: the one thing to do, and beside it what can be done or read as well."""

from PySide6.QtWidgets import QWidget

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.flow_layout import FlowLayout
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.picker.row_actions import RowAction
from quantchat.gui.theme import Space, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP

LETTERS = QT_TRANSLATE_NOOP("SheetButtons", "What are these letters?")


class SheetButtons(QWidget):
    """One line where there is room for it, else two, so that what the main button does is never cut off.

    Attributes:
        main: the one thing to do.
        remove: takes the model's file away.
        letters: opens the page of types.
    """

    def __init__(self, theme: Theme, icons: Icons, fold_button: Button) -> None:
        super().__init__()
        self.main = Button(theme, icons, "", kind=ButtonKind.PRIMARY)
        self.remove = Button(theme, icons, self.tr("Remove…"), icon=IconName.DELETE, kind=ButtonKind.FAINT)
        self.letters = Button(theme, icons, self.tr(LETTERS), kind=ButtonKind.FAINT, height=SMALL_BUTTON_HEIGHT)
        row = FlowLayout(Space.S, Space.XS, self)
        for button in (self.main, self.remove, fold_button, self.letters):
            row.addWidget(button)
        row.begin_end(fold_button)

    def show_action(self, action: RowAction) -> None:
        """Call the main button like what it does; what is doubtful does not ask for a click."""
        self.main.set_label(action.label)
        self.main.set_kind(ButtonKind.OUTLINED if action.is_doubtful else ButtonKind.PRIMARY)
