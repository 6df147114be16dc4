"""What goes wrong in the engine's process reaches the app as sentences that can be said in another language."""

import errno
from dataclasses import replace
from pathlib import Path

import pytest

from quantchat.core.plan import KvType, LoadPlan
from quantchat.engine import failures, quantization_failures
from quantchat.engine.exits import explain_exit
from quantchat.engine.load_attempts import LoadAttempts
from quantchat.engine.load_failure import load_error
from quantchat.engine.memory_shortage import MemoryShortage, NotEnoughMemory, Purpose
from quantchat.engine.protocol import LoadFailed
from quantchat.errors import ErrorKind, KnownError
from quantchat.native.child_process import ChildExit
from quantchat.wording import Wording
from tests.engine.running_engine import RunningEngine, system, user

CRASH = ChildExit(-11, "", out_of_memory=False)
QUOTED = ChildExit(-6, "what(): bad {thing}", out_of_memory=False)


def test_a_file_that_the_child_refuses_is_told_with_its_name_apart(
    engine: RunningEngine, starter_plan: LoadPlan, tmp_path: Path
) -> None:
    path = tmp_path / "page.gguf"
    path.write_text("<html>", encoding="utf-8")
    failure = engine.load(replace(starter_plan, model_path=str(path)))
    assert isinstance(failure, LoadFailed)
    assert failure.sentence.template == "{file} is not a GGUF model file."
    assert failure.sentence.values == {"file": "page.gguf"}
    assert failure.hint.template == "Choose a file that ends in .gguf."


def test_a_prompt_that_is_too_long_is_told_with_its_numbers_apart(shared_engine: RunningEngine) -> None:
    failure = shared_engine.ask(system("word " * 5000), user("Hi")).failed
    assert failure.kind is ErrorKind.PROMPT_TOO_LONG
    assert "{tokens:,}" in failure.sentence.template
    assert failure.sentence.values["context"] == 4096
    assert failure.error.text.values == {"part0": failure.sentence, "part1": failure.hint}


@pytest.mark.parametrize(
    ("error", "english"),
    [
        (failures.not_started(OSError(2, "No such file")), "The engine could not be started: No such file."),
        (explain_exit(CRASH, "T.gguf"), "The engine crashed while running T.gguf."),
        (explain_exit(QUOTED, "T.gguf"), "The engine gave up on T.gguf: “bad {thing}”."),
        (load_error("T.gguf", ""), "The engine could not load T.gguf: it gave no reason."),
        (load_error("T.gguf", "error: no {key}.\n"), "The engine could not load T.gguf: no {key}."),
        (
            MemoryShortage("CUDA0", Purpose.WEIGHTS).error("T.gguf"),
            "There is not enough free GPU memory (CUDA0) for T.gguf with these settings: its weights did not fit.",
        ),
        (
            MemoryShortage("", Purpose.WORKING_MEMORY).error("T.gguf"),
            "There is not enough free memory for T.gguf with these settings: the working memory did not fit.",
        ),
        (
            MemoryShortage("CPU").error("T.gguf"),
            "There is not enough free main memory for T.gguf with these settings.",
        ),
        (quantization_failures.engine_ended(CRASH, "T.gguf"), "The engine crashed while converting T.gguf."),
        (
            quantization_failures.engine_ended(ChildExit(3, "", out_of_memory=False), "T.gguf"),
            "The engine stopped unexpectedly while converting T.gguf.",
        ),
        (
            quantization_failures.cannot_write("T.gguf", OSError(errno.EIO, "Input/output error")),
            "T.gguf could not be written: Input/output error.",
        ),
        (
            quantization_failures.too_little_space("T.gguf", 4 * 10**9, 5 * 10**9, 10**6),
            "T.gguf will be 4 GB large; with a reserve for other programs that takes 5 GB of free space, and its disk "
            "has 1 MB.",
        ),
        (
            quantization_failures.quantizer_refused("T.gguf", "Q4_0", ""),
            "The engine could not make T.gguf into Q4_0: it gave no reason.",
        ),
        (
            quantization_failures.quantizer_refused("T.gguf", "Q4_0", "failed to quantize: basic_ios::clear\n"),
            "The file made of T.gguf could not be written: the disk reports an error.",
        ),
    ],
)
def test_a_failure_keeps_what_its_sentence_is_made_of(error: KnownError, english: str) -> None:
    assert error.sentence == english
    assert isinstance(error.sentence, Wording)
    assert "T.gguf" not in error.sentence.template
    assert isinstance(error.hint, Wording)


def test_smaller_plans_are_told_with_what_is_lacking_and_what_changes_apart(tmp_path: Path) -> None:
    shortage = MemoryShortage("CUDA0").error("t.gguf")
    tries = LoadAttempts(LoadPlan(str(tmp_path / "t.gguf"), gpu_layers=0), may_step_down=True)
    change = tries.step_down(NotEnoughMemory(shortage.sentence, shortage.hint, "CPU"))
    assert change is not None
    assert change.values["memory"] == "main memory"
    assert isinstance(change.values["memory"], Wording)
    assert isinstance(change.values["changes"], Wording)
    refused = tries.step_down(load_error("t.gguf", "V cache type q8_0 with block size 32 does not divide n=80\n"))
    assert refused is not None
    assert refused.startswith("t.gguf cannot keep its KV cache in q8_0; now trying with a context of ")
    assert tries.plan.kv_type is KvType.F16
    assert isinstance(tries.success().values["changes"], Wording)
