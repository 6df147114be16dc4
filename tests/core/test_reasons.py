"""What the advice says: short sentences with numbers, true of the machine, without jargon or leftovers."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from quantchat.core.assessment import assess
from quantchat.core.hardware import Hardware
from quantchat.core.memory import PlanMemory
from quantchat.core.mixes import quantized_header
from quantchat.core.plan import KvType
from quantchat.core.reasons import assessment_sentence, choice_reason, row_reason, speed_text
from quantchat.core.recommend import Advice, Availability, Candidate, Judge, recommend
from quantchat.core.remedies import remedy
from quantchat.core.speed import Speed, SpeedBasis, measured_speed
from tests.core.machines import (
    GAMING_PC,
    GIB,
    MAC_64,
    OFFICE_LAPTOP,
    RTX_3060,
    RTX_4060,
    RTX_4090,
    SMALL_LAPTOP,
    candidates,
    gpu,
    machine,
    model_in,
    plan,
)

NEVER_SAID = re.compile(r"None|\bnan\b|\binf\b|exit|-9|K-means|k-means|[{}]|  |\.\.|\bNEVER\b|Verdict|_room")
LONGEST_REASON_CHARS = 700
LONGEST_ROW_CHARS = 260


@cache
def advised(name: str, hardware_name: str, context_length: int = 8192) -> tuple[Advice, Judge]:
    judge = Judge(MACHINES[hardware_name])
    return recommend(candidates(name), plan(context_length), judge, context_is_fixed=False), judge


MACHINES: dict[str, Hardware] = {
    "gaming PC": GAMING_PC,
    "small laptop": SMALL_LAPTOP,
    "Mac": MAC_64,
    "office laptop": OFFICE_LAPTOP,
    "two GPUs": machine(64, 52, RTX_4090, RTX_3060),
    "full GPU": machine(30, 24, replace(RTX_4060, free_bytes=2 * GIB)),
    "container": machine(4, 3.6),
    "unusable GPU": machine(30, 26, replace(RTX_4090, usable=False)),
    "nothing left": machine(8, 0.2),
    "unknown bandwidths": machine(32, 24, gpu("Some GPU", 12.0), bandwidth_gbps=None),
}
MODELS = ("SmolLM2-135M", "Llama-3.1-8B", "Qwen2.5-14B")
JUDGED = [(name, hardware_name) for hardware_name in MACHINES for name in MODELS]
JUDGED += [("Llama-3.3-70B", "gaming PC"), ("Llama-3.3-70B", "Mac")]


def everything_said() -> Iterator[tuple[str, str]]:
    for name, hardware_name in JUDGED:
        advice, judge = advised(name, hardware_name)
        yield "reason", choice_reason(advice, name)
        yield "remedy", remedy(advice, judge)
        for row in advice.rows:
            yield "row", row_reason(row)


@pytest.fixture(scope="module")
def said() -> list[tuple[str, str]]:
    return list(everything_said())


def test_no_sentence_shows_the_inside_of_the_program_or_the_myth_of_k_means(said: list[tuple[str, str]]) -> None:
    assert len(said) > 400
    assert [text for _, text in said if NEVER_SAID.search(text)] == []


def test_every_reason_has_numbers_and_is_short_and_made_of_sentences(said: list[tuple[str, str]]) -> None:
    for kind, text in said:
        if kind == "remedy":
            assert not text or text.endswith(".")
            continue
        assert re.search(r"\d", text), text
        assert text[0].isupper() or text[0].isdigit()
        assert text.endswith(".")
        assert len(text) <= (LONGEST_REASON_CHARS if kind == "reason" else LONGEST_ROW_CHARS), text


def test_on_the_gpu_it_says_how_much_of_what_is_free_it_takes_and_how_fast_it_is() -> None:
    advice, _ = advised("Llama-3.1-8B", "gaming PC")
    assert choice_reason(advice, "Llama 3.1 8B").startswith(
        "Q5_K_M (5.7 GB) runs wholly on the GPU, with 8,192 tokens of context. It takes 6.4 GB of the 7.6 GB free on "
        "the NVIDIA GeForce RTX 4060, and writes about 30 to 48 tokens a second."
    )


def test_a_model_that_is_too_large_for_the_gpu_says_so_with_its_honest_speed() -> None:
    reason = choice_reason(advised("Qwen2.5-14B", "gaming PC")[0], "Qwen2.5 14B")
    assert reason.startswith("This model never fits the GPU whole in a quantization that keeps its quality. Q4_K_M")
    assert re.search(r"33 of 49 layers on the GPU and the rest on the processor", reason)
    assert re.search(r"writes about 6\.\d to 1\d tokens a second", reason)


def test_a_full_gpu_is_told_from_a_small_one() -> None:
    reason = choice_reason(advised("Llama-3.1-8B", "full GPU")[0], "Llama 3.1 8B")
    assert reason.startswith("This model would fit the GPU whole, but only 2 GB of 8 GB are free there now.")
    assert "never" not in reason


def test_a_long_context_is_named_where_it_alone_keeps_the_model_off_the_gpu() -> None:
    advice = recommend(candidates("Llama-3.1-8B"), plan(65536), Judge(GAMING_PC), context_is_fixed=True)
    assert "With 65,536 tokens of context this model does not fit the GPU whole." in choice_reason(advice, "Llama")


def test_several_gpus_are_named_with_what_each_takes() -> None:
    advice = recommend(candidates("Qwen3-32B"), plan(), Judge(MACHINES["two GPUs"]))
    reason = choice_reason(advice, "Qwen3 32B")
    assert "runs wholly on the GPUs" in reason
    assert "on the NVIDIA GeForce RTX 4090 and" in reason
    assert "on the NVIDIA GeForce RTX 3060," in reason


def test_what_is_slower_than_reading_says_so() -> None:
    advice = recommend(candidates("Qwen3-32B"), plan(), Judge(GAMING_PC))
    assert "That is slower than one reads." in choice_reason(advice, "Qwen3 32B")
    wholly = recommend(candidates("Llama-3.1-8B"), plan(), Judge(GAMING_PC, reading_speed=100.0))
    reason = choice_reason(wholly, "Llama")
    assert "wholly on the GPU" in reason
    assert "That is slower than one reads." in reason
    assert "the rest on the processor" not in reason


def test_where_nothing_fits_it_says_what_is_needed_and_what_there_is() -> None:
    reason = choice_reason(advised("Llama-3.3-70B", "gaming PC")[0], "Llama 3.3 70B")
    assert reason == (
        "Llama 3.3 70B cannot be used well on this computer. In Q4_K_M it needs 43.2 GB, and 33.6 GB are free in main "
        "memory and GPU together."
    )


def test_memory_that_a_gpu_shares_is_not_promised_twice() -> None:
    advice = recommend(candidates("Llama-3.3-70B"), plan(), Judge(OFFICE_LAPTOP))
    assert choice_reason(advice, "Llama").endswith("and 10 GB are free in main memory.")


def test_what_had_to_give_is_told() -> None:
    advice = recommend(candidates("Llama-3.1-8B"), plan(32768), Judge(SMALL_LAPTOP), context_is_fixed=False)
    assert advice.plan.context_length < 32768
    shorter = f"the context is {advice.plan.context_length:,} instead of 32,768 tokens"
    reason = choice_reason(advice, "Llama")
    assert shorter in reason
    assert ("KV cache" in reason) == (advice.plan.kv_type is KvType.Q8_0)


def rows_of(name: str) -> dict[str, str]:
    return {row.quantization: row_reason(row) for row in advised(name, "gaming PC")[0].rows}


def test_the_row_of_q5_1_says_that_q5_k_m_is_smaller_and_better() -> None:
    assert "Q5_K_M is smaller and better." in rows_of("Llama-3.1-8B")["Q5_1"]


def test_where_widths_do_not_divide_by_256_the_row_of_q5_1_does_not_say_that() -> None:
    reason = rows_of("SmolLM2-135M")["Q5_1"]
    assert "smaller and better" not in reason
    assert "widths do not divide by 256" in reason
    sizes = [model_in("SmolLM2-135M", kind).file_size_bytes for kind in ("Q5_1", "Q5_K_M")]
    assert sizes[0] == pytest.approx(sizes[1], rel=0.02)


def test_a_severe_loss_and_an_unquantized_type_are_warned_of() -> None:
    rows = rows_of("Llama-3.1-8B")
    assert "smaller model in more bits" in rows["Q2_K"]
    assert "Q8_0 is half the size" in rows["F16"]


def test_a_severe_loss_is_recommended_only_with_a_warning() -> None:
    advice = recommend(candidates("Llama-3.1-8B", ("Q8_0", "Q2_K")), plan(2048), Judge(machine(8, 4.4)))
    assert advice.recommended is not None
    assert "only because this computer has no room for more bits" in choice_reason(advice, "Llama")


def test_how_to_come_by_a_file_is_told() -> None:
    header = quantized_header(model_in("Llama-3.1-8B", "F16"), "Q5_K_M")
    made = Candidate("Q5_K_M", header, Availability.QUANTIZE, made_from="F16")
    local = Candidate("Q5_K_M", header, Availability.LOCAL, "/models/x.gguf")
    download = Candidate("Q5_K_M", header, Availability.DOWNLOAD)
    reasons = [choice_reason(recommend([one], plan(), Judge(GAMING_PC)), "Llama") for one in (made, local, download)]
    assert "It can be made from the F16 file." in reasons[0]
    assert not re.search("made|download", reasons[1])
    assert "downloaded" in reasons[2]


def test_a_row_that_would_be_made_from_a_coarser_file_says_that_it_is_pointless() -> None:
    header = quantized_header(model_in("Llama-3.1-8B", "Q4_K_M"), "Q8_0")
    candidate = Candidate("Q8_0", header, Availability.QUANTIZE, made_from="Q4_K_M")
    reason = row_reason(Judge(GAMING_PC).row(candidate, plan()))
    assert "It would be made from Q4_K_M, which has lost as much already" in reason


def test_a_type_without_published_figures_says_that_nobody_has_any() -> None:
    candidate = Candidate("MXFP4_MOE", model_in("Llama-3.1-8B", "Q4_0"), Availability.LOCAL, "/models/x.gguf")
    advice = recommend([candidate], plan(), Judge(GAMING_PC))
    assert "Its quality: a loss that nobody has published figures for." in choice_reason(advice, "Llama")


def test_a_shortage_names_the_device_and_the_amount() -> None:
    assessment = assess(model_in("Qwen2.5-14B", "Q4_K_M"), plan(), GAMING_PC)
    assert re.fullmatch(
        r"Does not fit: the NVIDIA GeForce RTX 4060 would need \d+(\.\d)? GB more than can be taken\.",
        assessment_sentence(assessment),
    )


def test_what_is_read_from_the_disk_says_why_it_is_slow() -> None:
    assessment = assess(model_in("Qwen2.5-7B", "Q5_K_M"), plan(2048), machine(8, 4.5))
    assert "parts are read from the disk for every word" in assessment_sentence(assessment)


def speed(middle: float, spread: float = 1.3) -> Speed:
    return Speed(middle / spread, middle * spread, middle, SpeedBasis.PREDICTED)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (speed(40.0), "about 31 to 52 tokens a second"),
        (speed(6.0), "about 4.6 to 7.8 tokens a second"),
        (speed(6.0, 1.0), "about 6 tokens a second"),
        (speed(1.0, 1.0), "about 1 token a second"),
        (speed(0.1), "a token in about 10 seconds"),
        (measured_speed(37.96), "38 tokens a second, as measured here"),
        (measured_speed(4.25), "4.2 tokens a second, as measured here"),
        (measured_speed(1.0), "1 token a second, as measured here"),
        (measured_speed(0.04), "a token in about 25 seconds, as measured here"),
    ],
)
def test_speeds_are_told_with_as_many_digits_as_they_are_worth(given: Speed, text: str) -> None:
    assert speed_text(given) == text


def test_a_measured_speed_is_told_as_such_in_the_reason() -> None:
    def as_measured(_memory: PlanMemory, _prediction: Speed) -> Speed:
        return measured_speed(31.4)

    advice = recommend(candidates("Llama-3.1-8B"), plan(), Judge(GAMING_PC, speed_of=as_measured))
    assert "writes 31 tokens a second, as measured here." in choice_reason(advice, "Llama")
