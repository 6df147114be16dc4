"""The assistants: those that come with the program and the person's own; what is done with them is on disk at once."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from quantchat.core.assistants import BUILT_IN, PLAIN, Assistant, check_name, check_prompt, free_name
from quantchat.errors import KnownError
from quantchat.store.assistants_file import AssistantsFile, read_assistants, write_assistants

_BUILT_IN_IDS = frozenset(assistant.id for assistant in BUILT_IN)


@dataclass(frozen=True, slots=True)
class Removal:
    """An assistant that was taken away, or went back to how it came, and can be put back.

    Attributes:
        assistant: as it was.
        position: its place in the list of what is kept.
    """

    assistant: Assistant
    position: int

    @property
    def is_reset(self) -> bool:
        """Whether it still is in the list, as it came with the program."""
        return self.assistant.id in _BUILT_IN_IDS


class AssistantsController(QObject):
    """Acts on assistants and tells what came of it.

    Signals:
        changed: the list is new (tuple of `Assistant`).
        removed: one was deleted, or reset to how it came, and can be put back (`Removal`).
        imported: so many were taken from a file.
        failed: something the person asked for did not work (`KnownError`).
    """

    changed = Signal(tuple)
    removed = Signal(Removal)
    imported = Signal(int)
    failed = Signal(KnownError)

    def __init__(self, file: AssistantsFile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file

    @property
    def assistants(self) -> tuple[Assistant, ...]:
        """All of them: those that come with the program first, changed or not, then the person's own."""
        kept = {assistant.id: assistant for assistant in self._file.own}
        built_in = tuple(kept.get(assistant.id, assistant) for assistant in BUILT_IN)
        return (*built_in, *(assistant for assistant in self._file.own if assistant.id not in _BUILT_IN_IDS))

    def assistant(self, assistant_id: str) -> Assistant:
        """The assistant with an identifier; Plain where there is none (any more)."""
        return next((assistant for assistant in self.assistants if assistant.id == assistant_id), PLAIN)

    def names_beside(self, assistant_id: str) -> tuple[str, ...]:
        """What the others are called."""
        return tuple(assistant.name for assistant in self.assistants if assistant.id != assistant_id)

    def create(self, assistant: Assistant) -> Assistant | None:
        """Add an assistant under an identifier of its own and, where its name is taken, a number behind it.

        Returns:
            What was added; None if it was refused.
        """
        name = free_name(assistant.name, self.names_beside(""))
        created = replace(assistant, id=uuid.uuid4().hex, name=name)
        return created if self._save((*self._file.own, created), created) else None

    @Slot(Assistant)
    def change(self, assistant: Assistant) -> bool:
        """Keep an assistant as it is now; tell whether it is kept."""
        if assistant.id == PLAIN.id or self.assistant(assistant.id) == assistant:
            return False
        assistant = replace(assistant, name=assistant.name.strip())
        own = self._file.own
        if any(kept.id == assistant.id for kept in own):
            changed = tuple(assistant if kept.id == assistant.id else kept for kept in own)
        else:
            changed = (*own, assistant)
        return self._save(changed, assistant)

    @Slot(str)
    def duplicate(self, assistant_id: str) -> Assistant | None:
        """Add a copy of an assistant; None if it was refused."""
        return self.create(self.assistant(assistant_id))

    @Slot(str)
    def remove(self, assistant_id: str) -> None:
        """Delete an own assistant; one that comes with the program becomes again what it was."""
        own = self._file.own
        position = next((place for place, kept in enumerate(own) if kept.id == assistant_id), None)
        if position is not None and self._save((*own[:position], *own[position + 1 :])):
            self.removed.emit(Removal(own[position], position))

    @Slot(Removal)
    def put_back(self, removal: Removal) -> None:
        """Undo a removal; a name that was given to another one meanwhile gets a number."""
        own = self._file.own
        if any(kept.id == removal.assistant.id for kept in own):
            return  # it was changed again after it had been reset, which counts
        name = free_name(removal.assistant.name, self.names_beside(removal.assistant.id))
        again = replace(removal.assistant, name=name)
        self._save((*own[: removal.position], again, *own[removal.position :]))

    @Slot(Path)
    def import_file(self, path: Path) -> None:
        """Take in assistants from a file; those that are here already are passed over."""
        read: list[Assistant] = []
        if self._tried(lambda: read.extend(read_assistants(path))):
            new = self._new_ones(read)
            if not new or self._save((*self._file.own, *new)):
                self.imported.emit(len(new))

    @Slot(Path)
    def export_file(self, path: Path) -> bool:
        """Write all assistants but Plain to a file; tell whether it is there."""
        told = [assistant for assistant in self.assistants if assistant.id != PLAIN.id]
        return self._tried(lambda: write_assistants(path, told))

    def _new_ones(self, read: Sequence[Assistant]) -> tuple[Assistant, ...]:
        here = {_content(assistant) for assistant in self.assistants}
        names = list(self.names_beside(""))
        new = []
        for assistant in read:
            if _content(assistant) in here:
                continue
            named = replace(assistant, id=uuid.uuid4().hex, name=free_name(assistant.name, names))
            names.append(named.name)
            new.append(named)
        return tuple(new)

    def _save(self, own: Sequence[Assistant], changed: Assistant | None = None) -> bool:
        def save() -> None:
            if changed is not None:
                check_name(changed.name, self.names_beside(changed.id))
                check_prompt(changed.system_prompt)
            self._file.save(own)

        if not self._tried(save):
            return False
        self.changed.emit(self.assistants)
        return True

    def _tried(self, action: Callable[[], object]) -> bool:
        try:
            action()
        except KnownError as error:
            self.failed.emit(error)
            return False
        return True


def _content(assistant: Assistant) -> Assistant:
    """What makes two assistants the same, whatever they are called inside."""
    return replace(assistant, id="")
