"""Which quantizations of a model a person could take: files that are here, files to download, files to make."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from quantchat.core.gguf import GgufHeader
from quantchat.core.mixes import needs_importance_matrix, quantized_header
from quantchat.core.model_facts import ModelFacts, model_facts
from quantchat.core.recommend import ALWAYS_SHOWN, UNQUANTIZED, USUAL_TYPES, Availability, Candidate
from quantchat.errors import KnownError
from quantchat.library.catalogue import Catalogue, CatalogueEntry
from quantchat.library.model_file import read_model_header
from quantchat.library.models import LocalModel


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
    files = {facts.quantization: Candidate(facts.quantization, header, Availability.LOCAL, str(path))}
    for candidate in _other_files(facts, path, others):
        files.setdefault(candidate.quantization, candidate)
    entry = _entry_of(header, facts, path, catalogue) if catalogue else None
    for candidate in offers_of_entry(entry) if entry else ():
        files.setdefault(candidate.quantization, candidate)
    source = _source(tuple(files.values()))
    wanted = USUAL_TYPES if source.quantization in UNQUANTIZED else ALWAYS_SHOWN
    makeable = (name for name in wanted if name not in files and name not in UNQUANTIZED)
    return (*files.values(), *_made(source, makeable))


def offers_of_entry(entry: CatalogueEntry) -> tuple[Candidate, ...]:
    """What can be downloaded of a model in the catalogue, and of the three types always shown what can be made then.

    Raises:
        KnownError: its sizes cannot be computed.
    """
    published = tuple(name for name in USUAL_TYPES if name in entry.file_types) or tuple(entry.file_types)
    downloads = tuple(Candidate(name, entry.header(name), Availability.DOWNLOAD) for name in published)
    made = (name for name in ALWAYS_SHOWN if name not in published)
    return (*downloads, *_made(_source(downloads), made))


def _entry_of(header: GgufHeader, facts: ModelFacts, path: Path, catalogue: Catalogue) -> CatalogueEntry | None:
    """The model in the catalogue that a file holds: of the same architecture and size, and called so.

    A base model and one that was taught to chat are of the same size, so the words of the name have to be there too.
    """
    words = _words(f"{header.text('general.name')} {path.stem}")
    weights = sum(tensor.elements for tensor in header.tensors if not tensor.name.startswith("rope_"))
    return next(
        (
            entry
            for entry in catalogue.entries
            if entry.metadata.get("general.architecture") == facts.architecture
            and entry.parameters == weights
            and _words(entry.name) <= words
        ),
        None,
    )


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+|[0-9.]+", name.casefold()))


def _other_files(facts: ModelFacts, path: Path, others: Iterable[LocalModel]) -> Iterator[Candidate]:
    """Other files on this computer that hold the same model."""
    for model in others:
        is_same = model.display_name == facts.display_name and model.parameters == facts.parameters
        if not is_same or model.problem or model.path == path or not model.quantization:
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
