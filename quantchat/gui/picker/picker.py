"""The picker: a popover below the model button, models on the left, one of them on the right."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.advice.shelf_values import ModelCard
from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.flow_layout import FlowLayout
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.picker.card_list import CardList, Entry, EntryRole
from quantchat.gui.picker.card_view import CardView
from quantchat.gui.picker.hub_page import HubPage
from quantchat.gui.picker.letters_page import LettersPage
from quantchat.gui.picker.places_page import PlacesPage
from quantchat.gui.picker.search_field import SearchField
from quantchat.gui.picker.sheet_view import SheetView
from quantchat.gui.popover import Popover
from quantchat.gui.rule import Rule
from quantchat.gui.scroll_bars import SCROLL_BAR_WIDTH
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP

WIDTH = 1064
HEIGHT = 680
LIST_WIDTH = 364
NARROW_LIST_WIDTH = 300
LEAST_WIDTH = 760
"""Narrower, the sheet would lie on the list; on a smaller screen a part stands out of it."""

LEAST_HEIGHT = 600
LEAST_SCREEN_HEIGHT = 460

NO_MODELS = QT_TRANSLATE_NOOP("Picker", "Looking for models on this computer…")


class Picker(Popover):
    """Closes when a model is taken, on Esc and on a click elsewhere.

    Signals:
        card_chosen: this model is looked at (`ModelCard`).
        add_file_requested: a model file shall be added.
        opened: the picker is shown.
        closed: it is gone.
    """

    card_chosen = Signal(ModelCard)
    add_file_requested = Signal()
    opened = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setAccessibleName(self.tr("Choose a model"))
        self._cards = CardList(self)
        self._wanted_key = ""
        self._shown_key = ""
        self._is_untouched = True
        self._search = SearchField(theme, icons)
        row_width = NARROW_LIST_WIDTH - 2 * Space.S - SCROLL_BAR_WIDTH
        self._list = CardView(theme, icons, self._cards, row_width)
        self._sheet = SheetView(theme, icons)
        self._letters = LettersPage(theme, icons)
        self._hub = HubPage(theme, icons)
        self._places = PlacesPage(theme, icons)
        self._nothing = ThemedLabel(
            theme, lambda colours: colours.text_second, TextSize.INTERFACE, text=self.tr(NO_MODELS)
        )
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        for page in (self._nothing, self._sheet, self._letters, self._hub, self._places):
            self._pages.addWidget(page)
        self._add_file = _foot_button(theme, icons, self.tr("Add a file…"), IconName.ADD_FILE)
        self._add_from_hub = _foot_button(theme, icons, self.tr("Hugging Face…"), IconName.DOWNLOAD)
        self._folders = _foot_button(theme, icons, self.tr("Folders"), IconName.OPEN_FOLDER)
        self._side = QWidget()
        self._lay_out(theme)
        self._connect()

    @property
    def cards(self) -> CardList:
        """The models in the list."""
        return self._cards

    @property
    def card_list(self) -> CardView:
        """The list itself."""
        return self._list

    @property
    def search_field(self) -> SearchField:
        """Where models are searched."""
        return self._search

    @property
    def sheet(self) -> SheetView:
        """The model that is looked at."""
        return self._sheet

    @property
    def letters(self) -> LettersPage:
        """The page that explains the types."""
        return self._letters

    @property
    def page(self) -> QWidget | None:
        """What is shown on the right."""
        return self._pages.currentWidget()

    @property
    def hub_page(self) -> HubPage:
        """Where a repository is named."""
        return self._hub

    @property
    def places_page(self) -> PlacesPage:
        """Where folders and the access token are set."""
        return self._places

    def show_page(self, page: QWidget) -> None:
        """Show a page on the right."""
        self._pages.setCurrentWidget(page)

    @Slot()
    def show_hub(self) -> None:
        """Ask for a repository."""
        self._pages.setCurrentWidget(self._hub)
        self._hub.focus()

    @Slot()
    def show_places(self) -> None:
        """Show folders and the access token."""
        self._pages.setCurrentWidget(self._places)
        self._places.focus()

    def open_at(self, global_top_left: QPoint, room: QWidget, key: str) -> None:
        """Show the picker with a card chosen: inside a window that is large enough, else as the screen allows."""
        screen = room.screen().availableGeometry()
        width = max(LEAST_WIDTH, min(WIDTH, screen.width()))
        below = room.mapToGlobal(QPoint(0, room.height())).y() - global_top_left.y() - Space.S
        height = max(LEAST_SCREEN_HEIGHT, min(HEIGHT, max(below, LEAST_HEIGHT), screen.height()))
        self._side.setFixedWidth(LIST_WIDTH if width >= WIDTH else NARROW_LIST_WIDTH)
        self.setFixedSize(width, height)
        rightmost = room.mapToGlobal(QPoint(room.width() - width - Space.S, 0)).x()
        self.move(self._inside_screen(QPoint(min(global_top_left.x(), rightmost), global_top_left.y())))
        self._search.clear()
        self._wanted_key = key
        self._shown_key = ""
        self._is_untouched = True
        if self.page is not self._nothing:
            self._pages.setCurrentWidget(self._sheet)
        self.show()
        self._search.setFocus()
        self.opened.emit()
        self.choose(key)

    def put_card(self, *cards: ModelCard) -> None:
        """Show cards in the list; the chosen one stays chosen."""
        self._cards.put(*cards)

    def prefer(self, key: str) -> None:
        """Choose a card unless the person has begun to look at others."""
        if self.isVisible() and self._is_untouched and key and key != self._shown_key:
            self.choose(key)

    def take(self, key: str) -> None:
        """Choose a card that the person asked for, whatever is searched for; it stays chosen."""
        self._is_untouched = False
        if not self._cards.index_of(key).isValid():
            self._search.clear()
        self.choose(key)
        self._pages.setCurrentWidget(self._sheet)
        self._search.setFocus()

    def choose(self, key: str) -> None:
        """Choose a card; one that is not there leaves the first one chosen."""
        index = self._cards.index_of(key)
        if not index.isValid():
            index = self._cards.first_index()
        self._list.setCurrentIndex(index)
        self._list.scrollTo(index)

    def _inside_screen(self, top_left: QPoint) -> QPoint:
        area = self.screen().availableGeometry()
        return QPoint(
            max(area.left(), min(top_left.x(), area.right() + 1 - self.width())),
            max(area.top(), min(top_left.y(), area.bottom() + 1 - self.height())),
        )

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        entry: Entry | None = current.data(EntryRole.ENTRY)
        if entry is None or entry.card is None or entry.card.key == self._shown_key or not self.isVisible():
            return
        self._shown_key = entry.card.key
        self._pages.setCurrentWidget(self._sheet)
        self.card_chosen.emit(entry.card)

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._is_untouched = self._is_untouched and not text
        self._cards.search(text)

    @Slot()
    def _on_reset(self) -> None:
        """Other rows: what was chosen is chosen again, if it is still there."""
        if not self.isVisible():
            return
        index = self._cards.index_of(self._shown_key or self._wanted_key)
        self._list.setCurrentIndex(index if index.isValid() else self._cards.first_index())

    @Slot()
    def _on_touched(self) -> None:
        self._is_untouched = False

    @Slot()
    def _on_entered(self) -> None:
        """Enter takes what is here and what the list stands on; the rest asks for a second key."""
        entry: Entry | None = self._list.currentIndex().data(EntryRole.ENTRY)
        card = self._sheet.card
        is_shown = entry is not None and entry.card is not None and card is not None and entry.card.key == card.key
        if is_shown and self.page is self._sheet:
            self._sheet.enter()

    @Slot()
    def _on_list_clicked(self) -> None:
        """A click on the model that is chosen already leads back from another page."""
        if self._sheet.card is not None:
            self._pages.setCurrentWidget(self._sheet)

    @Slot()
    def _on_page_closed(self) -> None:
        self._pages.setCurrentWidget(self._sheet if self._sheet.card is not None else self._nothing)
        self._search.setFocus()

    def _connect(self) -> None:
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)
        self._cards.modelReset.connect(self._on_reset)
        self._list.touched.connect(self._on_touched)
        self._search.textChanged.connect(self._on_text_changed)
        self._search.move_requested.connect(self._list.move_by)
        self._search.entered_key_pressed.connect(self._on_entered)
        self._list.entered_key_pressed.connect(self._on_entered)
        self._list.clicked.connect(self._on_list_clicked)
        self._letters.closed.connect(self._on_page_closed)
        self._add_file.clicked.connect(self.add_file_requested)
        self._add_from_hub.clicked.connect(self.show_hub)
        self._folders.clicked.connect(self.show_places)
        for page in (self._hub, self._places):
            page.closed.connect(self._on_page_closed)

    def _lay_out(self, theme: Theme) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(Space.S, Space.M, Space.S, Space.S)
        left.setSpacing(Space.XS)
        search = QHBoxLayout()
        search.setContentsMargins(Space.XS, 0, Space.XS, 0)
        search.addWidget(self._search)
        left.addLayout(search)
        left.addWidget(self._list, 1)
        foot = FlowLayout(0, 0)
        for button in (self._add_file, self._add_from_hub, self._folders):
            foot.addWidget(button)
        left.addLayout(foot)
        self._side.setLayout(left)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        row.addWidget(self._side)
        row.addWidget(Rule(theme, Qt.Orientation.Vertical))
        row.addWidget(self._pages, 1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.page not in (self._sheet, self._nothing):
            self._on_page_closed()
        else:
            super().keyPressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()


def _foot_button(theme: Theme, icons: Icons, label: str, icon: IconName) -> Button:
    button = Button(theme, icons, label, icon=icon, kind=ButtonKind.FAINT, height=SMALL_BUTTON_HEIGHT)
    button.setFont(Theme.font(TextSize.HINT))
    return button
