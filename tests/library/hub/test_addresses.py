"""What a person pastes, and the addresses that are made of it."""

import pytest

from quantchat.errors import ErrorKind, KnownError
from quantchat.library.hub.addresses import (
    PastedAddress,
    RepositoryFile,
    endpoint,
    endpoints,
    is_safe_path,
    listing_url,
    origin,
    parse_pasted,
)

REPOSITORY = "bartowski/Llama-3.2-1B-Instruct-GGUF"
FILE = "Llama-3.2-1B-Instruct-Q4_K_M.gguf"


@pytest.fixture(autouse=True)
def _no_mirror(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_ENDPOINT", raising=False)


@pytest.mark.parametrize(
    "pasted",
    [
        REPOSITORY,
        f"  {REPOSITORY}/ \n",
        f"hf.co/{REPOSITORY}",
        f"huggingface.co/{REPOSITORY}",
        f"https://huggingface.co/{REPOSITORY}",
        f"http://www.huggingface.co/{REPOSITORY}/",
        f"HTTPS://HuggingFace.co/{REPOSITORY}",
        f"https://huggingface.co/{REPOSITORY}.git",
        f"https://huggingface.co/{REPOSITORY}/tree/main",
        f"https://huggingface.co/{REPOSITORY}/discussions/3",
        f"https://huggingface.co/{REPOSITORY}?library=llama-cpp-python#files",
        f"https://user:hf_secret@huggingface.co/{REPOSITORY}",
        f"hf://{REPOSITORY}",
        f"{REPOSITORY}:latest",
        f"{REPOSITORY}/tree/main",
    ],
)
def test_a_repository_is_understood_in_each_form(pasted: str) -> None:
    assert parse_pasted(pasted) == PastedAddress(REPOSITORY)


@pytest.mark.parametrize("pasted", [f"{REPOSITORY}:Q4_K_M", f"hf.co/{REPOSITORY}:q4_k_m", f"hf://{REPOSITORY}:Q4_K_M"])
def test_a_quantization_behind_a_colon_is_understood(pasted: str) -> None:
    assert parse_pasted(pasted) == PastedAddress(REPOSITORY, quantization="Q4_K_M")


@pytest.mark.parametrize(
    "pasted",
    [
        f"https://huggingface.co/{REPOSITORY}/blob/main/{FILE}",
        f"https://huggingface.co/{REPOSITORY}/resolve/main/{FILE}?download=true",
        f"hf.co/{REPOSITORY}/raw/main/{FILE}",
        f"https://huggingface.co/{REPOSITORY}?show_file_info={FILE}",
        f"hf://{REPOSITORY}/{FILE}",
        f"{REPOSITORY}/{FILE}",
    ],
)
def test_the_address_of_a_file_is_understood(pasted: str) -> None:
    assert parse_pasted(pasted) == PastedAddress(REPOSITORY, file=FILE)


def test_folders_versions_and_escapes_are_understood() -> None:
    in_folder = parse_pasted(f"https://huggingface.co/{REPOSITORY}/resolve/refs%2Fpr%2F1/Q4%20K/two%20words.gguf")
    assert in_folder == PastedAddress(REPOSITORY, revision="refs/pr/1", file="Q4 K/two words.gguf")
    assert parse_pasted(f"hf://{REPOSITORY}@v1.0/{FILE}") == PastedAddress(REPOSITORY, "v1.0", FILE)
    assert parse_pasted(f"https://huggingface.co/{REPOSITORY}/tree/dev/folder").revision == "dev"


def test_addresses_of_the_mirror_in_use_are_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:8080/hub, https://mirror.example")
    for pasted in (
        f"http://127.0.0.1:8080/hub/{REPOSITORY}/blob/main/{FILE}",
        f"https://mirror.example/{REPOSITORY}/blob/main/{FILE}",
        f"mirror.example/{REPOSITORY}/blob/main/{FILE}",
        f"https://huggingface.co/{REPOSITORY}/blob/main/{FILE}",
    ):
        assert parse_pasted(pasted) == PastedAddress(REPOSITORY, file=FILE)


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "   ",
        "llama",
        "a/",
        "/",
        "two words/name",
        "org/na\u202eme",
        "org/name\x00",
        "org/na--me",
        ".org/name",
        "org/..",
        "../../etc/passwd",
        "org/name/resolve/main/../../../x.gguf",
        "org/name/resolve/main/%2e%2e/x.gguf",
        "org/name/resolve/main/%2Fetc%2Fpasswd.gguf",
        "org/name/resolve/main/a%5Cb.gguf",
        "org/name/resolve/main/a%0Ab.gguf",
        "org/name/blob/%2e%2e/x.gguf",
        "org/name?show_file_info=../x.gguf",
        "org/name:Q4 K",
        "org/name:../x",
        "https://huggingface.co",
        "https://huggingface.co/gpt2",
        "https://[/x",
        "https://huggingface.co:x/org/name",
        "org/" + "n" * 97,
        "org/name/" + "x" * 3000,
        "ollama run hf.co/org/name",
        "git@hf.co:org/name",
    ],
)
def test_what_names_no_repository_is_refused_with_an_example(pasted: str) -> None:
    with pytest.raises(KnownError) as caught:
        parse_pasted(pasted)
    assert caught.value.kind is ErrorKind.OTHER
    assert caught.value.hint
    assert len(caught.value.sentence) < 200


@pytest.mark.parametrize(
    "pasted",
    [
        "https://example.com/org/name",
        "example.com/org/name",
        "https://huggingface.co.example.com/org/name",
        "https://huggingface.co@example.com/org/name",
        "https://huggingface.co:8443/org/name",
        "ftp://huggingface.co/org/name",
        "https://github.com/org/name/releases/x.gguf",
    ],
)
def test_another_place_is_called_somewhere_else(pasted: str) -> None:
    with pytest.raises(KnownError, match="lists models of Hugging Face only"):
        parse_pasted(pasted)


@pytest.mark.parametrize(
    "pasted", ["file:///models/x.gguf", "/models/x.gguf", "~/x.gguf", "C:\\models\\x.gguf", "./models/x.gguf"]
)
def test_a_file_on_this_computer_is_sent_to_the_right_button(pasted: str) -> None:
    with pytest.raises(KnownError) as caught:
        parse_pasted(pasted)
    assert "Add a model file" in caught.value.hint


@pytest.mark.parametrize("pasted", ["datasets/org/name", "https://huggingface.co/spaces/org/name", "hf://datasets/a/b"])
def test_pages_that_are_no_models_are_told_apart(pasted: str) -> None:
    with pytest.raises(KnownError, match="is no page of a model"):
        parse_pasted(pasted)


def test_the_hub_is_asked_unless_mirrors_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert endpoints() == ("https://huggingface.co",)
    monkeypatch.setenv("HF_ENDPOINT", "")
    assert endpoints() == ("https://huggingface.co",)
    monkeypatch.setenv("HF_ENDPOINT", " https://a.example/ ,,http://b.example:8080/hub,https://a.example")
    assert endpoints() == ("https://a.example", "http://b.example:8080/hub")
    assert endpoint() == "https://a.example"


@pytest.mark.parametrize("named", ["a.example", "file:///x", "https://", "https://a.example?x=1", "https://[a"])
def test_a_mirror_that_is_no_web_address_is_told(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", f"https://a.example,{named}")
    with pytest.raises(KnownError) as caught:
        endpoints()
    assert "HF_ENDPOINT" in caught.value.hint


def test_names_are_quoted_in_addresses() -> None:
    file = RepositoryFile("org/name", "folder/50 % & ümlaut#1.gguf", "refs/pr/1")
    assert file.url("https://a.example") == (
        "https://a.example/org/name/resolve/refs%2Fpr%2F1/folder/50%20%25%20%26%20%C3%BCmlaut%231.gguf"
    )
    assert listing_url("https://a.example", "org/name") == "https://a.example/api/models/org/name?blobs=true"
    assert listing_url("https://a.example", "org/name", "refs/pr/1").endswith("/revision/refs%2Fpr%2F1?blobs=true")


def test_a_file_has_an_address_at_each_mirror(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "https://a.example,https://b.example")
    assert RepositoryFile("org/name", "x.gguf").urls == (
        "https://a.example/org/name/resolve/main/x.gguf",
        "https://b.example/org/name/resolve/main/x.gguf",
    )


def test_an_origin_is_the_same_however_it_is_written() -> None:
    assert origin("https://Hub.Example:443/a/b?c") == origin("https://hub.example") == "https://hub.example"
    assert origin("http://[::1]:8080/x") == "http://[::1]:8080"
    assert origin("https://hub.example:8443/") != origin("https://hub.example/")


@pytest.mark.parametrize(
    "path", ["a.gguf", "folder/a b.gguf", "Über.gguf", "模型.gguf", "a..gguf", "x" * 250 + ".gguf", "🦙.gguf"]
)
def test_honest_names_are_safe(path: str) -> None:
    assert is_safe_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../x.gguf",
        "a/../x.gguf",
        "a/./x.gguf",
        "a//x.gguf",
        "a/",
        "C:x.gguf",
        "a\\x.gguf",
        "a\nx.gguf",
        "a\x7fx.gguf",
        "a\u202ex.gguf",
        "a\ud800x.gguf",
        " x.gguf",
        "x" * 251 + ".gguf",
        'a"x.gguf',
        ".hidden.gguf",
        "...",
    ],
)
def test_hostile_names_are_not_safe(path: str) -> None:
    assert not is_safe_path(path)
