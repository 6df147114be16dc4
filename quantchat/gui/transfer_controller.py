"""Downloads and quantizations: begins them, keeps them apart, and tells how they stand until their file is there."""

import os
import re
from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from quantchat.advice.shelf_values import ModelCard
from quantchat.core.recommend import Row
from quantchat.engine.quantization import (
    Quantization,
    QuantizationEvent,
    QuantizationFailed,
    QuantizationFinished,
    QuantizationStarted,
)
from quantchat.engine.quantization_checks import QuantizationRequest
from quantchat.engine.quantization_file import remove_leftovers
from quantchat.engine.quantization_time import QuantizationProgress
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.feed import DownloadTold, Fact, Feed, QuantizationTold
from quantchat.gui.transfer_words import download_detail, time_left_text
from quantchat.gui.transfers import Transfer
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.library.downloads.download_queue import Downloads
from quantchat.library.downloads.values import DownloadState, DownloadStatus
from quantchat.library.fetching import request_for_entry, request_for_hub_file
from quantchat.library.hub.token import AccessToken
from quantchat.library.model_file import part_paths, read_model_header
from quantchat.library.models import LocalModel
from quantchat.wording import verbatim

SILENCE_MS = 3000
"""How long a speed holds while a download tells nothing."""

_MOST_STEM_BYTES = 200
"""Of the name of a file that is made; file systems take 255 bytes with what is added to it."""

_WAITS = QT_TRANSLATE_NOOP("TransferController", "Waits until the file before it is made.")
_BEGINS = QT_TRANSLATE_NOOP("TransferController", "Begins…")
_STOPS = QT_TRANSLATE_NOOP("TransferController", "Stops…")
_PART_NUMBER = re.compile(r"-\d{5}-of-\d{5}$")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A model file that was not there before: downloaded or made.

    Attributes:
        path: of the file, or of the first of its parts.
        title: what people call it.
        card_key: of the card it was asked for on; empty for a download of an earlier run.
    """

    path: Path
    title: str
    card_key: str


@dataclass(slots=True)
class _Making:
    """A quantization; what it was begun with lets it be tried again.

    Attributes:
        request: what is to be made.
        transfer: how it stands.
        quantization: the work; None while it waits or after it failed.
        is_stopping: the person gave it up, and it has not ended yet.
    """

    request: QuantizationRequest
    transfer: Transfer
    quantization: Quantization | None = None
    is_stopping: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether its turn has not come."""
        return self.quantization is None and not self.transfer.problem


class TransferController(QObject):
    """One thing at a time of each kind works; the others wait.

    Signals:
        transfers_changed: all work in progress (tuple of `Transfer`).
        model_arrived: a file is complete (`Arrival`).
        failed: something could not even be begun (`KnownError`).
    """

    transfers_changed = Signal(tuple)
    model_arrived = Signal(Arrival)
    failed = Signal(KnownError)

    def __init__(
        self,
        feed: Feed,
        models_folder: Path,
        token: Callable[[], AccessToken | None],
        *,
        silence_ms: int = SILENCE_MS,
    ) -> None:
        super().__init__()
        self._feed = feed
        self._token = token
        self._models_folder = models_folder
        self._downloads = self._downloads_of(models_folder)
        self._statuses: dict[str, DownloadStatus] = {}
        self._card_keys: dict[str, str] = {}
        self._makings: dict[str, _Making] = {}
        self._begun_makings = 0
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(silence_ms)
        self._silence.timeout.connect(self._on_silence)
        feed.fact_arrived.connect(self._on_fact_arrived)

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        """All work in progress, downloads first."""
        downloads = (_of_download(status, self._card_keys.get(key, "")) for key, status in self._statuses.items())
        return (*downloads, *(making.transfer for making in self._makings.values()))

    @property
    def has_work_to_lose(self) -> bool:
        """Whether something is being made, or waits to be, that closing the program would give up."""
        return bool(self.titles_to_lose)

    @property
    def titles_to_lose(self) -> tuple[str, ...]:
        """What is being made or waits to be; downloads are not among it, because they go on after the next start."""
        transfers = (making.transfer for making in self._makings.values() if not making.is_stopping)
        return tuple(each.title for each in transfers if not each.problem)

    def remove_leftovers(self) -> None:
        """Remove what a killed program left of a quantization; what another one is working on stays."""
        remove_leftovers(self._models_folder)

    def find_unfinished(self) -> None:
        """Show the downloads that an earlier run left; they rest until the person goes on."""
        for status in self._downloads.unfinished():
            self._take_download(status)

    def use_folder(self, models_folder: Path) -> None:
        """Download to another folder from now on; what is under way there rests."""
        self._downloads.close()
        self._silence.stop()
        self._statuses.clear()
        self._models_folder = models_folder
        self._downloads = self._downloads_of(models_folder)
        self.find_unfinished()
        self.transfers_changed.emit(self.transfers)

    def download(self, card: ModelCard, row: Row) -> None:
        """Download a quantization of a model."""
        try:
            hub_file = card.hub_file(row.quantization)
            if card.listing is not None and hub_file is not None:
                request = request_for_hub_file(card.listing, hub_file, card.name, self._models_folder)
            elif card.entry is not None:
                request = request_for_entry(card.entry, row.quantization, self._models_folder)
            else:
                return
            self._card_keys[request.id] = card.key
            self._downloads.begin(request)
        except KnownError as error:
            self.failed.emit(error)

    def make(self, card: ModelCard, row: Row, source: LocalModel) -> None:
        """Make a quantization of a model from a file of it that is here; what that loses the person was told.

        What is being made already is not made twice; what failed is tried again.
        """
        for key, making in self._makings.items():
            request = making.request
            if (request.source, request.file_type) == (part_paths(source.path)[0], row.quantization):
                self.resume(key)
                return
        try:
            header = read_model_header(source.path)
            self._models_folder.mkdir(parents=True, exist_ok=True)
        except KnownError as error:
            self.failed.emit(error)
            return
        except OSError as error:
            self.failed.emit(_no_folder(error))
            return
        taken = {making.request.target for making in self._makings.values()}
        target = _free_name(self._models_folder, source, row.quantization, taken)
        request = QuantizationRequest(part_paths(source.path), header, target, row.quantization, from_quantized=True)
        self._queue_making(
            request,
            card.key,
            self.tr("{model} in {quantization}").format(model=card.name, quantization=row.quantization),
        )

    @Slot(str)
    def pause(self, key: str) -> None:
        """Let a download rest."""
        self._downloads.pause(key)

    @Slot(str)
    def resume(self, key: str) -> None:
        """Go on with a download, or try again what failed."""
        making = self._makings.get(key)
        if making is None:
            self._downloads.resume(key)
        elif making.transfer.problem:
            del self._makings[key]
            self._queue_making(making.request, making.transfer.card_key, making.transfer.title)

    @Slot(str)
    def cancel(self, key: str) -> None:
        """Give something up; nothing of it is left on the disk."""
        making = self._makings.get(key)
        if making is None:
            self._downloads.cancel(key)
            return
        if making.quantization is None:
            del self._makings[key]
        else:  # its thread may be waiting for the disk, and the window does not wait with it
            making.quantization.cancel()
            making.is_stopping = True
            making.transfer = replace(making.transfer, detail=self.tr(_STOPS))
        self.transfers_changed.emit(self.transfers)

    def close(self) -> None:
        """Let downloads rest, give quantizations up, and leave no thread."""
        self._silence.stop()
        self._downloads.close()
        for making in self._makings.values():
            if making.quantization is not None:
                making.quantization.close()
        self._makings.clear()

    def _downloads_of(self, folder: Path) -> Downloads:
        return Downloads(folder, lambda status: self._feed.push(DownloadTold(status)), self._token)

    def _queue_making(self, request: QuantizationRequest, card_key: str, title: str) -> None:
        """Under a key of its own each time, so that the last words of an earlier try are not taken for this one's."""
        self._begun_makings += 1
        key = f"making {self._begun_makings}"
        self._makings[key] = _Making(request, Transfer(key, card_key, title, self.tr(_WAITS), 0.0, can_pause=False))
        self._begin_next_making()
        self.transfers_changed.emit(self.transfers)

    def _begin_next_making(self) -> None:
        if any(making.quantization is not None for making in self._makings.values()):
            return
        waiting = (making for making in self._makings.values() if making.is_waiting)
        for making in waiting:
            making.transfer = replace(making.transfer, detail=self.tr(_BEGINS))
            making.quantization = Quantization(making.request, partial(self._push_making, making.transfer.key))
            return

    def _push_making(self, key: str, event: QuantizationEvent) -> None:
        self._feed.push(QuantizationTold(key, event))

    @Slot(object)
    def _on_fact_arrived(self, fact: Fact) -> None:
        if isinstance(fact, DownloadTold):
            self._take_download(fact.status)
        elif isinstance(fact, QuantizationTold):
            self._take_making(fact.key, fact.event)

    def _take_download(self, status: DownloadStatus) -> None:
        key = status.request.id
        if not status.request.target_folder.is_relative_to(self._models_folder):
            return  # said before another folder was chosen
        if status.state.is_over:
            self._statuses.pop(key, None)
        else:
            self._statuses[key] = status
        self._watch_for_silence()
        self.transfers_changed.emit(self.transfers)
        if status.state is DownloadState.DONE and status.error is not None:
            self.failed.emit(status.error)  # it is here as published, and yet nobody can chat with it
        elif status.state is DownloadState.DONE and status.path is not None:
            self.model_arrived.emit(Arrival(status.path, status.request.title, self._card_keys.get(key, "")))

    def _watch_for_silence(self) -> None:
        if any(status.bytes_per_second for status in self._statuses.values()):
            self._silence.start()
        else:
            self._silence.stop()

    @Slot()
    def _on_silence(self) -> None:
        """Nothing arrives any more: what was said of speed and time left does not hold."""
        for key, status in self._statuses.items():
            self._statuses[key] = replace(status, bytes_per_second=0.0, seconds_left=None)
        self.transfers_changed.emit(self.transfers)

    def _take_making(self, key: str, event: QuantizationEvent) -> None:
        making = self._makings.get(key)
        if making is None:
            return
        if isinstance(event, QuantizationStarted | QuantizationProgress):
            if not making.is_stopping:
                making.transfer = _farther(making.transfer, event)
        else:
            self._end_making(making, event)
        self.transfers_changed.emit(self.transfers)
        if isinstance(event, QuantizationFinished):
            self.model_arrived.emit(Arrival(event.path, making.transfer.title, making.transfer.card_key))

    def _end_making(self, making: _Making, event: QuantizationFinished | QuantizationFailed) -> None:
        if making.quantization is not None:
            making.quantization.close()
        making.quantization = None
        if isinstance(event, QuantizationFailed) and event.error.kind is not ErrorKind.CANCELLED:
            making.transfer = replace(making.transfer, detail="", problem=event.error.text)
        else:
            del self._makings[making.transfer.key]
        self._begin_next_making()


def _farther(transfer: Transfer, event: QuantizationStarted | QuantizationProgress) -> Transfer:
    if isinstance(event, QuantizationStarted):
        return replace(
            transfer,
            detail=QCoreApplication.translate("transfer_controller", "Begins, {time_left}").format(
                time_left=time_left_text(event.estimated_seconds)
            ),
        )
    detail = QCoreApplication.translate("transfer_controller", "{percent} % made, {time_left}").format(
        percent=round(event.fraction * 100), time_left=time_left_text(event.seconds_left)
    )
    return replace(transfer, detail=detail, fraction=event.fraction)


def _no_folder(error: OSError) -> KnownError:
    return KnownError(
        ErrorKind.READ_ONLY,
        verbatim(
            QCoreApplication.translate("transfer_controller", "The models folder could not be made: {reason}.").format(
                reason=error.strerror or error
            )
        ),
        verbatim(QCoreApplication.translate("transfer_controller", "Choose another one under “Folders”.")),
    )


def _of_download(status: DownloadStatus, card_key: str) -> Transfer:
    is_failed = status.state is DownloadState.FAILED
    total = status.total_bytes
    return Transfer(
        key=status.request.id,
        card_key=card_key,
        title=status.request.title,
        detail="" if is_failed else download_detail(status),
        fraction=status.received_bytes / total if total else None,
        is_paused=status.state is DownloadState.PAUSED,
        problem=status.error.text if is_failed and status.error else "",
        is_on_network=status.state in (DownloadState.RUNNING, DownloadState.RETRYING),
    )


def _free_name(folder: Path, source: LocalModel, file_type: str, taken: Container[Path]) -> Path:
    """A name for the new file that says what it is and is not taken yet."""
    stem = _stem(source)
    number = 1
    while True:
        again = f" ({number})" if number > 1 else ""
        path = folder / f"{stem}-{file_type}{again}.gguf"
        if path not in taken and not os.path.lexists(path):
            return path
        number += 1


def _stem(source: LocalModel) -> str:
    """What the file is called without its type; other programs name theirs by a checksum, which says nothing."""
    first_part = part_paths(source.path)[0]
    is_named = first_part.suffix.lower() == ".gguf"
    stem = first_part.stem if is_named else source.display_name.replace("/", "-").replace("\\", "-").strip(". ")
    stem = _PART_NUMBER.sub("", stem)
    for suffix in (f"-{source.quantization}", f".{source.quantization}", f"_{source.quantization}"):
        if source.quantization and stem.lower().endswith(suffix.lower()):
            stem = stem[: -len(suffix)]
            break
    return os.fsencode(stem)[:_MOST_STEM_BYTES].decode(errors="ignore").strip() or "model"
