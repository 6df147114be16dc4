"""The left side of the window: a new chat, the chats there are, and the machine below them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.core.chat import ConversationSummary
from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.conversation_delegate import RenameRequest
from quantchat.gui.conversation_list_model import ConversationListModel
from quantchat.gui.conversation_list_view import ConversationListView
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.logo_mark import LogoMark
from quantchat.gui.memory_meter import MemoryMeter
from quantchat.gui.rule import Rule
from quantchat.gui.theme import SIDEBAR_WIDTH, Space, TextSize, Theme
from quantchat.gui.transfer_row import TransferList
from quantchat.probe.memory import Memory, read_memory

NO_CHATS = "Your chats will appear here. They stay on this computer."


class Sidebar(QWidget):
    """What the person can go to, and how much memory is free.

    Signals:
        new_chat_requested: an empty chat is wanted.
        conversation_chosen: a conversation shall be opened (identifier).
        rename_requested: a new title was given (`RenameRequest`).
        delete_requested: a conversation shall be deleted (identifier).
        machine_requested: the figures of this computer shall be shown.
        settings_requested: the settings shall be shown.
    """

    new_chat_requested = Signal()
    conversation_chosen = Signal(int)
    rename_requested = Signal(RenameRequest)
    delete_requested = Signal(int)
    machine_requested = Signal()
    settings_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        read: Callable[[], Memory] = read_memory,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self.setFixedWidth(SIDEBAR_WIDTH)
        self._model = ConversationListModel(self, now)
        self._list = ConversationListView(theme, icons, self._model)
        self._list.conversation_chosen.connect(self.conversation_chosen)
        self._list.rename_requested.connect(self.rename_requested)
        self._list.delete_requested.connect(self.delete_requested)
        self._empty = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.TABLE, text=NO_CHATS)
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(Space.S, Space.L, Space.S, 0)
        self._memory_meter = MemoryMeter(theme, read)
        self._transfer_list = TransferList(theme, icons)
        new_chat = Button(
            theme,
            icons,
            "New chat",
            icon=IconName.ADD,
            kind=ButtonKind.OUTLINED,
            align=Qt.AlignmentFlag.AlignLeft,
        )
        new_chat.clicked.connect(self.new_chat_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.L, Space.M + 1, Space.M)
        column.setSpacing(0)
        column.addLayout(_brand_row(theme))
        column.addSpacing(Space.M)
        column.addWidget(new_chat)
        column.addSpacing(Space.S)
        column.addWidget(self._empty)
        column.addWidget(self._list, 1)
        column.addStretch(0)
        column.addWidget(Rule(theme))
        column.addLayout(self._machine_column())
        theme.changed.connect(self.update)
        self._show_list()

    @property
    def conversation_list(self) -> ConversationListView:
        """The list itself, for focus and shortcuts."""
        return self._list

    @property
    def transfer_list(self) -> TransferList:
        """Downloads and quantizations in progress."""
        return self._transfer_list

    @property
    def memory_meter(self) -> MemoryMeter:
        """The meter of main memory, to tell it what the loaded model takes."""
        return self._memory_meter

    def set_conversations(self, conversations: Sequence[ConversationSummary]) -> None:
        """Show these conversations; what is open, selected and scrolled to stays."""
        self._model.set_conversations(conversations)
        self._show_list()

    def set_open_conversation(self, conversation_id: int | None) -> None:
        """Mark the conversation that is open; None for a new chat that is not in the list yet."""
        self._list.set_open(conversation_id)

    def set_answering(self, *conversation_ids: int) -> None:
        """Mark the conversations in which a model is writing an answer."""
        self._model.set_answering(frozenset(conversation_ids))

    def set_downloading(self, *, is_downloading: bool) -> None:
        """Say whether the program is on the network just now; it is for downloads only."""
        self._network.setText("Downloading" if is_downloading else "Offline")
        self._network.setToolTip("The models run on this computer. Your chats leave it only if you copy them.")

    @Slot()
    def _show_list(self) -> None:
        has_rows = self._model.rowCount() > 0
        self._list.setVisible(has_rows)
        self._empty.setVisible(not has_rows)

    def _machine_column(self) -> QVBoxLayout:
        self._network = ThemedLabel(self._theme, lambda colours: colours.text_second, TextSize.HINT)
        self.set_downloading(is_downloading=False)
        column = QVBoxLayout()
        column.setContentsMargins(Space.S - 2, Space.M, Space.S - 2, 0)
        column.setSpacing(Space.M)
        machine = Button(self._theme, self._icons, "This computer", kind=ButtonKind.FAINT, height=SMALL_BUTTON_HEIGHT)
        machine.setFont(Theme.font(TextSize.HINT))
        machine.clicked.connect(self.machine_requested)
        settings = Button(
            self._theme, self._icons, "Settings", icon=IconName.SETTINGS, icon_only=True, height=SMALL_BUTTON_HEIGHT
        )
        settings.clicked.connect(self.settings_requested)
        last_row = QHBoxLayout()
        last_row.addWidget(self._network)
        last_row.addStretch(1)
        last_row.addWidget(machine)
        last_row.addWidget(settings)
        column.addWidget(self._transfer_list)
        column.addWidget(self._memory_meter)
        column.addLayout(last_row)
        return column

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._model.regroup()

    @override
    def event(self, event: QEvent) -> bool:
        # A window that stayed open over midnight is regrouped when the person comes back to it.
        if event.type() is QEvent.Type.WindowActivate:
            self._model.regroup()
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.colours.sidebar))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(self._theme.colours.line))


def _brand_row(theme: Theme) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(Space.S - 2, 0, 0, 0)
    row.setSpacing(Space.S)
    row.addWidget(LogoMark(theme))
    row.addWidget(
        ThemedLabel(theme, lambda colours: colours.text, TextSize.INTERFACE, QFont.Weight.DemiBold, "QuantChat")
    )
    row.addStretch(1)
    return row
