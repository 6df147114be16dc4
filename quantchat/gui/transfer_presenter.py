"""Shows downloads and quantizations in the sidebar and on the model's sheet, and says when a file has arrived."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from quantchat.errors import KnownError
from quantchat.gui.main_window import MainWindow
from quantchat.gui.model_controller import ModelController
from quantchat.gui.notices import Notice, Severity
from quantchat.gui.picker.picker import Picker
from quantchat.gui.picker.row_actions import source_file
from quantchat.gui.picker.sheet_view import RowWish
from quantchat.gui.picker_presenter import PickerPresenter
from quantchat.gui.transfer_controller import Arrival, TransferController
from quantchat.gui.transfers import Transfer

TRANSFER_FAILED = "transfer-failed"
ARRIVED = "arrived:"


class TransferPresenter(QObject):
    """Connects the controller with sidebar, picker and notices."""

    def __init__(
        self,
        window: MainWindow,
        picker: Picker,
        shown: PickerPresenter,
        transfers: TransferController,
        models: ModelController,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._picker = picker
        self._shown = shown
        self._transfers = transfers
        self._models = models
        self._is_asking = False
        shown_in = (window.sidebar.transfer_list, picker.sheet)
        for place in shown_in:
            place.pause_requested.connect(transfers.pause)
            place.resume_requested.connect(transfers.resume)
            place.cancel_requested.connect(transfers.cancel)
        picker.sheet.download_requested.connect(self._on_download_requested)
        picker.sheet.make_requested.connect(self._on_make_requested)
        picker.card_chosen.connect(self._show_in_sheet)
        transfers.transfers_changed.connect(self._on_transfers_changed)
        transfers.model_arrived.connect(self._on_model_arrived)
        transfers.failed.connect(self._on_failed)
        window.notice_bar.action_taken.connect(self._on_action_taken)

    @Slot(RowWish)
    def _on_download_requested(self, wish: RowWish) -> None:
        self._is_asking = True
        self._transfers.download(wish.card, wish.row)
        self._is_asking = False

    @Slot(RowWish)
    def _on_make_requested(self, wish: RowWish) -> None:
        source = source_file(wish.card, wish.row)
        if source is None:
            return
        self._is_asking = True
        self._transfers.make(wish.card, wish.row, source)
        self._is_asking = False

    @Slot(tuple)
    def _on_transfers_changed(self, transfers: tuple[Transfer, ...]) -> None:
        self._window.sidebar.transfer_list.show_transfers(transfers)
        self._window.sidebar.set_downloading(is_downloading=any(transfer.is_on_network for transfer in transfers))
        self._show_in_sheet()

    @Slot()
    def _show_in_sheet(self) -> None:
        card = self._picker.sheet.card
        own = [transfer for transfer in self._transfers.transfers if card is not None and transfer.card_key == card.key]
        at_work = [transfer for transfer in own if not transfer.is_paused and not transfer.problem]
        self._picker.sheet.show_transfer(next(iter(at_work or own), None))

    @Slot(Arrival)
    def _on_model_arrived(self, arrival: Arrival) -> None:
        card = self._picker.sheet.card
        if card is not None and card.key == arrival.card_key:
            self._shown.expect(arrival.path, arrival.card_key)
        self._models.find_models()
        notice_id = f"{ARRIVED}{arrival.path}"
        self._window.notice_bar.show_notice(
            Notice(
                notice_id, self.tr("{title} is here.").format(title=arrival.title), Severity.INFO, self.tr("Load it")
            )
        )

    @Slot(KnownError)
    def _on_failed(self, error: KnownError) -> None:
        self._window.notice_bar.show_notice(Notice(TRANSFER_FAILED, error.text, Severity.ERROR))
        if self._is_asking:  # else it is about a model that may not be the one that is looked at
            self._picker.sheet.show_hint(error.text)

    @Slot(str)
    def _on_action_taken(self, notice_id: str) -> None:
        if notice_id.startswith(ARRIVED):
            self._models.choose(Path(notice_id.removeprefix(ARRIVED)))
