"""`quantchat bench`, with the real engine and the starter model."""

import json

from tests.cli.program import run

SMALL = ("bench", "--prompt-tokens", "16", "--tokens", "4", "--repetitions", "2", "--context", "512")


def test_json_has_the_figures_of_the_contract() -> None:
    done = run(*SMALL, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    figures = json.loads(done.stdout)
    for key in (
        "prefill_tokens_per_second",
        "decode_tokens_per_second",
        "load_seconds",
        "time_to_first_token_ms",
        "threads",
    ):
        assert figures[key] > 0, key
    assert figures["model"] == "SmolLM2 135M Instruct"
    assert (figures["prompt_tokens"], figures["tokens"], figures["repetitions"]) == (16, 4, 2)
    assert figures["context_length"] == 512


def test_for_people_every_figure_has_its_unit() -> None:
    done = run(*SMALL)
    assert (done.returncode, done.stderr) == (0, "")
    heading, *lines = done.stdout.splitlines()
    assert heading.startswith("SmolLM2 135M Instruct, ")
    assert heading.endswith("medians of 2 runs")
    assert [line.split()[-1] for line in lines] == ["tokens/s", "tokens/s", "ms", "s"]


def test_a_benchmark_larger_than_the_context_is_refused_and_not_quietly_cut() -> None:
    done = run("bench", "--prompt-tokens", "300", "--context", "256", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("This benchmark needs a context of 301 tokens, and this one holds 256.")
