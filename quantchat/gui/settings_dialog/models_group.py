"""Where models are kept and how they are loaded unless the person chose otherwise for one of them."""

from pathlib import Path
from typing import cast

from PySide6.QtCore import Signal

from quantchat.core.plan import KvType
from quantchat.gui.buttons import Button, ButtonKind
from quantchat.gui.icons import Icons
from quantchat.gui.settings_dialog.fields import FIELD_HEIGHT, ChoiceField
from quantchat.gui.settings_dialog.setting_row import SettingRow
from quantchat.gui.settings_dialog.value_settings import ValueGroup, value_setting
from quantchat.gui.theme import Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.gui.wordings import number_text

CONTEXT_LENGTHS = (2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072)
_KV_WORDS: dict[object, str] = {
    KvType.F16: QT_TRANSLATE_NOOP("ModelsGroup", "f16, exact"),
    KvType.Q8_0: QT_TRANSLATE_NOOP("ModelsGroup", "q8_0, half the memory"),
    KvType.Q4_0: QT_TRANSLATE_NOOP("ModelsGroup", "q4_0, a quarter"),
}


class ModelsGroup(ValueGroup):
    """Signals are wishes.

    Signals:
        change_folder_requested: another models folder is wanted.
        open_folder_requested: the models folder shall be shown in the file manager.
    """

    change_folder_requested = Signal()
    open_folder_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        change = Button(theme, icons, self.tr("Change…"), kind=ButtonKind.OUTLINED, height=FIELD_HEIGHT)
        change.setAccessibleName(self.tr("Change the models folder…"))
        show = Button(theme, icons, self.tr("Open"), kind=ButtonKind.OUTLINED, height=FIELD_HEIGHT)
        show.setAccessibleName(self.tr("Open the models folder"))
        self.folder_row = SettingRow(theme, self.tr("Models folder"), "", (change, show))
        context = ChoiceField(
            theme,
            icons,
            CONTEXT_LENGTHS,
            lambda tokens: self.tr("{tokens} tokens").format(tokens=number_text(cast("int", tokens))),
        )
        kv_type = ChoiceField(theme, icons, tuple(KvType), lambda each: self.tr(_KV_WORDS[each]))
        super().__init__(
            theme,
            self.tr("Models"),
            (
                value_setting(
                    theme,
                    "context_length",
                    self.tr("Context length"),
                    self.tr(
                        "How much of a chat a model has before it at once; 1,000 tokens are about 750 words. More "
                        "needs more memory. Models that were made for less get less. Holds from the next load on."
                    ),
                    context,
                ),
                value_setting(
                    theme,
                    "kv_type",
                    self.tr("KV cache"),
                    self.tr(
                        "How exactly a model remembers the chat while it answers. q8_0 halves that memory at a tiny "
                        "loss; the loss of q4_0 shows in long chats. Holds from the next load on."
                    ),
                    kv_type,
                ),
            ),
            before=(self.folder_row,),
        )
        change.clicked.connect(self.change_folder_requested)
        show.clicked.connect(self.open_folder_requested)

    def show_folder(self, folder: Path) -> None:
        """Say where models are."""
        self.folder_row.explain(
            self.tr("Downloads go here, and models that lie here are listed:\n{folder}").format(folder=folder)
        )
