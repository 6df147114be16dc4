"""The settings of a plan reach llama.cpp, as its own log says."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from quantchat.core.plan import FlashAttention, KvType, LoadPlan

LOADS = """
import sys
import msgspec
from quantchat.core.plan import LoadPlan
from quantchat.engine.model import Model
from quantchat.native.native_log import NativeLog

log = NativeLog()
Model(msgspec.json.decode(sys.argv[1], type=LoadPlan), 1, log, lambda _fraction: None)
print(log.text)
"""


def log_of_loading(plan: LoadPlan) -> str:
    run = subprocess.run(
        [sys.executable, "-c", LOADS, msgspec.json.encode(plan).decode()],
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


@pytest.mark.parametrize("kv_type", list(KvType))
def test_the_kv_cache_has_the_type_of_the_plan(starter_model: Path, kv_type: KvType) -> None:
    log = log_of_loading(LoadPlan(str(starter_model), context_length=256, kv_type=kv_type))
    assert f"K ({kv_type})" in log
    assert f"V ({kv_type})" in log


def test_batch_context_and_attention_are_those_of_the_plan(starter_model: Path) -> None:
    plan = LoadPlan(str(starter_model), context_length=768, batch=128, ubatch=64, flash_attention=FlashAttention.OFF)
    said = {line.split(":")[-1].replace(" ", "") for line in log_of_loading(plan).splitlines()}
    assert {"n_ctx=768", "n_batch=128", "n_ubatch=64", "flash_attn=disabled"} <= said


def test_errors_that_llama_cpp_logs_are_also_on_stderr_for_the_day_the_process_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "broken.gguf"
    path.write_bytes(b"GGUF\3\0\0\0" + b"\0" * 64)
    program = LOADS.replace("NativeLog()", "NativeLog(errors_to=sys.stderr)")
    run = subprocess.run(
        [sys.executable, "-c", program, msgspec.json.encode(LoadPlan(str(path))).decode()],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "llama_model_load: error loading model" in run.stderr
    assert "llama_model_loader: loaded meta data" not in run.stderr
