"""Removing a model of the person's own: to the trash, or forever once they said so.

A model that is in use can be removed as well: the engine holds its files open, and on Linux and macOS they live on for
it until it lets go. Files that came with the program or that another program keeps are never touched.
"""

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from quantchat.core.plain_text import plain_text
from quantchat.core.sizes import file_size_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.model_file import part_paths, size_on_disk_bytes
from quantchat.library.models import LocalModel, ModelSource
from quantchat.library.trash import TrashedFile, TrashUnusableError, move_to_trash


@dataclass(frozen=True, slots=True)
class RemovalQuestion:
    """What a person is asked before a model is removed.

    Attributes:
        question: such as "Remove Tiny Llama (Q4_0)?".
        consequence: what happens to which files, with their size.
        size_bytes: of all files that are removed.
    """

    question: str
    consequence: str
    size_bytes: int


def removal_question(model: LocalModel, *, forever: bool = False) -> RemovalQuestion:
    """What to ask before `remove`, or before `delete_forever`.

    Raises:
        KnownError: the model is not the person's to remove, or is already gone.
    """
    parts = _removable_parts(model)
    name = f"{model.display_name} ({model.quantization})" if model.quantization else model.display_name
    size_bytes = size_on_disk_bytes(model.path)
    return RemovalQuestion(
        question=f"Delete {name} forever?" if forever else f"Remove {name}?",
        consequence=_consequence(parts, size_bytes, forever=forever),
        size_bytes=size_bytes,
    )


def remove(model: LocalModel) -> None:
    """Move all files of a model to the trash. If one of them cannot be moved, those before it are put back.

    Raises:
        TrashUnusableError: there is no trash for it; everything is as it was, and `delete_forever` is left.
        KnownError: the model is not the person's to remove, is gone, or lies where nothing may be removed.
    """
    parts = _removable_parts(model)
    trashed: list[TrashedFile] = []
    for part in parts:
        try:
            trashed.append(move_to_trash(part))
        except (OSError, TrashUnusableError) as error:
            _put_back(trashed, len(parts), error)
            raise _told(error) from error


def delete_forever(model: LocalModel) -> None:
    """Delete all files of a model; nothing brings them back.

    Raises:
        KnownError: the model is not the person's to remove, is gone, is not the one that was listed any more, or lies
            where nothing may be removed.
    """
    parts = _removable_parts(model)
    if size_on_disk_bytes(model.path) != model.size_bytes:
        raise KnownError(
            ErrorKind.OTHER,
            f"{model.display_name} has changed since it was listed, so it was not deleted.",
            "Look at the list once more.",
        )
    for number, part in enumerate(parts):
        try:
            part.unlink()
        except OSError as error:
            raise _left_incomplete(number, len(parts), "deleted") if number else _told(error) from error


def _removable_parts(model: LocalModel) -> tuple[Path, ...]:
    """Files of the model that are there, links as such."""
    if model.source is ModelSource.STARTER:
        raise KnownError(
            ErrorKind.OTHER, f"{model.display_name} is part of QuantChat and goes only when QuantChat is removed."
        )
    if not model.can_be_removed:
        owner = model.owner or "another program"
        raise KnownError(
            ErrorKind.OTHER,
            f"{model.display_name} belongs to {owner}; QuantChat only uses it and does not remove it.",
            f"Remove it in {owner}.",
        )
    parts = tuple(part for part in part_paths(model.path) if os.path.lexists(part))
    if not parts:
        raise _gone()
    return parts


def _consequence(parts: Sequence[Path], size_bytes: int, *, forever: bool) -> str:
    size = file_size_text(size_bytes)
    many = len(parts) > 1
    goes = ("are" if many else "is") + " deleted" if forever else ("go" if many else "goes") + " to the trash"
    if any(part.is_symlink() for part in parts):
        if not size_bytes:
            return f"{'Links' if many else 'A link'} that {'lead' if many else 'leads'} nowhere {goes}."
        links = f"Only {len(parts)} links to its files" if many else "Only a link to its file"
        return f"{links} {goes}; {'they' if many else 'the file'} ({size}) stay{'' if many else 's'} where it leads."
    files = f"Its {len(parts)} files" if many else f"Its file “{plain_text(parts[0].name, max_chars=255)}”"
    if forever:
        return f"{files} ({size}) {goes} at once. This cannot be undone."
    return f"{files} ({size}) {goes}. The space is free once the trash is emptied."


def _put_back(trashed: Sequence[TrashedFile], count: int, cause: OSError | KnownError) -> None:
    """Undo the first half of a removal; where even that fails, say what is where."""
    for file in reversed(trashed):
        try:
            file.put_back()
        except OSError:
            raise _left_incomplete(len(trashed), count, "moved to the trash") from cause


def _left_incomplete(removed: int, count: int, what: str) -> KnownError:
    return KnownError(
        ErrorKind.OTHER,
        f"Only {removed} of the {count} files of this model could be {what}.",
        "Look at its folder and at the trash, and remove or restore the rest there.",
    )


def _told(error: OSError | TrashUnusableError) -> KnownError:
    if isinstance(error, TrashUnusableError):
        return error
    if isinstance(error, FileNotFoundError):
        return _gone()
    if error.errno == errno.EROFS:
        return KnownError(
            ErrorKind.READ_ONLY, "The disk that this model is on can only be read, so nothing was removed."
        )
    if isinstance(error, PermissionError):
        return KnownError(
            ErrorKind.READ_ONLY,
            "You are not allowed to remove files from the folder of this model, so nothing was removed.",
            "Change the permissions of the folder.",
        )
    return KnownError(
        ErrorKind.OTHER, f"This model could not be removed: {error.strerror or 'the disk reports an error'}."
    )


def _gone() -> KnownError:
    return KnownError(
        ErrorKind.FILE_MISSING,
        "This model file is no longer there; it was moved, renamed or deleted.",
        "Look at the list once more.",
    )
