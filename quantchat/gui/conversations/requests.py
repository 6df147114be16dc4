"""What the person asks for in the list of conversations, told upward as values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RenameRequest:
    """A conversation shall be called `title`; never empty."""

    conversation_id: int
    title: str


@dataclass(frozen=True, slots=True)
class PinRequest:
    """A conversation shall stand above the others, or no longer."""

    conversation_id: int
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class MoveRequest:
    """A conversation shall be in a folder; None for in none."""

    conversation_id: int
    folder_id: int | None


@dataclass(frozen=True, slots=True)
class FolderRenameRequest:
    """A folder shall be called `name`; never empty."""

    folder_id: int
    name: str


@dataclass(frozen=True, slots=True)
class FolderStepRequest:
    """A folder shall stand further up (negative) or down among the folders, by so many places."""

    folder_id: int
    steps: int
