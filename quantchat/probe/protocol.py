"""What the app and the probe child say to each other: typed values as MessagePack.

One request, one reply. Nothing is ever executed from it.
"""

from typing import Final

import msgspec

from quantchat.core.hardware import EngineBuild
from quantchat.core.memory import AllocatorAnswer
from quantchat.core.plan import LoadPlan

PROTOCOL_VERSION: Final = 1


class AskBuild(msgspec.Struct, frozen=True, tag=True):
    """What can this build of the engine compute with? Answered by `Build`."""


class AskMemory(msgspec.Struct, frozen=True, tag=True):
    """What would llama.cpp allocate for this plan? Answered by `Allocation` or `Refused`.

    Attributes:
        header: bytes of a GGUF file up to its weights.
        file_size_bytes: how long the file would be with them.
        plan: how it would be loaded; its path is not looked at.
    """

    header: bytes
    file_size_bytes: int
    plan: LoadPlan


class AskBandwidth(msgspec.Struct, frozen=True, tag=True):
    """How fast can main memory be read? Answered by `Bandwidth`.

    Attributes:
        threads: how many read at once.
        buffer_bytes: how much each of them reads at a time; much more than the caches hold.
    """

    threads: int
    buffer_bytes: int


Request = AskBuild | AskMemory | AskBandwidth


class Build(msgspec.Struct, frozen=True, tag=True):
    """Answer to `AskBuild`."""

    build: EngineBuild


class Allocation(msgspec.Struct, frozen=True, tag=True):
    """What llama.cpp would allocate."""

    answer: AllocatorAnswer


class Refused(msgspec.Struct, frozen=True, tag=True):
    """llama.cpp did not take the file or the plan; `reason` is the end of its log, for our own log."""

    reason: str


class Bandwidth(msgspec.Struct, frozen=True, tag=True):
    """Answer to `AskBandwidth`, 10^9 bytes a second; the best of several runs."""

    gbps: float


Reply = Build | Allocation | Refused | Bandwidth

_encoder = msgspec.msgpack.Encoder()
_request_decoder: msgspec.msgpack.Decoder[Request] = msgspec.msgpack.Decoder(Request)
_reply_decoder: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


def encode(message: Request | Reply) -> bytes:
    """Encode a message of either direction."""
    return _encoder.encode(message)


def decode_request(data: bytes) -> Request:
    """Decode what the child receives; raises `msgspec.DecodeError` for anything that is no request."""
    return _request_decoder.decode(data)


def decode_reply(data: bytes) -> Reply:
    """Decode what the app receives; raises `msgspec.DecodeError` for anything that is no reply."""
    return _reply_decoder.decode(data)
