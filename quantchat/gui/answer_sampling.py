"""Who answers in the window, and how the tokens of an answer are drawn."""

from pathlib import Path
from typing import Protocol

from quantchat.chat_turn.turns import Answerer
from quantchat.core.chat import Sampling
from quantchat.core.conversation import ConversationSettings
from quantchat.core.sampling_choice import NOTHING_CHOSEN, SamplingChoice, effective_sampling
from quantchat.gui.model_controller import ModelStanding


class AnsweringModels(Protocol):
    """What a chat needs to know of the models."""

    @property
    def standing(self) -> ModelStanding:
        """How the model in use stands."""

    @property
    def answerer(self) -> Answerer:
        """Who answers now, as it is stored with an answer."""

    def choose(self, path: Path) -> None:
        """Use another model."""


class AnswerSampling:
    """Decides value by value: the conversation's choice, the person's defaults, the model's recommendation, ours.

    Attributes:
        defaults: what the person chose for all conversations.
    """

    def __init__(self, models: AnsweringModels, defaults: SamplingChoice) -> None:
        self._models = models
        self.defaults = defaults

    @property
    def recommended(self) -> SamplingChoice:
        """What the makers of the loaded model recommend."""
        loaded = self._models.standing.loaded
        return loaded.recommended if loaded is not None else NOTHING_CHOSEN

    def of(self, settings: ConversationSettings) -> Sampling:
        """How the next answer of a conversation with these settings is drawn."""
        return settings.sampling.over(effective_sampling(self.defaults, self.recommended, Sampling()))
