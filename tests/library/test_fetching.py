"""What is downloaded for a quantization: just the published files, each repository in a folder of its own."""

from dataclasses import replace
from pathlib import Path

import pytest

from quantchat.errors import KnownError
from quantchat.library.catalogue import read_catalogue
from quantchat.library.downloads.values import check_request
from quantchat.library.fetching import request_for_entry

CATALOGUE = read_catalogue()
PUBLISHED = [(entry, name) for entry in CATALOGUE.entries for name in entry.quantizations]


def test_every_published_file_of_the_catalogue_can_be_asked_for_and_has_a_name_the_disk_takes() -> None:
    assert len(PUBLISHED) > 100
    for entry, name in PUBLISHED:
        request = request_for_entry(entry, name, Path("/models"))
        check_request(request)
        assert request.target_folder == Path("/models") / entry.gguf_repository.replace("/", "--")
        assert request.target_folder.parent == Path("/models")
        assert request.title == f"{entry.name} in {name}"


def test_the_size_that_is_told_before_is_the_size_that_is_expected() -> None:
    entry = CATALOGUE.find("smollm2-135m-instruct")
    for name, published in entry.quantizations.items():
        if len(published.parts) == 1:
            assert request_for_entry(entry, name, Path("/models")).total_bytes == published.size_bytes


def test_ids_tell_all_downloads_apart() -> None:
    ids = [request_for_entry(entry, name, Path("/models")).id for entry, name in PUBLISHED]
    assert len(set(ids)) == len(ids)


def test_a_type_that_is_not_published_and_a_model_without_a_repository_are_told() -> None:
    entry = CATALOGUE.find("smollm2-135m-instruct")
    with pytest.raises(KnownError, match="No file of SmolLM2"):
        request_for_entry(entry, "Q9_9", Path("/models"))
    with pytest.raises(KnownError, match="is known"):
        request_for_entry(replace(entry, gguf_repository="", quantizations={}), "Q4_K_M", Path("/models"))
