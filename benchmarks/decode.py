"""What the engine costs beside the bare loop, and how fast it stops, starts and goes on.

Machines are noisy, so speeds are ratios of runs that take turns (bare loop, engine, bare loop, …), and what is printed
is the median. Nothing is written unless `--json FILE` asks for it.

The bare loop waits between graph nodes as OpenMP does by default; the engine gives the processor away sooner (see
`SPIN_COUNT` in `quantchat/native/child_process.py`). With GOMP_SPINCOUNT in the environment both wait alike.

    python benchmarks/decode.py [--model FILE] [--parts speed stop] [--pairs 5] [--json FILE]
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from quantchat.core.chat import PromptMessage, Role, Sampling
from quantchat.core.plan import LoadPlan
from quantchat.engine.client import ClientEvent, EngineClient
from quantchat.engine.protocol import (
    BenchmarkFinished,
    Delta,
    Finished,
    FinishReason,
    GenerationFailed,
    Loaded,
    LoadFailed,
    PromptProgress,
)
from quantchat.settings import resources_folder

CONTEXT_LENGTH = 4096
LONG_ANSWER_TOKENS = 2200
WAIT_SECONDS = 300.0
PARTS = ("speed", "late", "stop", "follow-up")
STORY = "Write a very long story about a dog, with many chapters."


class Engine:
    """The engine as the app uses it, with the time at which every event arrived."""

    def __init__(self, model: Path) -> None:
        self.events: list[tuple[float, ClientEvent]] = []
        self._news = threading.Condition()
        self.client = EngineClient(self._take)
        self.client.load(LoadPlan(str(model), context_length=CONTEXT_LENGTH))
        _, event = self.wait_for(lambda event: isinstance(event, Loaded | LoadFailed))
        if not isinstance(event, Loaded):
            raise SystemExit(f"The model could not be loaded: {event}")
        self.threads = event.threads

    def _take(self, event: ClientEvent) -> None:
        with self._news:
            self.events.append((time.perf_counter(), event))
            self._news.notify_all()

    def wait_for(self, is_wanted: Callable[[ClientEvent], bool]) -> tuple[float, ClientEvent]:
        """Wait for the first event that is wanted; return it with the time it came."""
        looked_at = 0

        def find() -> tuple[float, ClientEvent] | None:
            # Only what is new: looking through everything at each piece would take processor time from the engine.
            nonlocal looked_at
            new, looked_at = self.events[looked_at:], len(self.events)
            return next(((came, event) for came, event in new if is_wanted(event)), None)

        with self._news:
            found = self._news.wait_for(find, WAIT_SECONDS)
        if found is None:
            raise SystemExit("The engine said nothing for too long.")
        return found

    def wait_for_end(self, generation_id: int) -> tuple[float, Finished | BenchmarkFinished]:
        """Wait for the end of a generation or benchmark."""
        ends = Finished | GenerationFailed | BenchmarkFinished
        came, event = self.wait_for(lambda event: isinstance(event, ends) and event.generation_id == generation_id)
        if not isinstance(event, Finished | BenchmarkFinished):
            raise SystemExit(f"A generation failed: {event}")
        return came, event

    def ask(self, messages: Sequence[PromptMessage], sampling: Sampling, max_tokens: int) -> tuple[int, Finished]:
        """Ask and wait for the end of the answer."""
        generation_id = self.client.generate(messages, sampling, max_tokens=max_tokens)
        _, finished = self.wait_for_end(generation_id)
        assert isinstance(finished, Finished)
        return generation_id, finished

    def deltas(self, generation_id: int) -> list[tuple[float, Delta]]:
        """Pieces of an answer with the times they came."""
        return [
            (came, event)
            for came, event in list(self.events)
            if isinstance(event, Delta) and event.generation_id == generation_id
        ]


class BareLoop:
    """The bare loop in its process."""

    def __init__(self, model: Path, threads: int) -> None:
        program = Path(__file__).with_name("bare_loop.py")
        options = ["--threads", str(threads), "--context-length", str(CONTEXT_LENGTH)]
        self._process = subprocess.Popen(
            [sys.executable, str(program), str(model), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._line()

    def run(self, prompt_tokens: int, tokens: int) -> dict[str, float]:
        """One run; keys are those of the loop's `Run`."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{prompt_tokens} {tokens}\n")
        self._process.stdin.flush()
        return dict(json.loads(self._line()))

    def _line(self) -> str:
        assert self._process.stdout is not None
        if line := self._process.stdout.readline():
            return line
        raise SystemExit("The bare loop ended too early.")

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def speed_ratios(engine: Engine, bare: BareLoop, pairs: int) -> dict[str, list[float]]:
    """Engine speed divided by that of the bare loop, for prefill and decode."""
    ratios: dict[str, list[float]] = {"prefill / bare loop": [], "decode / bare loop": []}
    speeds: dict[str, list[float]] = {"decode, bare loop, tokens/s": [], "decode, engine, tokens/s": []}
    for _ in range(pairs):
        reading = bare.run(256, 8)
        loop = bare.run(1, 128)  # from an empty context, as the engine's benchmark does: depth costs speed
        _, figures = engine.wait_for_end(engine.client.benchmark(256, 128, 1))
        assert isinstance(figures, BenchmarkFinished)
        ratios["prefill / bare loop"].append(figures.prefill_tokens_per_second[0] / reading["prefill"])
        ratios["decode / bare loop"].append(figures.decode_tokens_per_second[0] / loop["decode"])
        speeds["decode, bare loop, tokens/s"].append(loop["decode"])
        speeds["decode, engine, tokens/s"].append(figures.decode_tokens_per_second[0])
    return ratios | speeds


def late_ratios(engine: Engine, bare: BareLoop, pairs: int) -> dict[str, list[float]]:
    """The same over the last fifth of a long answer, as its pieces reach the app."""
    ratios = []
    for _ in range(pairs):
        loop = bare.run(1, LONG_ANSWER_TOKENS)
        generation_id = engine.client.benchmark(1, LONG_ANSWER_TOKENS, 1)
        last = LONG_ANSWER_TOKENS - 10

        def is_last(event: ClientEvent, generation_id: int = generation_id, last: int = last) -> bool:
            return isinstance(event, Delta) and event.generation_id == generation_id and event.answer_tokens >= last

        engine.wait_for(is_last)
        engine.client.cancel(generation_id)
        engine.wait_for_end(generation_id)
        late = [
            (came, delta.answer_tokens)
            for came, delta in engine.deltas(generation_id)
            if delta.answer_tokens >= LONG_ANSWER_TOKENS * 4 // 5
        ]
        speed = (late[-1][1] - late[0][1]) / (late[-1][0] - late[0][0])
        ratios.append(speed / loop["late"])
    return {f"decode at token {LONG_ANSWER_TOKENS * 9 // 10:,} / bare loop": ratios}


def stop_delays_ms(engine: Engine, times: int) -> dict[str, list[float]]:
    """From `cancel` to `Finished`, at a random moment while reading and while writing."""
    moments = random.Random(1)
    delays: dict[str, list[float]] = {"stop while reading, ms": [], "stop while writing, ms": []}
    for number in range(times):
        text = " ".join(str(moments.randrange(10_000)) for _ in range(500))
        for name, content, sign in (
            ("stop while reading, ms", f"{number}: {text}", PromptProgress),
            ("stop while writing, ms", STORY, Delta),
        ):
            generation_id = engine.client.generate([PromptMessage(Role.USER, content)], Sampling(seed=number))

            def is_sign(event: ClientEvent, sign: type = sign, generation_id: int = generation_id) -> bool:
                return isinstance(event, sign) and getattr(event, "generation_id", 0) == generation_id

            engine.wait_for(is_sign)
            time.sleep(moments.uniform(0, 0.2))
            cancelled = time.perf_counter()
            engine.client.cancel(generation_id)
            came, end = engine.wait_for_end(generation_id)
            if isinstance(end, Finished) and end.reason is FinishReason.STOPPED:
                delays[name].append((came - cancelled) * 1000)
    return delays


def follow_ups(engine: Engine, turns: int) -> dict[str, list[float]]:
    """A chat of short turns: tokens read beyond the new ones, and the wait for the first piece beyond the reading."""
    conversation = [PromptMessage(Role.SYSTEM, "Answer in one sentence. " + "The sea is deep and wide. " * 150)]
    used = 0
    surplus, waits = [], []
    for turn in range(turns):
        conversation.append(PromptMessage(Role.USER, f"Tell me fact number {turn} about the sea."))
        sent = time.perf_counter()
        generation_id, finished = engine.ask(conversation, Sampling(seed=turn), 24)
        figures = finished.figures
        first, _ = engine.deltas(generation_id)[0]
        if turn:
            surplus.append(float(figures.evaluated_tokens - (figures.prompt_tokens - used)))
            waits.append((first - sent) * 1000 - figures.prefill_ms)
        used = figures.context_used
        text = "".join(delta.answer for _, delta in engine.deltas(generation_id))
        conversation.append(PromptMessage(Role.ASSISTANT, text))
    return {"follow-up: tokens read beyond the new": surplus, "send to first piece beyond prefill, ms": waits}


def table(results: dict[str, list[float]]) -> str:
    """Lay the results out for people."""
    lines = [f"{'':44} {'median':>9} {'least':>9} {'most':>9} {'n':>4}"]
    for name, values in results.items():
        middle, least, most = statistics.median(values), min(values), max(values)
        lines.append(f"{name:44} {middle:9.3f} {least:9.3f} {most:9.3f} {len(values):4}")
    return "\n".join(lines)


def main() -> None:
    """Run everything and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=next((resources_folder() / "models").glob("*.gguf"), None))
    parser.add_argument("--parts", nargs="+", choices=PARTS, help="measure only these")
    parser.add_argument("--pairs", type=int, default=5, help="runs of each side")
    parser.add_argument("--long-pairs", type=int, default=3, help="runs of each side with a long answer")
    parser.add_argument("--stops", type=int, default=20)
    parser.add_argument("--json", type=Path, help="write all values here")
    arguments = parser.parse_args()
    if arguments.model is None:
        parser.error("there is no starter model in resources/models; give one with --model")
    engine = Engine(arguments.model)
    bare = BareLoop(arguments.model, engine.threads)
    parts: dict[str, Callable[[], dict[str, list[float]]]] = {
        "speed": lambda: speed_ratios(engine, bare, arguments.pairs),
        "late": lambda: late_ratios(engine, bare, arguments.long_pairs),
        "stop": lambda: stop_delays_ms(engine, arguments.stops),
        "follow-up": lambda: follow_ups(engine, 20),
    }
    results: dict[str, list[float]] = {}
    try:
        for name in arguments.parts or parts:
            results |= parts[name]()
    finally:
        bare.close()
        engine.client.close()
    print(table(results))
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
