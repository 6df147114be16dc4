"""Opens the context panel below its meter, fills it, and has the model loaded anew with the length that is taken."""

from PySide6.QtCore import QObject, QPoint, Slot

from quantchat.gui.context_controller import ContextController
from quantchat.gui.context_panel import ContextPanel
from quantchat.gui.main_window import MainWindow
from quantchat.gui.model_controller import LoadState, ModelController, ModelStanding
from quantchat.gui.theme import Space


class ContextPresenter(QObject):
    """Connects the meter, the panel, the model in use and the advice; asks only while the panel is open."""

    def __init__(
        self, window: MainWindow, panel: ContextPanel, contexts: ContextController, models: ModelController
    ) -> None:
        super().__init__(window)
        self._window = window
        self._panel = panel
        self._contexts = contexts
        self._models = models
        self._is_answering = False
        self._shown_standing: tuple[object, ...] = ()
        meter = window.top_bar.context_meter
        meter.clicked.connect(self.open)
        meter.usage_changed.connect(panel.set_usage)
        panel.length_chosen.connect(self._on_length_chosen)
        panel.closed.connect(contexts.end)
        contexts.lengths_offered.connect(panel.offer)
        contexts.cost_known.connect(panel.show_cost)
        contexts.failed.connect(panel.show_problem)
        models.standing_changed.connect(self._on_standing_changed)

    @Slot()
    def open(self) -> None:
        """Show the panel, if it is known how full the context is."""
        meter = self._window.top_bar.context_meter
        if not meter.context_tokens or self._models.standing.model is None:
            return
        self._panel.set_usage(meter.used_tokens, meter.context_tokens)
        self._show_blocked()
        self._begin()
        self._panel.open_below(meter.mapToGlobal(QPoint(meter.width(), meter.height() + Space.S)), self._window)

    @Slot(object)
    def set_answering(self, conversation_id: int | None) -> None:
        """Say which conversation an answer is being written in; None for none."""
        self._is_answering = conversation_id is not None
        self._show_blocked()

    @Slot(frozenset)
    def set_out_of_context(self, message_ids: frozenset[int]) -> None:
        """Say which messages of the open conversation the model no longer sees; the panel counts them."""
        self._panel.set_messages_out_of_context(len(message_ids))

    def _begin(self) -> None:
        """Work out the costs, but not while a model is loaded: the probe must hold no memory then."""
        self._shown_standing = self._standing
        if self._models.standing.state is LoadState.LOADING:
            self._contexts.end()
            self._panel.show_nothing()
        else:
            self._contexts.begin()

    def _show_blocked(self) -> None:
        reason = ""
        if self._is_answering:
            reason = self.tr("An answer is being written. The context can be changed when it has ended.")
        elif self._models.standing.state is LoadState.LOADING:
            reason = self.tr("The model is being loaded. The context can be changed when it is ready.")
        self._panel.set_blocked(reason)

    @property
    def _standing(self) -> tuple[object, ...]:
        standing = self._models.standing
        return standing.state, standing.model, standing.loaded

    @Slot(int)
    def _on_length_chosen(self, context_length: int) -> None:
        if self._is_answering:
            return
        self._window.composer.setFocus()
        self._contexts.use(context_length)

    @Slot(ModelStanding)
    def _on_standing_changed(self, standing: ModelStanding) -> None:
        if standing.state is LoadState.READY and standing.loaded is not None:
            self._window.top_bar.context_meter.set_model_context(standing.loaded.context_length)
        self._show_blocked()
        if self._panel.isVisible() and self._standing != self._shown_standing:
            self._begin()
