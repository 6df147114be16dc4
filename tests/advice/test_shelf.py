"""The shelf shows every model once, judged for the machine, and of one model all that can be had."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from quantchat.advice.adviser import Adviser, always
from quantchat.advice.shelf import Shelf, next_model_sentence
from quantchat.advice.shelf_values import ModelCard, SheetQuestion, ShelfGroup
from quantchat.advice.suggestions import NEXT_MODELS
from quantchat.core.assessment import Verdict, gpu_shortage
from quantchat.core.hardware import Hardware
from quantchat.core.memory import MemorySource, plan_memory, with_released
from quantchat.core.plan import KvType, LoadPlan
from quantchat.core.recommend import ALWAYS_SHOWN, Advice, Availability, Candidate
from quantchat.core.sizes import file_size_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.catalogue import Catalogue, read_catalogue
from quantchat.library.models import LocalModel, ModelLibrary
from quantchat.settings import resources_folder
from tests.advice.test_adviser import CountingOracle
from tests.advice.test_offers import listed, written
from tests.core.machines import GAMING_PC, GIB, M3_MAX, MAC_64, RTX_3060, RTX_4060, candidates, machine, model_in, plan

STARTERS = ModelLibrary(resources_folder() / "models", Path("/nowhere")).scan()
WANTED = LoadPlan("", context_length=8192)
EVERYTHING = read_catalogue()
CPU_ONLY = machine(32, 26)


def catalogue(*ids: str) -> Catalogue:
    return Catalogue(tuple(EVERYTHING.find(name) for name in ids))


FEW = catalogue(
    "smollm2-135m-instruct",
    "smollm2-1.7b-instruct",
    "qwen2.5-coder-7b-instruct",
    "qwen3-8b",
    "qwen3-4b",
    "llama-3.1-8b-instruct",
    "llama-3.3-70b-instruct",
    "olmo-2-7b-instruct",
)


MIDDLE_SIZED = catalogue(
    *("qwen2.5-7b-instruct", "qwen2.5-coder-7b-instruct", "qwen3-8b", "qwen3-14b", "llama-3.1-8b-instruct"),
    *("gemma-2-9b-it", "granite-3.3-8b-instruct", "glm-4-9b-0414", "mistral-7b-instruct-v0.3", "olmo-2-7b-instruct"),
    *("phi-4-mini-instruct", "smollm2-1.7b-instruct"),
)


class Listing:
    """A shelf on a machine, and every card that it told, in order."""

    def __init__(self, catalogue: Catalogue = FEW, hardware: Hardware = GAMING_PC) -> None:
        self.shelf = Shelf(catalogue)
        self.hardware = hardware
        self.told: list[ModelCard] = []

    def adviser(self) -> Adviser:
        return Adviser(self.hardware, is_this_machine=False, memories=self.shelf.memories)

    def run(self, models: Iterable[LocalModel] = STARTERS) -> dict[str, ModelCard]:
        """Cards by name, as they stand at the end."""
        self.told = list(self.shelf.cards(tuple(models), WANTED, self.adviser))
        by_key = {card.key: card for card in self.told}
        named = {card.name: card for card in by_key.values()}
        assert len(named) == len(by_key)
        return named

    def sheet_of(self, card: ModelCard, wanted: LoadPlan = WANTED, *, is_fixed: bool = False) -> Advice:
        question = SheetQuestion(card, wanted, is_fixed, is_exact=False)
        return self.shelf.sheet(question, self.adviser()).recommendation.advice


@cache
def judged() -> tuple[Listing, Mapping[str, ModelCard]]:
    """The few models on a gaming computer, for tests that only look."""
    listing = Listing()
    return listing, listing.run()


def only_card(models: Iterable[LocalModel], *, on_offer: Catalogue | None = None) -> ModelCard:
    (card,) = (card for card in Listing(on_offer or Catalogue(())).run(models).values() if card.files)
    return card


def test_every_model_is_in_the_list_before_any_is_judged_and_before_the_machine_is_read() -> None:
    listing = Listing()
    asked: list[int] = []

    def adviser() -> Adviser:
        asked.append(len(listing.told))
        return listing.adviser()

    for card in listing.shelf.cards(STARTERS, WANTED, adviser):
        listing.told.append(card)
    models = len(FEW.entries)
    assert asked == [len(STARTERS)]
    assert {card.verdict for card in listing.told[:models]} == {None}
    assert len({card.key for card in listing.told[:models]}) == models
    assert None not in {card.verdict for card in listing.told[models:]}


def test_models_on_this_computer_are_judged_first_and_then_those_whose_size_suits_it() -> None:
    names = [card.name for card in judged()[0].told if card.verdict is not None]
    assert names[0] == "SmolLM2 135M Instruct"
    assert set(names[1:4]) <= {"Qwen3 8B", "Llama 3.1 8B Instruct", "Qwen2.5 Coder 7B Instruct", "OLMo 2 7B Instruct"}
    assert names[len(FEW.entries) - 1] == "Llama 3.3 70B Instruct"


def test_a_card_says_what_to_take_how_it_would_run_and_how_large_it_is() -> None:
    _, cards = judged()
    llama = cards["Llama 3.1 8B Instruct"]
    assert (llama.recommended, llama.verdict) == ("Q5_K_M", Verdict.GPU)
    assert llama.entry is not None
    assert llama.size_bytes == llama.entry.quantizations["Q5_K_M"].size_bytes
    assert llama.speed is not None
    assert llama.memory is not None
    assert {"Q5_K_M", "Q4_K_M"} < set(llama.quantizations)
    large = cards["Llama 3.3 70B Instruct"]
    assert (large.recommended, large.verdict, large.group) == ("", Verdict.IMPOSSIBLE, ShelfGroup.MORE)


def test_what_is_recommended_runs_well_suits_any_use_and_is_of_different_families() -> None:
    cards = Listing(MIDDLE_SIZED).run(()).values()
    recommended = [card for card in cards if card.group is ShelfGroup.RECOMMENDED]
    assert len(recommended) == NEXT_MODELS
    families = [card.entry.family for card in recommended if card.entry]
    assert len(set(families)) == NEXT_MODELS
    for card in recommended:
        assert card.verdict is Verdict.GPU
        assert not card.files
        assert "Coder" not in card.name
        assert card.memory is not None
        assert card.memory.plan.context_length == WANTED.context_length
    assert {"Qwen3", "Llama 3"} <= set(families)
    assert min(card.parameters for card in recommended) > 7e9


def test_a_model_for_one_use_only_is_not_recommended_to_everybody() -> None:
    (card,) = Listing(catalogue("qwen2.5-coder-7b-instruct")).run(()).values()
    assert (card.verdict, card.group) == (Verdict.GPU, ShelfGroup.MORE)


def test_without_a_gpu_models_are_recommended_that_one_can_read_along_with() -> None:
    cards = Listing(FEW, CPU_ONLY).run().values()
    recommended = [card for card in cards if card.group is ShelfGroup.RECOMMENDED]
    assert "Qwen3 4B" in {card.name for card in recommended}
    assert all(card.speed and card.speed.low >= 5 for card in recommended)


def test_the_next_listing_moves_no_card_to_and_fro() -> None:
    listing = Listing()
    first = listing.run()
    assert len(listing.told) > 2 * len(FEW.entries)
    second = listing.run()
    assert len(listing.told) == 2 * len(FEW.entries)
    assert {name: card.group for name, card in first.items()} == {name: card.group for name, card in second.items()}
    assert all(card.group is second[card.name].group for card in listing.told)


def test_files_of_one_model_are_one_card_and_two_of_the_same_type_stay_visible(tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    paths = [written(tmp_path, "Q4_0"), written(tmp_path, "Q8_0"), written(tmp_path / "copy", "Q4_0")]
    card = only_card(listed(tmp_path))
    assert [file.quantization for file in card.files] == ["Q8_0", "Q4_0", "Q4_0"]
    assert {file.path for file in card.files} == set(paths)
    rows = {row.quantization: row.candidate for row in judged()[0].sheet_of(card).rows}
    assert rows["Q8_0"].path == str(paths[1])
    assert rows["Q4_0"].path in {str(paths[0]), str(paths[2])}
    assert rows["Q5_1"].made_from == "Q8_0"


def test_a_broken_file_is_a_card_with_its_problem(tmp_path: Path) -> None:
    (tmp_path / "cut.gguf").write_bytes(b"GGUF\x03")
    models = ModelLibrary(tmp_path / "none", tmp_path).scan()
    card = only_card(models)
    assert card.problem == models[0].problem != ""
    assert (card.group, card.verdict, card.recommended) == (ShelfGroup.HERE, None, "")


def test_a_file_that_goes_away_while_all_are_judged_is_told(tmp_path: Path) -> None:
    written(tmp_path, "Q4_0").unlink()
    path = written(tmp_path, "Q8_0")
    models = listed(tmp_path)
    path.unlink()
    assert "no longer there" in only_card(models).problem


def test_a_model_on_offer_keeps_its_key_when_it_is_here() -> None:
    on_offer, (_, here) = Listing().run(()), judged()
    name = "SmolLM2 135M Instruct"
    assert on_offer[name].key == here[name].key
    assert on_offer[name].group is not ShelfGroup.HERE
    assert here[name].group is ShelfGroup.HERE
    assert here[name].entry == on_offer[name].entry
    assert here.keys() == on_offer.keys()


def stand_in(name: str, quantization: str = "Q4_K_M") -> LocalModel:
    """A model of the list that is called so and has as many weights as Qwen3 4B."""
    (starter,) = STARTERS
    parameters = EVERYTHING.find("qwen3-4b").parameters
    return replace(starter, path=Path(f"/m/{name}-{quantization}.gguf"), display_name=name, parameters=parameters)


@pytest.mark.parametrize(
    ("name", "entry_id"),
    [
        ("Qwen3-4B", "qwen3-4b"),
        ("Qwen3-4B-Instruct-2507", "qwen3-4b-instruct-2507"),
        ("Qwen3-4B-Base", None),
        ("Qwen3-4B-Thinking-2507", None),
        ("Something-Else-4B", None),
    ],
)
def test_a_file_is_taken_for_the_model_whose_whole_name_it_bears(name: str, entry_id: str | None) -> None:
    for ids in (("qwen3-4b", "qwen3-4b-instruct-2507"), ("qwen3-4b-instruct-2507", "qwen3-4b")):
        card = next(Shelf(catalogue(*ids)).cards((stand_in(name),), WANTED, lambda: Adviser(GAMING_PC)))
        assert (card.entry.id if card.entry else None) == entry_id


def test_every_published_file_is_known_again_by_its_name() -> None:
    for entry in EVERYTHING.entries:
        for published in entry.quantizations.values():
            name = Path(published.file).stem
            model = replace(stand_in(name), parameters=entry.parameters)
            card = next(Shelf(EVERYTHING).cards((model,), WANTED, lambda: Adviser(GAMING_PC)))
            assert card.entry is entry, name


def test_the_sheet_of_a_model_here_shows_its_file_and_the_types_to_download() -> None:
    listing, cards = judged()
    card = cards["SmolLM2 135M Instruct"]
    rows = {row.quantization: row.candidate for row in listing.sheet_of(card).rows}
    assert rows["Q4_1"].availability is Availability.LOCAL
    assert rows["Q4_1"].path == str(STARTERS[0].path)
    assert {rows[name].availability for name in ("Q4_K_M", "Q8_0")} == {Availability.DOWNLOAD}
    assert set(ALWAYS_SHOWN) < set(rows)


def test_the_sheet_agrees_with_its_card() -> None:
    listing, cards = judged()
    for card in cards.values():
        sheet = listing.shelf.sheet(SheetQuestion(card, WANTED, is_exact=False), listing.adviser())
        advice = sheet.recommendation.advice
        assert (advice.recommended.quantization if advice.recommended else "") == card.recommended
        assert sheet.trained_context_length > 0
        assert sheet.hardware == GAMING_PC


def test_what_the_person_chose_is_kept_and_else_more_is_tried() -> None:
    listing, cards = judged()
    card = cards["Llama 3.1 8B Instruct"]
    wanted = LoadPlan("", context_length=24576)
    free, fixed = listing.sheet_of(card, wanted), listing.sheet_of(card, wanted, is_fixed=True)
    assert (free.plan.context_length, free.plan.kv_type) == (24576, KvType.Q8_0)
    assert (fixed.plan.context_length, fixed.plan.kv_type) == (24576, KvType.F16)


def test_layers_that_the_person_chose_are_kept_in_every_row() -> None:
    listing, cards = judged()
    card = cards["Llama 3.1 8B Instruct"]
    advice = listing.sheet_of(card, replace(WANTED, gpu_layers=10), is_fixed=True)
    assert {row.assessment.memory.placement.gpu_layers for row in advice.rows} == {10}
    assert {row.assessment.verdict for row in advice.rows if row.file_bytes < 8e9} == {Verdict.SPLIT}
    everything = listing.sheet_of(card, replace(WANTED, gpu_layers=33), is_fixed=True)
    verdicts = {row.quantization: row.assessment.verdict for row in everything.rows}
    assert (verdicts["Q4_K_M"], verdicts["Q8_0"]) == (Verdict.GPU, Verdict.IMPOSSIBLE)


@pytest.mark.parametrize("hardware", [GAMING_PC, machine(64, 50, RTX_3060), machine(64, 50, RTX_3060, RTX_4060)])
def test_as_many_layers_are_put_on_gpus_as_fit_there(hardware: Hardware) -> None:
    listing = Listing(catalogue("qwen2.5-32b-instruct"), hardware)
    (card,) = listing.run(()).values()
    advice = listing.sheet_of(card)
    split = [row for row in advice.rows if not row.assessment.memory.is_wholly_on_gpus]
    assert len(split) > 5
    for row in split:
        layers = row.assessment.memory.placement.gpu_layers
        assert layers > 0
        for more, is_on_gpu in ((0, True), (1, False)):
            tried = listing.sheet_of(card, replace(advice.plan, gpu_layers=layers + more), is_fixed=True).rows
            (same,) = (other for other in tried if other.quantization == row.quantization)
            assert (gpu_shortage(same.assessment.memory) is None) == is_on_gpu


def test_candidates_are_kept_until_a_file_changes(tmp_path: Path) -> None:
    path = written(tmp_path, "Q4_0")
    (model,) = listed(tmp_path)
    listing = Listing(Catalogue(()))
    (card,) = listing.run((model,)).values()
    kept = listing.shelf.candidates(card)
    assert listing.shelf.candidates(card) is kept
    (tmp_path / "other").mkdir()
    shutil.move(written(tmp_path / "other", "Q8_0"), path)
    assert {row.quantization for row in listing.sheet_of(card).rows if row.candidate.path} == {"Q8_0"}
    path.unlink()
    with pytest.raises(KnownError) as raised:
        listing.sheet_of(card)
    assert raised.value.kind is ErrorKind.FILE_MISSING


def test_a_model_that_was_looked_up_elsewhere_is_judged_by_what_is_offered_there() -> None:
    offered = tuple(candidates("Llama-3.1-8B", ("Q4_K_M", "Q8_0")))
    card = ModelCard("hub", "Llama", ShelfGroup.MORE, offers=offered)
    assert [row.candidate for row in judged()[0].sheet_of(card).rows] == [offered[1], offered[0]]


class BrokenAdviser(Adviser):
    """Has a bug that one model brings to light."""

    def advice(self, candidates: Iterable[Candidate], *args: object, **kwargs: object) -> Advice:
        candidates = tuple(candidates)
        if any(candidate.header.text("general.name") == "Qwen3 8B" for candidate in candidates):
            raise ZeroDivisionError
        return super().advice(candidates, WANTED, context_is_fixed=False)


def test_a_bug_with_one_model_is_logged_and_the_others_are_judged() -> None:
    logged: list[str] = []
    shelf = Shelf(FEW, lambda: logged.append("a bug"))
    cards = {card.name: card for card in shelf.cards((), WANTED, lambda: BrokenAdviser(GAMING_PC))}
    assert logged == ["a bug"]
    assert "in the log" in cards["Qwen3 8B"].problem
    assert {card.name for card in cards.values() if card.verdict is None} == {"Qwen3 8B"}
    with pytest.raises(ZeroDivisionError):
        list(Shelf(FEW).cards((), WANTED, lambda: BrokenAdviser(GAMING_PC)))


def sources(
    oracle: CountingOracle, exact_seconds: float, is_wanted: Callable[[], bool] = always
) -> dict[str, MemorySource]:
    offered = candidates("SmolLM2-135M")
    local = replace(offered[-1], availability=Availability.LOCAL, path="/m/here.gguf")
    adviser = Adviser(CPU_ONLY, oracle=oracle)
    done = adviser.recommend(
        "SmolLM2",
        (*offered[:-1], local),
        plan(2048),
        context_is_fixed=True,
        exact_seconds=exact_seconds,
        is_wanted=is_wanted,
    )
    assert done.advice.recommended is not None
    rows = {row.quantization: row.assessment.memory.source for row in done.advice.rows}
    return {"recommended": done.advice.recommended.assessment.memory.source, "here": rows["Q2_K"], **rows}


def test_where_time_is_short_llama_cpp_is_asked_about_the_recommended_row_and_files_that_are_here() -> None:
    oracle = CountingOracle()
    asked = sources(oracle, 1e-9)
    assert (asked["recommended"], asked["here"]) == (MemorySource.PROBE, MemorySource.PROBE)
    assert MemorySource.FORMULA in asked.values()
    assert len(oracle.plans) == 2
    assert set(sources(CountingOracle(), 60.0).values()) == {MemorySource.PROBE}
    unasked = CountingOracle()
    assert set(sources(unasked, 0.0).values()) == {MemorySource.FORMULA}
    assert not unasked.plans


def test_llama_cpp_is_asked_no_more_once_the_answer_is_not_wanted() -> None:
    oracle = CountingOracle()
    sources(oracle, 60.0, lambda: len(oracle.plans) < 2)
    assert len(oracle.plans) == 2


def test_what_the_model_in_use_holds_counts_as_free() -> None:
    held = plan_memory(model_in("Llama-3.1-8B", "Q8_0"), replace(plan(), gpu_layers=20), GAMING_PC)
    full = replace(
        GAMING_PC,
        ram=replace(GAMING_PC.ram, available_bytes=10 * GIB),
        gpus=(replace(GAMING_PC.gpus[0], free_bytes=GIB),),
    )
    freed = with_released(full, held)
    assert freed.ram.available_bytes == 10 * GIB + held.cpu.anonymous_bytes
    assert freed.gpus[0].free_bytes == GIB + held.gpus[0].total_bytes
    assert held.cpu.mapped_bytes > 0  # the pages of its file are free already
    assert with_released(full, None) == full
    assert with_released(replace(full, gpus=()), held).gpus == ()
    other = replace(full, gpus=(replace(full.gpus[0], name="Another"),))
    assert with_released(other, held).gpus[0].free_bytes == GIB


def test_no_more_is_free_than_there_is() -> None:
    held = plan_memory(model_in("Llama-3.1-8B", "Q8_0"), plan(), MAC_64)
    freed = with_released(MAC_64, held)
    assert freed.ram.available_bytes == min(
        MAC_64.ram.total_bytes, MAC_64.ram.available_bytes + held.cpu.anonymous_bytes + held.shared_bytes
    )
    assert freed.gpus[0].free_bytes == M3_MAX.total_bytes


def test_the_next_model_is_told_with_its_size_and_speed() -> None:
    cards = judged()[1].values()
    sentence, key = next_model_sentence(cards)
    (best,) = (card for card in cards if card.key == key)
    assert best.name == "Qwen3 8B"
    assert best.speed is not None
    low, high = round(best.speed.low), round(best.speed.high)
    assert sentence == (
        f"Your computer can run Qwen3 8B in {best.recommended} ({file_size_text(best.size_bytes)}), wholly on the GPU "
        f"at about {low} to {high} tokens a second: the best next model for it."
    )


def test_there_is_no_next_model_where_nothing_runs_or_one_as_good_is_here() -> None:
    assert next_model_sentence(Listing(FEW, machine(0.5, 0.3)).run(()).values()) == ("", "")
    assert next_model_sentence(()) == ("", "")
    cards = list(judged()[1].values())
    _, key = next_model_sentence(cards)
    here = [replace(card, files=STARTERS) if card.key == key else card for card in cards]
    assert next_model_sentence(here) == ("", "")
