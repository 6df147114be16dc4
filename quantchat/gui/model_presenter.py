"""Shows how the model stands: in the top bar, the empty chat, the composer, the memory meter and in notices."""

from PySide6.QtCore import QObject, Slot

from quantchat.errors import KnownError
from quantchat.gui.composer import ComposerState
from quantchat.gui.main_window import MainWindow
from quantchat.gui.model_controller import LoadState, ModelController, ModelStanding
from quantchat.gui.model_figures import doubt, model_share, ready_status
from quantchat.gui.notices import Notice, Severity
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.library.models import LocalModel
from quantchat.probe.memory import read_memory
from quantchat.probe.processor import allowed_physical_cores
from quantchat.wording import joined

LOAD_FAILED = "load-failed"
SAFER_SETTINGS = "safer-settings"
ENGINE_LOST = "engine-lost"
ADD_FAILED = "add-failed"
DOUBTED = "doubted"


class ModelPresenter(QObject):
    """Connects the model controller with the window."""

    def __init__(self, window: MainWindow, models: ModelController) -> None:
        super().__init__(window)
        self._window = window
        self._models = models
        self._is_answering = False
        menu = window.top_bar.model_menu
        menu.load_cancelled.connect(models.cancel_load)
        window.empty_state.retry_requested.connect(models.retry)
        window.empty_state.load_anyway_requested.connect(models.load_anyway)
        window.file_dropped.connect(models.add_file)
        window.notice_bar.action_taken.connect(self._on_action_taken)
        models.models_found.connect(self._on_models_found)
        models.standing_changed.connect(self._on_standing_changed)
        models.noticed.connect(self._on_noticed)
        models.failed.connect(self._on_failed)
        models.engine_lost.connect(self._on_engine_lost)
        models.crashed_repeatedly.connect(self._on_crashed_repeatedly)
        self._show_composer_state()

    def set_answering(self, is_answering: bool) -> None:
        """Say whether an answer is being written: the composer then offers Stop."""
        self._is_answering = is_answering
        self._show_composer_state()

    @Slot(tuple)
    def _on_models_found(self, models: tuple[LocalModel, ...]) -> None:
        if self._models.standing.state is LoadState.NONE and not any(not model.problem for model in models):
            self._window.empty_state.show_no_model()

    @Slot(ModelStanding)
    def _on_standing_changed(self, standing: ModelStanding) -> None:
        menu = self._window.top_bar.model_menu
        menu.set_current(standing.model)
        menu.set_loading(standing.fraction if standing.state is LoadState.LOADING else None)
        menu.set_status(ready_status(standing) if standing.state is LoadState.READY else self._status(standing.state))
        self._window.sidebar.memory_meter.set_model(model_share(standing))
        if standing.state is not LoadState.DOUBTED:
            self._window.notice_bar.remove_notice(DOUBTED)
        if standing.state is not LoadState.FAILED:
            self._window.notice_bar.remove_notice(LOAD_FAILED)
        if standing.state is LoadState.READY:
            for notice_id in (SAFER_SETTINGS, ENGINE_LOST):
                self._window.notice_bar.remove_notice(notice_id)
        self._show_empty_state(standing)
        self._show_composer_state()
        if standing.state is LoadState.FAILED and standing.error is not None:
            self._show(Notice(LOAD_FAILED, standing.error.text, Severity.ERROR, self.tr("Try again")))
        if standing.state is LoadState.DOUBTED and not self._window.empty_state.isVisible():
            self._show(Notice(DOUBTED, joined(doubt(standing)), Severity.WARNING, self.tr("Load anyway")))

    def _status(self, state: LoadState) -> str:
        return self.tr(_STATUS[state]) if _STATUS[state] else ""

    def _show_empty_state(self, standing: ModelStanding) -> None:
        empty = self._window.empty_state
        if standing.model is None:
            return
        if standing.state is LoadState.LOADING:
            empty.show_loading(standing.model.display_name)
        elif standing.state is LoadState.FAILED and standing.error is not None:
            empty.show_load_failed(standing.error.sentence, standing.error.hint)
        elif standing.state is LoadState.DOUBTED:
            empty.show_doubted(*doubt(standing))
        else:
            empty.show_ready(standing.model.display_name, allowed_physical_cores(), read_memory())

    def _show_composer_state(self) -> None:
        composer = self._window.composer
        standing = self._models.standing
        if self._is_answering:
            composer.set_state(ComposerState.BUSY)
        elif self._models.can_answer:
            composer.set_state(ComposerState.IDLE)
        elif standing.state in (LoadState.FAILED, LoadState.DOUBTED) and standing.model is not None:
            sentence = self.tr("{model} is not loaded. Choose another model on top, or try again.")
            if standing.state is LoadState.DOUBTED:
                sentence = self.tr("{model} is not loaded. Choose another model on top, or load it anyway.")
            composer.set_state(ComposerState.UNAVAILABLE, sentence.format(model=standing.model.display_name))
        else:
            composer.set_state(ComposerState.UNAVAILABLE, self.tr("Choose a model on top to begin."))

    @Slot(str)
    def _on_action_taken(self, notice_id: str) -> None:
        if notice_id == LOAD_FAILED:
            self._models.retry()
        elif notice_id == DOUBTED:
            self._models.load_anyway()
        elif notice_id == SAFER_SETTINGS:
            self._models.use_safer_settings()

    @Slot(object)
    def _on_noticed(self, sentence: str) -> None:
        self._show(Notice(sentence, sentence))

    @Slot(KnownError)
    def _on_failed(self, error: KnownError) -> None:
        self._show(Notice(ADD_FAILED, error.text, Severity.ERROR))

    @Slot(KnownError)
    def _on_engine_lost(self, error: KnownError) -> None:
        self._show(Notice(ENGINE_LOST, error.text, Severity.WARNING))

    @Slot(KnownError)
    def _on_crashed_repeatedly(self, error: KnownError) -> None:
        self._show(Notice(SAFER_SETTINGS, error.text, Severity.ERROR, self.tr("Use safer settings")))

    def _show(self, notice: Notice) -> None:
        self._window.notice_bar.show_notice(notice)


_STATUS = {
    LoadState.NONE: "",
    LoadState.LOADING: "",
    LoadState.RESTING: QT_TRANSLATE_NOOP("ModelPresenter", "Starts with the next message"),
    LoadState.FAILED: QT_TRANSLATE_NOOP("ModelPresenter", "Not loaded"),
    LoadState.DOUBTED: QT_TRANSLATE_NOOP("ModelPresenter", "Does not fit"),
}
