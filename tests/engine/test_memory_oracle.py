"""What is predicted of memory is what real loads then take: buffers to the byte, the process within 5 %."""

import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from quantchat.core.gguf import GgufHeader
from quantchat.core.hardware import Cpu, EngineBuild, Hardware, Ram
from quantchat.core.memory import MemorySource, PlanMemory, plan_memory
from quantchat.core.plan import FlashAttention, KvType, LoadPlan
from quantchat.core.quants import FILE_TYPES_BY_NAME
from quantchat.library.model_file import read_model_header
from quantchat.probe.oracle import Oracle
from tests.core.machines import GIB, MIB, model
from tests.engine.compute_oracle_models import DENSE, MIXTURES
from tests.engine.memory_growth import Answer, Job

PRINTED_STEP_MIB = 0.01
"""llama.cpp's log gives sizes in MiB with two digits."""


@pytest.fixture(scope="module")
def oracle() -> Iterator[Oracle]:
    with Oracle() as running:
        running.engine_build()  # starts the child, which lives for all tests of this module
        yield running


@pytest.fixture(scope="module")
def build(oracle: Oracle) -> EngineBuild:
    return oracle.engine_build()


@pytest.fixture(scope="module")
def this_cpu(build: EngineBuild) -> Hardware:
    """This machine's processor with more memory than any model here needs."""
    return Hardware(Cpu("here", instruction_sets=build.instruction_sets), Ram(500 * GIB, 500 * GIB))


@pytest.fixture(scope="module")
def files(starter_model: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The starter model in several types, made by llama.cpp's quantizer."""
    folder = tmp_path_factory.mktemp("quantized")
    made = {name: folder / f"{name}.gguf" for name in ("Q4_0", "Q4_K_M")}
    jobs = [
        {
            "action": "quantize",
            "source": str(starter_model),
            "target": str(path),
            "file_type": FILE_TYPES_BY_NAME[name].id,
        }
        for name, path in made.items()
    ]
    results = folder / "results.json"
    command = [sys.executable, "-m", "tests.engine.native_checks", str(results)]
    subprocess.run(command, input=json.dumps(jobs).encode(), capture_output=True, check=True, timeout=120)
    assert [answer["code"] for answer in json.loads(results.read_text(encoding="utf-8"))] == [0, 0]
    return {"Q4_1": starter_model, **made}


def really_loaded(jobs: list[Job], folder: Path) -> list[Answer]:
    answers = folder / "answers.json"
    command = [sys.executable, "-m", "tests.engine.memory_growth", str(answers)]
    done = subprocess.run(command, input=msgspec.json.encode(jobs), capture_output=True, check=False, timeout=150)
    assert done.returncode == 0, done.stderr.decode()
    return msgspec.json.decode(answers.read_bytes(), type=list[Answer])


def predicted(path: Path, plan: LoadPlan, hardware: Hardware, oracle: Oracle | None = None) -> PlanMemory:
    header = read_model_header(path)
    return plan_memory(header, plan, hardware, oracle.allocation(header, plan) if oracle else None)


@pytest.mark.parametrize("quantization", ["Q4_0", "Q4_K_M", "Q4_1"])
def test_weights_that_llama_cpp_stores_anew_are_those_that_are_predicted(
    quantization: str, files: dict[str, Path], this_cpu: Hardware, tmp_path: Path
) -> None:
    plan = LoadPlan(str(files[quantization]), context_length=512, gpu_layers=0)
    (answer,) = really_loaded([Job(plan)], tmp_path)
    memory = predicted(files[quantization], plan, this_cpu)
    repacked_mib = memory.placement.devices[0].repacked_bytes / MIB
    assert answer.buffers_mib.get("CPU_REPACK model", 0.0) == pytest.approx(repacked_mib, abs=PRINTED_STEP_MIB)
    assert memory.cpu.weights_bytes - memory.cpu.mapped_bytes == memory.placement.devices[0].repacked_bytes


@pytest.mark.parametrize(
    ("quantization", "context_length", "kv_type"),
    [
        ("Q4_1", 512, KvType.Q8_0),
        ("Q4_1", 2048, KvType.F16),
        ("Q4_0", 512, KvType.F16),
        ("Q4_0", 2048, KvType.Q8_0),
    ],
)
def test_a_real_load_with_a_full_context_takes_within_5_percent_of_what_was_predicted(
    quantization: str,
    context_length: int,
    kv_type: KvType,
    files: dict[str, Path],
    this_cpu: Hardware,
    tmp_path: Path,
) -> None:
    plan = LoadPlan(str(files[quantization]), context_length=context_length, kv_type=kv_type, gpu_layers=0)
    (answer,) = really_loaded([Job(plan, fills_context=True)], tmp_path)
    memory = predicted(files[quantization], plan, this_cpu)
    assert memory.cpu.anonymous_bytes == pytest.approx(answer.anonymous_bytes, rel=0.05)
    resident_bytes = memory.cpu.anonymous_bytes + memory.file_pages_bytes
    assert resident_bytes == pytest.approx(answer.resident_bytes, rel=0.05)


def test_with_the_probe_compute_memory_is_what_a_real_load_then_logs(
    starter_model: Path, oracle: Oracle, this_cpu: Hardware, tmp_path: Path
) -> None:
    usual = LoadPlan(str(starter_model), gpu_layers=0, flash_attention=FlashAttention.ON)
    contexts = [replace(usual, context_length=tokens) for tokens in (512, 1024, 2048, 4096, 8192)]
    attention = [replace(plan, flash_attention=FlashAttention.OFF) for plan in contexts]
    caches = [replace(plan, kv_type=kv_type) for plan in contexts[::2] for kv_type in (KvType.Q8_0, KvType.Q4_0)]
    batches = [
        replace(plan, ubatch=ubatch, batch=max(512, ubatch))
        for plan, ubatch in itertools.product((*contexts[::2], *attention[::2]), (128, 1024))
    ]
    plans = [*contexts, *attention, *caches, *batches, replace(usual, flash_attention=FlashAttention.AUTO)]
    answers = really_loaded([Job(plan) for plan in plans], tmp_path)
    for plan, answer in zip(plans, answers, strict=True):
        memory = predicted(starter_model, plan, this_cpu, oracle)
        assert memory.source is MemorySource.PROBE
        compute_mib = sum(mib for name, mib in answer.buffers_mib.items() if name.endswith(" compute"))
        assert memory.cpu.compute_bytes / MIB == pytest.approx(compute_mib, abs=0.001), plan
        assert memory.cpu.kv_bytes / MIB == pytest.approx(answer.buffers_mib["CPU KV"], abs=PRINTED_STEP_MIB)


def shapes() -> dict[str, GgufHeader]:
    """Dense, tied, sliding and mixed models, from their hyperparameters alone."""
    synthesized = ("Llama-3.1-8B", "Llama-3.2-3B", "Qwen2.5-7B", "Qwen3-4B", "Gemma-3-4B", "Mistral-Small-24B")
    written = {name: DENSE[name].header() for name in ("Gemma-2-9B", "Phi-4", "Mistral-Small-3")}
    return {name: model(name) for name in synthesized} | written | {"MoE": MIXTURES["Qwen3-30B-A3B"].header()}


@pytest.mark.parametrize("name", shapes())
def test_without_the_probe_kv_cache_and_compute_are_what_llama_cpp_says(
    name: str, oracle: Oracle, this_cpu: Hardware
) -> None:
    header = shapes()[name]
    assert header.architecture in {"llama", "qwen2", "qwen3", "qwen3moe", "gemma2", "gemma3", "phi3", "mistral3"}
    usual = LoadPlan("", gpu_layers=0)
    for plan in (
        usual,
        replace(usual, context_length=512),
        replace(usual, context_length=32768, kv_type=KvType.Q8_0),
        replace(usual, context_length=4096, flash_attention=FlashAttention.OFF, ubatch=256),
        replace(usual, context_length=4096, kv_type=KvType.Q4_0),
    ):
        memory = plan_memory(header, plan, this_cpu)
        answer = oracle.allocation(header, replace(plan, flash_attention=memory.plan.flash_attention))
        assert memory.source is MemorySource.FORMULA
        assert memory.cpu.compute_bytes == pytest.approx(sum(answer.compute_bytes.values()), rel=0.001)
        assert memory.cpu.kv_bytes == pytest.approx(answer.kv_bytes, rel=0.001)
        assert memory.plan.context_length == answer.context_length
