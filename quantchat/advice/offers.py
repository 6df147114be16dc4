"""Which quantizations of a model a person could take: files that are here, files to download, files to make."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from quantchat.core.gguf import GgufHeader
from quantchat.core.mixes import needs_importance_matrix, quantized_header
from quantchat.core.model_facts import model_facts
from quantchat.core.recommend import ALWAYS_SHOWN, UNQUANTIZED, USUAL_TYPES, Availability, Candidate
from quantchat.errors import KnownError
from quantchat.library.catalogue import Catalogue, CatalogueEntry
from quantchat.library.model_file import read_model_header
from quantchat.library.models import LocalModel

_OTHER_MODELS = frozenset(
    {"abliterated", "base", "coder", "distill", "heretic", "math", "omni", "reasoning", "thinking", "uncensored", "vl"}
)
"""Words that make another model of one in the catalogue, if its own name does not have them."""

_MOST_FACTORS = 512
"""Factors of stretched positions, which count as parameters of a file and not of a model."""


def offers_of_file(
    path: Path, header: GgufHeader, others: Iterable[LocalModel] = (), catalogue: Catalogue | None = None
) -> tuple[Candidate, ...]:
    """What can be had of the model in a file: the file, other files of the same model, downloads, what can be made.

    The three types that are always shown get a row in any case; other types do where they can be downloaded or made
    from weights that are not quantized yet.

    Raises:
        KnownError: the header's figures are absurd.
    """
    facts = model_facts(header, path.stem)
    same = (
        model
        for model in others
        if model.display_name == facts.display_name and model.parameters == facts.parameters and model.path != path
    )
    entry = entry_of_file(header, path, catalogue) if catalogue else None
    return _offers(Candidate(facts.quantization, header, Availability.LOCAL, str(path)), same, entry)


def offers_of_files(files: Sequence[LocalModel], entry: CatalogueEntry | None = None) -> tuple[Candidate, ...]:
    """The same for files that are known to hold one model, the least quantized first; one that went away is left out.

    Args:
        files: of which one at least can be used.
        entry: the model in the catalogue.

    Raises:
        KnownError: no file can be read, or a header's figures are absurd.
    """
    usable = [model for model in files if not model.problem and model.quantization] or list(files)
    for index, model in enumerate(usable):
        try:
            header = read_model_header(model.path)
        except KnownError:
            if index == len(usable) - 1:
                raise
            continue
        facts = model_facts(header, model.path.stem)  # the file may have changed since it was listed
        own = Candidate(facts.quantization, header, Availability.LOCAL, str(model.path))
        return _offers(own, usable[index + 1 :], entry)
    return ()


def offers_of_entry(entry: CatalogueEntry) -> tuple[Candidate, ...]:
    """What can be downloaded of a model in the catalogue, and of the three types always shown what can be made then.

    Raises:
        KnownError: its sizes cannot be computed.
    """
    published = tuple(name for name in USUAL_TYPES if name in entry.file_types) or tuple(entry.file_types)
    downloads = tuple(Candidate(name, entry.header(name), Availability.DOWNLOAD) for name in published)
    made = (name for name in ALWAYS_SHOWN if name not in published)
    return (*downloads, *_made(_source(downloads), made))


def entry_of_file(header: GgufHeader, path: Path, catalogue: Catalogue) -> CatalogueEntry | None:
    """The model in the catalogue that a file holds: of the same architecture and size, and called so.

    A base model and one that was taught to chat are of the same size, so the words of the name have to be there too.
    """
    architecture = header.architecture
    weights = sum(tensor.elements for tensor in header.tensors if not tensor.name.startswith("rope_"))
    same_size = (
        entry
        for entry in catalogue.entries
        if entry.parameters == weights and entry.metadata.get("general.architecture") == architecture
    )
    return _called(f"{header.text('general.name')} {path.stem}", same_size)


def entry_of_model(model: LocalModel, catalogue: Catalogue) -> CatalogueEntry | None:
    """The same without the header, from what the list of models knows."""
    same_size = (entry for entry in catalogue.entries if 0 <= model.parameters - entry.parameters <= _MOST_FACTORS)
    return _called(f"{model.display_name} {model.path.stem}", same_size)


def _called(name: str, entries: Iterable[CatalogueEntry]) -> CatalogueEntry | None:
    """The entry whose name or id has most of its words in a name, all of them in fact; None if there is none."""
    words = _words(name)
    best, most = None, 0
    for entry in entries:
        names = (_words(entry.name), _words(entry.id))
        matching = max((len(own) for own in names if own <= words), default=0)
        if matching > most and not (words & _OTHER_MODELS) - names[0] - names[1]:
            best, most = entry, matching
    return best


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+|[0-9]+(?:\.[0-9]+)*", name.casefold()))


def _offers(own: Candidate, others: Iterable[LocalModel], entry: CatalogueEntry | None) -> tuple[Candidate, ...]:
    files = {own.quantization: own}
    for candidate in _other_files(model for model in others if model.quantization not in files):
        files.setdefault(candidate.quantization, candidate)
    for candidate in offers_of_entry(entry) if entry else ():
        files.setdefault(candidate.quantization, candidate)
    source = _source(tuple(files.values()))
    wanted = USUAL_TYPES if source.quantization in UNQUANTIZED else ALWAYS_SHOWN
    makeable = (name for name in wanted if name not in files and name not in UNQUANTIZED)
    return (*files.values(), *_made(source, makeable))


def _other_files(others: Iterable[LocalModel]) -> Iterator[Candidate]:
    """Other files on this computer that hold the same model."""
    for model in others:
        if model.problem or not model.quantization:
            continue
        try:
            header = read_model_header(model.path)
        except KnownError:  # it went away since the list was made
            continue
        yield Candidate(model.quantization, header, Availability.LOCAL, str(model.path))


def _source(files: tuple[Candidate, ...]) -> Candidate:
    """The file that has lost least, from which others are best made."""
    order = {name: place for place, name in enumerate(USUAL_TYPES)}
    return min(files, key=lambda file: order.get(file.quantization, len(order)))


def _made(source: Candidate, types: Iterable[str]) -> Iterator[Candidate]:
    for name in types:
        if not needs_importance_matrix(source.header, name):
            header = quantized_header(source.header, name)
            yield Candidate(name, header, Availability.QUANTIZE, made_from=source.quantization)
