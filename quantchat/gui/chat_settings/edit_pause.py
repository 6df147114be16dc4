"""The pause after which what is being typed counts, so that it is not stored anew with every key."""

from PySide6.QtCore import QObject, QTimer

PAUSE_MS = 500


class EditPause(QTimer):
    """Started with every key; its `timeout` comes once the keys rest. Whoever takes the text earlier stops it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self.setInterval(PAUSE_MS)
