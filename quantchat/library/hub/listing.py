"""What a repository at the hub holds: its GGUF models with exact sizes and checksums, before anything is downloaded.

One question to the hub's API answers it. The answer is written by strangers: its length, its names and its figures
are bounded before they are believed.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec

from quantchat.core.model_names import file_display_name
from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.hub.addresses import MAIN_REVISION, RepositoryFile, endpoints, is_safe_path, listing_url
from quantchat.library.hub.http import answer, check_wanted, never
from quantchat.library.hub.token import AccessToken
from quantchat.wording import Wording, joined, worded

MOST_LISTING_BYTES = 16 * 2**20
MOST_FILES = 5000

_MOST_FILE_BYTES = 2**46
_MOST_PARTS = 1000
_SIGN_IN_PAGE = worded("A page to sign in to the network may stand in between; open a web browser, or try again later.")
_NOT_AT_THIS_MIRROR = frozenset({ErrorKind.NETWORK, ErrorKind.RATE_LIMITED})
_COMMIT = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PART = re.compile(r"(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf", re.IGNORECASE | re.DOTALL)
_TYPE_IN_NAME = re.compile(
    r"(?:^|(?<=[-_. ]))"
    r"(?:ud[-_])?"
    r"(iq[1-4]_(?:xxs|xs|nl|s|m)|q[1-8](?:_k(?:_(?:xxs|xs|s|m|l|xl|xxl))?|_[01](?:_\d_\d)?)?|bf16|fp?16|fp?32"
    r"|tq[12]_0|mxfp4(?:_moe)?|nvfp4)"
    r"(?=$|[-_. ])",
    re.IGNORECASE,
)
_OTHER_SPELLINGS = {
    "FP16": "F16",
    "FP32": "F32",
    "Q3_K": "Q3_K_M",
    "Q4_K": "Q4_K_M",
    "Q5_K": "Q5_K_M",
    "MXFP4": "MXFP4_MOE",
}
"""What publishers write, and llama.cpp's own name of the file type; the K types as llama-quantize has them."""


@dataclass(frozen=True, slots=True)
class HubPart:
    """One file as the hub tells it.

    Attributes:
        file: path in the repository.
        size_bytes: exact size.
        sha256: lower-case hexadecimal; None where the hub does not tell.
    """

    file: str
    size_bytes: int
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class HubFile:
    """One model in one quantization: a file, or all parts that it is cut into.

    Attributes:
        parts: the first one is what the engine is given later.
        quantization: guessed from the name: llama.cpp's file type such as "Q4_K_M", or what else the name says, such
            as "Q4_K_XL"; empty if it says nothing.
    """

    parts: tuple[HubPart, ...]
    quantization: str

    @property
    def file(self) -> str:
        """Path of the first or only part."""
        return self.parts[0].file

    @property
    def size_bytes(self) -> int:
        """Of all parts together."""
        return sum(part.size_bytes for part in self.parts)

    @property
    def sha256(self) -> str | None:
        """Of a model in one file; None for parts, which have their own."""
        return self.parts[0].sha256 if len(self.parts) == 1 else None

    @property
    def display_name(self) -> str:
        """For people, without the quantization."""
        return file_display_name(_stem(self.file))


@dataclass(frozen=True, slots=True)
class RepositoryListing:
    """What the hub told of a repository.

    Attributes:
        repository: "organization/name".
        endpoint: which hub or mirror told it.
        revision: the commit that the sizes and checksums are of; "main" where the hub does not tell one.
        is_gated: files are given only to people who accepted terms.
        licence: as the publisher calls it, such as "apache-2.0"; empty if it is not stated.
        parameters: weights of the model as the hub counted them; 0 if it did not.
        architecture: llama.cpp's name of it; empty if not told.
        context_length: tokens the model was trained on; 0 if not told.
        files: models, by name.
        notes: sentences about what was left out.
    """

    repository: str
    endpoint: str
    revision: str
    is_gated: bool
    licence: str
    parameters: int
    architecture: str
    context_length: int
    files: tuple[HubFile, ...]
    notes: tuple[Wording, ...]

    def source(self, part: HubPart) -> RepositoryFile:
        """Where a file is, pinned to the commit that was listed."""
        return RepositoryFile(self.repository, part.file, self.revision)


def list_repository(
    client: httpx.Client,
    repository: str,
    token: AccessToken | None = None,
    revision: str = MAIN_REVISION,
    cancelled: Callable[[], bool] = never,
) -> RepositoryListing:
    """Ask the hub for the models of a repository; mirrors in turn, where one cannot be reached.

    Raises:
        KnownError: no hub could be reached or answered soundly, there is no such repository, or there is no GGUF model
            in it; or `cancelled` says so.
    """
    failures: list[KnownError] = []
    for one in endpoints():
        try:
            raw = _read_bounded(client, listing_url(one, repository, revision), repository, token, cancelled)
            return _listing(_decoded(raw, one), repository, one)
        except KnownError as error:
            if error.kind not in _NOT_AT_THIS_MIRROR:
                raise
            failures.append(error)
    raise failures[0]


def quantization_in(file: str) -> str:
    """What a file's name says about its quantization, else its folder's; empty if neither does."""
    for text in (_stem(file), *reversed(file.split("/")[:-1])):
        found = _TYPE_IN_NAME.findall(text)
        if found:
            label = str(found[-1]).upper()
            return _OTHER_SPELLINGS.get(label, label)
    return ""


class _Lfs(msgspec.Struct, frozen=True):
    """Storage of a large file in the hub's JSON."""

    sha256: str | None = None


class _Sibling(msgspec.Struct, frozen=True):
    """A file in the hub's JSON."""

    rfilename: str
    size: int | None = None
    lfs: _Lfs | None = None


class _Card(msgspec.Struct, frozen=True):
    """The model card in the hub's JSON; publishers write it by hand."""

    license: Any = None
    license_name: Any = None


class _Gguf(msgspec.Struct, frozen=True):
    """What the hub read in the first GGUF file."""

    total: Any = None
    architecture: Any = None
    context_length: Any = None


class _Info(msgspec.Struct, frozen=True):
    """The answer of `/api/models/{repository}?blobs=true`, as far as it is used."""

    siblings: tuple[_Sibling, ...] = ()
    sha: str | None = None
    gated: bool | str | None = False
    card: _Card | None = msgspec.field(name="cardData", default=None)
    gguf: _Gguf | None = None


def _read_bounded(
    client: httpx.Client, url: str, repository: str, token: AccessToken | None, cancelled: Callable[[], bool]
) -> bytes:
    read = bytearray()
    with answer(client, url, repository, token) as response:
        for chunk in response.iter_bytes():  # unpacked: some caches compress what was asked for as it is
            check_wanted(cancelled)
            read += chunk
            if len(read) > MOST_LISTING_BYTES:
                raise _too_long(url)
    return bytes(read)


def _decoded(raw: bytes, at_endpoint: str) -> _Info:
    try:
        return msgspec.json.decode(raw, type=_Info)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _unreadable(at_endpoint) from error


def _too_long(url: str) -> KnownError:
    return KnownError(
        ErrorKind.NETWORK,
        worded(
            "{host} answered in a way that QuantChat does not understand: its list of files is longer than any real "
            "one.",
            host=plain_text(httpx.URL(url).host),
        ),
        _SIGN_IN_PAGE,
    )


def _unreadable(url: str) -> KnownError:
    return KnownError(
        ErrorKind.NETWORK,
        worded(
            "{host} answered in a way that QuantChat does not understand: its list of files cannot be read.",
            host=plain_text(httpx.URL(url).host),
        ),
        _SIGN_IN_PAGE,
    )


def _listing(info: _Info, repository: str, at_endpoint: str) -> RepositoryListing:
    notes: list[Wording] = []
    files = _models(info.siblings, notes)
    if not files:
        raise KnownError(
            ErrorKind.NOT_FOUND,
            worded("There is no model in the GGUF format in {model}.", model=plain_text(repository)),
            joined((*notes, worded("Look for a repository whose name ends in “GGUF”."))),
        )
    gguf = info.gguf or _Gguf()
    return RepositoryListing(
        repository=repository,
        endpoint=at_endpoint,
        revision=info.sha if info.sha and _COMMIT.fullmatch(info.sha) else MAIN_REVISION,
        is_gated=bool(info.gated),
        licence=_licence(info.card or _Card()),
        parameters=_count(gguf.total),
        architecture=plain_text(gguf.architecture) if isinstance(gguf.architecture, str) else "",
        context_length=_count(gguf.context_length),
        files=files,
        notes=tuple(notes),
    )


def _licence(card: _Card) -> str:
    """The licence's identifier; its own name where the identifier only says "other"."""
    stated = card.license[0] if isinstance(card.license, list) and card.license else card.license
    if stated == "other" and isinstance(card.license_name, str):
        stated = card.license_name
    return plain_text(stated) if isinstance(stated, str) else ""


def _count(value: object) -> int:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**50
    return value if is_count and isinstance(value, int) else 0


def _models(siblings: Iterable[_Sibling], notes: list[Wording]) -> tuple[HubFile, ...]:
    parts = [part for part in map(_part, siblings) if part is not None]
    if len(parts) > MOST_FILES:
        notes.append(
            worded("Only the first {listed:,} of {total:,} files are listed.", listed=MOST_FILES, total=len(parts))
        )
    groups: dict[str, dict[int, HubPart]] = {}
    for part in parts[:MOST_FILES]:
        match = _PART.fullmatch(part.file)
        name = f"{match['stem']}|{match['count']}" if match else part.file
        groups.setdefault(name, {})[int(match["number"]) if match else 1] = part
    files = (_whole(group, notes) for group in groups.values())
    return tuple(sorted((file for file in files if file), key=lambda file: (file.file.casefold(), file.file)))


def _part(sibling: _Sibling) -> HubPart | None:
    """A file that holds a model or a part of one; None for any other, and for names that no honest file has."""
    name = sibling.rfilename
    size_bytes = sibling.size or 0
    is_model = name.lower().endswith(".gguf") and is_safe_path(name) and not _is_companion(name)
    if not is_model or not 0 < size_bytes <= _MOST_FILE_BYTES:
        return None
    sha256 = sibling.lfs.sha256 if sibling.lfs else None
    return HubPart(name, size_bytes, sha256 if sha256 and _SHA256.fullmatch(sha256) else None)


def _is_companion(name: str) -> bool:
    """Whether it is no language model but what goes with one: its eyes, or statistics to quantize it by."""
    stem = _stem(name).casefold()
    return "mmproj" in stem or ("imatrix" in stem and not quantization_in(stem))


def _whole(group: dict[int, HubPart], notes: list[Wording]) -> HubFile | None:
    """The model that these parts make; None if some are missing."""
    first = group[min(group)]
    match = _PART.fullmatch(first.file)
    count = int(match["count"]) if match else 1
    if not 1 <= count <= _MOST_PARTS or set(group) != set(range(1, count + 1)):
        file = plain_text(first.file, max_chars=255)
        notes.append(worded("“{file}” is left out, because not all of its parts are there.", file=file))
        return None
    return HubFile(tuple(group[number] for number in range(1, count + 1)), quantization_in(first.file))


def _stem(file: str) -> str:
    """Name without folders, ending and number of the part."""
    name = file.rpartition("/")[2]
    match = _PART.fullmatch(name)
    return match["stem"] if match else name[: -len(".gguf")] if name.lower().endswith(".gguf") else name
