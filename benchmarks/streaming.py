"""How late the window answers while a long answer streams in: `python benchmarks/streaming.py`.

A thread hands a long answer with code, tables and formulas, piece by piece, to the feed; the feed carries it to the
real chat view. A precise timer of 5 ms in the window's thread notes how much later than that it is called: that is how
long a key press would have waited. Each part is a fifth of the answer, so that a cost that grows with the length shows.
"""

import argparse
import cProfile
import os
import pstats
import threading
import time
from dataclasses import dataclass

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from quantchat.core.chat import Message, MessageStatus, Role
from quantchat.engine.protocol import Delta
from quantchat.gui.chat_view import ChatView
from quantchat.gui.feed import Feed, TextGrew
from quantchat.gui.fonts import load_fonts
from quantchat.gui.icons import Icons
from quantchat.gui.theme import Theme

TARGET_P99_MS = 16.0
TICK_MS = 5
PARTS = 5
IDLE_SECONDS = 5

PASSAGE = r"""## Step {n}: the gradient

The loss $L(\theta)$ of step {n} is minimized over $\theta \in \mathbb{R}^d$; the price of one step is $5,
and \(\eta_{n}\) is its **learning rate**. See `optimizer.step()` and [the paper](https://example.org/paper)
for why *momentum* helps.

\[
\nabla_\theta L(\theta) = \frac{1}{N}\sum_{i=1}^{N}
\frac{\partial \ell(f_\theta(x_i), y_i)}{\partial \theta} + {n}\lambda\theta
\]

1. Compute $g_{n} = \nabla L(\theta_{n})$.
2. Update with $\theta \leftarrow \theta - \eta\, \frac{\hat{m}}{\sqrt{\hat{v}} + \epsilon}$:
   - the first moment $m$,
   - the second moment $v$.

```python
def step(parameters: list[float], gradients: list[float], rate: float = 1e-3) -> list[float]:
    # one step of gradient descent, number {n}
    return [parameter - rate * gradient for parameter, gradient in zip(parameters, gradients, strict=True)]
```

| Method | Update | Memory |
|---|---|---:|
| SGD | $\theta - \eta g$ | {n} |
| Adam | $\theta - \eta \hat m / \sqrt{\hat v}$ | 2 × {n} |

> The second moment is an estimate; early in training it is corrected by $1 - \beta^{n}$.

"""


@dataclass(frozen=True)
class Lags:
    """Event-loop lags of one part of the run, in milliseconds, sorted."""

    values_ms: list[float]

    def quantile(self, share: float) -> float:
        """The lag that this share of all ticks stays below."""
        return self.values_ms[min(len(self.values_ms) - 1, int(share * len(self.values_ms)))]

    def __str__(self) -> str:
        late = sum(value > TARGET_P99_MS for value in self.values_ms)
        return (
            f"p50 {self.quantile(0.5):5.1f}  p99 {self.quantile(0.99):5.1f}  p99.9 {self.quantile(0.999):5.1f}  "
            f"max {self.values_ms[-1]:5.1f} ms; {late} of {len(self.values_ms)} above {TARGET_P99_MS:g} ms"
        )


class LagMeter(QObject):
    """Notes how late a timer of the window's thread is."""

    def __init__(self) -> None:
        super().__init__()
        self.lags_ms: list[tuple[float, float]] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        """Begin to measure."""
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Measure no more."""
        self._timer.stop()

    @Slot()
    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.lags_ms.append((now, max(0.0, (now - self._last) * 1000 - TICK_MS)))
        self._last = now


def answer_text(chars: int) -> str:
    """An answer of that many characters in which no two passages are the same."""
    text = ""
    number = 1
    while len(text) < chars:
        text += PASSAGE.replace("{n}", str(number))
        number += 1
    return text[:chars]


def stream(feed: Feed, text: str, tokens_per_second: float, token_chars: int, done: threading.Event) -> None:
    """Hand over the text at the pace of a model, as the engine does: joined to pieces of 33 ms."""
    began = time.perf_counter()
    sent = 0
    while sent < len(text):
        due = int((time.perf_counter() - began) * tokens_per_second) * token_chars
        if due > sent:
            feed.text_arrived(2, Delta(1, text[sent:due], "", 1, 0))
            sent = due
        time.sleep(0.033)
    done.set()


def message(message_id: int, role: Role, content: str, status: MessageStatus) -> Message:
    """A message as the store would give it."""
    return Message(
        id=message_id,
        conversation_id=1,
        parent_id=message_id - 1 or None,
        role=role,
        content=content,
        reasoning="",
        status=status,
        model_name="Model" if role is Role.ASSISTANT else "",
        quantization="Q4_K_M" if role is Role.ASSISTANT else "",
        error="",
        figures=None,
        created_at=0.0,
    )


class Run:
    """One answer that streams into the chat view."""

    def __init__(self, application: QApplication, text: str) -> None:
        self._application = application
        self._text = text
        self._view = ChatView(Theme(application), Icons())
        self._view.resize(900, 800)
        self._view.append_message(message(1, Role.USER, "Explain it at length.", MessageStatus.COMPLETE))
        self._view.append_message(message(2, Role.ASSISTANT, "", MessageStatus.STREAMING))
        self._view.show()
        self._feed = Feed()
        self._feed.fact_arrived.connect(self._show)
        self._done = threading.Event()
        self.meter = LagMeter()
        self.drawing_ms: list[float] = []
        self.seconds = self.cpu_seconds = self.began = 0.0

    def stream(self, tokens_per_second: float, token_chars: int, profile: cProfile.Profile | None) -> None:
        """Stream the whole answer in."""
        arguments = (self._feed, self._text, tokens_per_second, token_chars, self._done)
        thread = threading.Thread(target=stream, args=arguments)
        poll = QTimer()
        poll.setInterval(50)
        poll.timeout.connect(lambda: self._application.quit() if self._done.is_set() else None)
        poll.start()
        cpu_began, self.began = time.process_time(), time.perf_counter()
        self.meter.start()
        thread.start()
        if profile is not None:
            profile.runcall(self._application.exec)
        else:
            self._application.exec()
        self.meter.stop()
        self.cpu_seconds, self.seconds = time.process_time() - cpu_began, time.perf_counter() - self.began
        thread.join()
        self._feed.close()
        self._view.deleteLater()

    def _show(self, fact: object) -> None:
        if isinstance(fact, TextGrew):
            began = time.perf_counter()
            self._view.append_text(fact.message_id, fact.answer, fact.reasoning)
            self.drawing_ms.append((time.perf_counter() - began) * 1000)


def idle_lags(application: QApplication, meter: LagMeter) -> Lags:
    """Lags while nothing happens: what this machine does to any program."""
    meter.start()
    QTimer.singleShot(IDLE_SECONDS * 1000, application.quit)
    application.exec()
    meter.stop()
    lags = Lags(sorted(lag for _, lag in meter.lags_ms))
    meter.lags_ms.clear()
    return lags


def print_figures(run: Run, chars: int) -> None:
    """Print the lags by part of the run, and what it cost."""
    for part in range(PARTS):
        start = run.began + run.seconds * part / PARTS
        end = run.began + run.seconds * (part + 1) / PARTS
        print(f"part {part + 1} of {PARTS}: {Lags(sorted(lag for at, lag in run.meter.lags_ms if start <= at < end))}")
    lags = Lags(sorted(lag for _, lag in run.meter.lags_ms))
    print(f"whole:       {lags}")
    print(f"drawing:     {Lags(sorted(run.drawing_ms))}")
    print(f"{chars} characters in {run.seconds:.1f} s; {100 * run.cpu_seconds / run.seconds:.1f} % of one core")
    verdict = "reached" if lags.quantile(0.99) < TARGET_P99_MS else "MISSED"
    print(f"target p99 < {TARGET_P99_MS:g} ms: {verdict}")


def main() -> None:
    """Read the options, run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chars", type=int, default=64_000)
    parser.add_argument("--tokens-per-second", type=float, default=150.0)
    parser.add_argument("--token-chars", type=int, default=4)
    parser.add_argument("--profile", action="store_true", help="print where the window's thread spends its time")
    arguments = parser.parse_args()
    application = QApplication([])
    load_fonts()
    run = Run(application, answer_text(arguments.chars))
    print(f"idle:        {idle_lags(application, run.meter)}")
    profile = cProfile.Profile() if arguments.profile else None
    run.stream(arguments.tokens_per_second, arguments.token_chars, profile)
    print_figures(run, arguments.chars)
    if profile is not None:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    main()
