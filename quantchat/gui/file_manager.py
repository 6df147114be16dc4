"""Opens a folder in the system's file manager."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl

from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.desktop_opener import open_on_desktop
from quantchat.wording import verbatim


def open_folder(folder: Path) -> None:
    """Show a folder, made if it does not exist yet.

    Raises:
        KnownError: the folder cannot be made or no file manager can be started.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError(
            ErrorKind.READ_ONLY,
            verbatim(
                QCoreApplication.translate(
                    "file_manager", "The models folder {folder} could not be made: {reason}."
                ).format(folder=folder, reason=error.strerror)
            ),
            verbatim(QCoreApplication.translate("file_manager", "Check the disk.")),
        ) from error
    if not open_on_desktop(QUrl.fromLocalFile(str(folder))):
        raise KnownError(
            ErrorKind.OTHER,
            verbatim(
                QCoreApplication.translate(
                    "file_manager", "No file manager could be started. The models folder is {folder}."
                ).format(folder=folder)
            ),
        )
