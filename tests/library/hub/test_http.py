"""Asking a real server, and what its failures and refusals are told as."""

import datetime
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest

from quantchat.errors import ErrorKind, KnownError
from quantchat.library.hub.http import answer, authorization, open_client, retry_after_seconds
from quantchat.library.hub.token import AccessToken
from tests.library.hub.conftest import FILE, REPOSITORY
from tests.library.hub.loopback_hub import Fault, Gate, LoopbackHub, Place, refused


def read(client: httpx.Client, url: str, token: AccessToken | None = None, **headers: str) -> bytes:
    with answer(client, url, REPOSITORY, token, headers) as response:
        return b"".join(response.iter_raw())


def failure(client: httpx.Client, url: str, token: AccessToken | None = None) -> KnownError:
    with pytest.raises(KnownError) as caught:
        read(client, url, token)
    return caught.value


def token_of(hub: LoopbackHub, secret: str = "hf_granted") -> AccessToken:
    return AccessToken(hub.endpoint, secret)


def test_a_file_arrives_through_the_redirect(hub: LoopbackHub, client: httpx.Client, hub_folder: Path) -> None:
    content = (hub_folder / REPOSITORY / FILE).read_bytes()
    assert read(client, hub.file_url(REPOSITORY, FILE)) == content
    assert read(client, hub.file_url(REPOSITORY, FILE), Range="bytes=4-11") == content[4:12]
    assert [request.place for request in hub.requests] == [Place.RESOLVE, Place.CDN] * 2
    assert {request.headers["user-agent"].partition("/")[0] for request in hub.requests} == {"QuantChat"}
    assert {request.headers["accept-encoding"] for request in hub.requests} == {"identity"}


def test_the_token_goes_to_the_hub_and_not_along_with_its_redirect(hub: LoopbackHub, client: httpx.Client) -> None:
    hub.gate(REPOSITORY, Gate(granted=("hf_granted",)))
    assert read(client, hub.file_url(REPOSITORY, FILE), token_of(hub)).startswith(b"GGUF")
    at_hub, at_cdn = hub.requests
    assert at_hub.headers["authorization"] == "Bearer hf_granted"
    assert "hf_granted" not in str(at_cdn)


@pytest.mark.parametrize(
    "url",
    [
        "https://huggingface.co.evil.example/x",
        "http://huggingface.co/x",
        "https://huggingface.co:8443/x",
        "https://huggingface.co@evil.example/x",
        "https://hf-mirror.example/x",
        "file:///huggingface.co",
        "",
    ],
)
def test_the_token_goes_to_no_address_but_its_endpoint(url: str) -> None:
    token = AccessToken("https://huggingface.co", "hf_secret")
    assert authorization(url, token) == {}
    assert authorization("https://huggingface.co:443/x", token) == {"Authorization": "Bearer hf_secret"}


def test_the_three_states_of_a_gated_model_are_told_apart(hub: LoopbackHub, client: httpx.Client) -> None:
    hub.gate(REPOSITORY, Gate(known=("hf_known",), pending=("hf_pending",)))
    url = hub.file_url(REPOSITORY, FILE)
    page = f"{hub.endpoint}/{REPOSITORY}"

    stranger = failure(client, url)
    assert stranger.kind is ErrorKind.ACCESS_TOKEN_NEEDED
    assert "signed in" in stranger.sentence
    assert page in stranger.hint
    assert f"{hub.endpoint}/settings/tokens" in stranger.hint

    has_not_accepted = failure(client, url, token_of(hub, "hf_known"))
    assert has_not_accepted.kind is ErrorKind.ACCESS_TERMS
    assert "with your account this is not done" in has_not_accepted.sentence
    assert has_not_accepted.hint == f"Accept them at {page}, then try again."

    waits = failure(client, url, token_of(hub, "hf_pending"))
    assert waits.kind is ErrorKind.ACCESS_REFUSED
    assert "has not decided yet" in waits.sentence


def test_a_token_that_is_not_valid_is_blamed_even_for_open_models(hub: LoopbackHub, client: httpx.Client) -> None:
    hub.break_next(Place.RESOLVE, refused(401, "RepoNotFound", "Invalid credentials in Authorization header"))
    error = failure(client, hub.file_url(REPOSITORY, FILE), token_of(hub, "hf_expired"))
    assert error.kind is ErrorKind.ACCESS_TOKEN_NEEDED
    assert "does not accept the access token" in error.sentence


@pytest.mark.parametrize(
    ("fault", "kind", "told"),
    [
        (refused(401, "RepoNotFound"), ErrorKind.NOT_FOUND, "There is no model “tiny/llama-GGUF” at 127.0.0.1, or it"),
        (refused(401), ErrorKind.NOT_FOUND, "or it is private"),
        (
            refused(403, "GatedRepo", "Your request has been rejected by the repo's authors."),
            ErrorKind.ACCESS_REFUSED,
            "declined",
        ),
        (
            refused(403, "", "Please enable access to public gated repositories in your fine-grained token settings"),
            ErrorKind.ACCESS_REFUSED,
            "Permit it to read public gated repositories at",
        ),
        (refused(403, "", "Access to this resource is disabled."), ErrorKind.ACCESS_REFUSED, "does not give"),
        (refused(404, "EntryNotFound"), ErrorKind.NOT_FOUND, "its publisher renamed or removed it"),
        (refused(404, "RevisionNotFound"), ErrorKind.NOT_FOUND, "This version of tiny/llama-GGUF is no longer"),
        (refused(404, "RepoNotFound"), ErrorKind.NOT_FOUND, "or your account may not see it"),
        (refused(404), ErrorKind.NOT_FOUND, "renamed or removed"),
        (refused(416), ErrorKind.NETWORK, "shorter than it was said to be"),
        (refused(429, Retry_After="42"), ErrorKind.RATE_LIMITED, "Try again in 42 seconds"),
        (refused(429, RateLimit='"api";r=0;t=181'), ErrorKind.RATE_LIMITED, "Try again in 3 minutes"),
        (refused(429), ErrorKind.RATE_LIMITED, "Try again in a few minutes"),
        (refused(451), ErrorKind.ACCESS_REFUSED, "for legal reasons"),
        (refused(503), ErrorKind.NETWORK, "has a problem of its own"),
        (refused(400), ErrorKind.NETWORK, "HTTP 400"),
    ],
)
def test_each_refusal_is_told_as_what_it_means(
    fault: Fault, kind: ErrorKind, told: str, hub: LoopbackHub, client: httpx.Client
) -> None:
    hub.break_next(Place.RESOLVE, fault)
    error = failure(client, hub.file_url(REPOSITORY, FILE))
    assert error.kind is kind
    assert told in error.text


def test_a_refusal_behind_a_redirect_names_the_hub_that_was_asked(hub: LoopbackHub, client: httpx.Client) -> None:
    for fault, told in (
        (refused(403, "GatedRepo"), f"{hub.endpoint}/{REPOSITORY}"),
        (refused(401), "access token that"),
    ):
        hub.break_next(Place.CDN, fault)
        assert told in failure(client, hub.file_url(REPOSITORY, FILE), token_of(hub)).text


def test_a_cut_connection_is_called_cut(hub: LoopbackHub, client: httpx.Client) -> None:
    for fault in (Fault(cut_after_bytes=100), Fault(length_off_by=100), Fault(hangs_up=True)):
        hub.break_next(Place.CDN, fault)
        error = failure(client, hub.file_url(REPOSITORY, FILE))
        assert (error.kind, "was cut" in error.sentence) == (ErrorKind.NETWORK, True)


def test_a_server_that_falls_silent_is_not_waited_for_forever(hub: LoopbackHub) -> None:
    hub.break_next(Place.CDN, Fault(stall_after_bytes=100))
    with open_client() as client:
        client.timeout = httpx.Timeout(0.2)
        assert "stopped answering" in failure(client, hub.file_url(REPOSITORY, FILE)).sentence


def test_a_hub_that_is_not_there_is_called_out_of_reach(client: httpx.Client, tmp_path: Path) -> None:
    with LoopbackHub(tmp_path) as gone:
        url = f"{gone.endpoint}/x"
    error = failure(client, url)
    assert error.kind is ErrorKind.NETWORK
    assert error.sentence == "127.0.0.1 cannot be reached."


def test_redirects_in_a_circle_end(hub: LoopbackHub, client: httpx.Client) -> None:
    url = hub.file_url(REPOSITORY, FILE)
    hub.break_always(Place.RESOLVE, Fault(302, {"Location": url}))
    assert "in circles" in failure(client, url).sentence


def test_a_redirect_to_what_is_no_web_address_leads_nowhere(hub: LoopbackHub, client: httpx.Client) -> None:
    for location in ("file:///etc/passwd", "http://[", "gopher://127.0.0.1/"):
        hub.break_next(Place.RESOLVE, Fault(302, {"Location": location}))
        assert failure(client, hub.file_url(REPOSITORY, FILE)).kind is ErrorKind.NETWORK


@pytest.mark.parametrize("url", ["http://[::1", "no-scheme/x", "file:///etc/passwd"])
def test_what_is_no_web_address_is_refused(url: str, client: httpx.Client) -> None:
    assert failure(client, url).kind in (ErrorKind.OTHER, ErrorKind.NETWORK)


def test_the_proxy_of_the_environment_is_used(hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", hub.endpoint)
    with open_client() as client:
        read(client, f"http://hub.example/api/models/{REPOSITORY}")
    assert [request.target for request in hub.requests] == [f"http://hub.example/api/models/{REPOSITORY}"]


@pytest.mark.parametrize("proxy", ["socks9://127.0.0.1:1", "http://host:port"])
def test_a_proxy_setting_that_cannot_be_used_is_told(
    proxy: str, hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(KnownError, match="proxy address in the environment is not valid"):
        open_client()


def test_a_proxy_that_refuses_is_blamed(hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", hub.endpoint)  # it does not know CONNECT
    with open_client() as client:
        error = failure(client, "https://hub.example/x")
    assert "did not let QuantChat through to hub.example" in error.sentence


def response(**headers: str) -> httpx.Response:
    return httpx.Response(429, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_the_wait_that_a_server_asks_for_is_understood_in_each_form() -> None:
    assert retry_after_seconds(response(Retry_After="7")) == 7
    in_two_minutes = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=2)
    seconds = retry_after_seconds(response(Retry_After=format_datetime(in_two_minutes, usegmt=True)))
    assert seconds is not None
    assert 100 < seconds <= 120
    assert retry_after_seconds(response(Retry_After="Wed, 21 Oct 2015 07:28:00 GMT")) == 0
    assert retry_after_seconds(response(RateLimit='"resolvers";r=0;t=55')) == 55
    assert retry_after_seconds(response(Retry_After="99999999999999999999")) == 86400


@pytest.mark.parametrize("value", ["", "soon", "-5", "٣", "1e9", "Wed, 99 Foo 2015 99:99:99 GMT"])
def test_a_wait_that_makes_no_sense_is_none(value: str) -> None:
    stated = httpx.Response(429, headers=[(b"Retry-After", value.encode())])
    assert retry_after_seconds(stated) is None


class _Hello(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        """Say nothing."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")


@contextmanager
def https_server(certificate: Path) -> Iterator[str]:
    """A server whose certificate no authority signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with HTTPServer(("127.0.0.1", 0), _Hello) as server:
        server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]  # refusing is meant
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"https://localhost:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for "localhost" and its key in one file."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - day, now + day)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    signed = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path / "certificate.pem"
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


def test_a_server_that_cannot_prove_its_name_is_not_trusted(certificate: Path, hub: LoopbackHub) -> None:
    with https_server(certificate) as url, open_client() as client:
        error = failure(client, url)
    assert "is not safe" in error.sentence


def test_an_authority_of_this_system_is_trusted(
    certificate: Path, hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with https_server(certificate) as url, open_client() as client:
        assert read(client, url) == b"hello"
