"""Hands something to the desktop: a folder to its file manager, a page to its browser."""

import os
import subprocess
import sys

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_on_desktop(url: QUrl) -> bool:
    """Open an address with the program the person chose for it; False if none could be started."""
    if sys.platform != "linux" or not getattr(sys, "frozen", False):
        return QDesktopServices.openUrl(url)
    # WORKAROUND(https://github.com/pyinstaller/pyinstaller/issues/3668): a frozen program points LD_LIBRARY_PATH at its
    # own libraries, which breaks what it starts.
    environment = {name: value for name, value in os.environ.items() if name != "LD_LIBRARY_PATH"}
    if original := os.environ.get("LD_LIBRARY_PATH_ORIG"):
        environment["LD_LIBRARY_PATH"] = original
    try:
        subprocess.Popen(["xdg-open", bytes(url.toEncoded().data())], env=environment, start_new_session=True)
    except OSError:
        return False
    return True
