"""The rows of the picker's list: models in three groups, found by what is typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from quantchat.advice.shelf_values import ModelCard, ShelfGroup
from quantchat.core.assessment import Verdict
from quantchat.core.sizes import file_size_text
from quantchat.gui.painting import one_line
from quantchat.gui.picker.verdicts import long_words, speed_words
from quantchat.gui.tooltips import plain_tooltip
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.gui.wordings import number_text, translated
from quantchat.library.models import ModelSource

GROUP_NAMES: Mapping[ShelfGroup, str] = MappingProxyType(
    {
        ShelfGroup.HERE: QT_TRANSLATE_NOOP("card_list", "On this computer"),
        ShelfGroup.RECOMMENDED: QT_TRANSLATE_NOOP("card_list", "Recommended for this computer"),
        ShelfGroup.MORE: QT_TRANSLATE_NOOP("card_list", "More"),
    }
)
IN_USE = QT_TRANSLATE_NOOP("card_list", "In use")
JUDGING = QT_TRANSLATE_NOOP("card_list", "Working out how it would run here…")
NAMELESS = QT_TRANSLATE_NOOP("card_list", "A model without a name")
NOTHING_FOUND = QT_TRANSLATE_NOOP(
    "card_list", "No model is called so. Try fewer letters, or add one from Hugging Face."
)


class EntryRole(IntEnum):
    """What a row holds beside its text."""

    ENTRY = Qt.ItemDataRole.UserRole + 1
    """The `Entry` itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a model, the name of a group, or a remark where nothing was found."""

    text: str
    card: ModelCard | None = None
    is_in_use: bool = False
    is_heading: bool = False


def shown_name(card: ModelCard) -> str:
    """What a model is called in one line; one whose file gives it no name is called like the file."""
    file_name = card.files[0].path.name if card.files else ""
    return (
        one_line(translated(card.name)).strip()
        or one_line(file_name).strip()
        or QCoreApplication.translate("card_list", NAMELESS)
    )


def parameters_text(parameters: int) -> str:
    """How large a model is: "8.0B", "135M"; empty where it is not known."""
    if not parameters:
        return ""
    if parameters >= 999_500_000:
        return f"{number_text(parameters / 1e9, '.1f')}B"
    return f"{round(parameters / 1e6)}M"


def about_text(card: ModelCard) -> str:
    """Size and use of a model in a line: "8.0B · general chat, 8 languages"."""
    size = parameters_text(card.parameters)
    if card.active_parameters and card.active_parameters < card.parameters:
        size = QCoreApplication.translate("card_list", "{size}, {active} at a time").format(
            size=size, active=parameters_text(card.active_parameters)
        )
    origin = ""
    if card.files:
        model = card.files[0]
        origin = (
            QCoreApplication.translate("card_list", "comes with QuantChat")
            if model.source is ModelSource.STARTER
            else origin_text(card)
        )
    return " · ".join(filter(None, (size, one_line(translated(card.strengths)).removesuffix("."), origin)))


def origin_text(card: ModelCard) -> str:
    """Which other program a model on this computer belongs to; empty for our own."""
    owners = sorted({model.owner for model in card.files if model.owner})
    return QCoreApplication.translate("card_list", "found in {owners}").format(owners=_listed(owners)) if owners else ""


def place_text(card: ModelCard) -> str:
    """Where a model's own files lie: "in ~/models"; empty for one that is not here or comes along."""
    places = dict.fromkeys(one_line(file.place) for file in card.files if file.source is not ModelSource.STARTER)
    return QCoreApplication.translate("card_list", "in {places}").format(places=_listed(places)) if places else ""


def fate_text(card: ModelCard) -> str:
    """Speed and size of the recommended type, or the problem; without the verdict's word."""
    if card.problem:
        return one_line(translated(card.problem))
    if card.verdict is None:
        return QCoreApplication.translate("card_list", JUDGING)
    speed = speed_words(card.speed) if card.speed and card.verdict is not Verdict.IMPOSSIBLE else ""
    size = translated(file_size_text(card.size_bytes)) if card.size_bytes else ""
    return " · ".join(filter(None, (speed, size)))


class CardList(QAbstractListModel):
    """All cards in their groups, without groups that are empty; typed words must all occur in a card's texts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cards: dict[str, ModelCard] = {}
        self._order: list[str] = []
        self._words: tuple[str, ...] = ()
        self._in_use = ""
        self._entries: list[Entry] = []

    @property
    def cards(self) -> tuple[ModelCard, ...]:
        """All cards, found or not."""
        return tuple(self._cards[key] for key in self._order)

    def put(self, *cards: ModelCard) -> None:
        """Show cards, each in place of the one with the same key."""
        is_elsewhere = False
        for card in cards:
            old = self._cards.get(card.key)
            self._cards[card.key] = card
            if old is None:
                self._order.append(card.key)
            is_elsewhere = is_elsewhere or old is None or (old.group, old.name) != (card.group, card.name)
        if is_elsewhere:
            self._rebuild()
            return
        changed = {card.key for card in cards}
        for row, entry in enumerate(self._entries):
            if entry.card is not None and entry.card.key in changed:
                self._entries[row] = self._entry(self._cards[entry.card.key])
                self.dataChanged.emit(self.index(row), self.index(row))

    def keep_only(self, keys: Iterable[str]) -> None:
        """Take out all other cards."""
        kept = set(keys)
        if kept >= self._cards.keys():
            return
        self._cards = {key: card for key, card in self._cards.items() if key in kept}
        self._order = [key for key in self._order if key in kept]
        self._rebuild()

    def search(self, text: str) -> None:
        """Show only what these words occur in."""
        self._words = tuple(text.casefold().split())
        self._rebuild()

    def set_in_use(self, key: str) -> None:
        """Mark the card of the model in use; empty for none."""
        if key == self._in_use:
            return
        self._in_use = key
        for row, entry in enumerate(self._entries):
            if entry.card is not None:
                self._entries[row] = self._entry(entry.card)
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))

    def find(self, key: str) -> ModelCard | None:
        """The card with a key."""
        return self._cards.get(key)

    def index_of(self, key: str) -> QModelIndex:
        """The row of a card; invalid where it is not shown."""
        rows = (row for row, entry in enumerate(self._entries) if entry.card is not None and entry.card.key == key)
        row = next(rows, None)
        return QModelIndex() if row is None else self.index(row)

    def first_index(self) -> QModelIndex:
        """The first card that is shown; invalid if none is."""
        rows = (row for row, entry in enumerate(self._entries) if entry.card is not None)
        row = next(rows, None)
        return QModelIndex() if row is None else self.index(row)

    def _entry(self, card: ModelCard) -> Entry:
        return Entry(shown_name(card), card, card.key == self._in_use)

    def _rebuild(self) -> None:
        self.beginResetModel()
        found = [card for card in self.cards if all(word in _searched(card) for word in self._words)]
        entries: list[Entry] = []
        for group, name in GROUP_NAMES.items():
            of_group = sorted((card for card in found if card.group is group), key=lambda card: bool(card.problem))
            members = [self._entry(card) for card in of_group]  # what cannot be used comes last
            if members:
                entries += [Entry(QCoreApplication.translate("card_list", name), is_heading=True), *members]
        remark = Entry(QCoreApplication.translate("card_list", NOTHING_FOUND))
        self._entries = entries or ([remark] if self._cards else [])
        self.endResetModel()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == EntryRole.ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.ToolTipRole and entry.card is not None:
            told = (entry.text, translated(entry.card.strengths), translated(entry.card.problem))
            return plain_tooltip(". ".join(filter(None, told)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(entry)
        return None

    @override
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid() or self._entries[index.row()].card is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def _listed(names: Iterable[str]) -> str:
    return QCoreApplication.translate("card_list", " and ").join(names)


def _searched(card: ModelCard) -> str:
    parts = [translated(card.name), translated(card.strengths), *card.quantizations]
    parts += [model.quantization for model in card.files]
    if card.entry is not None:
        parts += [card.entry.id, card.entry.family, *card.entry.languages, card.entry.licence]
    return " ".join(parts).casefold()


def _spoken(entry: Entry) -> str:
    card = entry.card
    if card is None:
        return entry.text
    verdict = long_words(card.verdict) if card.verdict and not card.problem else ""
    recommended = (
        QCoreApplication.translate("card_list", "{recommended} recommended").format(recommended=card.recommended)
        if card.recommended
        else ""
    )
    in_use = QCoreApplication.translate("card_list", IN_USE) if entry.is_in_use else ""
    return ", ".join(filter(None, (entry.text, in_use, about_text(card), recommended, verdict, fate_text(card))))
