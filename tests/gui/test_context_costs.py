"""What another length of context costs, in figures and in words."""

import pytest

from quantchat.advice.adviser import Adviser
from quantchat.core.assessment import Assessment
from quantchat.core.hardware import Hardware
from quantchat.gui.context_costs import (
    ContextCost,
    change_text,
    context_lengths,
    cost_text,
    memory_sentence,
    words_text,
)
from tests.core.machines import GAMING_PC, MIB, SMALL_LAPTOP, model_in, plan


def assessed(context_length: int, machine: Hardware) -> Assessment:
    header = model_in("Llama-3.1-8B", "Q4_K_M")
    return Adviser(machine).fit(header, plan(context_length), choose_gpu_layers=True)


def cost(context_length: int, machine: Hardware, present_length: int = 8192) -> ContextCost:
    return ContextCost.of(context_length, assessed(context_length, machine), assessed(present_length, machine))


def test_a_long_model_is_offered_powers_of_two_up_to_what_it_was_trained_on() -> None:
    assert context_lengths(131_072, 8192) == (2048, 4096, 8192, 16384, 32768, 65536, 131_072)


def test_a_short_model_is_offered_no_more_than_it_was_trained_on() -> None:
    assert context_lengths(2048, 2048) == (1024, 2048)


def test_the_length_in_use_and_the_longest_are_offered_whatever_they_are() -> None:
    assert context_lengths(40_960, 5000) == (2048, 4096, 5000, 8192, 16384, 32768, 40_960)


def test_a_model_that_tells_nothing_is_offered_lengths_all_the_same() -> None:
    assert context_lengths(0, 8192)[-1] == 262_144


def test_tokens_are_about_three_quarters_as_many_words() -> None:
    assert words_text(2140) == "1,600"
    assert words_text(6052) == "4,700"
    assert words_text(0) == "0"


def test_more_and_less_memory_have_a_sign_and_next_to_nothing_has_both() -> None:
    assert change_text(922 * MIB) == "+0.9 GB"
    assert change_text(141 * MIB) == "+141 MB"
    assert change_text(-47 * MIB) == "−47 MB"
    assert change_text(1000) == "±0 MB"


def test_a_context_that_fits_the_gpu_takes_its_cache_there() -> None:
    longer = cost(16384, GAMING_PC)
    assert longer.gpu_bytes == pytest.approx(8192 * 128 * 1024, rel=0.1)  # 32 layers of 2 x 1024 values of 2 bytes
    assert memory_sentence(longer) == "It takes 1 GB more GPU memory."
    assert "Runs wholly on the GPU" in cost_text(longer)


def test_a_context_that_fills_the_gpu_moves_layers_to_main_memory_and_both_are_told() -> None:
    longer = cost(65536, GAMING_PC)
    assert longer.more_bytes == longer.gpu_bytes + longer.ram_bytes
    assert "more main memory" in memory_sentence(longer)
    assert "the rest on the processor" in cost_text(longer)


def test_a_shorter_context_takes_less() -> None:
    assert cost(2048, SMALL_LAPTOP).more_bytes < 0
    assert "less main memory" in memory_sentence(cost(2048, SMALL_LAPTOP))
    assert "GPU" not in memory_sentence(cost(2048, SMALL_LAPTOP))


def test_the_length_in_use_takes_as_much_as_now() -> None:
    assert memory_sentence(cost(8192, GAMING_PC)) == "It takes as much memory as now."


def test_a_context_that_does_not_fit_says_what_is_missing() -> None:
    assert "Does not fit: main memory would need" in cost_text(cost(131_072, SMALL_LAPTOP))
