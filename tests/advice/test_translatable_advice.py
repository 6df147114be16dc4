"""What the advice tells reaches its callers as sentences that can be said in another language."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from quantchat.advice.adviser import Adviser
from quantchat.advice.letters import FILE_TYPES, letter_sentence
from quantchat.advice.machine import described_machine
from quantchat.advice.shelf import Shelf, next_model_sentence
from quantchat.advice.shelf_values import ModelCard
from quantchat.advice.suggestions import suggested_model
from quantchat.core.hardware import Hardware
from quantchat.core.plan import LoadPlan
from quantchat.core.recommend import Advice, Candidate
from quantchat.errors import KnownError
from quantchat.library.catalogue import Catalogue, read_catalogue
from quantchat.wording import Wording
from tests.core.machines import GAMING_PC, SMALL_LAPTOP, candidates, plan


def test_a_recommendation_is_told_in_wordings() -> None:
    done = Adviser(SMALL_LAPTOP, is_this_machine=False).recommend(
        "Llama", candidates("Llama-3.3-70B", ("Q4_K_M",)), plan(2048), context_is_fixed=True
    )
    assert isinstance(done.reason, Wording)
    assert isinstance(done.remedy, Wording)
    assert done.remedy.template.startswith("A model of up to about {")


def test_every_type_that_is_explained_has_a_sentence_to_translate() -> None:
    sentences = [letter_sentence(name) for name in FILE_TYPES]
    assert all(sentence == sentence.template for sentence in sentences)
    assert len(set(sentences)) == len(FILE_TYPES)


def shown(hardware: Hardware) -> Iterator[ModelCard]:
    few = Catalogue(read_catalogue().entries[:12])
    adviser = Adviser(hardware, is_this_machine=False)
    yield from {card.key: card for card in Shelf(few).cards((), LoadPlan(""), lambda: adviser)}.values()


@pytest.mark.parametrize("hardware", [GAMING_PC, SMALL_LAPTOP])
def test_models_are_suggested_with_names_sizes_and_speeds_as_values(hardware: Hardware) -> None:
    sentence, _ = next_model_sentence(shown(hardware), reading_speed=0.1)
    assert sentence.values.keys() == {"model", "quantization", "size", "speed"}
    assert isinstance(sentence.values["size"], Wording)
    assert isinstance(sentence.values["speed"], Wording)
    other = suggested_model(Adviser(hardware, is_this_machine=False), read_catalogue(), 2048, 4_000_000_000)
    assert other.values.keys() == {"model", "quantization", "size"}


class FaultyAdviser(Adviser):
    """Has a bug that every model brings to light."""

    def advice(
        self,
        candidates: Sequence[Candidate],
        plan: LoadPlan,
        *,
        context_is_fixed: bool,
        kv_type_is_fixed: bool = False,
    ) -> Advice:
        raise ZeroDivisionError


def test_a_bug_on_one_model_is_told_on_its_card_in_words_that_can_be_translated() -> None:
    shelf = Shelf(Catalogue(read_catalogue().entries[:1]), lambda: None)
    adviser = FaultyAdviser(GAMING_PC, is_this_machine=False)
    *_, card = shelf.cards((), LoadPlan(""), lambda: adviser)
    assert isinstance(replace(card).problem, Wording)
    assert card.problem.template.startswith("The advice failed")


@pytest.mark.parametrize("content", [None, b"{"])
def test_why_a_description_cannot_be_read_is_told_with_its_name_as_a_value(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "machine.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KnownError) as caught:
        described_machine(path)
    assert caught.value.sentence.values["file"] == "machine.json"
    assert caught.value.hint.template == "Make one with `quantchat hardware --json`."
