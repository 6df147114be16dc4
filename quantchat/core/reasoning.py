"""Tells a model's thinking apart from its answer while the text streams.

Reasoning is recognised only at the start of an answer: later in a text the same tag is something the model writes
about. The formats are those of the public chat templates of the model families named beside them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReasoningFormat:
    """What a family writes before and after its thinking."""

    opens: str
    closes: str


FORMATS = (
    ReasoningFormat("<think>", "</think>"),  # DeepSeek-R1, Qwen3, SmolLM3, GLM
    ReasoningFormat("<thinking>", "</thinking>"),  # several fine-tunes
    ReasoningFormat("<thought>", "</thought>"),  # EXAONE Deep
    ReasoningFormat("<reasoning>", "</reasoning>"),  # several fine-tunes
    ReasoningFormat("<seed:think>", "</seed:think>"),  # Seed-OSS
    ReasoningFormat("[THINK]", "[/THINK]"),  # Magistral
    ReasoningFormat("<|channel|>analysis<|message|>", "<|end|>"),  # gpt-oss
)

ANSWER_OPENERS = (
    "<|start|>assistant<|channel|>final<|message|>",  # gpt-oss, after its thinking
    "<|channel|>final<|message|>",  # gpt-oss, without thinking
)

_ALL_MARKERS = tuple(marker for form in FORMATS for marker in (form.opens, form.closes)) + ANSWER_OPENERS


def is_part_of_a_marker(piece: str) -> bool:
    """Whether a control token's text belongs to a reasoning marker and so must reach the splitter."""
    return bool(piece) and any(piece in marker for marker in _ALL_MARKERS)


@dataclass(frozen=True, slots=True)
class SplitText:
    """The next pieces of an answer; either may be empty."""

    reasoning: str
    answer: str


class ReasoningSplitter:
    """Splits a stream of text into reasoning and answer.

    Text that may still turn out to be a marker is held back until it is decided; `finish` gives it out.
    """

    def __init__(self, prompt_tail: str = "") -> None:
        """Start an answer; `prompt_tail` is the end of the rendered prompt, which may have opened the thinking."""
        self._pending = ""
        self._closes = ""
        self._decided = False
        self._answer_begun = False
        tail = prompt_tail.rstrip()
        for form in FORMATS:
            if tail.endswith(form.opens):
                self._closes = form.closes
                self._decided = True

    @property
    def is_reasoning(self) -> bool:
        """Whether the stream is inside the thinking now."""
        return bool(self._closes)

    def feed(self, text: str) -> SplitText:
        """Take the next piece of the stream and give out what can be told apart already."""
        self._pending += text
        reasoning = answer = ""
        if not self._decided:
            self._decide_opening()
        if self._decided and self._closes:
            reasoning = self._take_reasoning()
        if self._decided and not self._closes:
            answer = self._take_answer()
        return SplitText(reasoning, answer)

    def finish(self) -> SplitText:
        """Give out what was held back: the stream has ended."""
        rest, self._pending = self._pending, ""
        if self._closes:
            return SplitText(rest, "")
        return SplitText("", rest if self._answer_begun else rest.lstrip())

    def _decide_opening(self) -> None:
        text = self._pending.lstrip()
        for form in FORMATS:
            if text.startswith(form.opens):
                self._closes = form.closes
                self._pending = text[len(form.opens) :].lstrip("\n")
                self._decided = True
                return
        if text and not any(marker.startswith(text) for marker in _opening_markers()):
            self._decided = True

    def _take_reasoning(self) -> str:
        before, marker, after = self._pending.partition(self._closes)
        if marker:
            self._closes = ""
            self._pending = after
            return before.rstrip()
        held = _longest_suffix_that_starts(self._pending, self._closes)
        taken = self._pending[: len(self._pending) - held]
        self._pending = self._pending[len(taken) :]
        return taken

    def _take_answer(self) -> str:
        if not self._answer_begun:
            self._pending = self._pending.lstrip()
            for opener in ANSWER_OPENERS:
                if self._pending.startswith(opener):
                    self._pending = self._pending[len(opener) :].lstrip()
                elif self._pending and opener.startswith(self._pending):
                    return ""
            if not self._pending:
                return ""
            self._answer_begun = True
        taken, self._pending = self._pending, ""
        return taken


def _opening_markers() -> tuple[str, ...]:
    return tuple(form.opens for form in FORMATS) + ANSWER_OPENERS


def _longest_suffix_that_starts(text: str, marker: str) -> int:
    """Length of the longest end of `text` with which `marker` could begin."""
    for length in range(min(len(text), len(marker) - 1), 0, -1):
        if marker.startswith(text[-length:]):
            return length
    return 0
