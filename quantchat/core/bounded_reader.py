"""Reading numbers and texts from a file that may lie about its lengths.

A window of the file is held in memory and moved forward as needed, so that a header in a file of any size costs
little memory. Plain reads are used and no memory map: a file that shrinks while it is mapped kills the process.
"""

import struct
from typing import BinaryIO

from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import Wording, worded

U32 = struct.Struct("<I")
U64 = struct.Struct("<Q")

MAX_TEXT_BYTES = 2**20
"""Longest single text that is believed; the longest real ones are chat templates of some 20 kB."""

MAX_TEXTS_BYTES = 16 * 2**20
"""Most text that is kept of one file, all together."""

_WINDOW_BYTES = 2**18
_MAX_FILE_BYTES = 2**46


def malformed(what: Wording) -> KnownError:
    """The error for a file whose content contradicts itself; `what` says how, as a clause of its own."""
    return KnownError(
        ErrorKind.MALFORMED,
        worded("This model file is damaged: {what}.", what=what),
        worded("Download it again or choose another file."),
    )


def incomplete(needed_bytes: int, present_bytes: int) -> KnownError:
    """The error for a file that ends too early, or that claims a size no file has."""
    if needed_bytes > _MAX_FILE_BYTES:
        return malformed(worded("a length in its header is impossible"))
    return KnownError(
        ErrorKind.TRUNCATED,
        worded(
            "This model file is incomplete: it needs {needed:,} bytes and has {present:,}; the download probably "
            "stopped early.",
            needed=needed_bytes,
            present=present_bytes,
        ),
        worded("Download it again."),
    )


class BoundedReader:
    """Reads little-endian values one after the other and never past the end of the file.

    Every method raises `KnownError` (truncated or malformed) in place of reading what is not there.
    """

    def __init__(self, file: BinaryIO, size_bytes: int) -> None:
        self._file = file
        self._size_bytes = size_bytes
        self._window = b""
        self._window_start = 0
        self._at = 0
        self._texts_bytes = 0

    @property
    def position(self) -> int:
        """Offset in the file of the next value."""
        return self._window_start + self._at

    @property
    def remaining_bytes(self) -> int:
        """Bytes between the next value and the end of the file."""
        return self._size_bytes - self.position

    def take(self, count: int) -> bytes:
        """The next `count` bytes; the caller bounds `count`, for they are all held in memory."""
        self._require(count)
        taken = self._window[self._at : self._at + count]
        self._at += count
        return taken

    def u32(self) -> int:
        """The next unsigned 32-bit number."""
        return int.from_bytes(self.take(4), "little")

    def u64(self) -> int:
        """The next unsigned 64-bit number."""
        return int.from_bytes(self.take(8), "little")

    def text(self) -> str:
        """The next text: a 64-bit length and UTF-8; bytes that are not UTF-8 become U+FFFD."""
        length = self.u64()
        self._texts_bytes += length
        if length > MAX_TEXT_BYTES or self._texts_bytes > MAX_TEXTS_BYTES:
            raise malformed(worded("a text in its header is longer than any real one"))
        return self.take(length).decode("utf-8", errors="replace")

    def skip(self, count: int) -> None:
        """Pass over `count` bytes without reading them."""
        if count > self.remaining_bytes:
            raise incomplete(self.position + count, self._size_bytes)
        self._at += count

    def skip_texts(self, count: int) -> None:
        """Pass over `count` texts; this is the loop that a vocabulary of 260,000 tokens goes through."""
        unpack_length = U64.unpack_from
        window, at = self._window, self._at
        last_start = len(window) - U64.size
        for _ in range(count):
            if at > last_start:
                self._at = at
                self._require(U64.size)
                window, at = self._window, self._at
                last_start = len(window) - U64.size
            at += U64.size + unpack_length(window, at)[0]
        self._at = at
        self.skip(0)

    def _require(self, count: int) -> None:
        """Move the window so that the next `count` bytes are in it."""
        if self._at + count <= len(self._window):
            return
        start = self.position
        if start + count > self._size_bytes:
            raise incomplete(start + count, self._size_bytes)
        self._file.seek(start)
        self._window = self._file.read(min(max(count, _WINDOW_BYTES), self._size_bytes - start))
        self._window_start, self._at = start, 0
        if len(self._window) < count:  # the file shrank after its size was taken
            raise incomplete(start + count, start + len(self._window))
