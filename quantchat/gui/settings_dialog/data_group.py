"""Where the data is, copies of it, and how to go back to one."""

from typing import cast

from PySide6.QtCore import Signal, Slot

from quantchat.gui.buttons import Button, ButtonKind
from quantchat.gui.icons import Icons
from quantchat.gui.settings_dialog.fields import FIELD_HEIGHT, ChoiceField
from quantchat.gui.settings_dialog.kept_data import KeptBackup, KeptData
from quantchat.gui.settings_dialog.setting_group import SettingGroup
from quantchat.gui.settings_dialog.setting_row import CONTROL_WIDTH, SettingRow
from quantchat.gui.theme import Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP

BACKUP = QT_TRANSLATE_NOOP(
    "DataGroup", "A copy of all chats is made each day at the start, and the newest seven are kept. Make one more now."
)
RESTORE = QT_TRANSLATE_NOOP(
    "DataGroup", "Go back to a copy. What you have now is copied first, so that nothing is lost."
)
NO_BACKUP = QT_TRANSLATE_NOOP("DataGroup", "There is no copy yet.")


class DataGroup(SettingGroup):
    """Signals are wishes; what became of them is shown when it is told.

    Signals:
        open_folder_requested: the data folder shall be shown in the file manager.
        backup_requested: a backup shall be made.
        restore_requested: the chats shall be those of this backup (`KeptBackup`).
    """

    open_folder_requested = Signal()
    backup_requested = Signal()
    restore_requested = Signal(KeptBackup)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        def button(label: str) -> Button:
            return Button(theme, icons, label, kind=ButtonKind.OUTLINED, height=FIELD_HEIGHT)

        show = button(self.tr("Open"))
        show.setAccessibleName(self.tr("Open the data folder"))
        show.clicked.connect(self._on_open_clicked)
        back_up = button(self.tr("Back up now"))
        back_up.clicked.connect(self._on_backup_clicked)
        self._backups = ChoiceField(theme, icons, (), lambda backup: cast("KeptBackup", backup).words)
        self._backups.setAccessibleName(self.tr("Backup to go back to"))
        self._backups.setFixedWidth(CONTROL_WIDTH)
        self._restore = button(self.tr("Restore…"))
        self._restore.clicked.connect(self._on_restore_clicked)
        self.folder_row = SettingRow(theme, self.tr("Data folder"), "", (show,))
        self.backup_row = SettingRow(theme, self.tr("Backup"), self.tr(BACKUP), (back_up,))
        self.restore_row = SettingRow(
            theme, self.tr("Restore a backup"), self.tr(RESTORE), (self._backups, self._restore)
        )
        super().__init__(theme, self.tr("Data"), (self.folder_row, self.backup_row, self.restore_row))

    def show_data(self, data: KeptData) -> None:
        """Show what is on the disk."""
        self.folder_row.explain(
            self.tr("Chats, settings and measurements are here:\n{folder}\n{size_words}").format(
                folder=data.folder, size_words=data.size_words
            )
        )
        self._backups.offer(data.backups)
        self._backups.setVisible(bool(data.backups))
        self._restore.setEnabled(bool(data.backups))
        self.restore_row.explain(self.tr(RESTORE if data.backups else NO_BACKUP))

    @Slot()
    def _on_open_clicked(self) -> None:
        self.open_folder_requested.emit()

    @Slot()
    def _on_backup_clicked(self) -> None:
        self.backup_requested.emit()

    @Slot()
    def _on_restore_clicked(self) -> None:
        if isinstance(backup := self._backups.value, KeptBackup):
            self.restore_requested.emit(backup)
