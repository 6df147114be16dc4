"""The shelf of models that the picker shows: those on this computer and those on offer, each judged for this machine.

Headers are slow to read and to make, so that the candidates of a model are kept until its files change.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from quantchat.advice.adviser import Adviser, always
from quantchat.advice.offers import entry_of_model, offers_of_entry, offers_of_files
from quantchat.advice.shelf_values import ModelCard, ModelSheet, SheetQuestion, ShelfGroup
from quantchat.advice.suggestions import next_models, size_class, useful_parameters
from quantchat.core.assessment import READING_TOKENS_PER_SECOND, Verdict
from quantchat.core.attention_layout import trained_context
from quantchat.core.memory import ModelMemories
from quantchat.core.placement import active_parameters
from quantchat.core.plan import LoadPlan
from quantchat.core.quality import quality_rank
from quantchat.core.reasons import speed_text
from quantchat.core.recommend import USUAL_TYPES, Candidate
from quantchat.core.sizes import file_size_text
from quantchat.core.speed import Speed
from quantchat.errors import KnownError
from quantchat.library.catalogue import Catalogue, CatalogueEntry
from quantchat.library.models import LocalModel
from quantchat.wording import NO_WORDS, Value, Wording, worded

EXACT_SECONDS = 0.3
"""How long llama.cpp is asked for one sheet: about 18 ms a row, so that all rows of a usual model are its own; of a
long list the recommended one and the files that are here."""

_MOST_KEPT = 200
"""Models whose candidates are kept; those of the catalogue take 15 MB together."""

_BUG = worded("The advice failed on this model; what happened is in the log.")
_AT_READING_SPEED = frozenset({Verdict.GPU, Verdict.SPLIT, Verdict.CPU})


@dataclass(frozen=True, slots=True)
class _Kept:
    """Candidates of a model, and what they were made from."""

    made_from: tuple[object, ...]
    candidates: tuple[Candidate, ...]


class Shelf:
    """Cards of all models, and the sheet of one. Use it from one thread.

    Attributes:
        memories: what was worked out of the candidates' headers, for the advisers that judge them.
    """

    def __init__(self, catalogue: Catalogue, log_bug: Callable[[], None] | None = None) -> None:
        """Put nothing on it yet.

        Args:
            catalogue: the models on offer.
            log_bug: called while a bug is handled that one model brought to light; the other models are judged all the
                same. Without it the bug goes on.
        """
        self.memories = ModelMemories()
        self._catalogue = catalogue
        self._log_bug = log_bug
        self._kept: dict[str, _Kept] = {}
        self._next: frozenset[str] = frozenset()

    def cards(
        self, models: Sequence[LocalModel], wanted: LoadPlan, adviser_of: Callable[[], Adviser]
    ) -> Iterator[ModelCard]:
        """Every model twice: at once as far as it is known, then judged; a card replaces the one of its key.

        Models on this computer come first, then those on offer from the size that suits the machine outward. Which of
        these are recommended is known at the end: cards that change their group come a third time.

        Args:
            models: on this computer.
            wanted: context and KV type; another is taken for a model that needs it.
            adviser_of: asked for the adviser once the models on this computer were told, because reading the machine
                takes a while.
        """
        here = self._cards_here(models)
        yield from here
        adviser = adviser_of()
        suits = useful_parameters(adviser.hardware, adviser.reading_speed)
        on_offer = self._cards_on_offer({card.key for card in here}, suits)
        yield from on_offer
        self._forget(*self._kept.keys() - {card.key for card in (*here, *on_offer)})
        for card in here:
            yield self._judged(card, wanted, adviser)
        judged: list[ModelCard] = []
        for card in sorted(on_offer, key=lambda card: max(card.parameters / suits, suits / card.parameters)):
            judged.append(self._judged(card, wanted, adviser))
            yield judged[-1]
        self._next = frozenset(card.key for card in next_models(judged, adviser.reading_speed))
        yield from (
            replace(card, group=self._group_on_offer(card.key))
            for card in judged
            if card.group is not self._group_on_offer(card.key)
        )

    def sheet(self, question: SheetQuestion, adviser: Adviser, is_wanted: Callable[[], bool] = always) -> ModelSheet:
        """Judge every quantization of a model; where the answer is wanted no more, by formula only.

        Raises:
            KnownError: why its files cannot be read, or its figures are absurd.
        """
        candidates = self.candidates(question.card)
        recommendation = adviser.recommend(
            question.card.name,
            candidates,
            replace(question.plan, model_path=""),
            context_is_fixed=question.is_fixed,
            kv_type_is_fixed=question.is_fixed,
            exact_seconds=EXACT_SECONDS if question.is_exact else 0.0,
            is_wanted=is_wanted,
        )
        measured = ((row.quantization, adviser.measured(row.assessment.memory)) for row in recommendation.advice.rows)
        return ModelSheet(
            question,
            recommendation,
            max((trained_context(candidate.header) for candidate in candidates), default=0),
            adviser.hardware,
            MappingProxyType({name: found for name, found in measured if found is not None}),
        )

    def candidates(self, card: ModelCard) -> tuple[Candidate, ...]:
        """Everything that can be had of a model; files that are here, with the best of them as the source of others.

        Raises:
            KnownError: why its files cannot be read, or its figures are absurd.
        """
        if card.offers and not card.files:
            return card.offers
        made_from = (card.entry.id if card.entry else "", *((model, _changed_ns(model)) for model in card.files))
        kept = self._kept.get(card.key)
        if kept is None or kept.made_from != made_from:
            if kept is not None:
                self._forget(card.key)
            elif len(self._kept) >= _MOST_KEPT:
                self._forget(*self._kept)
            kept = self._kept[card.key] = _Kept(made_from, _made_candidates(card))
        return kept.candidates

    def _cards_here(self, models: Sequence[LocalModel]) -> tuple[ModelCard, ...]:
        grouped: dict[str, list[LocalModel]] = {}
        entries: dict[str, CatalogueEntry | None] = {}
        for model in models:
            entry = None if model.problem else entry_of_model(model, self._catalogue)
            key = _key_of_entry(entry) if entry else _key_of_model(model)
            grouped.setdefault(key, []).append(model)
            entries[key] = entry
        return tuple(_card_here(key, files, entries[key]) for key, files in grouped.items())

    def _cards_on_offer(self, keys_here: set[str], suits: float) -> tuple[ModelCard, ...]:
        elsewhere = (entry for entry in self._catalogue.entries if _key_of_entry(entry) not in keys_here)
        return tuple(
            ModelCard(
                key=_key_of_entry(entry),
                name=entry.name,
                group=self._group_on_offer(_key_of_entry(entry)),
                entry=entry,
                parameters=entry.parameters,
                active_parameters=entry.active_parameters,
                strengths=entry.strengths,
                quantizations=_published(entry),
            )
            for entry in sorted(elsewhere, key=lambda entry: _place_on_offer(entry, suits))
        )

    def _group_on_offer(self, key: str) -> ShelfGroup:
        """The group as of the last listing that came to its end, so that nothing moves to and fro."""
        return ShelfGroup.RECOMMENDED if key in self._next else ShelfGroup.MORE

    def _judged(self, card: ModelCard, wanted: LoadPlan, adviser: Adviser) -> ModelCard:
        if card.problem:
            return card
        try:
            candidates = self.candidates(card)
            advice = adviser.advice(candidates, wanted, context_is_fixed=False)
        except KnownError as error:
            return replace(card, problem=error.sentence)
        except Exception:
            if self._log_bug is None:
                raise
            self._log_bug()
            return replace(card, problem=_BUG)
        if card.entry is None and candidates:
            card = replace(card, active_parameters=active_parameters(candidates[0].header))
        return card.judged(advice)

    def _forget(self, *keys: str) -> None:
        """Let go of the candidates of some models, and of everything worked out of headers, theirs among it."""
        for key in keys:
            del self._kept[key]
        if keys:
            self.memories.clear()


def next_model_sentence(
    cards: Iterable[ModelCard], reading_speed: float = READING_TOKENS_PER_SECOND
) -> tuple[Wording, str]:
    """The best model to get next, as a sentence with its size and speed, and the key of its card.

    Both are empty where there is none, or a model that is here is as able and runs as well.

    Args:
        cards: of a listing that came to its end.
        reading_speed: tokens a second below which writing counts as slow.
    """
    known = tuple(cards)
    best = next(iter(next_models((card for card in known if not card.files), reading_speed)), None)
    here = [card for card in known if card.files and card.verdict in _AT_READING_SPEED]
    if best is None or best.speed is None or any(size_class(card) >= size_class(best) for card in here):
        return NO_WORDS, ""
    return _praise(best, best.speed), best.key


def _praise(card: ModelCard, speed: Speed) -> Wording:
    values: dict[str, Value] = {
        "model": card.name,
        "quantization": card.recommended,
        "size": file_size_text(card.size_bytes),
        "speed": speed_text(speed),
    }
    match card.verdict:
        case Verdict.GPU:
            return worded(
                "Your computer can run {model} in {quantization} ({size}), wholly on the GPU at {speed}: the best next "
                "model for it.",
                **values,
            )
        case Verdict.SPLIT:
            return worded(
                "Your computer can run {model} in {quantization} ({size}), partly on the GPU and partly on the "
                "processor at {speed}: the best next model for it.",
                **values,
            )
        case _:
            return worded(
                "Your computer can run {model} in {quantization} ({size}), on the processor at {speed}: the best next "
                "model for it.",
                **values,
            )


def _key_of_entry(entry: CatalogueEntry) -> str:
    """A model keeps its key when it is downloaded."""
    return f"catalogue {entry.id}"


def _key_of_model(model: LocalModel) -> str:
    return f"file {model.path}" if model.problem else f"here {model.display_name} {model.parameters}"


def _card_here(key: str, models: Iterable[LocalModel], entry: CatalogueEntry | None) -> ModelCard:
    files = tuple(sorted(models, key=lambda model: (quality_rank(model.quantization), str(model.path))))
    best = files[0]
    offered = _published(entry) if entry else ()
    return ModelCard(
        key=key,
        name=best.display_name,
        group=ShelfGroup.HERE,
        files=files,
        entry=entry,
        parameters=best.parameters,
        active_parameters=entry.active_parameters if entry else best.parameters,
        strengths=entry.strengths if entry else "",
        quantizations=tuple(dict.fromkeys((*(file.quantization for file in files if file.quantization), *offered))),
        size_bytes=best.size_bytes if best.problem else 0,
        problem=best.problem,
    )


def _published(entry: CatalogueEntry) -> tuple[str, ...]:
    return tuple(name for name in USUAL_TYPES if name in entry.file_types) or entry.file_types


def _place_on_offer(entry: CatalogueEntry, suits: float) -> tuple[bool, float]:
    """What suits the machine comes first, the largest first; behind it what is larger, the smallest first."""
    is_larger = entry.parameters > 1.5 * suits
    return is_larger, entry.parameters if is_larger else -entry.parameters


def _made_candidates(card: ModelCard) -> tuple[Candidate, ...]:
    if card.files:
        return offers_of_files(card.files, card.entry)
    return offers_of_entry(card.entry) if card.entry else ()


def _changed_ns(model: LocalModel) -> int:
    try:
        return model.path.stat().st_mtime_ns
    except (OSError, ValueError):  # it went away, which reading it will tell
        return 0
