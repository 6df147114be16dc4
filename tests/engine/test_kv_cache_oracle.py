"""The KV cache of a plan is what llama.cpp says it is, for many architectures and settings."""

import itertools
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from quantchat.core.gguf_writer import weightless_gguf
from quantchat.core.kv_cache import LayerCache, engine_context, kv_cache_layers, padded_context
from quantchat.core.plan import KvType
from tests.engine.kv_oracle_models import MODELS

MIB = 1024 * 1024
CONTEXTS = (100, 512, 777, 4096, 32768)
UBATCHES = (128, 512)
CHILD = Path(__file__).with_name("kv_oracle_child.py")

Plan = dict[str, object]
Sizes = list[tuple[str, float, int]]
Answers = dict[str, list[tuple[Plan, Sizes | None, str]]]

_KINDS = [(KvType.F16, True), (KvType.F16, False), (KvType.Q8_0, True), (KvType.Q4_0, True)]
"""A quantized cache needs flash attention."""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What llama.cpp answered for each model, with its log where it refused to load it."""
    folder = tmp_path_factory.mktemp("kv_oracle")
    jobs = [{"model": name, "path": str(_write(folder, name)), "plans": _plans(name)} for name in MODELS]
    questions, replies = folder / "jobs.json", folder / "answers.jsonl"
    questions.write_text(json.dumps(jobs), encoding="utf-8")
    child = subprocess.run(
        [sys.executable, str(CHILD), str(questions), str(replies)], check=False, capture_output=True, timeout=120
    )
    assert child.returncode == 0, child.stderr[-2000:]
    found: Answers = defaultdict(list)
    for line in replies.read_text(encoding="utf-8").splitlines():
        answer = json.loads(line)
        found[answer["model"]].append((answer["plan"], answer["sizes"], answer["log"]))
    return found


def _write(folder: Path, name: str) -> Path:
    path = folder / f"{name.replace(' ', '-')}.gguf"
    head, size_bytes = weightless_gguf(MODELS[name]())
    with path.open("wb") as file:
        file.write(head)
        file.truncate(size_bytes)
    return path


def _plans(name: str) -> list[Plan]:
    header = MODELS[name]()
    return [
        {
            "wanted": wanted,
            "context": engine_context(header, wanted),
            "ubatch": ubatch,
            "kv_type": kv_type.value,
            "flash_attention": flash_attention,
        }
        for wanted, ubatch, (kv_type, flash_attention) in itertools.product(CONTEXTS, UBATCHES, _KINDS)
    ]


def _computed(name: str, plan: Plan) -> tuple[LayerCache, ...]:
    return kv_cache_layers(
        MODELS[name](),
        context_length=int(str(plan["wanted"])),
        kv_type=KvType(str(plan["kv_type"])),
        ubatch=int(str(plan["ubatch"])),
        flash_attention=bool(plan["flash_attention"]),
    )


@pytest.mark.parametrize("name", MODELS)
def test_keys_values_and_states_take_what_llama_cpp_says(answers: Answers, name: str) -> None:
    for plan, sizes, log in answers[name]:
        assert sizes is not None, (plan, log)
        layers = _computed(name, plan)
        for where, computed_bytes in (
            ("llama_kv_cache", sum(layer.cache_bytes for layer in layers)),
            ("llama_memory_recurrent", sum(layer.state_bytes for layer in layers)),
        ):
            printed = [mib for place, mib, _ in sizes if place == where]
            # each size is printed with two decimals
            assert computed_bytes / MIB == pytest.approx(sum(printed), abs=0.00501 * len(printed)), (plan, where)
    assert len(answers[name]) == len(CONTEXTS) * len(UBATCHES) * len(_KINDS)


def test_a_model_with_a_window_is_told_its_sliding_layers_and_their_cells_apart(
    answers: Answers,
) -> None:
    for plan, sizes, log in answers["gemma3"]:
        assert sizes is not None, (plan, log)
        layers = _computed("gemma3", plan)
        (_, full_mib, full_cells), (_, sliding_mib, sliding_cells) = sizes
        sliding_bytes = sum(layer.cache_bytes for layer in layers if layer.is_sliding)
        full_bytes = sum(layer.cache_bytes for layer in layers if not layer.is_sliding)
        assert (full_bytes / MIB, sliding_bytes / MIB) == pytest.approx((full_mib, sliding_mib), abs=0.00501)
        assert full_cells == padded_context(int(str(plan["context"])))
        assert layers[0].cache_bytes * full_cells == layers[5].cache_bytes * sliding_cells
