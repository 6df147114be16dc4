"""Which file to write or to read: the question, and the system's own dialog that puts it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that can be chosen.

    Attributes:
        words: what it is called.
        suffixes: what names of such files end with, without the dot; "*" for any.
    """

    words: str
    suffixes: tuple[str, ...]

    @property
    def filter(self) -> str:
        """As Qt writes it."""
        patterns = " ".join("*" if suffix == "*" else f"*.{suffix}" for suffix in self.suffixes)
        return f"{self.words} ({patterns})"


@dataclass(frozen=True, slots=True)
class FileQuestion:
    """What is asked.

    Attributes:
        title: of the dialog.
        place: the file that is suggested, or the folder to begin in.
        kinds: what can be chosen, the usual one first.
        is_new: whether the file is to be written.
    """

    title: str
    place: Path
    kinds: tuple[FileKind, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """What was answered.

    Attributes:
        path: the file; where it is to be written and is there, the person agreed that it is replaced.
        kind: the one that was set when it was chosen.
    """

    path: Path
    kind: FileKind


ChooseFile = Callable[[FileQuestion], ChosenFile | None]
"""Puts a question; None if the person would rather not."""


def ask_in_dialog(window: QWidget) -> ChooseFile:
    """Questions put in the system's dialog before a window."""

    def choose_file(question: FileQuestion) -> ChosenFile | None:
        dialog = QFileDialog(window, question.title)
        try:
            return _answer(dialog, question)
        finally:
            dialog.deleteLater()

    return choose_file


def _answer(dialog: QFileDialog, question: FileQuestion) -> ChosenFile | None:
    kinds = {kind.filter: kind for kind in question.kinds}
    dialog.setNameFilters(list(kinds))
    if question.is_new:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(question.kinds[0].suffixes[0])
        # The dialog must know the whole name before it asks whether a file that is there may be replaced.
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(kinds[chosen].suffixes[0]))
        dialog.setDirectory(str(question.place.parent))
        dialog.selectFile(question.place.name)
    else:
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setDirectory(str(question.place))
    if not dialog.exec() or not dialog.selectedFiles():
        return None
    kind = kinds.get(dialog.selectedNameFilter(), question.kinds[0])
    return ChosenFile(Path(dialog.selectedFiles()[0]), kind)
