"""Run as a script: what llama.cpp itself says the caches of some models take.

Reads jobs as JSON from the first file, writes one JSON line an answer to the second. A process of its own because
llama.cpp aborts on what it dislikes, and because nothing is allocated for the weights only in a load made for asking.
"""

import ctypes
import json
import re
import sys
from pathlib import Path
from typing import TextIO

import llama_cpp.llama_cpp as llama

_SIZE = re.compile(r"(llama_kv_cache|llama_memory_recurrent): size = +([\d.]+) MiB \( *(\d+) cells")
_TYPES = {"f16": llama.GGML_TYPE_F16, "q8_0": llama.GGML_TYPE_Q8_0, "q4_0": llama.GGML_TYPE_Q4_0}


def main(jobs_file: str, answers_file: str) -> None:
    lines: list[str] = []
    keep = llama.llama_log_callback(lambda _level, text, _data: lines.append(text.decode("utf-8", "replace")))
    llama.llama_log_set(keep, ctypes.c_void_p(0))
    llama.llama_backend_init()
    jobs = json.loads(Path(jobs_file).read_text(encoding="utf-8"))
    with Path(answers_file).open("w", encoding="utf-8") as answers:
        for job in jobs:
            lines.clear()
            params = llama.llama_model_default_params()
            params.no_alloc = True
            params.load_mode = llama.LLAMA_LOAD_MODE_NONE
            model = llama.llama_model_load_from_file(job["path"].encode(), params)
            if not model:
                _tell(answers, job, None, None, "".join(lines[-6:]))
                continue
            for plan in job["plans"]:
                lines.clear()
                context = llama.llama_init_from_model(model, _context_params(plan))
                sizes = [(where, float(size), int(cells)) for where, size, cells in _SIZE.findall("".join(lines))]
                _tell(answers, job, plan, sizes if context else None, "" if context else "".join(lines[-6:]))
                if context:
                    llama.llama_free(context)
            llama.llama_model_free(model)


def _context_params(plan: dict[str, object]) -> llama.llama_context_params:
    params = llama.llama_context_default_params()
    params.n_ctx = plan["context"]
    params.n_batch = params.n_ubatch = plan["ubatch"]
    params.n_seq_max = 1
    params.n_outputs_max = 1
    params.n_threads = params.n_threads_batch = 1
    params.swa_full = False
    params.flash_attn_type = int(bool(plan["flash_attention"]))
    params.type_k = params.type_v = _TYPES[str(plan["kv_type"])]
    return params


def _tell(answers: TextIO, job: dict[str, object], plan: object, sizes: object, log: str) -> None:
    answers.write(json.dumps({"model": job["model"], "plan": plan, "sizes": sizes, "log": log}) + "\n")
    answers.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
