"""Cards and sheets of real catalogue models on described machines, as the advice makes them."""

from pathlib import Path

from quantchat.advice.adviser import Adviser
from quantchat.advice.offers import offers_of_entry
from quantchat.advice.shelf_values import ModelCard, ModelSheet, SheetQuestion, ShelfGroup
from quantchat.core.hardware import Hardware
from quantchat.core.plan import FlashAttention, LoadPlan
from quantchat.core.recommend import Availability, Candidate
from quantchat.library.catalogue import read_catalogue
from quantchat.library.models import LocalModel, ModelSource
from quantchat.wording import NO_WORDS, Wording

CATALOGUE = read_catalogue()
PLAN = LoadPlan("", flash_attention=FlashAttention.ON)


def local_model(
    name: str,
    quantization: str,
    size_bytes: int = 98_000_000,
    source: ModelSource = ModelSource.FOLDER,
    problem: Wording = NO_WORDS,
) -> LocalModel:
    path = Path("/models") / f"{name}-{quantization}.gguf"
    return LocalModel(path, name, quantization, size_bytes, 135_000_000, 8192, source, problem)


def catalogue_card(
    model_id: str,
    machine: Hardware,
    group: ShelfGroup = ShelfGroup.MORE,
    here: tuple[str, ...] = (),
) -> ModelCard:
    """A model of the catalogue, with files of these types on this computer."""
    entry = CATALOGUE.find(model_id)
    files = tuple(local_model(entry.name, name, entry.header(name).file_size_bytes) for name in here)
    card = ModelCard(
        key=f"catalogue:{entry.id}",
        name=entry.name,
        group=ShelfGroup.HERE if here else group,
        files=files,
        entry=entry,
        parameters=entry.parameters,
        active_parameters=entry.active_parameters,
        strengths=entry.strengths,
        quantizations=tuple(entry.quantizations),
    )
    return card.judged(sheet_of(card, machine).recommendation.advice)


def sheet_of(card: ModelCard, machine: Hardware, question: SheetQuestion | None = None) -> ModelSheet:
    """The sheet of a catalogue card."""
    assert card.entry is not None
    question = question or SheetQuestion(card, PLAN)
    here = {model.quantization: str(model.path) for model in card.files}
    candidates = tuple(
        Candidate(offer.quantization, offer.header, Availability.LOCAL, here[offer.quantization])
        if offer.quantization in here
        else offer
        for offer in offers_of_entry(card.entry)
    )
    plan = question.plan
    recommendation = Adviser(machine).recommend(card.name, candidates, plan, context_is_fixed=question.is_fixed)
    trained = card.entry.metadata.get(f"{card.entry.metadata['general.architecture']}.context_length", 0)
    return ModelSheet(question, recommendation, int(str(trained)), machine)
