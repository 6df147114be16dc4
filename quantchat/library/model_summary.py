"""The little of a model file that a list of models shows, small enough to be remembered between two starts."""

from pathlib import Path

import msgspec

from quantchat.core.gguf import GgufHeader
from quantchat.core.model_check import check_model
from quantchat.core.model_facts import ModelFacts, model_facts
from quantchat.core.model_names import file_display_name
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.model_file import read_model_header, size_on_disk_bytes
from quantchat.wording import NO_WORDS, Wording


class ModelSummary(msgspec.Struct, frozen=True, array_like=True):
    """What the header of a model file says, in short; what is not known of a broken file is 0 or empty.

    Attributes:
        display_name: for people, without the quantization.
        quantization: such as "Q4_K_M".
        size_bytes: on disk, all parts together.
        parameters: number of weights.
        context_length: tokens the model was trained on.
        problem: why it cannot be used, as a sentence; empty if it can.
        is_another_kind: it is sound and no model to chat with, such as a projector, an adapter or an embedding model.
        is_lasting: as long as the file stays as it is, another look would say the same.
    """

    display_name: str
    quantization: str
    size_bytes: int
    parameters: int
    context_length: int
    problem: Wording
    is_another_kind: bool = False
    is_lasting: bool = True


def model_summary(path: Path) -> ModelSummary:
    """Read the header of a model file, or of all its parts, and say what the list needs to know."""
    try:
        header = read_model_header(path)
    except KnownError as error:
        return _unread(path, error)
    facts = model_facts(header, path.stem)
    try:
        check_model(header)
    except KnownError as error:
        return summary_of_facts(facts, error.sentence, is_another_kind=error.kind is ErrorKind.OTHER)
    return summary_of_facts(facts)


def summary_of_facts(facts: ModelFacts, problem: Wording = NO_WORDS, *, is_another_kind: bool = False) -> ModelSummary:
    """The summary of a model whose header was read."""
    return ModelSummary(
        display_name=facts.display_name,
        quantization=facts.quantization,
        size_bytes=facts.file_bytes,
        parameters=facts.parameters,
        context_length=facts.context_length,
        problem=problem,
        is_another_kind=is_another_kind,
    )


def usable_header(path: Path) -> GgufHeader:
    """Header of a model that can be chatted with.

    Raises:
        KnownError: why the file cannot be used.
    """
    header = read_model_header(path)
    check_model(header)
    return header


def _unread(path: Path, error: KnownError) -> ModelSummary:
    depends_on_more_than_the_file = error.kind in (ErrorKind.FILE_MISSING, ErrorKind.FILE_UNREADABLE)
    return ModelSummary(
        display_name=file_display_name(path.stem),
        quantization="",
        size_bytes=size_on_disk_bytes(path),
        parameters=0,
        context_length=0,
        problem=error.sentence,
        is_lasting=not depends_on_more_than_the_file,
    )
