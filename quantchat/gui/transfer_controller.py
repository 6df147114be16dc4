"""Downloads and quantizations: begins them, keeps them apart, and tells how they stand until their file is there."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

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
from quantchat.engine.quantization_time import QuantizationProgress
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.feed import DownloadTold, Fact, Feed, QuantizationTold
from quantchat.gui.transfer_words import download_detail, time_left_text
from quantchat.gui.transfers import Transfer
from quantchat.library.downloads.download_queue import Downloads
from quantchat.library.downloads.values import DownloadState, DownloadStatus
from quantchat.library.fetching import request_for_entry, request_for_hub_file
from quantchat.library.hub.token import AccessToken
from quantchat.library.model_file import part_paths, read_model_header
from quantchat.library.models import LocalModel


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
    """A quantization under way; what it was begun with lets it be tried again."""

    quantization: Quantization
    transfer: Transfer
    request: QuantizationRequest


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

    def __init__(self, feed: Feed, models_folder: Path, token: Callable[[], AccessToken | None]) -> None:
        super().__init__()
        self._feed = feed
        self._token = token
        self._models_folder = models_folder
        self._downloads = self._downloads_of(models_folder)
        self._statuses: dict[str, DownloadStatus] = {}
        self._card_keys: dict[str, str] = {}
        self._makings: dict[str, _Making] = {}
        feed.fact_arrived.connect(self._on_fact_arrived)

    @property
    def transfers(self) -> tuple[Transfer, ...]:
        """All work in progress, downloads first."""
        downloads = (_of_download(status, self._card_keys.get(key, "")) for key, status in self._statuses.items())
        return (*downloads, *(making.transfer for making in self._makings.values()))

    def find_unfinished(self) -> None:
        """Show the downloads that an earlier run left; they rest until the person goes on."""
        for status in self._downloads.unfinished():
            self._take_download(status)

    def use_folder(self, models_folder: Path) -> None:
        """Download to another folder from now on; what is under way there rests."""
        self._downloads.close()
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
        """Make a quantization of a model from a file of it that is here; what that loses the person was told."""
        try:
            header = read_model_header(source.path)
            self._models_folder.mkdir(parents=True, exist_ok=True)
        except KnownError as error:
            self.failed.emit(error)
            return
        except OSError as error:
            self.failed.emit(KnownError(ErrorKind.READ_ONLY, f"The models folder could not be made: {error.strerror}."))
            return
        target = _free_name(self._models_folder, source, row.quantization)
        request = QuantizationRequest(part_paths(source.path), header, target, row.quantization, from_quantized=True)
        title = f"{card.name} in {row.quantization}"
        self._begin_making(request, Transfer(str(target), card.key, title, "Begins…", 0.0, can_pause=False))

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
            making.quantization.close()
            transfer = replace(making.transfer, problem="", detail="Begins…", fraction=0.0)
            self._begin_making(making.request, transfer)

    @Slot(str)
    def cancel(self, key: str) -> None:
        """Give something up; nothing of it is left on the disk."""
        making = self._makings.get(key)
        if making is None:
            self._downloads.cancel(key)
            return
        making.quantization.close()
        del self._makings[key]
        self.transfers_changed.emit(self.transfers)

    def close(self) -> None:
        """Let downloads rest, give quantizations up, and leave no thread."""
        self._downloads.close()
        for making in self._makings.values():
            making.quantization.close()

    def _downloads_of(self, folder: Path) -> Downloads:
        return Downloads(folder, lambda status: self._feed.push(DownloadTold(status)), self._token)

    def _begin_making(self, request: QuantizationRequest, transfer: Transfer) -> None:
        on_event = partial(self._push_making, transfer.key)
        self._makings[transfer.key] = _Making(Quantization(request, on_event), transfer, request)
        self.transfers_changed.emit(self.transfers)

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
        if status.state.is_over:
            self._statuses.pop(key, None)
        else:
            self._statuses[key] = status
        self.transfers_changed.emit(self.transfers)
        if status.state is DownloadState.DONE and status.error is not None:
            self.failed.emit(status.error)  # it is here as published, and yet nobody can chat with it
        elif status.state is DownloadState.DONE and status.path is not None:
            self.model_arrived.emit(Arrival(status.path, status.request.title, self._card_keys.get(key, "")))

    def _take_making(self, key: str, event: QuantizationEvent) -> None:
        making = self._makings.get(key)
        if making is None:
            return
        transfer = making.transfer
        if isinstance(event, QuantizationProgress):
            detail = f"{round(event.fraction * 100)} % made, {time_left_text(event.seconds_left)}"
            making.transfer = replace(transfer, detail=detail, fraction=event.fraction)
        elif isinstance(event, QuantizationStarted):
            making.transfer = replace(transfer, detail=f"Begins, {time_left_text(event.estimated_seconds)}")
        elif isinstance(event, QuantizationFailed) and event.error.kind is not ErrorKind.CANCELLED:
            making.transfer = replace(transfer, detail="", problem=event.error.text)
        else:
            making.quantization.close()
            del self._makings[key]
        self.transfers_changed.emit(self.transfers)
        if isinstance(event, QuantizationFinished):
            self.model_arrived.emit(Arrival(event.path, transfer.title, transfer.card_key))


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
    )


def _free_name(folder: Path, source: LocalModel, file_type: str) -> Path:
    """A name for the new file that says what it is and is not taken yet."""
    stem = part_paths(source.path)[0].stem
    for suffix in (f"-{source.quantization}", f".{source.quantization}", f"_{source.quantization}"):
        if stem.lower().endswith(suffix.lower()):
            stem = stem[: -len(suffix)]
            break
    names = (f"{stem}-{file_type}{again}.gguf" for again in ("", *(f" ({number})" for number in range(2, 1000))))
    return next(path for path in (folder / name for name in names) if not path.exists())
