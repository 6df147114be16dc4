"""The rows of the model menu: the models on this computer, then the two ways to get more."""

from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from quantchat.core.sizes import file_size_text
from quantchat.gui.painting import one_line
from quantchat.gui.tooltips import plain_tooltip
from quantchat.library.models import LocalModel, ModelSource

HEADING = "On this computer"
NO_MODELS = "No model yet"
IN_USE = "In use"


class ChoiceKind(Enum):
    """What a row is."""

    HEADING = auto()
    NOTE = auto()
    MODEL = auto()
    ADD_FILE = auto()
    OPEN_FOLDER = auto()


class ChoiceRole(IntEnum):
    """What a row holds beside its text."""

    CHOICE = Qt.ItemDataRole.UserRole + 1
    """The `Choice` itself."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: a text, and for a model what can be told about it."""

    kind: ChoiceKind
    text: str
    model: LocalModel | None = None
    is_current: bool = False

    @property
    def can_be_picked(self) -> bool:
        """Whether something happens when it is picked."""
        if self.model is not None:
            return not self.model.problem
        return self.kind in (ChoiceKind.ADD_FILE, ChoiceKind.OPEN_FOLDER)

    @property
    def detail(self) -> str:
        """The second line of a model: its problem, or its size and where it comes from."""
        if self.model is None:
            return ""
        if self.model.problem:
            return self.model.problem
        origin = " · comes with QuantChat" if self.model.source is ModelSource.STARTER else ""
        return f"{file_size_text(self.model.size_bytes)}{origin}"


class ModelChoices(QAbstractListModel):
    """A short list that is built anew whenever the models or the one in use change."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models: tuple[LocalModel, ...] = ()
        self._current: Path | None = None
        self._choices: list[Choice] = []
        self._rebuild()

    def set_models(self, models: tuple[LocalModel, ...]) -> None:
        """Offer these models."""
        self._models = models
        self._rebuild()

    def set_current(self, path: Path | None) -> None:
        """Mark the model that is in use."""
        self._current = path
        self._rebuild()

    def current_index(self) -> QModelIndex:
        """The row of the model in use, else the first that can be picked."""
        pickable = [row for row, choice in enumerate(self._choices) if choice.can_be_picked]
        current = [row for row in pickable if self._choices[row].is_current]
        return self.index((current or pickable)[0])

    def _rebuild(self) -> None:
        models = [
            Choice(ChoiceKind.MODEL, one_line(model.display_name), model, model.path == self._current)
            for model in self._models
        ]
        self.beginResetModel()
        self._choices = [
            Choice(ChoiceKind.HEADING, HEADING),
            *(models or [Choice(ChoiceKind.NOTE, NO_MODELS)]),
            Choice(ChoiceKind.ADD_FILE, "Add a model file…"),
            Choice(ChoiceKind.OPEN_FOLDER, "Open models folder"),
        ]
        self.endResetModel()

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._choices)

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._choices):
            return None
        choice = self._choices[index.row()]
        if role == ChoiceRole.CHOICE:
            return choice
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.text
        if role == Qt.ItemDataRole.ToolTipRole and choice.model is not None:
            return plain_tooltip(f"{choice.model.display_name}, {choice.model.path}")
        if role == Qt.ItemDataRole.AccessibleTextRole and choice.model is not None:
            state = [IN_USE] if choice.is_current else []
            return ", ".join([choice.text, choice.model.quantization, *state, choice.detail])
        return None

    @override
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid() or not self._choices[index.row()].can_be_picked:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
