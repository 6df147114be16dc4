"""What the picker shows of models: a card for each in its list, and a sheet for the one that is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from quantchat.advice.adviser import Recommendation
from quantchat.advice.measurements import Measurement
from quantchat.core.assessment import Verdict
from quantchat.core.hardware import Hardware
from quantchat.core.memory import PlanMemory
from quantchat.core.plan import LoadPlan
from quantchat.core.recommend import Advice, Candidate, Row, nearest_row
from quantchat.core.speed import Speed
from quantchat.library.catalogue import CatalogueEntry
from quantchat.library.models import LocalModel
from quantchat.wording import NO_WORDS, Wording

if TYPE_CHECKING:  # it brings the HTTP client in, which the window does not need to open
    from quantchat.library.hub.listing import HubFile, RepositoryListing


class ShelfGroup(StrEnum):
    """Where a card stands in the list."""

    HERE = "here"
    RECOMMENDED = "recommended"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class ModelCard:
    """One model of the list, all its quantizations together.

    Attributes:
        key: tells it from the others, and stays the same from one listing to the next.
        name: for people.
        group: where it stands.
        files: its files on this computer, the least quantized first; empty for a model that is only on offer.
        entry: what the catalogue says of it; None where it is not in there.
        parameters: weights; 0 where a file is broken.
        active_parameters: those that one token uses.
        strengths: what it is good at, in a sentence; empty where nobody said.
        quantizations: types worth a chip.
        recommended: the type to take; empty while it is not judged, or if none can be taken.
        verdict: how the recommended type would run, or the nearest one where none can be taken; None while not judged.
        speed: of the same row.
        memory: of the same row.
        size_bytes: of the same row's file.
        problem: why it cannot be used, as a sentence; empty if it can.
        listing: the repository it was looked up in, for a model that is neither here nor in the catalogue.
        offers: what that repository offers; empty for all others.
    """

    key: str
    name: str
    group: ShelfGroup
    files: tuple[LocalModel, ...] = ()
    entry: CatalogueEntry | None = None
    parameters: int = 0
    active_parameters: int = 0
    strengths: str = ""
    quantizations: tuple[str, ...] = ()
    recommended: str = ""
    verdict: Verdict | None = None
    speed: Speed | None = None
    memory: PlanMemory | None = None
    size_bytes: int = 0
    problem: Wording = NO_WORDS
    listing: "RepositoryListing | None" = None
    offers: tuple[Candidate, ...] = ()

    def judged(self, advice: Advice) -> Self:
        """The card with the figures of the row to take, or of the nearest one where none can be taken."""
        row = advice.recommended or nearest_row(advice)
        if row is None:
            return self
        return replace(
            self,
            recommended=advice.recommended.quantization if advice.recommended else "",
            verdict=row.assessment.verdict,
            speed=row.assessment.speed,
            memory=row.assessment.memory,
            size_bytes=row.file_bytes,
        )

    def hub_file(self, quantization: str) -> "HubFile | None":
        """The file of a type in the repository that was looked up; None where there is none."""
        files = self.listing.files if self.listing else ()
        return next((file for file in files if file.quantization == quantization), None)


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """What is asked about one model.

    Attributes:
        card: the model.
        plan: context, KV type and the rest as they are wanted; its file is not looked at.
        is_fixed: the person chose context and KV type, so that nothing else is to be proposed.
        is_exact: llama.cpp itself shall be asked about compute memory, which takes longer.
    """

    card: ModelCard
    plan: LoadPlan
    is_fixed: bool = False
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A row of the page that explains quantization types in a model's own numbers.

    Attributes:
        shown_name: as the page calls it: "FP32" for the file type F32.
        row: the type on this machine, judged by formula.
    """

    shown_name: str
    row: Row


@dataclass(frozen=True, slots=True)
class ModelSheet:
    """The answer to a `SheetQuestion`.

    Attributes:
        question: what was asked.
        recommendation: every quantization judged, and the choice.
        measured: how those ran here before with just this plan, by quantization type.
        trained_context_length: longest context the model was trained on, tokens; 0 if it does not say.
        hardware: the machine, with what the model in use holds counted as free.
    """

    question: SheetQuestion
    recommendation: Recommendation
    trained_context_length: int
    hardware: Hardware
    measured: Mapping[str, Measurement] = field(default_factory=dict)
