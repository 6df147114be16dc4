"""What is stored, in plain words, and how to be rid of it."""

from PySide6.QtCore import Signal, Slot

from quantchat.gui.buttons import Button, ButtonKind
from quantchat.gui.icons import Icons
from quantchat.gui.settings_dialog.fields import FIELD_HEIGHT
from quantchat.gui.settings_dialog.setting_group import SettingGroup
from quantchat.gui.settings_dialog.setting_row import SettingRow
from quantchat.gui.theme import Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP

STORED = QT_TRANSLATE_NOOP(
    "PrivacyGroup",
    "Your chats, your settings and how fast models ran here are stored in the data folder on this computer, readable "
    "by your user account only and not encrypted. A temporary chat is not stored. QuantChat has no account and sends "
    "no statistics. It uses the network only when you look for or download a model, or open a link.",
)
DELETE = QT_TRANSLATE_NOOP(
    "PrivacyGroup", "Deletes every chat for good, with drafts, the trash and all backups. Models and settings stay."
)


class PrivacyGroup(SettingGroup):
    """Signals are wishes.

    Signals:
        delete_all_requested: every chat shall be deleted.
    """

    delete_all_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        delete = Button(theme, icons, self.tr("Delete all chats…"), kind=ButtonKind.OUTLINED, height=FIELD_HEIGHT)
        delete.clicked.connect(self._on_delete_clicked)
        self.delete_row = SettingRow(theme, self.tr("Delete all chats"), self.tr(DELETE), (delete,))
        super().__init__(
            theme, self.tr("Privacy"), (SettingRow(theme, self.tr("What is stored"), self.tr(STORED)), self.delete_row)
        )

    @Slot()
    def _on_delete_clicked(self) -> None:
        self.delete_all_requested.emit()
