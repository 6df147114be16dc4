"""`quantchat bench`: how fast a model runs on this computer."""

import argparse
import statistics

from quantchat.advice.measurements import LEAST_TOKENS
from quantchat.cli import options
from quantchat.cli.engine_session import loaded_engine
from quantchat.cli.output import print_json, print_text
from quantchat.engine.protocol import BenchmarkFinished, GenerationFailed, Loaded
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `bench` to the commands."""
    command = commands.add_parser("bench", help="measure the speed of a model on this computer")
    command.add_argument("--prompt-tokens", type=options.count, default=512, metavar="N", help="tokens to read")
    command.add_argument("--tokens", type=options.count, default=128, metavar="N", help="tokens to write")
    command.add_argument("--repetitions", type=options.count, default=5, metavar="N", help="runs that count")
    options.add_model(command)
    options.add_json(command)
    command.set_defaults(run=_bench)


def _bench(arguments: argparse.Namespace) -> int:
    with loaded_engine(arguments.model, arguments.context, may_step_down=False, anyway=arguments.anyway) as (
        session,
        loaded,
    ):
        _check_fits(arguments, loaded)
        session.client.benchmark(arguments.prompt_tokens, arguments.tokens, arguments.repetitions)
        result = next(event for event in session.events() if isinstance(event, BenchmarkFinished | GenerationFailed))
        if isinstance(result, BenchmarkFinished) and arguments.tokens >= LEAST_TOKENS:
            session.note_speed(loaded, statistics.median(result.decode_tokens_per_second))
    if isinstance(result, GenerationFailed):
        raise result.error
    figures = {
        "model": session.model_name,
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
        print_json(figures)
    else:
        print_text(_figures_text(figures))
    return 0


def _check_fits(arguments: argparse.Namespace, loaded: Loaded) -> None:
    """Refuse what the engine would otherwise cut to its context: the figures would be of something else."""
    needed = max(arguments.prompt_tokens, arguments.tokens) + 1
    if needed > loaded.context_length:
        raise KnownError(
            ErrorKind.PROMPT_TOO_LONG,
            worded(
                "This benchmark needs a context of {needed:,} tokens, and this one holds {held:,}.",
                needed=needed,
                held=loaded.context_length,
            ),
            worded("Ask for fewer tokens, or for a longer --context if the model allows it."),
        )


def _figures_text(figures: dict[str, object]) -> str:
    rows = (
        (f"reading {figures['prompt_tokens']} tokens", "prefill_tokens_per_second", "tokens/s"),
        (f"writing {figures['tokens']} tokens", "decode_tokens_per_second", "tokens/s"),
        ("first token after", "time_to_first_token_ms", "ms"),
        ("loading", "load_seconds", "s"),
    )
    heading = f"{figures['model']}, {figures['threads']} threads, medians of {figures['repetitions']} runs"
    return "\n".join((heading, *(f"  {what:<22}{figures[key]:>9} {unit}" for what, key, unit in rows)))
