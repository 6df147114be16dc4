"""What counts as fast enough, and how answers are made unless a chat says otherwise."""

from quantchat.gui.settings_dialog.fields import FractionField, WholeNumberField
from quantchat.gui.settings_dialog.value_settings import ValueGroup, value_setting
from quantchat.gui.theme import Theme
from quantchat.settings import MOST_TEMPERATURE

LEAST_READING_SPEED = 0.5
MOST_READING_SPEED = 100.0
MOST_ANSWER_TOKENS = 131_072


class AdviceGroup(ValueGroup):
    """The speed from which on a model is recommended although it does not run on the GPU alone."""

    def __init__(self, theme: Theme) -> None:
        speed = FractionField(theme, LEAST_READING_SPEED, MOST_READING_SPEED, 0.5, self.tr(" tokens/s"))
        words = self.tr(
            "The slowest speed of writing that you would still call comfortable. Most people read along at about 5 "
            "tokens per second. Models that would write more slowly on this computer are called slow and are not "
            "recommended; a higher number leads to smaller, faster models."
        )
        row = value_setting(theme, "reading_tokens_per_second", self.tr("Reading speed"), words, speed)
        super().__init__(theme, self.tr("Advice"), (row,))


class AnswersGroup(ValueGroup):
    """How the next word is drawn and where an answer ends."""

    def __init__(self, theme: Theme) -> None:
        temperature = FractionField(theme, 0.0, MOST_TEMPERATURE, 0.1)
        most_tokens = WholeNumberField(theme, 0, MOST_ANSWER_TOKENS, 256, self.tr(" tokens"), self.tr("No limit"))
        super().__init__(
            theme,
            self.tr("Answers"),
            (
                value_setting(
                    theme,
                    "temperature",
                    self.tr("Temperature"),
                    self.tr(
                        "How freely the next word is drawn. 0 always takes the likeliest, which suits facts and code; "
                        "around 0.7 suits most chats; above 1 answers become surprising and then confused."
                    ),
                    temperature,
                ),
                value_setting(
                    theme,
                    "max_answer_tokens",
                    self.tr("Longest answer"),
                    self.tr(
                        "An answer is ended after this many tokens; 1,000 tokens are about 750 words. With 0 it may be "
                        "as long as the context allows."
                    ),
                    most_tokens,
                ),
            ),
        )
