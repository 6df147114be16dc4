"""All assistants in one window: a list on the left, on the right the one that is chosen, changed in place."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QDialog, QFrame, QHBoxLayout, QListWidget, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.core.assistants import BUILT_IN, PLAIN, Assistant
from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.chat_settings.assistant_editor import AssistantEditor
from quantchat.gui.chat_settings.assistant_names import shown_name
from quantchat.gui.chat_settings.steady_scroll_area import SteadyScrollArea
from quantchat.gui.chat_settings.undo_card import UndoCard
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.scroll_bars import SCROLL_BAR_WIDTH, scroll_bar_style
from quantchat.gui.theme import Radius, Space, TextSize, Theme

WIDTH = 760
HEIGHT = 600
LEAST_WIDTH = 460
LEAST_HEIGHT = 320
LIST_WIDTH = 196
LEAST_LIST_WIDTH = 160


class AssistantsDialog(QDialog):
    """Signals are wishes; what became of them is shown when it is told.

    Signals:
        create_requested: a new assistant is wanted.
        duplicate_requested: a copy of an assistant is wanted (its identifier).
        remove_requested: an assistant shall be deleted, or be again as it came (its identifier).
        assistant_changed: an assistant shall be so (`Assistant`).
        undo_requested: what was deleted last shall come back.
        import_requested: assistants of a file are wanted.
        export_requested: the assistants are wanted in a file.
    """

    create_requested = Signal()
    duplicate_requested = Signal(str)
    remove_requested = Signal(str)
    assistant_changed = Signal(Assistant)
    undo_requested = Signal()
    import_requested = Signal()
    export_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._assistants: tuple[Assistant, ...] = ()
        self.setWindowTitle(self.tr("Assistants"))
        self.setModal(False)
        self.editor = AssistantEditor(theme, icons)
        self.editor.assistant_changed.connect(self.assistant_changed)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Assistants"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.currentRowChanged.connect(self._on_row_changed)
        self._new = Button(theme, icons, self.tr("New"), icon=IconName.ADD, kind=ButtonKind.OUTLINED)
        self._new.setAccessibleName(self.tr("New assistant"))
        self._new.clicked.connect(self._on_new_clicked)
        self._copy = Button(theme, icons, self.tr("Duplicate"), icon=IconName.COPY, icon_only=True)
        self._copy.clicked.connect(self._on_copy_clicked)
        self._remove = Button(theme, icons, self.tr("Delete"), icon=IconName.DELETE, icon_only=True)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._told = UndoCard(theme, icons)
        self._told.undo_requested.connect(self.undo_requested)
        self._import = Button(theme, icons, self.tr("Import…"), kind=ButtonKind.OUTLINED)
        self._import.clicked.connect(self.import_requested)
        self._export = Button(theme, icons, self.tr("Export…"), kind=ButtonKind.OUTLINED)
        self._export.clicked.connect(self._on_export_clicked)
        self._close = Button(theme, icons, self.tr("Close"), kind=ButtonKind.OUTLINED)
        self._close.clicked.connect(self.close)
        self._lay_out()
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def shown_names(self) -> tuple[str, ...]:
        """The list, from top to bottom."""
        return tuple(self._list.item(row).text() for row in range(self._list.count()))

    @property
    def current(self) -> Assistant:
        """The assistant that is shown on the right."""
        row = self._list.currentRow()
        return self._assistants[row] if 0 <= row < len(self._assistants) else PLAIN

    @property
    def told(self) -> str:
        """What is told at the foot; empty if nothing is."""
        return self._told.sentence

    def open_at(self, assistant_id: str) -> None:
        """Show the window with one of the assistants."""
        room = self.screen().availableSize()
        self.resize(QSize(min(WIDTH, room.width() - Space.XXL), min(HEIGHT, room.height() - 2 * Space.XXL)))
        self.tell("")
        self.show()
        self.raise_()
        self.activateWindow()
        self.choose(assistant_id)
        self._list.setFocus()

    def show_assistants(self, assistants: Sequence[Assistant]) -> None:
        """Show these assistants; the one that is chosen stays chosen, or its neighbour where it is gone."""
        was, row = self.current.id, max(self._list.currentRow(), 0)
        self._assistants = tuple(assistants)
        self._list.blockSignals(True)
        self._list.clear()
        self._list.addItems([shown_name(each) for each in self._assistants])
        ids = [each.id for each in self._assistants]
        self._list.setCurrentRow(ids.index(was) if was in ids else min(row, len(ids) - 1))
        self._list.blockSignals(False)
        self._show_current()

    def choose(self, assistant_id: str) -> None:
        """Show one of the assistants on the right."""
        row = next((row for row, each in enumerate(self._assistants) if each.id == assistant_id), 0)
        self._list.setCurrentRow(row)

    def begin_naming(self, assistant_id: str) -> None:
        """Show a new assistant with the keyboard in its name."""
        self.choose(assistant_id)
        self.editor.name_field.setFocus()
        self.editor.name_field.selectAll()

    def tell(self, sentence: str, *, can_undo: bool = False, is_problem: bool = False) -> None:
        """Say what became of a wish; nothing for an empty sentence."""
        self._told.tell(sentence, can_undo=can_undo, is_problem=is_problem)

    @Slot()
    def flush(self) -> None:
        """Tell what was typed until now."""
        self.editor.flush()

    def _show_current(self) -> None:
        current = self.current
        beside = [name for each in self._assistants if each.id != current.id for name in {each.name, shown_name(each)}]
        self.editor.show_assistant(current, beside)
        as_it_came = next((each for each in BUILT_IN if each.id == current.id), None)
        self._remove.setEnabled(current != as_it_came)
        if as_it_came is None:
            self._remove.set_icon(IconName.DELETE)
            self._remove.set_label(self.tr("Delete"))
        else:
            self._remove.set_icon(IconName.UNDO)
            self._remove.set_label(self.tr("Make it again as it came with QuantChat"))

    @Slot(int)
    def _on_row_changed(self, row: int) -> None:
        if row >= 0:
            self.editor.flush()
            self._show_current()

    @Slot()
    def _on_new_clicked(self) -> None:
        self.flush()
        self.create_requested.emit()

    @Slot()
    def _on_copy_clicked(self) -> None:
        self.flush()
        self.duplicate_requested.emit(self.current.id)

    @Slot()
    def _on_remove_clicked(self) -> None:
        self.flush()
        self.remove_requested.emit(self.current.id)

    @Slot()
    def _on_export_clicked(self) -> None:
        self.flush()
        self.export_requested.emit()

    def _list_side(self) -> QWidget:
        acts = QHBoxLayout()
        acts.setSpacing(Space.XS)
        acts.addWidget(self._new, 1)
        acts.addWidget(self._copy)
        acts.addWidget(self._remove)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(acts)
        column.addWidget(self._list, 1)
        self._new.setMinimumWidth(self._new.sizeHint().width())  # a word that is cut there says nothing
        least = max(LEAST_LIST_WIDTH, acts.minimumSize().width())
        side.setMinimumWidth(least)
        side.setMaximumWidth(max(LIST_WIDTH, least))
        return side

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, Space.XL - SCROLL_BAR_WIDTH, 0)
        column.addWidget(self.editor)
        scroll = SteadyScrollArea(self._theme, inside)
        middle = QHBoxLayout()
        middle.setContentsMargins(Space.XL, 0, 0, 0)
        middle.setSpacing(Space.L)
        middle.addWidget(self._list_side(), 2)
        middle.addWidget(scroll, 5)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.XL, 0, Space.XL, 0)
        foot.setSpacing(Space.S)
        foot.addWidget(self._import)
        foot.addWidget(self._export)
        foot.addStretch(1)
        foot.addWidget(self._close)
        told = QVBoxLayout()
        told.setContentsMargins(Space.XL, 0, Space.XL, 0)
        told.addWidget(self._told)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, Space.L, 0, Space.L)
        whole.setSpacing(Space.M)
        whole.addLayout(middle, 1)
        whole.addLayout(told)
        whole.addLayout(foot)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)

    @Slot()
    def _restyle(self) -> None:
        colours = self._theme.colours
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(colours.background))
        self.setPalette(palette)
        self._list.setFont(Theme.font(TextSize.INTERFACE))
        self._list.setStyleSheet(
            f"QListWidget {{ background: transparent; color: {colours.text}; border: none; outline: none; }}"
            f"QListWidget::item {{ min-height: {SMALL_BUTTON_HEIGHT + 2}px; padding: 0 {int(Space.S)}px;"
            f" border: 2px solid transparent; border-radius: {int(Radius.CONTROL)}px; }}"
            f"QListWidget::item:selected {{ background: {colours.selected}; color: {colours.text}; }}"
            f"QListWidget::item:focus {{ border: 2px solid {colours.accent}; }}" + scroll_bar_style(self._theme)
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self._list.hasFocus() and self._remove.isEnabled():
            self._on_remove_clicked()
        elif event.key() == Qt.Key.Key_F2:
            self.editor.name_field.setFocus()
            self.editor.name_field.selectAll()
        else:
            super().keyPressEvent(event)
