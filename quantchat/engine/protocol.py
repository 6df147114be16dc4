"""What the app and the engine child say to each other: typed, versioned values as bytes.

Commands go to the child, events come back. Everything is a frozen value, encoded as MessagePack by msgspec, which
also checks what arrives; nothing is ever executed from it. Sentences travel with what they are made of
(`wording_codec`).
"""

from enum import StrEnum
from typing import Final

import msgspec

from quantchat.core.chat import AnswerFigures, PromptMessage, Sampling
from quantchat.core.plan import LoadPlan
from quantchat.core.sampling_choice import NOTHING_CHOSEN, SamplingChoice
from quantchat.engine.memory_shortage import NotEnoughMemory
from quantchat.engine.memory_use import MeasuredMemory
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import NO_WORDS, Wording
from quantchat.wording_codec import decoded, encoded

PROTOCOL_VERSION: Final = 5


class Load(msgspec.Struct, frozen=True, tag=True):
    """Load a model; answered by `LoadProgress` events and one `Loaded` or `LoadFailed`."""

    plan: LoadPlan


class Generate(msgspec.Struct, frozen=True, tag=True):
    """Answer a conversation; answered by `Delta` events and one `Finished` or `GenerationFailed`.

    If the last message is the assistant's, the answer goes on where that ends, and only what is new is told.
    `max_tokens` 0 means as many as `sampling` says; `stop` counts beside its stop strings.
    """

    generation_id: int
    messages: tuple[PromptMessage, ...]
    sampling: Sampling = Sampling()
    max_tokens: int = 0
    stop: tuple[str, ...] = ()


class Cancel(msgspec.Struct, frozen=True, tag=True):
    """Stop a generation; `Finished` with reason `STOPPED` follows."""

    generation_id: int


class Benchmark(msgspec.Struct, frozen=True, tag=True):
    """Measure speed with random tokens through the same loop that answers.

    Answered by `BenchmarkFinished`, by `GenerationFailed`, or by `Finished` with reason `STOPPED` if it was cancelled.
    """

    generation_id: int
    prompt_tokens: int
    tokens: int
    repetitions: int


class Quantize(msgspec.Struct, frozen=True, tag=True):
    """Make a model file of another file type; answered by `QuantizeProgress` and one `Quantized` or `QuantizeFailed`.

    Whatever is at `target` is overwritten, and what a failure leaves there is the app's to remove. There is no command
    to stop it: the app ends the child.

    Attributes:
        source: path of the model or of its first part, as the system's bytes: names need not be text.
        target: path of the file to write, likewise.
        file_type_id: llama.cpp's number of the file type.
        threads: threads that compute.
    """

    source: bytes
    target: bytes
    file_type_id: int
    threads: int


Command = Load | Generate | Cancel | Benchmark | Quantize


class Hello(msgspec.Struct, frozen=True, tag=True):
    """First word of the child."""

    protocol_version: int
    engine_version: str


class LoadProgress(msgspec.Struct, frozen=True, tag=True):
    """Share of the file that is loaded, 0 to 1."""

    fraction: float


class Loaded(msgspec.Struct, frozen=True, tag=True):
    """A model is ready.

    Attributes:
        name: what the file calls itself.
        context_length: tokens the context holds; may be less than was asked for.
        trained_context_length: what the model was trained for.
        threads: threads that compute.
        gpu_layers: layers that were put on a GPU.
        load_seconds: how long it took.
        plan: what was really loaded: context, KV type, GPU layers, batches and threads as they are.
        memory: what it took.
        notice: a sentence for the person, such as that the file has no chat template or that the plan is smaller than
            asked for; may be empty.
        recommended: what the model's makers recommend for drawing tokens, as far as the file says it.
    """

    name: str
    context_length: int
    trained_context_length: int
    threads: int
    gpu_layers: int
    load_seconds: float
    plan: LoadPlan
    memory: MeasuredMemory = MeasuredMemory()
    notice: Wording = NO_WORDS
    recommended: SamplingChoice = NOTHING_CHOSEN


class LoadFailed(msgspec.Struct, frozen=True, tag=True):
    """A model could not be loaded.

    Where memory was lacking, `device` is the one by ggml's name such as "CUDA0" (empty if that is not known), and
    `is_for_weights` says that the weights themselves did not fit.
    """

    kind: ErrorKind
    sentence: Wording
    hint: Wording = NO_WORDS
    device: str = ""
    is_for_weights: bool = False

    @classmethod
    def of(cls, error: KnownError) -> "LoadFailed":
        """The event that tells an error."""
        if isinstance(error, NotEnoughMemory):
            return cls(error.kind, error.sentence, error.hint, error.device, error.is_for_weights)
        return cls(error.kind, error.sentence, error.hint)

    @property
    def error(self) -> KnownError:
        """The failure as the app's own error."""
        if self.kind is ErrorKind.OUT_OF_MEMORY:
            return NotEnoughMemory(self.sentence, self.hint, self.device, is_for_weights=self.is_for_weights)
        return KnownError(self.kind, self.sentence, self.hint)


class PromptProgress(msgspec.Struct, frozen=True, tag=True):
    """How much of the prompt is read, tokens."""

    generation_id: int
    done_tokens: int
    total_tokens: int


class Delta(msgspec.Struct, frozen=True, tag=True):
    """The next piece of an answer; several tokens may be joined."""

    generation_id: int
    answer: str
    reasoning: str
    answer_tokens: int
    context_used: int


class TurnsDropped(msgspec.Struct, frozen=True, tag=True):
    """The oldest turns did not fit the context and were left out."""

    generation_id: int
    count: int


class FinishReason(StrEnum):
    """Why an answer ended."""

    END = "end"
    STOP_STRING = "stop_string"
    LENGTH = "length"
    CONTEXT_FULL = "context_full"
    STOPPED = "stopped"


class Finished(msgspec.Struct, frozen=True, tag=True):
    """An answer is over."""

    generation_id: int
    reason: FinishReason
    figures: AnswerFigures


class GenerationFailed(msgspec.Struct, frozen=True, tag=True):
    """An answer could not be made or finished."""

    generation_id: int
    kind: ErrorKind
    sentence: Wording
    hint: Wording = NO_WORDS

    @property
    def error(self) -> KnownError:
        """The failure as the app's own error."""
        return KnownError(self.kind, self.sentence, self.hint)


class BenchmarkFinished(msgspec.Struct, frozen=True, tag=True):
    """Figures of a benchmark, one value for each repetition."""

    generation_id: int
    prefill_tokens_per_second: tuple[float, ...]
    decode_tokens_per_second: tuple[float, ...]
    time_to_first_token_ms: tuple[float, ...]


class QuantizeProgress(msgspec.Struct, frozen=True, tag=True):
    """The tensor of this name is about to be converted; those told before it are written."""

    tensor: str


class Quantized(msgspec.Struct, frozen=True, tag=True):
    """The file is written, though perhaps not yet on the disk."""


class QuantizeFailed(msgspec.Struct, frozen=True, tag=True):
    """The file could not be made.

    Attributes:
        may_be_disk: llama.cpp could not write, and cannot say why; the app can ask the disk.
    """

    kind: ErrorKind
    sentence: Wording
    hint: Wording = NO_WORDS
    may_be_disk: bool = False

    @property
    def error(self) -> KnownError:
        """The failure as the app's own error."""
        return KnownError(self.kind, self.sentence, self.hint)


Event = (
    Hello
    | LoadProgress
    | Loaded
    | LoadFailed
    | PromptProgress
    | Delta
    | TurnsDropped
    | Finished
    | GenerationFailed
    | BenchmarkFinished
    | QuantizeProgress
    | Quantized
    | QuantizeFailed
)

_encoder = msgspec.msgpack.Encoder(enc_hook=encoded)
_command_decoder: msgspec.msgpack.Decoder[Command] = msgspec.msgpack.Decoder(Command)
_event_decoder: msgspec.msgpack.Decoder[Event] = msgspec.msgpack.Decoder(Event, dec_hook=decoded)


def encode(message: Command | Event) -> bytes:
    """Encode a message of either direction."""
    return _encoder.encode(message)


def decode_command(data: bytes) -> Command:
    """Decode what the child receives; raises `msgspec.DecodeError` for anything that is no command."""
    return _command_decoder.decode(data)


def decode_event(data: bytes) -> Event:
    """Decode what the app receives; raises `msgspec.DecodeError` for anything that is no event."""
    try:
        return _event_decoder.decode(data)
    except RecursionError as error:  # lists in lists in lists, which no honest wording is
        raise msgspec.DecodeError("It is nested too deeply.") from error
