"""A hub of our own on loopback: the answers of Hugging Face, from a folder, with faults on demand.

Two servers on two ports, as upstream: the hub answers the API and redirects each file to the CDN, which serves it
with ranges. Files lie in the folder as organization/name/file and may be changed at any time.

    def test_something(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = tmp_path / "hub"
        hub_file(folder, "tiny/llama-GGUF", "llama.Q4_0.gguf", model_bytes())
        with LoopbackHub(folder) as hub:
            hub.use(monkeypatch)  # HF_ENDPOINT, and no proxies
            hub.break_next(Place.CDN, Fault(cut_after_bytes=1000))  # the next answer of the CDN; times=2 for two
            hub.gate("tiny/llama-GGUF", Gate(granted=("hf_granted",), known=("hf_known",)))
            ...
            assert [request.place for request in hub.requests] == [Place.API, Place.RESOLVE, Place.CDN]
            hub.wait_until_stalled()  # after Fault(stall_after_bytes=...): that many bytes have left

It ends all its threads and connections with the `with` block, stalled ones too.
"""

import hashlib
import json
import socket
import sys
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest

COMMIT = "0123456789abcdef0123456789abcdef01234567"
DEADLINE_SECONDS = 10.0
_CHUNK_BYTES = 2**16
_LFS_LEAST_BYTES = 16


class Place(StrEnum):
    """What was asked for."""

    API = "api"
    RESOLVE = "resolve"
    CDN = "cdn"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one answer; nothing by default.

    Attributes:
        status: answered instead, with `headers` and `body`.
        headers: further ones, in place of those of the same name.
        body: sent instead of the true one.
        cut_after_bytes: the connection ends after so many bytes of the body.
        stall_after_bytes: nothing comes after so many bytes of the body, and the connection stays open.
        length_off_by: added to the `Content-Length` that is stated.
        flip_byte_at: the byte at this place of the file is wrong.
        ignores_range: the whole file is sent whatever was asked for.
        range_off_by: added to the start of the range that is sent, and stated truly.
        etag: stated and compared in place of the true one.
        hangs_up: the connection ends without an answer.
    """

    status: int = 0
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    body: bytes | None = None
    cut_after_bytes: int | None = None
    stall_after_bytes: int | None = None
    length_off_by: int = 0
    flip_byte_at: int | None = None
    ignores_range: bool = False
    range_off_by: int = 0
    etag: str = ""
    hangs_up: bool = False


NO_FAULT = Fault()


def refused(status: int, code: str = "", message: str = "", **headers: str) -> Fault:
    """A refusal in the manner of the hub; further headers are written with "_" for "-"."""
    stated = {"X-Error-Code": code, "X-Error-Message": message}
    stated |= {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault(status, {name: value for name, value in stated.items() if value}, b'{"error":"refused"}')


@dataclass(frozen=True, slots=True)
class Gate:
    """Who may have the files of a gated repository, by access token."""

    granted: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()

    def fault(self, repository: str, authorization: str) -> Fault:
        """The refusal for a request, or `NO_FAULT`."""
        token = authorization.removeprefix("Bearer ")
        if token in self.granted:
            return NO_FAULT
        if token in self.pending:
            message = f"Your request to access model {repository} is awaiting a review from the repo authors."
            return refused(403, "GatedRepo", message)
        restricted = f"Access to model {repository} is restricted"
        if token in self.known:
            return refused(403, "GatedRepo", f"{restricted} and you are not in the authorized list.")
        if token:
            return refused(401, "", "Invalid credentials in Authorization header")
        return refused(401, "GatedRepo", f"{restricted}. You must have access to it and be authenticated to access it.")


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked, as it arrived. `headers` have lower-case names."""

    place: Place
    target: str
    headers: Mapping[str, str]

    @property
    def range(self) -> str:
        """The range that was asked for; empty for the whole file."""
        return self.headers.get("range", "")


def hub_file(folder: Path, repository: str, file: str, content: bytes) -> Path:
    """Publish a file."""
    path = folder / repository / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing stand between the program and this computer."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


class LoopbackHub:
    """The hub and its CDN; see above.

    Attributes:
        endpoint: address of the hub.
        cdn: address of the CDN.
        card: what the API says of every repository beside its files; change it at will.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._requests: list[Request] = []
        self._faults: dict[Place, deque[Fault]] = {place: deque() for place in Place}
        self._always: dict[Place, Fault] = {}
        self._gates: dict[str, Gate] = {}
        self._stalled = threading.Semaphore(0)
        self._closing = threading.Event()
        self.failures: list[BaseException] = []
        self.card: dict[str, object] = {"cardData": {"license": "apache-2.0"}}
        self._servers = (_Server(self), _Server(self))
        self.endpoint, self.cdn = (server.address for server in self._servers)
        self._threads = [
            threading.Thread(target=server.serve_forever, args=(0.01,), name=f"loopback {server.address}")
            for server in self._servers
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        for server in self._servers:
            server.shutdown()
            server.hang_up()
            server.server_close()
        for thread in self._threads:
            thread.join()
        if error is None and self.failures:
            raise AssertionError("The loopback hub itself failed.") from self.failures[0]

    def use(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Make this the hub of the program, reached without any proxy."""
        monkeypatch.setenv("HF_ENDPOINT", self.endpoint)
        without_proxies(monkeypatch)

    def break_next(self, place: Place, fault: Fault, times: int = 1) -> None:
        """Give the next answers of a place a fault; several calls queue up."""
        with self._lock:
            self._faults[place].extend([fault] * times)

    def break_always(self, place: Place, fault: Fault = NO_FAULT) -> None:
        """Give all answers of a place a fault that no fault of `break_next` is for."""
        with self._lock:
            self._always[place] = fault

    def gate(self, repository: str, gate: Gate) -> None:
        """Give the files of a repository only to some tokens."""
        with self._lock:
            self._gates[repository] = gate

    def wait_until_stalled(self) -> None:
        """Wait until one more answer has stalled."""
        assert self._stalled.acquire(timeout=DEADLINE_SECONDS), "no answer stalled"

    def file_url(self, repository: str, file: str, revision: str = "main") -> str:
        """Address of a file as the hub gives it."""
        return f"{self.endpoint}/{repository}/resolve/{revision}/{quote(file)}"

    @property
    def requests(self) -> tuple[Request, ...]:
        """What was asked so far."""
        with self._lock:
            return tuple(self._requests)

    def forget_requests(self) -> None:
        """Begin to count anew."""
        with self._lock:
            self._requests.clear()

    # Below: for the handlers, each on a thread of its own.

    def took_note(self, request: Request) -> Fault:
        with self._lock:
            self._requests.append(request)
            waiting = self._faults[request.place]
            return waiting.popleft() if waiting else self._always.get(request.place, NO_FAULT)

    def gate_fault(self, repository: str, authorization: str) -> Fault:
        with self._lock:
            gate = self._gates.get(repository)
        return gate.fault(repository, authorization) if gate else NO_FAULT

    def stall(self) -> None:
        self._stalled.release()
        self._closing.wait()

    def path(self, repository: str, file: str) -> Path | None:
        path = self._folder / repository / file
        return path if path.is_file() and path.resolve().is_relative_to(self._folder.resolve()) else None

    def model_info(self, repository: str, *, with_blobs: bool) -> bytes | None:
        folder = self._folder / repository
        if not folder.is_dir():
            return None
        with self._lock:
            gated = "auto" if repository in self._gates else False
        siblings: list[dict[str, object]] = []
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                sibling: dict[str, object] = {"rfilename": path.relative_to(folder).as_posix()}
                siblings.append(sibling | (_blob(path) if with_blobs else {}))
        info: dict[str, object] = {"_id": "1", "id": repository, "modelId": repository, "private": False}
        info |= {"sha": COMMIT, "gated": gated, "disabled": False, "tags": ["gguf"], "siblings": siblings}
        return json.dumps(info | self.card).encode()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, lower-case hexadecimal."""
    return _sha256(path, path.stat().st_mtime_ns)


@lru_cache
def _sha256(path: Path, _mtime_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class _FilePart:
    """So many bytes of a file from a place on, one of them perhaps wrong."""

    path: Path
    first: int
    count: int
    flip_byte_at: int | None

    def __len__(self) -> int:
        return self.count

    def chunks(self, count: int) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            file.seek(self.first)
            for at in range(self.first, self.first + count, _CHUNK_BYTES):
                chunk = bytearray(file.read(min(_CHUNK_BYTES, self.first + count - at)))
                if self.flip_byte_at is not None and at <= self.flip_byte_at < at + len(chunk):
                    chunk[self.flip_byte_at - at] ^= 0xFF
                yield bytes(chunk)


def _blob(path: Path) -> dict[str, object]:
    size_bytes = path.stat().st_size
    blob: dict[str, object] = {"size": size_bytes, "blobId": "0" * 40}
    if size_bytes >= _LFS_LEAST_BYTES:
        blob["lfs"] = {"sha256": sha256_of(path), "size": size_bytes, "pointerSize": 134}
    return blob


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def __init__(self, hub: LoopbackHub) -> None:
        self.hub = hub
        self._connections: set[socket.socket] = set()
        self._connections_lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        if isinstance(request, socket.socket):
            with self._connections_lock:
                self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        if isinstance(request, socket.socket):
            with self._connections_lock:
                self._connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients keep open, so that their threads end."""
        with self._connections_lock:
            for connection in self._connections:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:  # the client was faster
                    continue

    def handle_error(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, ConnectionError):  # clients may leave when they like
            self.hub.failures.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        """Say nothing: tests read `requests`."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        place = Place.API if path.startswith("/api/") else Place.CDN if path.startswith("/cdn/") else Place.RESOLVE
        headers = {name.lower(): value for name, value in self.headers.items()}
        fault = self.server.hub.took_note(Request(place, self.path, MappingProxyType(headers)))
        if fault.hangs_up:
            self.close_connection = True
        elif fault.status:
            self._send(fault.status, fault.body or b"", {}, fault)
        elif place is Place.API:
            self._send_info(path, "true" in parse_qs(parts.query).get("blobs", []), fault)
        elif place is Place.RESOLVE:
            self._send_redirect(path, fault)
        else:
            self._send_file(path, fault)

    def _send_info(self, path: str, with_blobs: bool, fault: Fault) -> None:
        repository = path.removeprefix("/api/models/").partition("/revision/")[0]
        info = self.server.hub.model_info(repository, with_blobs=with_blobs)
        if info is None:
            self._send_fault(refused(401, "RepoNotFound", "Repository not found"))
        else:
            self._send(200, info if fault.body is None else fault.body, {"Content-Type": "application/json"}, fault)

    def _send_redirect(self, path: str, fault: Fault) -> None:
        hub = self.server.hub
        repository, found, rest = path.removeprefix("/").partition("/resolve/")
        revision, _, name = rest.partition("/")
        refusal = hub.gate_fault(repository, self.headers.get("Authorization", ""))
        file = hub.path(repository, name) if found else None
        if refusal is not NO_FAULT:
            self._send_fault(refusal)
        elif file is None:
            self._send_fault(refused(404, "EntryNotFound", "Entry not found"))
        elif revision not in ("main", COMMIT):
            self._send_fault(refused(404, "RevisionNotFound", f"Invalid rev id: {revision}"))
        else:
            digest = sha256_of(file)
            headers = {
                "Location": f"{hub.cdn}/cdn/{quote(f'{repository}/{name}')}?signature=s3cret",
                "X-Repo-Commit": COMMIT,
                "X-Linked-Size": str(file.stat().st_size),
                "X-Linked-ETag": f'"{digest}"',
                "Accept-Ranges": "bytes",
            }
            self._send(302, b"Found. Redirecting", headers, fault)

    def _send_file(self, path: str, fault: Fault) -> None:
        repository_and_name = path.removeprefix("/cdn/")
        file = self.server.hub.path("", repository_and_name)
        if file is None:
            self._send_fault(refused(404))
            return
        size_bytes = file.stat().st_size
        etag = fault.etag or f'"{sha256_of(file)}"'
        headers = {"ETag": etag, "Accept-Ranges": "bytes", "Content-Type": "binary/octet-stream"}
        wanted = self.headers.get("Range", "")
        if_range = self.headers.get("If-Range", etag)
        if not wanted or fault.ignores_range or if_range != etag:
            self._send(200, _FilePart(file, 0, size_bytes, fault.flip_byte_at), headers, fault)
            return
        first_text, _, last_text = wanted.removeprefix("bytes=").partition("-")
        first = int(first_text) + fault.range_off_by
        last = min(int(last_text) if last_text else size_bytes - 1, size_bytes - 1)
        if first >= size_bytes:
            self._send(416, b"", {**headers, "Content-Range": f"bytes */{size_bytes}"}, fault)
            return
        stated = {"Content-Range": f"bytes {first}-{last}/{size_bytes}"}
        self._send(206, _FilePart(file, first, last + 1 - first, fault.flip_byte_at), headers | stated, fault)

    def _send_fault(self, fault: Fault) -> None:
        self._send(fault.status, fault.body or b"", {}, fault)

    def _send(self, status: int, body: bytes | _FilePart, headers: Mapping[str, str], fault: Fault) -> None:
        self.send_response(status)
        stated = {"Content-Length": str(len(body) + fault.length_off_by), **headers, **fault.headers}
        for name, value in stated.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        if fault.length_off_by:
            self.close_connection = True
        ends = [end for end in (fault.cut_after_bytes, fault.stall_after_bytes) if end is not None]
        end = min([len(body), *ends])
        for chunk in [body[:end]] if isinstance(body, bytes) else body.chunks(end):
            self.wfile.write(chunk)
        if fault.stall_after_bytes is not None:
            self.wfile.flush()
            self.server.hub.stall()
        if ends:
            self.close_connection = True
