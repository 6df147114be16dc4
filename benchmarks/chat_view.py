"""How quickly a conversation of 1,000 messages opens, scrolls, resizes and is jumped through.

Run as `python benchmarks/chat_view.py`. The real chat view is given prose, lists, code, tables and formulas, no two
messages the same. "Opened" is when the view is painted for the first time with the end of the conversation in it;
"complete" is when everything that it prepares around that is laid out. One step of scrolling is three notches of the
wheel, and its time is everything that the window's thread does until the step is painted: that is how long a key press
would have waited.
"""

import argparse
import cProfile
import os
import pstats
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from quantchat.core.chat import Message, MessageStatus, Role
from quantchat.gui.chat_view import ChatView
from quantchat.gui.fonts import load_fonts
from quantchat.gui.icons import Icons
from quantchat.gui.markdown_objects import prepare_formulas
from quantchat.gui.theme import Theme

TARGET_OPEN_MS = 200.0
TARGET_STEP_MS = 16.0
STEP_PX = 120
STEPS = 300
JUMPS = 20
OPENINGS = 5
WIDTHS = tuple(range(900, 500, -20))

QUESTION = "And how does step {n} behave when the *learning rate* is small? Please show code for {n} parameters."
PROSE = """The answer to question {n} is shorter than it looks. **Momentum** keeps a running mean of the gradients, so
that the steps along a valley add up while those across it cancel; see `optimizer.step()` and
[the paper](https://example.org/{n}) for why that helps with {n} parameters.

A second paragraph says what to look out for: a rate that is too large makes the mean overshoot, and the loss then
rises for a few hundred steps before it falls again. It is worth plotting both.
"""
LIST = """A short plan for case {n}:

1. Measure the loss on data that the model has not seen.
2. Halve the rate when it has not fallen for {n} steps:
   - keep the momentum,
   - keep the batch size.
3. Stop after the third time.

> Early in training the estimate is biased; that is corrected by a factor.
"""
CODE = """This is what it looks like:

```python
def step(parameters: list[float], gradients: list[float], rate: float = 1e-3) -> list[float]:
    # one step of gradient descent, number {n}
    moved = []
    for parameter, gradient in zip(parameters, gradients, strict=True):
        moved.append(parameter - rate * gradient)
    return moved
```

Call it once for each batch, {n} times in all.
"""
TABLE = """| Method | Update | Memory | Steps |
|---|---|---:|---:|
| SGD | one gradient | {n} | 1,200 |
| Momentum | a running mean | 2 × {n} | 900 |
| Adam | two running means | 3 × {n} | 700 |

The last column is the median of {n} runs.
"""
FORMULA = r"""The loss of step {n} is minimized over $\theta \in \mathbb{R}^d$:

\[ \nabla_\theta L(\theta) = \frac{1}{N}\sum_{i=1}^{N} \frac{\partial \ell(f_\theta(x_i), y_i)}{\partial \theta} \]

with $\eta_{n}$ as its rate.
"""
ANSWERS = (PROSE, PROSE + LIST, CODE, PROSE, LIST + CODE, PROSE + TABLE, PROSE, CODE + PROSE, FORMULA + PROSE, LIST)
LONG_CHARS = 2_000_000


def conversation(length: int) -> list[Message]:
    """Questions and answers by turns, no two of them the same."""
    return [_message(number) for number in range(1, length + 1)]


def _message(number: int) -> Message:
    is_answer = number % 2 == 0
    text = ANSWERS[number // 2 % len(ANSWERS)] if is_answer else QUESTION
    return Message(
        id=number,
        conversation_id=1,
        parent_id=number - 1 or None,
        role=Role.ASSISTANT if is_answer else Role.USER,
        content=text.replace("{n}", str(number)),
        reasoning="",
        status=MessageStatus.COMPLETE,
        model_name="Model" if is_answer else "",
        quantization="Q4_K_M" if is_answer else "",
        error="",
        figures=None,
        created_at=0.0,
    )


def _long_messages() -> tuple[Message, ...]:
    """A pasted log, a paragraph without an end, and an answer of a program that writes without one."""
    line, paragraph = "2024-05-01 12:00:00 an entry of a log that somebody pasted\n", "A **bold** word and `code`.\n\n"
    sample = conversation(2)
    question = next(message for message in sample if message.role is Role.USER)
    answer = next(message for message in sample if message.role is Role.ASSISTANT)
    return (
        replace(question, content=line * (LONG_CHARS // len(line))),
        replace(question, content="word " * (LONG_CHARS // 5)),
        replace(answer, content=paragraph * (LONG_CHARS // len(paragraph))),
    )


class Bench:
    """The view, and a clock."""

    def __init__(self, application: QApplication, messages: Sequence[Message], clock: Callable[[], float]) -> None:
        self._application = application
        self._clock = clock
        self._messages = messages
        self.view = ChatView(Theme(application), Icons())
        self.view.resize(900, 800)
        self.view.show()
        self.settle()

    def settle(self) -> None:
        """Let the window do all that it has to do."""
        quiet = 0
        while quiet < 3:
            quiet = 0 if self._has_worked() else quiet + 1

    def _has_worked(self) -> bool:
        began = self._clock()
        self._application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
        return self._clock() - began > 0.0005

    def timed(self, action: Callable[[], object]) -> float:
        """How long something takes until it is painted, milliseconds."""
        began = self._clock()
        action()
        self._application.processEvents()
        return (self._clock() - began) * 1000

    def open(self) -> tuple[float, float]:
        """Open the conversation; milliseconds to the first painting, and until nothing is left to prepare."""
        self.view.set_thread([])
        self.settle()
        began = self._clock()
        self.view.set_thread(self._messages)
        # As the screen does it: what waits to be laid out, then the painting, before anything else.
        self._application.sendPostedEvents()
        self.view.repaint()
        opened_ms = (self._clock() - began) * 1000
        self.settle()
        return opened_ms, (self._clock() - began) * 1000

    def open_long(self, message: Message) -> float:
        """Open a conversation that is one message; milliseconds to the first painting."""
        self.view.set_thread([])
        self.settle()
        return self.timed(lambda: self.view.set_thread([message]))

    def scroll(self, by_px: int) -> list[float]:
        """Scroll in steps; the time of each, milliseconds."""
        bar = self.view.scroll_area.verticalScrollBar()
        return [self.timed(lambda: bar.setValue(bar.value() + by_px)) for _ in range(STEPS)]

    def resize(self) -> list[float]:
        """Make the window narrower in steps; the time of each, milliseconds."""
        return [self.timed(lambda width=width: self.view.resize(width, 800)) for width in WIDTHS]  # type: ignore[misc]

    def jump(self) -> list[float]:
        """Jump to messages all over the conversation; the time of each, milliseconds."""
        times = []
        for number in range(JUMPS):
            message_id = self._messages[number * 7919 % len(self._messages)].id
            times.append(self.timed(lambda chosen=message_id: self.view.show_message(chosen)))  # type: ignore[misc]
            self.settle()
        return times


def _figures(times_ms: list[float], target_ms: float) -> str:
    ordered = sorted(times_ms)

    def quantile(share: float) -> float:
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    late = sum(each > target_ms for each in ordered)
    return (
        f"p50 {quantile(0.5):6.1f}  p99 {quantile(0.99):6.1f}  max {ordered[-1]:6.1f} ms; "
        f"{late} of {len(ordered)} above {target_ms:g} ms"
    )


def _run(bench: Bench) -> None:
    openings = [bench.open() for _ in range(OPENINGS)]
    opened_ms = sorted(opened for opened, _ in openings)[OPENINGS // 2]
    print(f"open:        {', '.join(f'{opened:.0f}' for opened, _ in openings)} ms to the first painting")
    print(f"complete:    {', '.join(f'{complete:.0f}' for _, complete in openings)} ms")
    print(f"target of {TARGET_OPEN_MS:g} ms to open: {'reached' if opened_ms < TARGET_OPEN_MS else 'MISSED'}")
    print(f"scroll up:   {_figures(bench.scroll(-STEP_PX), TARGET_STEP_MS)}")
    print(f"scroll down: {_figures(bench.scroll(STEP_PX), TARGET_STEP_MS)}")
    print(f"resize:      {_figures(bench.resize(), TARGET_STEP_MS)}")
    print(f"jump:        {_figures(bench.jump(), TARGET_OPEN_MS)}")
    long_ms = [bench.open_long(message) for message in _long_messages()]
    print(
        f"2 MB message: {', '.join(f'{opened:.0f}' for opened in long_ms)} ms (question of lines, of one line, answer)"
    )


def main() -> None:
    """Read the options, run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--cpu", action="store_true", help="count this program's processor time: on a busy machine")
    parser.add_argument("--profile", action="store_true", help="print where the window's thread spends its time")
    arguments = parser.parse_args()
    application = QApplication([])
    load_fonts()
    prepare_formulas()
    clock = time.process_time if arguments.cpu else time.perf_counter
    bench = Bench(application, conversation(arguments.messages), clock)
    if arguments.profile:
        profile = cProfile.Profile()
        profile.runcall(_run, bench)
        pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
    else:
        _run(bench)
    bench.view.deleteLater()


if __name__ == "__main__":
    main()
