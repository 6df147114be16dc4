"""Addresses at Hugging Face and its mirrors, and what a person means who pastes one."""

import os
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote, urlsplit

from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded

ENDPOINT_VARIABLE = "HF_ENDPOINT"
"""Environment variable of the hub's own tools that names a mirror; here several, separated by commas."""

MAIN_REVISION = "main"

_OFFICIAL = "https://huggingface.co"
_OFFICIAL_HOSTS = frozenset({"huggingface.co", "www.huggingface.co", "hf.co", "www.hf.co"})
_DEFAULT_PORTS = {"https": 443, "http": 80}
_FILE_PAGES = frozenset({"blob", "resolve", "raw"})
_NO_MODELS = (
    "api", "blog", "chat", "collections", "datasets", "docs", "enterprise", "join", "learn", "login", "models", "new",
    "organizations", "papers", "posts", "pricing", "search", "settings", "spaces", "tasks",
)  # fmt: skip
_NAME = re.compile(r"(?![.-])[A-Za-z0-9._-]{1,96}(?<![.-])")
_QUANTIZATION = re.compile(r"[A-Za-z0-9_-]{1,40}")
_UNSAFE_IN_NAMES = frozenset('\\<>:"|?*')
_MOST_CHARS = 2000
_MOST_NAME_BYTES = 255
_EXAMPLE = worded(
    "Paste a name such as “{name}”, or the address of the model's page.", name="bartowski/Llama-3.2-1B-Instruct-GGUF"
)


def endpoints() -> tuple[str, ...]:
    """The hub or its mirrors, in the order in which they are tried, each without a slash at the end.

    Raises:
        KnownError: what `HF_ENDPOINT` says is no web address.
    """
    stated = [part.strip().rstrip("/") for part in os.environ.get(ENDPOINT_VARIABLE, "").split(",")]
    found = tuple(dict.fromkeys(part for part in stated if part))
    for part in found:
        if not origin(part) or urlsplit(part).query:
            raise KnownError(
                ErrorKind.NETWORK,
                worded(
                    "The address “{address}” of a mirror of Hugging Face is no web address.", address=plain_text(part)
                ),
                worded("Correct {variable}, or start QuantChat without it.", variable=ENDPOINT_VARIABLE),
            )
    return found or (_OFFICIAL,)


def endpoint() -> str:
    """The hub or mirror that is asked first; raises like `endpoints`."""
    return endpoints()[0]


def origin(url: str) -> str:
    """Scheme, host and port of a web address, which is what a token is bound to; empty for anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + ("" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}")


def listing_url(at_endpoint: str, repository: str, revision: str = MAIN_REVISION) -> str:
    """Where the hub tells the files of a repository with their sizes and checksums."""
    version = "" if revision == MAIN_REVISION else f"/revision/{quote(revision, safe='')}"
    return f"{at_endpoint}/api/models/{quote(repository)}{version}?blobs=true"


@dataclass(frozen=True, slots=True)
class RepositoryFile:
    """One file at the hub.

    Attributes:
        repository: "organization/name".
        file: path in it, with "/" between folders.
        revision: commit, branch or tag; a commit keeps meaning the same bytes.
    """

    repository: str
    file: str
    revision: str = MAIN_REVISION

    def url(self, at_endpoint: str) -> str:
        """Address that leads to its bytes, by a redirect as a rule."""
        return f"{at_endpoint}/{quote(self.repository)}/resolve/{quote(self.revision, safe='')}/{quote(self.file)}"

    @property
    def urls(self) -> tuple[str, ...]:
        """One address for each endpoint, in the order to try; raises like `endpoints`."""
        return tuple(self.url(one) for one in endpoints())


@dataclass(frozen=True, slots=True)
class PastedAddress:
    """What a person meant.

    Attributes:
        repository: "organization/name".
        revision: "main" where nothing was said.
        file: path in the repository; empty if the repository as a whole is meant.
        quantization: such as "Q4_K_M" after a colon, in capitals; empty if none was named.
    """

    repository: str
    revision: str = MAIN_REVISION
    file: str = ""
    quantization: str = ""


def parse_pasted(text: str) -> PastedAddress:
    """Understand a repository's name, the address of one of its pages or files, or what other programs call it.

    Understood are "organization/name", the same with ":Q4_K_M", "hf.co/…", "hf://…", addresses of pages ("tree",
    "blob") and of files ("resolve"), at Hugging Face itself and at the endpoints in use.

    Raises:
        KnownError: it names no repository of models.
    """
    pasted = text.strip()
    is_too_odd = len(pasted) > _MOST_CHARS or any(char.isspace() or not char.isprintable() for char in pasted)
    if not pasted or is_too_odd:
        raise _not_understood(pasted)
    path, query = _below_host(pasted)
    segments = [unquote(segment) for segment in path.strip("/").split("/")]
    if len(segments) < 2:
        raise _not_understood(pasted)
    organization, (name, _, quantization) = segments[0], segments[1].partition(":")
    name, _, revision = name.partition("@")
    repository = f"{organization}/{name.removesuffix('.git')}"
    if organization in _NO_MODELS:
        raise KnownError(
            ErrorKind.OTHER,
            worded("“{pasted}” is no page of a model at Hugging Face.", pasted=plain_text(pasted)),
            _EXAMPLE,
        )
    if not is_repository(repository):
        raise _not_understood(pasted)
    file_revision, file = _file_in(segments[2:], query)
    revision = revision or file_revision
    is_sound = (not file or is_safe_path(file)) and is_safe_path(revision)
    if not is_sound or (quantization and not _QUANTIZATION.fullmatch(quantization)):
        raise _not_understood(pasted)
    return PastedAddress(repository, revision, file, "" if quantization == "latest" else quantization.upper())


def is_repository(name: str) -> bool:
    """Whether this is "organization/name" as the hub allows it (huggingface_hub, `validate_repo_id`)."""
    organization, slash, rest = name.partition("/")
    is_named = _NAME.fullmatch(organization) and _NAME.fullmatch(rest)
    return bool(slash and is_named and "--" not in name and ".." not in name)


def is_safe_path(path: str) -> bool:
    """Whether a path that the hub tells stays below the folder it is put into, on every system, and can be shown."""
    return all(map(_is_safe_name, path.split("/")))


def _is_safe_name(name: str) -> bool:
    is_plain = all(char not in _UNSAFE_IN_NAMES and not unicodedata.category(char).startswith("C") for char in name)
    is_visible = bool(name) and not name.startswith(".") and name == name.strip()  # hidden ones are never listed
    return is_plain and is_visible and _is_short(name)


def _is_short(name: str) -> bool:
    return len(name.encode("utf-8", "surrogatepass")) <= _MOST_NAME_BYTES


def _below_host(pasted: str) -> tuple[str, str]:
    """Path and query of what was pasted, once its host is known to be the hub."""
    scheme, has_scheme, _ = pasted.partition("://")
    if pasted.startswith(("/", "~", ".", "file:")) or "\\" in pasted:
        raise KnownError(
            ErrorKind.OTHER,
            worded("This is a place on this computer and not a model at Hugging Face."),
            worded("Use “Add a model file…” for files that are here."),
        )
    if has_scheme and scheme.lower() == "hf":
        return pasted.partition("://")[2], ""
    if not has_scheme and not _begins_with_host(pasted):
        path, _, query = pasted.partition("#")[0].partition("?")
        return path, query
    return _at_hub(pasted if has_scheme else f"https://{pasted}", pasted)


def _begins_with_host(pasted: str) -> bool:
    """Whether the first word is a host: a known one, or one with a dot in front of more than a repository."""
    first, _, rest = pasted.partition("/")
    known = {urlsplit(one).netloc for one in endpoints()} | _OFFICIAL_HOSTS
    return first.lower() in known or ("." in first and "/" in rest.strip("/"))


def _at_hub(url: str, pasted: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _not_understood(pasted) from error
    address = origin(url)
    for one in endpoints():
        prefix = urlsplit(one).path
        if address and urlsplit(address).netloc == urlsplit(origin(one)).netloc and parts.path.startswith(prefix):
            return parts.path.removeprefix(prefix), parts.query
    if urlsplit(address).netloc not in _OFFICIAL_HOSTS:
        raise KnownError(
            ErrorKind.OTHER,
            worded(
                "QuantChat lists models of Hugging Face only, and “{pasted}” is somewhere else.",
                pasted=plain_text(pasted),
            ),
            worded("Download the file in a web browser and use “Add a model file…”."),
        )
    return parts.path, parts.query


def _file_in(segments: list[str], query: str) -> tuple[str, str]:
    """Revision and file that an address names behind the repository."""
    if segments and segments[0] in _FILE_PAGES and len(segments) > 2:
        return segments[1], "/".join(segments[2:])
    if segments and segments[0] == "tree" and len(segments) > 1:
        return segments[1], ""
    if segments and segments[-1].lower().endswith(".gguf"):
        return MAIN_REVISION, "/".join(segments)
    return MAIN_REVISION, parse_qs(query).get("show_file_info", [""])[0]


def _not_understood(pasted: str) -> KnownError:
    shown = plain_text(pasted)
    if not shown:
        sentence = worded("This is not the name or address of a model at Hugging Face.")
    else:
        sentence = worded("“{pasted}” is not the name or address of a model at Hugging Face.", pasted=shown)
    return KnownError(ErrorKind.OTHER, sentence, _EXAMPLE)
