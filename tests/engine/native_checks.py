"""Asks llama.cpp itself, in a process of its own, what it makes of model files: `python -m tests.engine.native_checks`.

Reads a JSON list of jobs from standard input and writes the list of results to the file that is its argument.
"""

import ctypes
import json
import re
import sys
from pathlib import Path
from typing import Any

import llama_cpp.llama_cpp as native

_TENSOR_LINE = re.compile(
    r"\[ *\d+/ *\d+\] (?P<name>\S+) +- \[[^\]]*\], type = +(?P<old>\w+), size = [^\n(]*?(?:\((?P<new>\w+)\))?\n"
)


class _Log:
    """What llama.cpp says, kept in memory."""

    def __init__(self) -> None:
        self.text = ""
        self._callback = native.llama_log_callback(self._take)
        native.llama_log_set(self._callback, ctypes.c_void_p(0))

    def _take(self, _level: int, text: bytes, _data: object) -> None:
        self.text += text.decode("utf-8", "replace")


def quantize(log: _Log, job: dict[str, Any]) -> dict[str, Any]:
    """Quantize a file, or only say to which types; `matrix` stands for an importance matrix, an empty one."""
    parameters = native.llama_model_quantize_default_params()
    parameters.ftype = job["file_type"]
    parameters.nthread = 2
    parameters.allow_requantize = True
    parameters.dry_run = "target" not in job
    empty_matrix = (native.llama_model_imatrix_data * 1)() if job.get("matrix") else None
    if empty_matrix is not None:
        parameters.imatrix = empty_matrix
    log.text = ""
    code = native.llama_model_quantize(job["source"].encode(), job.get("target", "").encode(), ctypes.byref(parameters))
    types = {match["name"]: (match["new"] or match["old"]).upper() for match in _TENSOR_LINE.finditer(log.text)}
    return {
        "code": code,
        "types": types,
        "needs_matrix": "will require an imatrix" in log.text,
        "log": log.text[-2000:],
    }


def load(log: _Log, job: dict[str, Any]) -> dict[str, Any]:
    """Load a model without its weights, which checks that every tensor is there and has the right shape."""
    parameters = native.llama_model_default_params()
    parameters.no_alloc = True
    parameters.load_mode = native.LLAMA_LOAD_MODE_NONE
    parameters.n_gpu_layers = 0
    log.text = ""
    model = native.llama_model_load_from_file(job["source"].encode(), parameters)
    if not model:
        return {"loaded": False, "log": log.text[-2000:]}
    result = {
        "loaded": True,
        "parameters": native.llama_model_n_params(model),
        "size_bytes": native.llama_model_size(model),
        "log": log.text[-2000:],
    }
    native.llama_model_free(model)
    return result


def main() -> None:
    native.llama_backend_init()
    log = _Log()
    jobs = {"quantize": quantize, "load": load}
    results = [jobs[job["action"]](log, job) for job in json.load(sys.stdin)]
    Path(sys.argv[1]).write_text(json.dumps(results), encoding="utf-8")


if __name__ == "__main__":
    main()
