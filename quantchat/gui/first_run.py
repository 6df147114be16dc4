"""After the start: all models are judged once, so that the picker opens settled, and the best next one is named."""

from PySide6.QtCore import QObject, Slot

from quantchat.advice.shelf import next_model_sentence
from quantchat.advice.shelf_values import ModelCard
from quantchat.gui.empty_state import EmptyState
from quantchat.gui.model_controller import LoadState, ModelController, ModelStanding
from quantchat.gui.picker_presenter import PickerPresenter


class FirstRun(QObject):
    """Asks for the shelf once, when the model is ready and the machine at rest.

    A model is only named while none that is here is as able.
    """

    def __init__(
        self, empty_state: EmptyState, models: ModelController, shown: PickerPresenter, reading_speed: float
    ) -> None:
        super().__init__(empty_state)
        self._empty_state = empty_state
        self._models = models
        self._shown = shown
        self._reading_speed = reading_speed
        self._has_asked = False
        models.standing_changed.connect(self._on_standing_changed)
        shown.shelf_listed.connect(self._on_shelf_listed)
        empty_state.suggestion_chosen.connect(shown.open_on)

    def set_reading_speed(self, tokens_per_second: float) -> None:
        """Count writing below this speed as slow from now on."""
        self._reading_speed = tokens_per_second

    @Slot(ModelStanding)
    def _on_standing_changed(self, standing: ModelStanding) -> None:
        if standing.state is LoadState.READY and not self._has_asked:
            self._has_asked = True
            self._shown.list_models()

    @Slot(tuple)
    def _on_shelf_listed(self, cards: tuple[ModelCard, ...]) -> None:
        self._empty_state.suggest(*next_model_sentence(cards, self._reading_speed))
