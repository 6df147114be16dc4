"""The popover that lists the models: arrows, letters, Enter and Esc, or the pointer."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainterPath, QRegion, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.gui.card import Card
from quantchat.gui.icons import Icons
from quantchat.gui.model_choice_delegate import ModelChoiceDelegate
from quantchat.gui.model_choices import Choice, ChoiceKind, ChoiceRole, ModelChoices
from quantchat.gui.scroll_bars import SCROLL_BAR_WIDTH, scroll_bar_style
from quantchat.gui.theme import Radius, Space, Theme

POPOVER_WIDTH = 400
MAX_HEIGHT = 480
PICK_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ModelPopover(Card):
    """Opens under the model button and closes on a choice, on Esc and on a click elsewhere.

    Signals:
        model_picked: this file was chosen (`Path`).
        add_file_picked: "Add a model file…" was chosen.
        open_folder_picked: "Open models folder" was chosen.
        closed: the popover is gone.
    """

    model_picked = Signal(Path)
    add_file_picked = Signal()
    open_folder_picked = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, icons: Icons, choices: ModelChoices, parent: QWidget) -> None:
        super().__init__(theme, lambda colours: colours.raised, Radius.MESSAGE, parent)
        self._choices = choices
        self.setWindowFlags(
            Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        )
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        # Else the click on the button that closes the popover would open it again.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)
        self.setFixedWidth(POPOVER_WIDTH)
        row_width = POPOVER_WIDTH - 2 * Space.S - SCROLL_BAR_WIDTH
        self._list = _ChoiceList(theme)
        self._list.setModel(choices)
        self._list.setItemDelegate(ModelChoiceDelegate(theme, icons, row_width, self._list))
        self._list.picked.connect(self._on_picked)
        self._list.clicked.connect(self._on_picked)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.XS, Space.S, Space.S)
        column.addWidget(self._list)
        choices.modelReset.connect(self._on_choices_changed)

    @property
    def choice_list(self) -> QListView:
        """The list itself."""
        return self._list

    def open_at(self, global_top_left: QPoint) -> None:
        """Show the popover with the keyboard on the model in use."""
        self._fit()
        self.move(self._inside_screen(global_top_left))
        self.show()
        self._list.setFocus()
        self._list.setCurrentIndex(self._choices.current_index())

    def _inside_screen(self, top_left: QPoint) -> QPoint:
        area = self.screen().availableGeometry()
        return QPoint(
            max(area.left(), min(top_left.x(), area.right() - self.width())),
            max(area.top(), min(top_left.y(), area.bottom() - self.height())),
        )

    @Slot()
    def _on_choices_changed(self) -> None:
        self._fit()
        self._list.setCurrentIndex(self._choices.current_index())

    def _fit(self) -> None:
        rows = sum(self._list.sizeHintForRow(row) for row in range(self._choices.rowCount()))
        self.setFixedHeight(min(rows + Space.XS + Space.S, MAX_HEIGHT))

    @Slot(QModelIndex)
    def _on_picked(self, index: QModelIndex) -> None:
        choice: Choice | None = index.data(ChoiceRole.CHOICE)
        if choice is None or not choice.can_be_picked:
            return
        self.close()
        if choice.model is not None:
            self.model_picked.emit(choice.model.path)
        elif choice.kind is ChoiceKind.ADD_FILE:
            self.add_file_picked.emit()
        else:
            self.open_folder_picked.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Without a compositing window manager the transparent corners would be black.
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), self._radius, self._radius)
        self.setMask(QRegion(outline.toFillPolygon().toPolygon()))

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()


class _ChoiceList(QListView):
    """The pointer and the keyboard move one and the same highlight.

    Signals:
        picked: Enter was pressed on this row.
    """

    picked = Signal(QModelIndex)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName("Models")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.entered.connect(self._on_entered)
        self._restyle()
        theme.changed.connect(self._restyle)

    @Slot(QModelIndex)
    def _on_entered(self, index: QModelIndex) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.setCurrentIndex(index)

    @Slot()
    def _restyle(self) -> None:
        self.setStyleSheet("QListView { background: transparent; outline: none; }" + scroll_bar_style(self._theme))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in PICK_KEYS:
            self.picked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
