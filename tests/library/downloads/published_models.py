"""Models that are published at the loopback hub, and the requests for them."""

import hashlib
import random
import ssl
from pathlib import Path

import httpx

from quantchat.library.downloads.attempts import Patience
from quantchat.library.downloads.values import DownloadRequest, FileRequest
from quantchat.library.hub.addresses import RepositoryFile
from tests.library.gguf_files import model_bytes, model_metadata
from tests.library.hub.loopback_hub import hub_file

REPOSITORY = "tiny/Tiny-Llama-GGUF"
NAME = "Tiny-Llama.Q4_0.gguf"
QUICK = Patience(backoff_seconds=(0.001, 0.002), most_futile_tries=4)
READ_SECONDS = 1.0


def quick_client() -> httpx.Client:
    """Like the real client, but without reading certificates, which takes long, and less patient with silence."""
    return httpx.Client(
        verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        headers={"Accept-Encoding": "identity"},
        timeout=READ_SECONDS,
        follow_redirects=True,
    )


def model(size_bytes: int = 300_000, seed: int = 1, **metadata: str) -> bytes:
    """A sound model file of about this size; its weights are noise, so that no byte could be another's."""
    header = model_bytes(model_metadata(**metadata))
    return header + random.Random(seed).randbytes(size_bytes - len(header))


def file_request(content: bytes, name: str = NAME, *, size: bool = True, checksum: bool = True) -> FileRequest:
    """A request for a file as the hub lists it, or as one that lists less."""
    return FileRequest(
        RepositoryFile(REPOSITORY, name),
        name,
        len(content) if size else None,
        hashlib.sha256(content).hexdigest() if checksum else None,
    )


def request_for(folder: Path, *files: FileRequest) -> DownloadRequest:
    """A request for a model."""
    return DownloadRequest(f"{REPOSITORY}/{files[0].file_name}", "Tiny Llama", files, folder)


def publish(hub_folder: Path, content: bytes, name: str = NAME) -> Path:
    """Put a file on the hub."""
    return hub_file(hub_folder, REPOSITORY, name, content)
