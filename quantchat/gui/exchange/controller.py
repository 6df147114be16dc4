"""Exports and imports conversations on a thread of its own, one file at a time."""

import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal, Slot

from quantchat.core.conversation_export import ExportFormat
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.exchange.watched_archive import GivenUpError, Watch, WatchedArchive
from quantchat.store.archive import ConversationArchive
from quantchat.store.exchange import ImportReport, export_conversations, import_conversations
from quantchat.wording import verbatim

LONG_MS = 1000
"""Work that takes longer than this tells how far it is, and again each time so much has passed."""

_CLOSE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What is to be written where.

    Attributes:
        archive: where the conversations are.
        conversation_ids: which; None for all that are not in the trash.
        path: the file; one that is there is replaced.
        export_format: what it is to hold.
        title: of the page, if it is one.
    """

    archive: ConversationArchive
    conversation_ids: tuple[int, ...] | None
    path: Path
    export_format: ExportFormat
    title: str


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What is to be read into what."""

    archive: ConversationArchive
    path: Path


@dataclass(frozen=True, slots=True)
class Exported:
    """A file is written."""

    path: Path
    count: int


@dataclass(frozen=True, slots=True)
class ExchangeProgress:
    """How far long work is.

    Attributes:
        is_import: whether chats come in.
        done: conversations done.
        total: of so many; 0 while that is not known.
    """

    is_import: bool
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class _Ended:
    watch: Watch
    result: Exported | ImportReport | KnownError | None


class ExchangeController(QObject):
    """One export or import at a time; a further one is not begun.

    Signals:
        exported: a file is written (`Exported`).
        imported: a file is read (`ImportReport`).
        progressed: long work is so far (`ExchangeProgress`).
        failed: why it ended without success, and that nothing is changed (`KnownError`).
        given_up: it ended because that was wanted; nothing is changed.
    """

    exported = Signal(Exported)
    imported = Signal(ImportReport)
    progressed = Signal(ExchangeProgress)
    failed = Signal(KnownError)
    given_up = Signal()
    _ended = Signal(_Ended)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._watch = Watch()
        self._is_import = False
        self._timer = QTimer(self)
        self._timer.setInterval(LONG_MS)
        self._timer.timeout.connect(self._tell_progress)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether something is exported or imported now."""
        return self._thread is not None

    @property
    def progress(self) -> ExchangeProgress:
        """How far the work is, or was when it ended."""
        return ExchangeProgress(self._is_import, self._watch.done, self._watch.total)

    def export(self, order: ExportOrder) -> bool:
        """Begin to write a file; False if other work is not over yet."""
        return self._begin(lambda watch: _export(order, watch), is_import=False)

    def import_file(self, order: ImportOrder) -> bool:
        """Begin to read a file; False if other work is not over yet."""
        return self._begin(
            lambda watch: import_conversations(WatchedArchive(order.archive, watch), order.path), is_import=True
        )

    @Slot()
    def give_up(self) -> None:
        """Let what is under way end without a trace; `given_up` follows, unless it was over already."""
        self._watch.give_up()

    def close(self) -> None:
        """Give up what is under way and wait for its end, so that the store can be closed; nothing is told."""
        self._timer.stop()
        self._watch.give_up()
        if self._thread is not None:
            # A file that is being parsed cannot be left before its end; it does not touch the store any more then.
            self._thread.join(_CLOSE_SECONDS)
            self._thread = None

    def _begin(self, work: Callable[[Watch], Exported | ImportReport], *, is_import: bool) -> bool:
        if self.is_busy:
            return False
        watch = Watch()
        self._watch = watch
        self._is_import = is_import
        self._thread = threading.Thread(target=lambda: self._work(work, watch), name="exchange", daemon=True)
        self._thread.start()
        self._timer.start()
        return True

    def _work(self, work: Callable[[Watch], Exported | ImportReport], watch: Watch) -> None:
        """On the thread."""
        self._ended.emit(_Ended(watch, _result(work, watch)))

    @Slot()
    def _tell_progress(self) -> None:
        self.progressed.emit(self.progress)

    @Slot(_Ended)
    def _on_ended(self, ended: _Ended) -> None:
        if self._thread is None or ended.watch is not self._watch:
            return  # closed meanwhile
        self._timer.stop()
        self._thread.join()
        self._thread = None
        if isinstance(ended.result, Exported):
            self.exported.emit(ended.result)
        elif isinstance(ended.result, ImportReport):
            self.imported.emit(ended.result)
        elif ended.result is not None:
            self.failed.emit(ended.result)
        else:
            self.given_up.emit()


def _export(order: ExportOrder, watch: Watch) -> Exported:
    archive = WatchedArchive(order.archive, watch)
    ids = archive.ids() if order.conversation_ids is None else order.conversation_ids
    watch.begin(len(ids))
    return Exported(order.path, export_conversations(archive, order.path, order.export_format, ids, order.title))


def _result(
    work: Callable[[Watch], Exported | ImportReport], watch: Watch
) -> Exported | ImportReport | KnownError | None:
    """What came of the work; None if it was given up."""
    try:
        return work(watch)
    except GivenUpError:
        return None
    except KnownError as error:
        return error
    except LookupError:
        return KnownError(
            ErrorKind.NOT_FOUND,
            verbatim(QCoreApplication.translate("exchange", "The chat is no longer there, so no file was written.")),
        )
    except Exception:  # noqa: BLE001  # it goes to the log like any bug, and nobody waits in vain
        threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread())))
        return KnownError(
            ErrorKind.OTHER,
            verbatim(QCoreApplication.translate("exchange", "This failed because of an error in QuantChat itself.")),
            verbatim(
                QCoreApplication.translate("exchange", "What happened is in the log. Your chats are as they were.")
            ),
        )
