"""The models on offer: what `resources/catalogue.json` says of each, and the exact header of a file not yet downloaded.

The hyperparameters are those of the publishers' config files; every repository and file name was seen in a public
source, which the entry names.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Self

import msgspec

from quantchat.core.gguf import GgufHeader, TensorInfo
from quantchat.core.gguf_metadata import ArraySummary, MetadataValue, ValueType
from quantchat.core.mix_rules import BASE_TYPES, quantized_size_bytes
from quantchat.core.mixes import quantized_header
from quantchat.core.model_shapes import OptionalTensors, synthesized_header
from quantchat.core.plain_text import plain_text
from quantchat.core.quants import TENSOR_TYPES, TensorType
from quantchat.errors import ErrorKind, KnownError
from quantchat.settings import resources_folder
from quantchat.wording import Wording, choice_of, verbatim, worded

USUAL_FILE_TYPES = (
    "Q2_K",
    "Q3_K_M",
    "Q4_0",
    "Q4_K_S",
    "Q4_K_M",
    "Q5_0",
    "Q5_1",
    "Q5_K_S",
    "Q5_K_M",
    "Q6_K",
    "Q8_0",
    "F16",
)
"""What is usually published of a model; taken where the files of an entry are not known."""

_FUSED_ATTENTION_TYPES: Mapping[str, str] = MappingProxyType(
    {"Q3_K_M": "Q4_K", "Q3_K_L": "Q4_K", "IQ3_M": "Q4_K", "Q4_K_M": "Q5_K", "Q5_K_M": "Q6_K"}
)
"""Types of fused attention in published files; the base type in others. The branch for `ATTENTION_QKV` in
`src/llama-quant.cpp` of llama.cpp, which was reached until its tensors got categories."""

_FUSED_ATTENTION = "attn_qkv.weight"
_TENSOR_TYPES: Mapping[str, TensorType] = MappingProxyType({kind.name: kind for kind in TENSOR_TYPES.values()})
_FILE_NAME = "catalogue.json"
_NAMED_ON_FAILURE = 3
_INSTALL_AGAIN = worded("Install QuantChat again; models that are on this computer can still be used.")
_FIRST_PART = re.compile(r"-00001-of-(\d{5})\.gguf$")

_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=80)]
_Repository = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*$", max_length=140)]
_FileName = Annotated[str, msgspec.Meta(pattern=r"^([\w.-]*\w[\w.-]*/)?[\w.-]*\w[\w.-]*\.gguf$", max_length=255)]
_Sha256 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]
_Month = Annotated[str, msgspec.Meta(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
_Count = Annotated[int, msgspec.Meta(ge=1, le=2**50)]
_Number = bool | int | float


class _FileRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file in the catalogue's JSON."""

    file: _FileName
    size_bytes: _Count | None = None
    sha256: _Sha256 | None = None


class _OptionalRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Tensors that the hyperparameters do not tell, in the catalogue's JSON."""

    rope_factors: bool | None = None
    qkv_bias: bool | None = None


class _EntryRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A model in the catalogue's JSON."""

    id: _Id
    name: _Text
    family: _Text
    parameters: _Count
    licence: _Text
    gated: bool
    languages: Annotated[tuple[_Text, ...], msgspec.Meta(min_length=1)]
    strengths: _Text
    released: _Month
    original_repository: _Repository
    source: Annotated[str, msgspec.Meta(min_length=1, max_length=600)]
    metadata: dict[_Text, _Number | str | tuple[_Number, ...]]
    vocabulary_size: _Count
    tied_output: bool
    tokenizer_model: _Text
    merges: Annotated[int, msgspec.Meta(ge=0, le=2**24)]
    active_parameters: _Count | None = None
    gguf_repository: _Repository | None = None
    quantizations: dict[_Text, _FileRow] = msgspec.field(default_factory=dict)
    importance_matrix: bool = False
    metadata_bytes: _Count | None = None
    optional: _OptionalRow = _OptionalRow()


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of the catalogue's JSON; `about` is for people who read it."""

    about: str
    models: Annotated[tuple[_EntryRow, ...], msgspec.Meta(min_length=1)]


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file of a model in its GGUF repository.

    Attributes:
        file: path in the repository; of a model in several parts the first one.
        size_bytes: exact size, of all parts together; None where it was not confirmed.
        sha256: of the file, lower-case hexadecimal; None where it was not confirmed or there are several parts.
    """

    file: str
    size_bytes: int | None = None
    sha256: str | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """Paths of all parts in the repository, a single one for most models."""
        match = _FIRST_PART.search(self.file)
        if match is None:
            return (self.file,)
        stem = self.file[: match.start()]
        return tuple(f"{stem}-{part:05d}-of-{match[1]}.gguf" for part in range(1, int(match[1]) + 1))


@dataclass(frozen=True)  # without slots, which have no place for a cached property
class CatalogueEntry:
    """One model on offer.

    Attributes:
        id: what the person types and what settings keep, such as "llama-3.1-8b-instruct".
        name: for people.
        family: models of one maker and generation.
        parameters: weights of the language model, without factors of stretched positions and parts for images.
        active_parameters: those that one token uses; all of them for a dense model.
        licence: SPDX identifier, or the licence's own name.
        gated: the publisher asks to accept terms before giving out the original; the GGUF repository does not.
        languages: ISO 639 codes that the publisher names, "multilingual" for more than it lists.
        strengths: what it is good at, in a sentence whose template is the text in the file.
        released: year and month.
        original_repository: the publisher's, on Hugging Face.
        gguf_repository: where its files are; empty where none was confirmed.
        quantizations: confirmed files by file type.
        metadata: hyperparameters under the keys of a real file.
        vocabulary_size: rows of the token embedding.
        tied_output: the token embedding is the output layer too.
        optional: tensors that the hyperparameters do not tell.
        tokenizer_model: "gpt2" or "llama", as in a file.
        merges: of the tokenizer; 0 for one without.
        importance_matrix: the files were quantized with one, which changes the types of a few tensors.
        metadata_bytes: of a file, worked out from a confirmed size; None to estimate.
        source: where names and sizes were confirmed.
    """

    id: str
    name: str
    family: str
    parameters: int
    active_parameters: int
    licence: str
    gated: bool
    languages: tuple[str, ...]
    strengths: Wording
    released: str
    original_repository: str
    gguf_repository: str
    quantizations: Mapping[str, PublishedFile]
    metadata: Mapping[str, MetadataValue]
    vocabulary_size: int
    tied_output: bool
    optional: OptionalTensors
    tokenizer_model: str
    merges: int
    importance_matrix: bool
    metadata_bytes: int | None
    source: str

    @property
    def file_types(self) -> tuple[str, ...]:
        """File types on offer, from few bits to many."""
        return tuple(self.quantizations) or USUAL_FILE_TYPES

    def header(self, file_type: str) -> GgufHeader:
        """The header that a file of this model in this type has: exact tensors, and the exact size where confirmed.

        Raises:
            KnownError: the engine does not know such files.
        """
        unquantized = self._unquantized
        # None: only for the types that cannot be made without a matrix
        header = quantized_header(unquantized, file_type, True if self.importance_matrix else None)
        published = self.quantizations.get(file_type)
        if published and any(tensor.name.endswith(_FUSED_ATTENTION) for tensor in header.tensors):
            header = _with_published_attention(header, file_type)
        vocabulary: dict[str, MetadataValue] = {
            "tokenizer.ggml.tokens": ArraySummary(ValueType.STRING, self.vocabulary_size)
        }
        if self.merges:
            vocabulary["tokenizer.ggml.merges"] = ArraySummary(ValueType.STRING, self.merges)
        return replace(
            header,
            metadata=MappingProxyType({**header.metadata, **vocabulary}),
            file_size_bytes=(published.size_bytes if published else None) or header.file_size_bytes,
        )

    @cached_property
    def _unquantized(self) -> GgufHeader:
        """The header in F16, from which all others are made."""
        metadata: dict[str, MetadataValue] = {
            **self.metadata,
            "general.name": self.name,
            "tokenizer.ggml.model": self.tokenizer_model,
        }
        return synthesized_header(
            metadata,
            self.vocabulary_size,
            self.tied_output,
            optional=self.optional,
            metadata_bytes=self.metadata_bytes,
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All models on offer, in the order of the file."""

    entries: tuple[CatalogueEntry, ...]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read and check a catalogue.

        Raises:
            KnownError: the file is missing, unreadable or broken.
        """
        try:
            document = msgspec.json.decode(path.read_bytes(), type=_Document)
        except FileNotFoundError as error:
            raise KnownError(
                ErrorKind.FILE_MISSING,
                worded("The list of models on offer is missing ({file}).", file=path.name),
                _INSTALL_AGAIN,
            ) from error
        except OSError as error:
            raise KnownError(
                ErrorKind.FILE_UNREADABLE,
                worded(
                    "The list of models on offer ({file}) cannot be read: {fault}.",
                    file=path.name,
                    fault=error.strerror or worded("the disk reports an error"),
                ),
                _INSTALL_AGAIN,
            ) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise _broken(verbatim(plain_text(str(error)))) from error
        seen: set[str] = set()
        for row in document.models:
            if row.id in seen:
                raise _broken(worded("“{model}” occurs twice", model=row.id))
            seen.add(row.id)
            _check_files(row)
        return cls(tuple(map(_entry, document.models)))

    def find(self, id_or_name: str) -> CatalogueEntry:
        """The model that is meant: by id or name, in any case, or by the beginning of one that only one model has.

        Raises:
            KnownError: no model, or more than one, begins like that; the sentence names the closest.
        """
        wanted = _key(id_or_name)
        for entry in self.entries:
            if wanted in (entry.id, _key(entry.name)):
                return entry
        begun = [entry for entry in self.entries if wanted and _begins(entry, wanted)]
        if len(begun) == 1:
            return begun[0]
        shown = plain_text(id_or_name)
        if begun:
            raise KnownError(
                ErrorKind.OTHER,
                worded("“{name}” can mean more than one of the models on offer.", name=shown),
                worded("Say which, such as {models}.", models=_named([entry.id for entry in begun])),
            )
        raise KnownError(
            ErrorKind.OTHER,
            worded("There is no model “{name}” on offer.", name=shown),
            worded("The closest are {models}.", models=_named(self._closest(wanted))),
        )

    def _closest(self, wanted: str) -> list[str]:
        return difflib.get_close_matches(wanted, [entry.id for entry in self.entries], _NAMED_ON_FAILURE, cutoff=0.0)


def read_catalogue() -> Catalogue:
    """The catalogue that comes with the program.

    Raises:
        KnownError: it is missing, unreadable or broken.
    """
    return Catalogue.load(resources_folder() / _FILE_NAME)


def _with_published_attention(header: GgufHeader, file_type: str) -> GgufHeader:
    """The header of a file whose queries, keys and values are one tensor, made before llama.cpp changed their types.

    Since the quantizer sorts tensors into categories, its rule for fused attention is never reached and the one for
    values applies. All published files named in the catalogue are older; with the rule below their sizes come out
    exactly.
    """
    kind = _TENSOR_TYPES[_FUSED_ATTENTION_TYPES.get(file_type, BASE_TYPES[file_type])]
    tensors: list[TensorInfo] = []
    end = 0
    for tensor in header.tensors:
        type_id, size_bytes = tensor.type_id, tensor.size_bytes
        if tensor.name.endswith(_FUSED_ATTENTION):
            type_id, size_bytes = kind.id, quantized_size_bytes(tensor, kind)
        tensors.append(replace(tensor, type_id=type_id, offset=end, size_bytes=size_bytes))
        end += size_bytes + -size_bytes % header.alignment
    return replace(header, tensors=tuple(tensors), file_size_bytes=header.data_offset + end)


def _check_files(row: _EntryRow) -> None:
    if row.quantizations and row.gguf_repository is None:
        raise _broken(worded("“{model}” names files but no repository", model=row.id))
    if row.active_parameters is not None and row.active_parameters > row.parameters:
        raise _broken(worded("“{model}” uses more parameters than it has", model=row.id))
    for file_type, file in row.quantizations.items():
        if file_type not in BASE_TYPES:
            raise _broken(
                worded(
                    "“{model}” names the unknown file type “{file_type}”",
                    model=row.id,
                    file_type=plain_text(file_type),
                )
            )
        if file.sha256 is not None and _FIRST_PART.search(file.file):
            raise _broken(worded("“{model}” gives one SHA-256 for a file in parts", model=row.id))


def _entry(row: _EntryRow) -> CatalogueEntry:
    return CatalogueEntry(
        id=row.id,
        name=row.name,
        family=row.family,
        parameters=row.parameters,
        active_parameters=row.active_parameters or row.parameters,
        licence=row.licence,
        gated=row.gated,
        languages=row.languages,
        strengths=_sentence(row.strengths),
        released=row.released,
        original_repository=row.original_repository,
        gguf_repository=row.gguf_repository or "",
        quantizations=MappingProxyType(
            {
                file_type: PublishedFile(file.file, file.size_bytes, file.sha256)
                for file_type, file in row.quantizations.items()
            }
        ),
        metadata=MappingProxyType(dict[str, MetadataValue](row.metadata)),
        vocabulary_size=row.vocabulary_size,
        tied_output=row.tied_output,
        optional=OptionalTensors(row.optional.rope_factors, row.optional.qkv_bias),
        tokenizer_model=row.tokenizer_model,
        merges=row.merges,
        importance_matrix=row.importance_matrix,
        metadata_bytes=row.metadata_bytes,
        source=row.source,
    )


def _sentence(text: str) -> Wording:
    """A sentence of the catalogue, which translators find there and not in the source."""
    return Wording(text.replace("{", "{{").replace("}", "}}"))


def _key(text: str) -> str:
    """What is compared: lower case, with one hyphen for whatever separates words."""
    return re.sub(r"[\s_-]+", "-", text.strip().casefold())


def _begins(entry: CatalogueEntry, wanted: str) -> bool:
    return entry.id.startswith(wanted) or _key(entry.name).startswith(wanted)


def _named(ids: Sequence[str]) -> Wording:
    return choice_of(worded("“{name}”", name=name) for name in ids[:_NAMED_ON_FAILURE])


def _broken(fault: Wording) -> KnownError:
    return KnownError(
        ErrorKind.MALFORMED, worded("The list of models on offer is broken: {fault}.", fault=fault), _INSTALL_AGAIN
    )
