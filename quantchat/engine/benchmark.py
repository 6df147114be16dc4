"""Speed of a loaded model, measured through the same loop and the same messages that answer a person.

As llama-bench does, prefill and decode are measured apart, each from an empty context, after one run that is not
counted. Unlike llama-bench it draws tokens, makes text of them and sends it, which is what a person waits for.
"""

import random
import time

from quantchat.core.chat import Sampling
from quantchat.engine.answer import AnswerClock, AnswerStream
from quantchat.engine.generation import Emit, write_tokens
from quantchat.engine.model import Model
from quantchat.engine.protocol import Benchmark, BenchmarkFinished
from quantchat.engine.sampler import Sampler

_SEED = 1


def run_benchmark(model: Model, request: Benchmark, emit: Emit) -> None:
    """Measure and emit `BenchmarkFinished`; the KV cache is empty afterwards.

    Raises:
        DecodeAborted: the benchmark was cancelled.
    """
    numbers = random.Random(_SEED)
    prompt_tokens = min(request.prompt_tokens, model.context_length - 1)
    tokens = min(request.tokens, model.context_length - 1)
    prompt = [numbers.randrange(model.vocabulary_size) for _ in range(prompt_tokens)]
    prefill, first, decode = [], [], []
    for repetition in range(request.repetitions + 1):
        began = time.perf_counter()
        prefill_seconds = _read(model, prompt)
        _draw(model, request.generation_id, 1, emit)
        first_token_ms = (time.perf_counter() - began) * 1000
        _read(model, prompt[:1])
        tokens_per_second = _draw(model, request.generation_id, tokens, emit)
        if repetition:
            prefill.append(prompt_tokens / prefill_seconds)
            first.append(first_token_ms)
            decode.append(tokens_per_second)
    model.keep_only(0)
    emit(BenchmarkFinished(request.generation_id, tuple(prefill), tuple(decode), tuple(first)))


def _read(model: Model, prompt: list[int]) -> float:
    """Evaluate a prompt from an empty context; return the seconds it took."""
    model.keep_only(0)
    began = time.perf_counter()
    for start in range(0, len(prompt), model.batch):
        model.decode(prompt[start : start + model.batch])
    return time.perf_counter() - began


def _draw(model: Model, generation_id: int, tokens: int, emit: Emit) -> float:
    """Generate tokens as for an answer, ends ignored; return tokens per second."""
    sampler = Sampler(Sampling(seed=_SEED), model.vocabulary_size, ())
    stream = AnswerStream(generation_id, "", (), emit)
    clock = AnswerClock(time.perf_counter(), 0, 0)
    try:
        write_tokens(model, sampler, stream, clock, max_tokens=tokens, ends=False, on_evaluated=lambda _t, _p: None)
    finally:
        sampler.close()
    return clock.figures(stream, context_length=0, context_used=0, seed=0).tokens_per_second
