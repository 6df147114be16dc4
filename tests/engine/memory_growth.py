"""Loads models for real and says what they took: `python -m tests.engine.memory_growth ANSWERS < JOBS`.

A process of its own, so that its memory is the model's and nothing else's. Only the first job of a process is measured
rightly: later ones find memory that earlier ones gave back.
"""

import random
import re
import sys
from pathlib import Path

import llama_cpp.llama_cpp as llama
import msgspec

from quantchat.core.plan import LoadPlan
from quantchat.native.context_params import context_params
from quantchat.native.native_log import NativeLog

_BUFFER = re.compile(r"(\S+) +(model|KV|compute) buffer size = +([\d.]+) MiB")
_THREADS = 2


class Job(msgspec.Struct, frozen=True):
    """What to load.

    Attributes:
        plan: how, with the path of the file.
        fills_context: decode until the context is full.
    """

    plan: LoadPlan
    fills_context: bool = False


class Answer(msgspec.Struct, frozen=True):
    """What it took.

    Attributes:
        buffers_mib: sizes that llama.cpp logged, by buffer and kind: "CPU_REPACK model", "CPU compute".
        anonymous_bytes: growth of the memory of its own.
        resident_bytes: the same with the pages of files.
    """

    buffers_mib: dict[str, float]
    anonymous_bytes: int
    resident_bytes: int


def _answer(job: Job, log: NativeLog) -> Answer:
    log.clear()
    anonymous_before, resident_before = _memory_bytes()
    model = llama.llama_model_load_from_file(job.plan.model_path.encode(), llama.llama_model_default_params())
    assert model, log.text
    params = context_params(job.plan, int(llama.llama_model_n_ctx_train(model)))
    params.n_threads = params.n_threads_batch = _THREADS
    context = llama.llama_init_from_model(model, params)
    assert context, log.text
    if job.fills_context:
        _fill(model, context, job.plan.batch)
    anonymous, resident = _memory_bytes()
    llama.llama_free(context)
    llama.llama_model_free(model)
    buffers = {f"{buffer} {kind}": float(mib) for buffer, kind, mib in _BUFFER.findall(log.text)}
    return Answer(buffers, anonymous - anonymous_before, resident - resident_before)


def _fill(model: object, context: object, batch: int) -> None:
    words = random.Random(4)
    vocabulary = llama.llama_vocab_n_tokens(llama.llama_model_get_vocab(model))
    left = llama.llama_n_ctx(context)
    while left:
        count = min(batch, left)
        tokens = (llama.llama_token * count)(*(words.randrange(100, vocabulary) for _ in range(count)))
        assert llama.llama_decode(context, llama.llama_batch_get_one(tokens, count)) == 0
        left -= count


def _memory_bytes() -> tuple[int, int]:
    """Anonymous and resident memory of this process."""
    sizes = {}
    for line in Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, size, *_ = line.split()
        sizes[name] = int(size) * 1024
    return sizes["Anonymous:"], sizes["Rss:"]


def main() -> None:
    log = NativeLog(kept_lines=4000)
    llama.llama_backend_init()
    jobs = msgspec.json.decode(sys.stdin.buffer.read(), type=list[Job])
    Path(sys.argv[1]).write_bytes(msgspec.json.encode([_answer(job, log) for job in jobs]))


if __name__ == "__main__":
    main()
