"""Where a model does not run well, one of the catalogue that does is named."""

from quantchat.advice.adviser import Adviser
from quantchat.advice.suggestions import suggested_model
from quantchat.library.catalogue import read_catalogue
from tests.core.machines import gpu, machine


def suggestion(adviser: Adviser, fewer_parameters_than: int = 70_000_000_000) -> str:
    return suggested_model(adviser, read_catalogue(), 8192, fewer_parameters_than)


def test_it_is_the_largest_that_runs_at_reading_speed() -> None:
    adviser = Adviser(machine(30, 26, gpu("RTX 4060", 8, 7.5, 272.0)), is_this_machine=False)
    sentence = suggestion(adviser)
    assert sentence.startswith("Qwen3")
    assert "30B A3B" in sentence  # a mixture of experts reads few weights a token
    assert sentence.endswith("would run well here.")


def test_it_is_smaller_than_the_model_that_was_asked_about() -> None:
    adviser = Adviser(machine(30, 26, gpu("RTX 4060", 8, 7.5, 272.0)), is_this_machine=False)
    assert "B" in suggestion(adviser, 4_000_000_000)
    assert "30B" not in suggestion(adviser, 4_000_000_000)


def test_where_nothing_runs_nothing_is_named() -> None:
    assert suggestion(Adviser(machine(0.5, 0.3), is_this_machine=False)) == ""
