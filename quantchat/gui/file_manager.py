"""Opens a folder in the system's file manager."""

from pathlib import Path

from PySide6.QtCore import QUrl

from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.desktop_opener import open_on_desktop


def open_folder(folder: Path) -> None:
    """Show a folder, made if it does not exist yet.

    Raises:
        KnownError: the folder cannot be made or no file manager can be started.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError(
            ErrorKind.READ_ONLY, f"The models folder {folder} could not be made: {error.strerror}.", "Check the disk."
        ) from error
    if not open_on_desktop(QUrl.fromLocalFile(str(folder))):
        raise KnownError(ErrorKind.OTHER, f"No file manager could be started. The models folder is {folder}.")
