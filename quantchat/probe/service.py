"""What the probe child does: answers requests until the app closes the pipe."""

import llama_cpp.llama_cpp as llama

from quantchat.native.backends import load_backends
from quantchat.native.channel import Channel, ChannelClosed
from quantchat.native.native_log import NativeLog
from quantchat.probe.bandwidth import measure_bandwidth_gbps
from quantchat.probe.devices import engine_build
from quantchat.probe.no_alloc import ask_allocator
from quantchat.probe.protocol import (
    AskBandwidth,
    AskBuild,
    AskMemory,
    Bandwidth,
    Build,
    Reply,
    Request,
    decode_request,
    encode,
)


def serve(channel: Channel) -> None:
    """Answer one request after the other."""
    log = NativeLog()
    load_backends()
    llama.llama_backend_init()
    try:
        while True:
            channel.send(encode(_reply(decode_request(channel.receive()), log)))
    except ChannelClosed:
        return


def _reply(request: Request, log: NativeLog) -> Reply:
    match request:
        case AskBuild():
            return Build(engine_build())
        case AskMemory():
            return ask_allocator(request, log)
        case AskBandwidth():
            return Bandwidth(measure_bandwidth_gbps(request.threads, request.buffer_bytes))
