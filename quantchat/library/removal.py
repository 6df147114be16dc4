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
from quantchat.wording import Wording, worded, worded_count


@dataclass(frozen=True, slots=True)
class RemovalQuestion:
    """What a person is asked before a model is removed.

    Attributes:
        question: such as "Remove Tiny Llama (Q4_0)?".
        consequence: what happens to which files, with their size.
        size_bytes: of all files that are removed.
    """

    question: Wording
    consequence: Wording
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
        question=worded("Delete {model} forever?", model=name) if forever else worded("Remove {model}?", model=name),
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
            worded("{model} has changed since it was listed, so it was not deleted.", model=model.display_name),
            worded("Look at the list once more."),
        )
    for number, part in enumerate(parts):
        try:
            part.unlink()
        except OSError as error:
            raise _half_deleted(number, len(parts)) if number else _told(error) from error


def _removable_parts(model: LocalModel) -> tuple[Path, ...]:
    """Files of the model that are there, links as such."""
    if model.source is ModelSource.STARTER:
        raise KnownError(
            ErrorKind.OTHER,
            worded("{model} is part of QuantChat and goes only when QuantChat is removed.", model=model.display_name),
        )
    if not model.can_be_removed:
        owner = model.owner or worded("another program")
        raise KnownError(
            ErrorKind.OTHER,
            worded(
                "{model} belongs to {program}; QuantChat only uses it and does not remove it.",
                model=model.display_name,
                program=owner,
            ),
            worded("Remove it in {program}.", program=owner),
        )
    parts = tuple(part for part in part_paths(model.path) if os.path.lexists(part))
    if not parts:
        raise _gone()
    return parts


def _consequence(parts: Sequence[Path], size_bytes: int, *, forever: bool) -> Wording:
    if any(part.is_symlink() for part in parts):
        return _end_of_links(len(parts), size_bytes, forever=forever)
    return _end_of_files(parts, file_size_text(size_bytes), forever=forever)


def _end_of_links(count: int, size_bytes: int, *, forever: bool) -> Wording:
    """What is told of links: what they lead to is not touched."""
    if not size_bytes and forever:
        return worded_count(
            "A link that leads nowhere is deleted.", "Links that lead nowhere are deleted.", count=count
        )
    if not size_bytes:
        return worded_count(
            "A link that leads nowhere goes to the trash.", "Links that lead nowhere go to the trash.", count=count
        )
    size = file_size_text(size_bytes)
    if forever:
        return worded_count(
            "Only a link to its file is deleted; the file ({size}) stays where it leads.",
            "Only {count} links to its files are deleted; the files ({size}) stay where they lead.",
            count=count,
            size=size,
        )
    return worded_count(
        "Only a link to its file goes to the trash; the file ({size}) stays where it leads.",
        "Only {count} links to its files go to the trash; the files ({size}) stay where they lead.",
        count=count,
        size=size,
    )


def _end_of_files(parts: Sequence[Path], size: str, *, forever: bool) -> Wording:
    if len(parts) == 1:
        return _end_of_file(plain_text(parts[0].name, max_chars=255), size, forever=forever)
    if forever:
        return worded_count(
            "Its {count} file ({size}) is deleted at once. This cannot be undone.",
            "Its {count} files ({size}) are deleted at once. This cannot be undone.",
            count=len(parts),
            size=size,
        )
    return worded_count(
        "Its {count} file ({size}) goes to the trash. The space is free once the trash is emptied.",
        "Its {count} files ({size}) go to the trash. The space is free once the trash is emptied.",
        count=len(parts),
        size=size,
    )


def _end_of_file(name: str, size: str, *, forever: bool) -> Wording:
    if forever:
        return worded("Its file “{file}” ({size}) is deleted at once. This cannot be undone.", file=name, size=size)
    return worded(
        "Its file “{file}” ({size}) goes to the trash. The space is free once the trash is emptied.",
        file=name,
        size=size,
    )


def _put_back(trashed: Sequence[TrashedFile], count: int, cause: OSError | KnownError) -> None:
    """Undo the first half of a removal; where even that fails, say what is where."""
    for file in reversed(trashed):
        try:
            file.put_back()
        except OSError:
            raise _half_trashed(len(trashed), count) from cause


def _half_deleted(removed: int, count: int) -> KnownError:
    return _left_incomplete(
        worded("Only {removed} of the {files} files of this model could be deleted.", removed=removed, files=count)
    )


def _half_trashed(removed: int, count: int) -> KnownError:
    return _left_incomplete(
        worded(
            "Only {removed} of the {files} files of this model could be moved to the trash.",
            removed=removed,
            files=count,
        )
    )


def _left_incomplete(sentence: Wording) -> KnownError:
    return KnownError(
        ErrorKind.OTHER,
        sentence,
        worded("Look at its folder and at the trash, and remove or restore the rest there."),
    )


def _told(error: OSError | TrashUnusableError) -> KnownError:
    if isinstance(error, TrashUnusableError):
        return error
    if isinstance(error, FileNotFoundError):
        return _gone()
    if error.errno == errno.EROFS:
        return KnownError(
            ErrorKind.READ_ONLY, worded("The disk that this model is on can only be read, so nothing was removed.")
        )
    if isinstance(error, PermissionError):
        return KnownError(
            ErrorKind.READ_ONLY,
            worded("You are not allowed to remove files from the folder of this model, so nothing was removed."),
            worded("Change the permissions of the folder."),
        )
    return KnownError(
        ErrorKind.OTHER,
        worded(
            "This model could not be removed: {fault}.", fault=error.strerror or worded("the disk reports an error")
        ),
    )


def _gone() -> KnownError:
    return KnownError(
        ErrorKind.FILE_MISSING,
        worded("This model file is no longer there; it was moved, renamed or deleted."),
        worded("Look at the list once more."),
    )
