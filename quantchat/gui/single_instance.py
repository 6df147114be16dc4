"""One window for one set of conversations: a second start hands its model file over and ends.

Two programs writing to the same conversations would take each other's running answers for interrupted ones.
"""

from pathlib import Path

from PySide6.QtCore import QCryptographicHash, QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 2000
_MAX_MESSAGE_BYTES = 64 * 1024


class SingleInstance(QObject):
    """The right to be the one window of a data folder.

    Signals:
        file_handed_over: another start named this model file; empty if it named none.
    """

    file_handed_over = Signal(str)

    def __init__(self, data_folder: Path) -> None:
        super().__init__()
        self._lock = QLockFile(str(data_folder / "quantchat.lock"))
        self._lock.setStaleLockTime(0)  # the owner's process is looked up, its age says nothing
        path = str(data_folder.absolute()).encode("utf-8", "surrogateescape")
        digest = QCryptographicHash.hash(path, QCryptographicHash.Algorithm.Sha256)
        self._name = f"quantchat-{bytes(digest.toHex().data()).decode()[:16]}"
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Take the right to be the one window; False if another has it.

        Where the disk does not let a lock be made, the program starts all the same.
        """
        if not self._lock.tryLock(0) and self._lock.error() is QLockFile.LockError.LockFailedError:
            return False
        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_new_connection)
        self._server.listen(self._name)
        return True

    def hand_over(self, file: Path | None) -> bool:
        """Give a model file to the window that is open; False if it does not listen."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_WAIT_MS):
            return False
        socket.write((str(file.absolute()) if file else "").encode("utf-8", "surrogateescape") + b"\n")
        written = socket.waitForBytesWritten(_WAIT_MS)
        socket.disconnectFromServer()
        return written

    def release(self) -> None:
        """Let another start be the window."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    @Slot()
    def _on_new_connection(self) -> None:
        server = self._server
        while server is not None and (socket := server.nextPendingConnection()) is not None:
            socket.setParent(self)
            socket.readyRead.connect(self._on_ready_read)
            socket.disconnected.connect(socket.deleteLater)
            if socket.canReadLine():
                self._read_from(socket)

    @Slot()
    def _on_ready_read(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket) and socket.canReadLine():
            self._read_from(socket)

    def _read_from(self, socket: QLocalSocket) -> None:
        line = bytes(socket.readLine(_MAX_MESSAGE_BYTES).data())
        self.file_handed_over.emit(line.rstrip(b"\n").decode("utf-8", "surrogateescape"))
