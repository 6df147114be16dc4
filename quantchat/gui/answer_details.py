"""Everything that is known of how an answer was made, in words and figures with their units."""

from dataclasses import dataclass

from PySide6.QtCore import QDateTime, QLocale, QObject

from quantchat.core.chat import AnswerFigures, Message, MessageStatus, Sampling
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.gui.wordings import number_text, translated

_STATUSES = {
    MessageStatus.STREAMING: QT_TRANSLATE_NOOP("AnswerDetails", "Being written"),
    MessageStatus.COMPLETE: QT_TRANSLATE_NOOP("AnswerDetails", "Complete"),
    MessageStatus.STOPPED: QT_TRANSLATE_NOOP("AnswerDetails", "Stopped"),
    MessageStatus.INTERRUPTED: QT_TRANSLATE_NOOP("AnswerDetails", "Cut short"),
}


@dataclass(frozen=True, slots=True)
class Detail:
    """One value with its name and unit, as it is read."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class DetailGroup:
    """Values that belong together."""

    title: str
    details: tuple[Detail, ...]


class AnswerDetails(QObject):
    """Writes the details of an answer in the language of the window."""

    def groups(self, message: Message, sampling: Sampling | None) -> tuple[DetailGroup, ...]:
        """Everything that is known of how an answer was made; what was not measured is left out.

        Args:
            message: the answer.
            sampling: how it was drawn; None where that was not recorded.
        """
        groups = [DetailGroup(self.tr("Answer"), self._answer_details(message))]
        if message.figures is not None:
            groups.append(DetailGroup(self.tr("Tokens"), self._token_details(message.figures)))
            groups.append(DetailGroup(self.tr("Time"), self._time_details(message.figures)))
        if sampling is not None:
            groups.append(DetailGroup(self.tr("Sampling"), self._sampling_details(sampling)))
        return tuple(group for group in groups if group.details)

    def _answer_details(self, message: Message) -> tuple[Detail, ...]:
        details = [
            Detail(self.tr("Model"), message.model_name),
            Detail(self.tr("Quantization"), message.quantization),
            Detail(self.tr("Written"), _when(message.created_at)),
            Detail(self.tr("State"), self.tr(_STATUSES[message.status])),
            Detail(self.tr("Reason"), translated(message.error)),
        ]
        return tuple(detail for detail in details if detail.value)

    def _token_details(self, figures: AnswerFigures) -> tuple[Detail, ...]:
        reused = figures.prompt_tokens - figures.evaluated_tokens
        details = [
            (figures.prompt_tokens, self.tr("Prompt"), self._prompt_words(figures.prompt_tokens, reused)),
            (figures.answer_tokens, self.tr("Answer"), self._tokens(figures.answer_tokens)),
            (figures.context_length, self.tr("Context"), self._context_words(figures)),
            (figures.dropped_turns, self.tr("Not seen"), self._dropped_words(figures.dropped_turns)),
            (figures.answer_tokens, self.tr("Seed"), str(figures.seed)),
        ]
        return tuple(Detail(name, value) for known, name, value in details if known)

    def _prompt_words(self, prompt_tokens: int, reused_tokens: int) -> str:
        if reused_tokens <= 0:
            return self._tokens(prompt_tokens)
        words = self.tr("{count} tokens, {reused} of them kept from the answer before")
        return words.format(count=number_text(prompt_tokens), reused=number_text(reused_tokens))

    def _context_words(self, figures: AnswerFigures) -> str:
        words = self.tr("{used} of {length} tokens")
        return words.format(used=number_text(figures.context_used), length=number_text(figures.context_length))

    def _dropped_words(self, dropped_turns: int) -> str:
        return self.tr("%n of the oldest question(s) with what was answered", "", dropped_turns)

    def _time_details(self, figures: AnswerFigures) -> tuple[Detail, ...]:
        first_ms = figures.time_to_first_token_ms
        prefill_speed = figures.evaluated_tokens * 1000 / figures.prefill_ms if figures.prefill_ms else 0.0
        details = [
            (first_ms, self.tr("First token after"), self._seconds(first_ms)),
            (prefill_speed, self.tr("Reading speed"), self._speed(prefill_speed)),
            (figures.tokens_per_second, self.tr("Writing speed"), self._speed(figures.tokens_per_second)),
            (figures.reasoning_ms, self.tr("Thinking"), self._seconds(figures.reasoning_ms)),
            (figures.decode_ms, self.tr("Writing"), self._seconds(figures.decode_ms)),
        ]
        return tuple(Detail(name, value) for known, name, value in details if known)

    def _sampling_details(self, sampling: Sampling) -> tuple[Detail, ...]:
        off = self.tr("off")
        penalized = self.tr("over the last {count} tokens").format(count=number_text(sampling.penalty_last_n))
        details = (
            Detail(self.tr("Temperature"), _fraction(sampling.temperature)),
            Detail(self.tr("Top-p"), _fraction(sampling.top_p) if sampling.top_p < 1 else off),
            Detail(self.tr("Top-k"), self._tokens(sampling.top_k) if sampling.top_k else off),
            Detail(self.tr("Min-p"), _fraction(sampling.min_p) if sampling.min_p else off),
            Detail(
                self.tr("Repeat penalty"), _fraction(sampling.repeat_penalty) if sampling.repeat_penalty != 1 else off
            ),
            Detail(
                self.tr("Presence penalty"), _fraction(sampling.presence_penalty) if sampling.presence_penalty else off
            ),
            Detail(
                self.tr("Frequency penalty"),
                _fraction(sampling.frequency_penalty) if sampling.frequency_penalty else off,
            ),
            Detail(self.tr("Penalties"), penalized if sampling.penalty_last_n else off),
            Detail(self.tr("Longest answer"), self._most_tokens(sampling.max_tokens)),
            Detail(self.tr("Stop strings"), "  ".join(repr(stop) for stop in sampling.stop)),
            Detail(self.tr("Grammar"), sampling.grammar),
            Detail(self.tr("JSON schema"), sampling.json_schema),
        )
        return tuple(detail for detail in details if detail.value)

    def _most_tokens(self, max_tokens: int) -> str:
        if not max_tokens:
            return self.tr("as long as the context allows")
        return self._tokens(max_tokens)

    def _tokens(self, count: int) -> str:
        return self.tr("{count} tokens").format(count=number_text(count))

    def _seconds(self, duration_ms: float) -> str:
        return self.tr("{seconds} s").format(seconds=number_text(duration_ms / 1000, ".2f"))

    def _speed(self, tokens_per_second: float) -> str:
        return self.tr("{speed} tokens/s").format(speed=number_text(tokens_per_second, ".1f"))


def details_as_text(groups: tuple[DetailGroup, ...]) -> str:
    """The same as lines of plain text."""
    return "\n\n".join(
        "\n".join((group.title, *(f"{detail.name}: {detail.value}" for detail in group.details))) for group in groups
    )


def _when(created_at: float) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(created_at))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def _fraction(value: float) -> str:
    return number_text(value, "g")
