"""Opens a folder in the system's file manager."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from quantchat.errors import ErrorKind, KnownError


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
    if not _open(str(folder)):
        raise KnownError(ErrorKind.OTHER, f"No file manager could be started. The models folder is {folder}.")


def _open(target: str) -> bool:
    original_library_path = os.environ.get("LD_LIBRARY_PATH_ORIG")
    if sys.platform != "linux" or not getattr(sys, "frozen", False):
        return QDesktopServices.openUrl(QUrl.fromLocalFile(target))
    # WORKAROUND(https://github.com/pyinstaller/pyinstaller/issues/3668): a frozen program points LD_LIBRARY_PATH at its
    # own libraries, which breaks what it starts.
    environment = {name: value for name, value in os.environ.items() if name != "LD_LIBRARY_PATH"}
    if original_library_path:
        environment["LD_LIBRARY_PATH"] = original_library_path
    try:
        subprocess.Popen(["xdg-open", target], env=environment, start_new_session=True)
    except OSError:
        return False
    return True
