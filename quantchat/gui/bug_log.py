"""Where bugs go: into a log file on this computer, with one notice in the window. Nothing is sent anywhere."""

import logging
import logging.handlers
import sys
import threading
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from quantchat.errors import KnownError

_LOG_BYTES = 1024 * 1024
_logger = logging.getLogger("quantchat")


class BugLog(QObject):
    """Catches what nobody caught, in any thread.

    Signals:
        failure_told: something nobody caught happened (`str`, perhaps a `Wording`).
    """

    failure_told = Signal(object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        path = folder / "quantchat.log"
        self._handler: logging.Handler
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._handler = logging.handlers.RotatingFileHandler(
                path, maxBytes=_LOG_BYTES, backupCount=2, encoding="utf-8", delay=True
            )
            self._sentence = self.tr("Something inside QuantChat went wrong. It is written down in {path}.").format(
                path=path
            )
        except OSError:
            self._handler = logging.StreamHandler()
            self._sentence = self.tr(
                "Something inside QuantChat went wrong, and the disk does not let it be written down."
            )
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(message)s"))
        _logger.addHandler(self._handler)

    def install(self) -> None:
        """Take over what is caught nowhere else."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def close(self) -> None:
        """Give the hooks back and close the file."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        _logger.removeHandler(self._handler)
        self._handler.close()

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _logger.error("unexpected error", exc_info=(kind, error, trace))
        self.failure_told.emit(error.text if isinstance(error, KnownError) else self._sentence)

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self._on_exception(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
