"""The button that names the assistant of the open chat and opens its settings."""

from PySide6.QtCore import QSize
from typing_extensions import override

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.painting import one_line
from quantchat.gui.theme import Theme
from quantchat.gui.tooltips import plain_tooltip

MAX_WIDTH = 220
_PROMPT_CHARS = 160


class AssistantButton(Button):
    """A long name is cut with an ellipsis; the tooltip has all of it and the first words of the prompt."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, icons, "", icon=IconName.ASSISTANT, kind=ButtonKind.FAINT, height=SMALL_BUTTON_HEIGHT)
        self.setMaximumWidth(MAX_WIDTH)

    def set_assistant(self, name: str, prompt: str = "") -> None:
        """Show who answers in this chat, and what they are told."""
        shown = one_line(name)
        self.set_label(shown)
        self.setAccessibleName(self.tr("Assistant: {name}").format(name=shown))
        words = one_line(prompt)
        begin = words if len(words) <= _PROMPT_CHARS else words[: _PROMPT_CHARS - 1].rstrip() + "…"
        told = begin or self.tr("No system prompt")
        self.setToolTip(plain_tooltip(self.tr("Assistant: {name}. {prompt}").format(name=shown, prompt=told)))
        self.setAccessibleDescription(told)

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(min(hint.width(), MAX_WIDTH), hint.height())
