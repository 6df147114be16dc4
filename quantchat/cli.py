"""The command line. Without a command it opens the window; every other command runs without Qt and a display.

Results go to stdout (with `--json` one object), everything else to stderr. Exit status: 0 done, 1 a known failure,
told in one sentence, 2 wrong usage.
"""

import argparse
import json
import os
import queue
import signal
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path

from quantchat import __version__
from quantchat.core.chat import AnswerFigures, PromptMessage, Role, Sampling
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
    TurnsDropped,
)
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.models import LocalModel, ModelLibrary, inspect_model
from quantchat.library.report import inspection_json, inspection_text, models_json, models_text
from quantchat.settings import Settings, SettingsFile, folders, resources_folder

COMMANDS = ("ask", "bench", "inspect", "models")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    run: Callable[[], int]
    if not words or (words[0] not in COMMANDS and not words[0].startswith("-")):
        run = partial(_open_window, words)
    else:
        parsed = _parser().parse_args(words)
        run = partial(parsed.run, parsed)
    try:
        return run()
    except KnownError as error:
        print(error.text, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _open_window(words: list[str]) -> int:
    from quantchat.gui.app import run_app  # the other commands must run where there is no Qt

    if len(words) > 1:
        print("Give one model file at most: quantchat FILE.gguf", file=sys.stderr)
        return 2
    return run_app(Path(words[0]) if words else None)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="quantchat",
        description="Chat offline with language models. Without a command the window opens; "
        "`quantchat FILE.gguf` opens it with that model.",
    )
    parser.add_argument("--version", action="version", version=f"QuantChat {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    ask = commands.add_parser("ask", help="ask one question; the answer streams to stdout")
    ask.add_argument("prompt", help="the question, or - to read it from stdin")
    ask.add_argument("--max-tokens", type=_positive, default=0, metavar="N", help="end the answer after N tokens")
    ask.add_argument("--seed", type=int, help="draw the same answer again")
    ask.add_argument("--temperature", type=float, default=Sampling().temperature, metavar="T", help="0 is greedy")
    ask.set_defaults(run=_ask)

    bench = commands.add_parser("bench", help="measure the speed of a model on this computer")
    bench.add_argument("--prompt-tokens", type=_positive, default=512, metavar="N")
    bench.add_argument("--tokens", type=_positive, default=128, metavar="N")
    bench.add_argument("--repetitions", type=_positive, default=5, metavar="N")
    bench.set_defaults(run=_bench)

    for command in (ask, bench):
        command.add_argument(
            "-m", "--model", metavar="MODEL", help="a GGUF file, or the name of a model `models` lists"
        )
        command.add_argument("--context", type=_positive, metavar="N", help="context length in tokens")

    inspect = commands.add_parser("inspect", help="say what a model file is")
    inspect.add_argument("file", type=Path)
    inspect.set_defaults(run=_inspect)

    models = commands.add_parser("models", help="list the models on this computer")
    models.set_defaults(run=_models)

    for command in (ask, bench, inspect, models):
        command.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _inspect(arguments: argparse.Namespace) -> int:
    facts = inspect_model(arguments.file)
    if arguments.json:
        _print_json(inspection_json(facts))
    else:
        print(inspection_text(facts))
    return 0


def _models(arguments: argparse.Namespace) -> int:
    models = _known_models(_settings())
    if arguments.json:
        _print_json(models_json(models))
    else:
        print(models_text(models))
    return 0


def _ask(arguments: argparse.Namespace) -> int:
    prompt = sys.stdin.read() if arguments.prompt == "-" else arguments.prompt
    if not prompt.strip():
        raise KnownError(ErrorKind.PROMPT_EMPTY, "The question is empty.", "Write it in quotes after `ask`.")
    sampling = Sampling(temperature=arguments.temperature, seed=arguments.seed)
    with _loaded_engine(arguments) as (engine, _):
        generation_id = engine.client.generate(
            (PromptMessage(Role.USER, prompt),), sampling, max_tokens=arguments.max_tokens
        )
        answer, reasoning, finished = _follow_answer(engine, generation_id, show=not arguments.json)
    if arguments.json:
        _print_json(
            {
                "model": engine.model_name,
                "text": answer,
                "reasoning": reasoning,
                "finish_reason": str(finished.reason),
                **_timings(finished.figures),
            }
        )
    return 0


def _follow_answer(engine: "_Engine", generation_id: int, *, show: bool) -> tuple[str, str, Finished]:
    """Print an answer as it comes; Ctrl-C stops it and what came so far is kept."""
    answer: list[str] = []
    reasoning: list[str] = []
    finished: Finished | None = None
    with _interrupt_calls(lambda: engine.client.cancel(generation_id)):
        while finished is None:
            event = engine.next_event()
            if isinstance(event, Delta):
                answer.append(event.answer)
                reasoning.append(event.reasoning)
                if show:
                    print(event.answer, end="", flush=True)
            elif isinstance(event, TurnsDropped):
                print("The oldest messages did not fit the context and were left out.", file=sys.stderr)
            elif isinstance(event, GenerationFailed):
                raise event.error
            elif isinstance(event, Finished):
                finished = event
    if show:
        print()
    if finished.reason is FinishReason.CONTEXT_FULL:
        print("The answer reached the end of the context.", file=sys.stderr)
    return "".join(answer), "".join(reasoning), finished


def _timings(figures: AnswerFigures) -> dict[str, float | int]:
    return {**asdict(figures), "tokens_per_second": round(figures.tokens_per_second, 2)}


def _bench(arguments: argparse.Namespace) -> int:
    with _loaded_engine(arguments) as (engine, loaded):
        engine.client.benchmark(arguments.prompt_tokens, arguments.tokens, arguments.repetitions)
        result = next(event for event in engine.events() if isinstance(event, BenchmarkFinished | GenerationFailed))
    if isinstance(result, GenerationFailed):
        raise result.error
    figures = {
        "model": engine.model_name,
        "prefill_tokens_per_second": round(statistics.median(result.prefill_tokens_per_second), 2),
        "decode_tokens_per_second": round(statistics.median(result.decode_tokens_per_second), 2),
        "load_seconds": round(loaded.load_seconds, 3),
        "time_to_first_token_ms": round(statistics.median(result.time_to_first_token_ms), 1),
        "threads": loaded.threads,
        "gpu_layers": loaded.gpu_layers,
        "context_length": loaded.context_length,
        "prompt_tokens": arguments.prompt_tokens,
        "tokens": arguments.tokens,
        "repetitions": arguments.repetitions,
    }
    if arguments.json:
        _print_json(figures)
    else:
        print(f"{engine.model_name}, {loaded.threads} threads, medians of {arguments.repetitions} runs")
        for what, key, unit in (
            (f"reading {arguments.prompt_tokens} tokens", "prefill_tokens_per_second", "tokens/s"),
            (f"writing {arguments.tokens} tokens", "decode_tokens_per_second", "tokens/s"),
            ("first token after", "time_to_first_token_ms", "ms"),
            ("loading", "load_seconds", "s"),
        ):
            print(f"  {what:<22}{figures[key]:>9} {unit}")
    return 0


class _Engine:
    """An engine whose events are read one after the other."""

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name
        self._events: queue.SimpleQueue[ClientEvent] = queue.SimpleQueue()
        self.client = EngineClient(self._events.put)

    def next_event(self) -> ClientEvent:
        """Wait for what the engine says next."""
        return self._events.get()

    def events(self) -> Iterator[ClientEvent]:
        """Events as they come, without end; the reader stops at the one it waits for."""
        return iter(self._events.get, None)


@contextmanager
def _loaded_engine(arguments: argparse.Namespace) -> Iterator[tuple[_Engine, Loaded]]:
    settings = _settings()
    path = _chosen_model(arguments.model, settings)
    engine = _Engine(inspect_model(path).display_name)
    try:
        engine.client.load(LoadPlan(str(path), context_length=arguments.context or settings.context_length))
        result = next(event for event in engine.events() if isinstance(event, Loaded | LoadFailed))
        if isinstance(result, LoadFailed):
            raise result.error
        if result.notice:
            print(result.notice, file=sys.stderr)
        yield engine, result
    finally:
        engine.client.close()


def _settings() -> Settings:
    return SettingsFile(folders().settings_file).value


def _known_models(settings: Settings) -> tuple[LocalModel, ...]:
    library = ModelLibrary(resources_folder() / "models", folders().models)
    return library.scan(Path(path) for path in settings.added_models)


def _chosen_model(wanted: str | None, settings: Settings) -> Path:
    """Return the file of a wanted model: a path, a name from `models`, or by default the one last used."""
    if wanted and Path(wanted).exists():
        return Path(wanted).absolute()
    usable = [model for model in _known_models(settings) if not model.problem]
    if wanted:
        word = wanted.casefold()
        matches = [m for m in usable if word in (m.path.stem.casefold(), m.display_name.casefold())]
        if not matches:
            inspect_model(Path(wanted))  # says that there is no such file
        return matches[0].path
    last = [model for model in usable if str(model.path) == settings.last_model]
    if not usable:
        raise KnownError(
            ErrorKind.FILE_MISSING, "There is no model on this computer yet.", "Name a GGUF file with -m FILE."
        )
    return (last or usable)[0].path


@contextmanager
def _interrupt_calls(action: Callable[[], None]) -> Iterator[None]:
    """Let Ctrl-C call `action` instead of ending the program; a second one ends it."""

    def on_interrupt(_signal: int, _frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        action()

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _print_json(value: object) -> None:
    """Print one object; ASCII only, so that a file name that is no valid text can be printed too."""
    print(json.dumps(value, ensure_ascii=True, indent=2))
