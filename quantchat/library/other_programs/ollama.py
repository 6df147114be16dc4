"""Models of Ollama.

Its store is named by OLLAMA_MODELS, else it is "models" in OLLAMA_HOME or ~/.ollama; the Linux installer runs it as a
user of its own whose home is /usr/share/ollama. A model is a manifest at manifests/<host>/<namespace>/<model>/<tag>
whose layer of the media type below is a GGUF file at blobs/sha256-<digest>, without the usual ending. Newer versions
write manifests-v2, and lists of manifests for several engines. Source: `envconfig/config.go`, `manifest/manifest.go`,
`manifest/paths.go` and `scripts/install.sh` of ollama/ollama.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from quantchat.core.plain_text import plain_text
from quantchat.library.folder_search import files_below
from quantchat.library.other_programs.found_file import FoundFile
from quantchat.library.other_programs.small_files import small_json
from quantchat.library.other_programs.user_places import UserPlaces

OWNER = "Ollama"

_WEIGHTS = "application/vnd.ollama.image.model"
_ADAPTER = "application/vnd.ollama.image.adapter"
_DIGEST = re.compile(r"sha256[:-]([0-9a-fA-F]{64})")
_USUAL_HOST, _USUAL_NAMESPACE = "registry.ollama.ai", "library"


class _Layer(msgspec.Struct):
    media_type: str = msgspec.field(name="mediaType", default="")
    digest: str = ""


class _Manifest(msgspec.Struct):
    layers: list[_Layer] | None = None
    digest: str = ""
    manifests: list["_Manifest"] | None = None


def ollama_files(places: UserPlaces) -> Iterator[FoundFile]:
    """Models of Ollama by the names that it runs them by: "llama3.2:3b".

    Names for one and the same file follow each other with ":latest" last, because it says least.
    """
    for store in dict.fromkeys(_stores(places)):
        manifests = [
            (_name(path.relative_to(root)), path)
            for root in (store / "manifests-v2", store / "manifests")
            for path in files_below(root, bool, max_depth=3)
            if len(path.relative_to(root).parts) == 4
        ]
        for name, path in sorted(manifests, key=_most_telling_first):
            blob = _weights(path, store / "blobs")
            if blob is not None:
                yield FoundFile(blob, OWNER, name)


def _stores(places: UserPlaces) -> Iterator[Path]:
    if named := places.folder_named_by("OLLAMA_MODELS"):
        yield named
    if home := places.folder_named_by("OLLAMA_HOME"):
        yield home / "models"
    yield places.home / ".ollama" / "models"
    for service in places.services:
        yield service / ".ollama" / "models"


def _name(manifest: Path) -> str:
    """The name as `ollama list` shows it, from where a manifest lies in the store."""
    host, namespace, model, tag = manifest.parts
    words: tuple[str, ...] = (host, namespace, model)
    if host == _USUAL_HOST:
        words = words[2:] if namespace == _USUAL_NAMESPACE else words[1:]
    return plain_text(f"{'/'.join(words)}:{tag}", max_chars=255)


def _most_telling_first(named: tuple[str, Path]) -> tuple[bool, str]:
    return named[0].endswith(":latest"), named[0]


def _weights(manifest_path: Path, blobs: Path) -> Path | None:
    """The file with the weights of a model; None if there is not just one, or if an adapter would change them."""
    manifest = small_json(manifest_path, _Manifest)
    if manifest is None:
        return None
    layers = list(_layers(manifest, blobs))
    weights = {layer.digest for layer in layers if layer.media_type == _WEIGHTS}
    if len(weights) != 1 or any(layer.media_type == _ADAPTER for layer in layers):
        return None
    return _blob(weights.pop(), blobs)


def _layers(manifest: _Manifest, blobs: Path) -> Iterator[_Layer]:
    """Layers of a manifest, or of those in a list of manifests."""
    yield from manifest.layers or ()
    for child in manifest.manifests or ():
        blob = None if child.layers else _blob(child.digest, blobs)
        resolved = small_json(blob, _Manifest) if blob else child
        yield from (resolved and resolved.layers) or ()


def _blob(digest: str, blobs: Path) -> Path | None:
    match = _DIGEST.fullmatch(digest)
    return blobs / f"sha256-{match[1].lower()}" if match else None
