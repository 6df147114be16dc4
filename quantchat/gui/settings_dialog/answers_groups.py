"""What counts as fast enough, and how answers are made unless a chat says otherwise."""

from quantchat.gui.settings_dialog.fields import FractionField, WholeNumberField
from quantchat.gui.settings_dialog.value_settings import ValueGroup, value_setting
from quantchat.gui.theme import Theme
from quantchat.settings import MOST_TEMPERATURE

LEAST_READING_SPEED = 0.5
MOST_READING_SPEED = 100.0
MOST_ANSWER_TOKENS = 131_072


def advice_group(theme: Theme) -> ValueGroup:
    """The speed from which on a model is recommended although it does not run on the GPU alone."""
    speed = FractionField(theme, LEAST_READING_SPEED, MOST_READING_SPEED, 0.5, " tokens/s")
    words = (
        "The slowest speed of writing that you would still call comfortable. Most people read along at about 5 tokens "
        "per second. Models that would write more slowly on this computer are called slow and are not recommended; "
        "a higher number leads to smaller, faster models."
    )
    return ValueGroup(
        theme, "Advice", (value_setting(theme, "reading_tokens_per_second", "Reading speed", words, speed),)
    )


def answers_group(theme: Theme) -> ValueGroup:
    """How the next word is drawn and where an answer ends."""
    temperature = FractionField(theme, 0.0, MOST_TEMPERATURE, 0.1)
    most_tokens = WholeNumberField(theme, 0, MOST_ANSWER_TOKENS, 256, " tokens", "No limit")
    return ValueGroup(
        theme,
        "Answers",
        (
            value_setting(
                theme,
                "temperature",
                "Temperature",
                "How freely the next word is drawn. 0 always takes the likeliest, which suits facts and code; around "
                "0.7 suits most chats; above 1 answers become surprising and then confused.",
                temperature,
            ),
            value_setting(
                theme,
                "max_answer_tokens",
                "Longest answer",
                "An answer is ended after this many tokens; 1,000 tokens are about 750 words. With 0 it may be as long "
                "as the context allows.",
                most_tokens,
            ),
        ),
    )
