"""What model files said when they were read last, kept on disk: a header with its vocabulary takes long to read.

The file is a convenience and nothing else: missing, damaged, not writable or from another version, it only makes the
next list of models slow. It is replaced as a whole, so that two programs cannot mix their writing.
"""

import os
import threading
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from quantchat import __version__
from quantchat.library.model_file import part_paths
from quantchat.library.model_summary import ModelSummary, model_summary
from quantchat.wording_codec import decoded, encoded

_FORMAT = f"2 {__version__}"
"""Sentences and names in the cache are those of one version of the program, so another version reads files anew."""

_MAX_FILE_BYTES = 64 * 2**20
_SETTLED_AFTER_NS = 2 * 10**9
"""A file that was written to more recently than this may change once more within one tick of the disk's clock."""


class FileStamp(msgspec.Struct, frozen=True, array_like=True):
    """What differs once a file was written to or replaced."""

    size_bytes: int
    modified_ns: int
    inode: int


class _Entry(msgspec.Struct, frozen=True, array_like=True):
    path: bytes
    """As the system names the file, since a name need not be valid text."""
    stamps: tuple[FileStamp, ...]
    """Of all parts of the model."""
    summary: ModelSummary


class _Content(msgspec.Struct, frozen=True, array_like=True):
    format: str
    entries: tuple[_Entry, ...]


class HeaderCache:
    """Summaries of model files, from memory where the files did not change. Made for one scan, by one thread.

    What is not asked for is forgotten with `save`, so that the cache does not grow for ever.
    """

    def __init__(self, path: Path | None) -> None:
        """Read the cache; without a path everything is read from the models and nothing is kept."""
        self._path = path
        self._known = {entry.path: entry for entry in _read(path)} if path else {}
        self._asked: dict[bytes, _Entry] = {}

    def summary(self, path: Path) -> ModelSummary:
        """The summary of a model; `path` is its first part."""
        stamps = _stamps(path)
        key = os.fsencode(path) if stamps else b""
        known = self._known.get(key)
        if known is not None and known.stamps == stamps:
            self._asked[key] = known
            return known.summary
        summary = model_summary(path)
        if stamps and summary.is_lasting and _is_settled(stamps) and _stamps(path) == stamps:
            self._asked[key] = _Entry(key, stamps, summary)
        return summary

    def save(self) -> None:
        """Keep what was asked for, if anything of it is new; where the disk refuses, the next scan is slow."""
        if self._path is None or self._asked == self._known:
            return
        temporary = self._path.with_name(f"{self._path.name}.{os.getpid()}-{threading.get_ident()}.tmp")
        content = msgspec.msgpack.encode(_Content(_FORMAT, tuple(self._asked.values())), enc_hook=encoded)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            temporary.write_bytes(content)
            temporary.replace(self._path)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def _read(path: Path) -> tuple[_Entry, ...]:
    try:
        if path.stat().st_size > _MAX_FILE_BYTES:
            return ()
        content = msgspec.msgpack.decode(path.read_bytes(), type=_Content, dec_hook=decoded)
    except (OSError, msgspec.MsgspecError, ValueError, RecursionError):
        return ()  # the last one: sentences within sentences never end
    return content.entries if content.format == _FORMAT else ()


def _stamps(path: Path) -> tuple[FileStamp, ...]:
    """Of each part of a model; empty if one of them cannot be looked at."""
    try:
        statuses = [os.stat(part) for part in part_paths(path)]  # noqa: PTH116  # for each file of thousands
    except (OSError, ValueError):
        return ()
    return tuple(FileStamp(status.st_size, status.st_mtime_ns, status.st_ino) for status in statuses)


def _is_settled(stamps: tuple[FileStamp, ...]) -> bool:
    now_ns = time.time_ns()
    return all(abs(now_ns - stamp.modified_ns) > _SETTLED_AFTER_NS for stamp in stamps)
