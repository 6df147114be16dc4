"""The numbers of a sampling in the order of the panel, each with a sentence for people who never heard of it."""

from PySide6.QtCore import QT_TRANSLATE_NOOP

from quantchat.gui.chat_settings.number_row import NumberKind

TEMPERATURE = NumberKind(
    "temperature",
    str(QT_TRANSLATE_NOOP("sampling_values", "Temperature")),
    str(
        QT_TRANSLATE_NOOP(
            "sampling_values",
            "How freely the next word is drawn. 0 suits facts and code, 0.7 most chats; above 1 answers become "
            "surprising, then confused.",
        )
    ),
    0.1,
)
"""The one that most people change; the others are folded away at first."""

BEFORE_TEXTS = (
    NumberKind(
        "max_tokens",
        str(QT_TRANSLATE_NOOP("sampling_values", "Longest answer, tokens")),
        str(
            QT_TRANSLATE_NOOP(
                "sampling_values",
                "The answer is ended after so many tokens; 1,000 tokens are about 750 words. 0 sets no limit.",
            )
        ),
        256,
        str(QT_TRANSLATE_NOOP("sampling_values", "No limit")),
        0,
    ),
    NumberKind(
        "seed",
        str(QT_TRANSLATE_NOOP("sampling_values", "Seed")),
        str(
            QT_TRANSLATE_NOOP(
                "sampling_values",
                "With the same number the same question gets the same answer. Random draws anew each time.",
            )
        ),
        nothing=str(QT_TRANSLATE_NOOP("sampling_values", "Random")),
    ),
)
AFTER_TEXTS = (
    NumberKind(
        "top_p",
        str(QT_TRANSLATE_NOOP("sampling_values", "Top-p")),
        str(
            QT_TRANSLATE_NOOP(
                "sampling_values",
                "Draws only from the likeliest words that together have this share of the chances. 1 turns it off.",
            )
        ),
        0.05,
    ),
    NumberKind(
        "top_k",
        str(QT_TRANSLATE_NOOP("sampling_values", "Top-k")),
        str(QT_TRANSLATE_NOOP("sampling_values", "Draws only from so many of the likeliest words. 0 turns it off.")),
        5,
    ),
    NumberKind(
        "min_p",
        str(QT_TRANSLATE_NOOP("sampling_values", "Min-p")),
        str(
            QT_TRANSLATE_NOOP(
                "sampling_values",
                "Leaves out words that are far less likely than the likeliest; 0.05 means less than a twentieth. "
                "0 turns it off.",
            )
        ),
        0.01,
    ),
    NumberKind(
        "repeat_penalty",
        str(QT_TRANSLATE_NOOP("sampling_values", "Repeat penalty")),
        str(
            QT_TRANSLATE_NOOP(
                "sampling_values",
                "Makes words that were just used less likely, so that answers do not go round in circles. 1 turns it "
                "off; above 1.3 sentences become odd.",
            )
        ),
        0.05,
    ),
    NumberKind(
        "presence_penalty",
        str(QT_TRANSLATE_NOOP("sampling_values", "Presence penalty")),
        str(
            QT_TRANSLATE_NOOP(
                "sampling_values",
                "Makes every word that was used less likely, so that new subjects come up. 0 turns it off.",
            )
        ),
        0.1,
    ),
    NumberKind(
        "frequency_penalty",
        str(QT_TRANSLATE_NOOP("sampling_values", "Frequency penalty")),
        str(
            QT_TRANSLATE_NOOP(
                "sampling_values", "The more often a word was used, the less likely it becomes. 0 turns it off."
            )
        ),
        0.1,
    ),
    NumberKind(
        "penalty_last_n",
        str(QT_TRANSLATE_NOOP("sampling_values", "Window of the penalties, tokens")),
        str(QT_TRANSLATE_NOOP("sampling_values", "How far back the three penalties look. 0 turns all of them off.")),
        16,
    ),
)
