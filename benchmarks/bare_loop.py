"""The least a Python program can do to generate: llama.cpp's bindings, a sampler and nothing else.

It is what the engine is measured against: no text, no messages, no reuse. It runs in a process of its own, one run for
each line it reads from stdin, and prints the figures of each run as one JSON object.
"""

import argparse
import ctypes
import json
import sys
import time
from dataclasses import asdict, dataclass

import llama_cpp.llama_cpp as llama


@dataclass(frozen=True)
class Run:
    """Figures of one run, tokens per second; `late` is that of the last fifth of the tokens."""

    prefill: float
    decode: float
    late: float


class BareLoop:
    """A model, a context and a sampler chain with the engine's default settings."""

    def __init__(self, model_path: str, threads: int, context_length: int) -> None:
        llama.llama_backend_init()
        self._log = llama.llama_log_callback(lambda _level, _text, _data: None)
        llama.llama_log_set(self._log, ctypes.c_void_p(0))
        self._model = llama.llama_model_load_from_file(model_path.encode(), llama.llama_model_default_params())
        params = llama.llama_context_default_params()
        params.n_ctx = context_length
        params.n_batch = params.n_ubatch = 512
        params.n_threads = params.n_threads_batch = threads
        params.n_seq_max = params.n_outputs_max = 1
        params.swa_full = False
        self._context = llama.llama_init_from_model(self._model, params)
        self._vocabulary = llama.llama_model_get_vocab(self._model)
        self._vocabulary_size = llama.llama_vocab_n_tokens(self._vocabulary)

    def run(self, prompt: list[int], tokens: int) -> Run:
        """Read a prompt, then draw tokens, ends ignored."""
        llama.llama_memory_clear(llama.llama_get_memory(self._context), False)
        began = time.perf_counter()
        for start in range(0, len(prompt), 512):
            self._decode(prompt[start : start + 512])
        read = time.perf_counter()
        chain = self._chain()
        times = []
        one = (llama.llama_token * 1)()
        batch = llama.llama_batch_get_one(one, 1)
        for _ in range(tokens):
            one[0] = llama.llama_sampler_sample(chain, self._context, -1)
            times.append(time.perf_counter())
            llama.llama_decode(self._context, batch)
        llama.llama_sampler_free(chain)
        late = max(2, tokens // 5)
        return Run(
            prefill=len(prompt) / (read - began),
            decode=(tokens - 1) / (times[-1] - times[0]),
            late=(late - 1) / (times[-1] - times[-late]),
        )

    def _decode(self, tokens: list[int]) -> None:
        array = (llama.llama_token * len(tokens))(*tokens)
        llama.llama_decode(self._context, llama.llama_batch_get_one(array, len(tokens)))

    def _chain(self) -> ctypes.c_void_p:
        chain = llama.llama_sampler_chain_init(llama.llama_sampler_chain_default_params())
        for link in (
            llama.llama_sampler_init_top_k(104),
            llama.llama_sampler_init_penalties(self._vocabulary_size, 64, 1.1, 0.0, 0.0),
            llama.llama_sampler_init_top_k(40),
            llama.llama_sampler_init_top_p(0.95, 1),
            llama.llama_sampler_init_min_p(0.05, 1),
            llama.llama_sampler_init_temp(0.7),
            llama.llama_sampler_init_dist(1),
        ):
            llama.llama_sampler_chain_add(chain, link)
        return chain  # type: ignore[no-any-return]  # the bindings are not annotated


def main() -> None:
    """Serve runs until stdin ends; a line is "prompt_tokens tokens"."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--context-length", type=int, required=True)
    arguments = parser.parse_args()
    loop = BareLoop(arguments.model, arguments.threads, arguments.context_length)
    loop.run([1], 2)
    print("ready", flush=True)
    for line in sys.stdin:
        prompt_tokens, tokens = map(int, line.split())
        print(json.dumps(asdict(loop.run(list(range(1000, 1000 + prompt_tokens)), tokens))), flush=True)


if __name__ == "__main__":
    main()
