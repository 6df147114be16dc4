"""Tells a model's thinking apart from its answer while the text streams.

Reasoning is recognised only at the start of an answer: later in a text the same tag is something the model writes
about. The formats are those of the public chat templates of the model families named beside them.
"""

from dataclasses import dataclass
from enum import Enum, auto

from quantchat.core.stop_strings import suffix_that_begins


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


class _Stage(Enum):
    START = auto()
    REASONING = auto()
    BEFORE_ANSWER = auto()
    ANSWER = auto()


class ReasoningSplitter:
    """Splits a stream of text into reasoning and answer, without the blank space around either's beginning.

    Text that may still turn out to be a marker is held back until it is decided; `finish` gives it out. What comes
    out does not depend on how the stream is cut into pieces.
    """

    def __init__(self, prompt_tail: str = "") -> None:
        """Start an answer; `prompt_tail` is the end of the rendered prompt, which may have opened the thinking."""
        self._pending = ""
        self._stage = _Stage.START
        self._closes = ""
        self._reasoning_begun = False
        tail = prompt_tail.rstrip()
        for form in FORMATS:
            if tail.endswith(form.opens):
                self._begin_reasoning(form)

    @property
    def is_reasoning(self) -> bool:
        """Whether the stream is inside the thinking now."""
        return self._stage is _Stage.REASONING

    def feed(self, text: str) -> SplitText:
        """Take the next piece of the stream and give out what can be told apart already."""
        self._pending += text
        reasoning = answer = ""
        if self._stage is _Stage.START:
            self._decide_opening()
        if self._stage is _Stage.REASONING:
            reasoning = self._take_reasoning()
        if self._stage is _Stage.BEFORE_ANSWER:
            self._skip_to_answer()
        if self._stage is _Stage.ANSWER:
            answer, self._pending = self._pending, ""
        return SplitText(reasoning, answer)

    def finish(self) -> SplitText:
        """Give out what was held back: the stream has ended."""
        rest, self._pending = self._pending, ""
        return SplitText(rest.rstrip(), "") if self.is_reasoning else SplitText("", rest)

    def _begin_reasoning(self, form: ReasoningFormat) -> None:
        self._stage = _Stage.REASONING
        self._closes = form.closes

    def _decide_opening(self) -> None:
        self._pending = self._pending.lstrip()
        for form in FORMATS:
            if self._pending.startswith(form.opens):
                self._pending = self._pending[len(form.opens) :]
                self._begin_reasoning(form)
                return
        if self._pending and not any(form.opens.startswith(self._pending) for form in FORMATS):
            self._stage = _Stage.BEFORE_ANSWER

    def _take_reasoning(self) -> str:
        if not self._reasoning_begun:
            self._pending = self._pending.lstrip()
        before, marker, after = self._pending.partition(self._closes)
        if marker:
            self._stage = _Stage.BEFORE_ANSWER
            self._pending = after
            return before.rstrip()
        held = suffix_that_begins(self._closes, self._pending)
        # Blank space at the end waits too: it is dropped if the thinking turns out to end there.
        taken = self._pending[: len(self._pending) - held].rstrip()
        self._pending = self._pending[len(taken) :]
        self._reasoning_begun = self._reasoning_begun or bool(taken)
        return taken

    def _skip_to_answer(self) -> None:
        self._pending = self._pending.lstrip()
        while opener := next((opener for opener in ANSWER_OPENERS if self._pending.startswith(opener)), ""):
            self._pending = self._pending[len(opener) :].lstrip()
        if self._pending and not any(opener.startswith(self._pending) for opener in ANSWER_OPENERS):
            self._stage = _Stage.ANSWER
