"""What is told of the hub reaches the window as templates and values, so that it can be said in any language."""

from collections.abc import Callable

import httpx
import pytest

from quantchat.errors import KnownError
from quantchat.library.hub.addresses import ENDPOINT_VARIABLE, endpoints, parse_pasted
from quantchat.library.hub.http import check_wanted, network_error, open_client, refusal
from quantchat.library.hub.listing import list_repository
from quantchat.library.hub.remote_file import read_remote_header
from quantchat.library.hub.token import keep_token
from quantchat.wording import Value, Wording
from tests.library.hub.conftest import FILE, REPOSITORY
from tests.library.hub.loopback_hub import Fault, LoopbackHub, Place

Parts = tuple[str, dict[str, Value]]


def parts_of(words: Wording) -> Parts:
    """What a translator finds, and what fills its places."""
    return words.template, dict(words.values)


def told(act: Callable[[], object]) -> KnownError:
    with pytest.raises(KnownError) as caught:
        act()
    return caught.value


def refused_for_a_while(seconds: str) -> KnownError:
    request = httpx.Request("GET", "https://hub.example/tiny/llama-GGUF")
    return refusal(httpx.Response(429, headers={"Retry-After": seconds}, request=request), REPOSITORY)


@pytest.mark.parametrize(
    ("act", "template", "values"),
    [
        (
            lambda: parse_pasted("nonsense"),
            "“{pasted}” is not the name or address of a model at Hugging Face.",
            {"pasted": "nonsense"},
        ),
        (lambda: parse_pasted(""), "This is not the name or address of a model at Hugging Face.", {}),
        (
            lambda: keep_token("two words"),
            "This is not an access token: it has spaces or characters that no token has.",
            {},
        ),
        (lambda: check_wanted(lambda: True), "This was stopped.", {}),
    ],
)
def test_a_refusal_keeps_what_it_was_made_from(
    act: Callable[[], object], template: str, values: dict[str, Value]
) -> None:
    assert parts_of(told(act).sentence) == (template, values)


def test_a_name_in_braces_is_told_as_it_is() -> None:
    assert told(lambda: parse_pasted("{model}")).sentence.startswith("“{model}” is not the name")


@pytest.mark.parametrize(
    ("seconds", "english", "template", "count"),
    [
        ("1", "Try again in 1 second;", "Try again in {count} seconds;", 1),
        ("42", "Try again in 42 seconds;", "Try again in {count} seconds;", 42),
        ("60", "Try again in one minute;", "Try again in {count} minutes;", 1),
        ("181", "Try again in 3 minutes;", "Try again in {count} minutes;", 3),
    ],
)
def test_how_long_the_hub_wants_to_be_left_alone_is_a_whole_sentence_for_each_number(
    seconds: str, english: str, template: str, count: int
) -> None:
    hint = refused_for_a_while(seconds).hint
    assert hint.startswith(english)
    assert hint.template.startswith(template)
    assert dict(hint.values) == {"count": count}


def test_a_mirror_that_is_no_web_address_is_told_with_the_variable_that_names_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(ENDPOINT_VARIABLE, "nonsense")
    assert parts_of(told(endpoints).hint) == (
        "Correct {variable}, or start QuantChat without it.",
        {"variable": ENDPOINT_VARIABLE},
    )


def test_the_variables_of_a_proxy_are_listed_as_the_language_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://host:port")
    hint = told(open_client).hint
    variables = hint.values["variables"]
    assert hint == "Correct HTTPS_PROXY, HTTP_PROXY or ALL_PROXY, or start QuantChat without them."
    assert isinstance(variables, Wording)
    assert variables.template == "{others} or {last}"


def test_the_proxy_is_named_in_a_sentence_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example")
    error = network_error(httpx.ConnectError("refused"), "hub.example")
    assert parts_of(error.sentence) == ("{host} cannot be reached.", {"host": "hub.example"})
    assert error.hint.template.startswith("Check the internet connection and the proxy;")


def test_what_a_repository_lacks_and_what_was_left_out_stay_sentences_of_their_own(
    hub: LoopbackHub, client: httpx.Client
) -> None:
    body = b'{"siblings": [{"rfilename": "a-00001-of-00002.gguf", "size": 5}]}'
    hub.break_next(Place.API, Fault(body=body))
    error = told(lambda: list_repository(client, REPOSITORY))
    hints = [hint.template for hint in error.hint.values.values() if isinstance(hint, Wording)]
    assert parts_of(error.sentence) == ("There is no model in the GGUF format in {model}.", {"model": REPOSITORY})
    assert hints == [
        "“{file}” is left out, because not all of its parts are there.",
        "Look for a repository whose name ends in “GGUF”.",
    ]


def test_what_is_left_out_of_a_listing_is_told_with_the_name_apart(hub: LoopbackHub, client: httpx.Client) -> None:
    body = b'{"siblings": [{"rfilename": "a.gguf", "size": 5}, {"rfilename": "b-00001-of-00002.gguf", "size": 5}]}'
    hub.break_next(Place.API, Fault(body=body))
    (note,) = list_repository(client, REPOSITORY).notes
    assert parts_of(note) == (
        "“{file}” is left out, because not all of its parts are there.",
        {"file": "b-00001-of-00002.gguf"},
    )


def test_a_file_that_is_not_as_listed_is_told_in_a_whole_sentence_for_each_reason(
    hub: LoopbackHub, client: httpx.Client
) -> None:
    url = hub.file_url(REPOSITORY, FILE)
    error = told(lambda: read_remote_header(client, url, REPOSITORY, size_bytes=1))
    assert parts_of(error.sentence) == (
        "A file of {model} was changed while QuantChat looked at it.",
        {"model": REPOSITORY},
    )
