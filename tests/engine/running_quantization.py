"""A real quantization of a real model, what was said about it, and small models to make it of."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

import numpy
from gguf import GGUFWriter

from quantchat.core.gguf import GgufHeader, read_header
from quantchat.core.gguf_metadata import MetadataValue
from quantchat.core.model_shapes import synthesized_header
from quantchat.engine.quantization import Quantization, QuantizationEvent, QuantizationFailed, QuantizationFinished
from quantchat.engine.quantization_checks import QuantizationRequest
from quantchat.engine.quantization_time import QuantizationProgress
from quantchat.errors import KnownError
from quantchat.library.model_file import part_paths, read_model_header

WAIT_SECONDS = 60.0
SLOW_TYPE = "IQ4_XS"
"""A type that takes long enough to be disturbed."""


def request(source: Path, target: Path, file_type: str, **wishes: bool) -> QuantizationRequest:
    """What the command line would ask for; the source may be a quantized one."""
    parts = part_paths(source)
    return QuantizationRequest(
        parts, read_model_header(source), target, file_type, **{"from_quantized": True, **wishes}, threads=2
    )


class RunningQuantization:
    """A quantization and its events; it is gone at the end of a `with` block, and every wait has an end."""

    def __init__(self, wanted: QuantizationRequest) -> None:
        self.events: list[QuantizationEvent] = []
        self._news = threading.Condition()
        self.quantization = Quantization(wanted, self._take)

    def __enter__(self) -> "RunningQuantization":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.quantization.close()

    def _take(self, event: QuantizationEvent) -> None:
        with self._news:
            self.events.append(event)
            self._news.notify_all()

    def wait_for(self, is_it: Callable[[QuantizationEvent], bool]) -> None:
        with self._news:
            arrived = self._news.wait_for(lambda: any(map(is_it, self.events)), WAIT_SECONDS)
        assert arrived, f"It never came; the last events were {self.events[-3:]}"

    def wait_for_some(self) -> None:
        """Wait until some of the tensors are written; of a slow type most are not then."""
        self.wait_for(lambda event: isinstance(event, QuantizationProgress) and event.fraction > 0.02)

    @property
    def progress(self) -> list[QuantizationProgress]:
        return [event for event in self.events if isinstance(event, QuantizationProgress)]

    @property
    def ends(self) -> Sequence[QuantizationFinished | QuantizationFailed]:
        return [event for event in self.events if isinstance(event, QuantizationFinished | QuantizationFailed)]

    @property
    def finished(self) -> QuantizationFinished:
        """Wait for its good end."""
        end = self._end()
        assert isinstance(end, QuantizationFinished), end
        return end

    @property
    def failure(self) -> KnownError:
        """Wait for its bad end."""
        end = self._end()
        assert isinstance(end, QuantizationFailed), end
        return end.error

    def _end(self) -> QuantizationFinished | QuantizationFailed:
        self.wait_for(lambda event: isinstance(event, QuantizationFinished | QuantizationFailed))
        (end,) = self.ends
        return end


def made(source: Path, target: Path, file_type: str, **wishes: bool) -> QuantizationFinished:
    """Make a file and wait for it."""
    with RunningQuantization(request(source, target, file_type, **wishes)) as running:
        return running.finished


def failure(wanted: QuantizationRequest) -> KnownError:
    """Why a file cannot be made."""
    with RunningQuantization(wanted) as running:
        return running.failure


def header_of(path: Path) -> GgufHeader:
    with path.open("rb") as file:
        return read_header(file, path.stat().st_size)


def write_model(
    path: Path,
    *,
    width: int = 256,
    layers: int = 4,
    tensors_a_part: int = 0,
    infinite: bool = False,
    alignment: int = 32,
) -> None:
    """A model with random weights in F16 and no vocabulary, of a few megabytes by default; if wanted in parts.

    Parts are named as llama.cpp does: of "m.gguf" they are "m-00001-of-00003.gguf" and so on.
    """
    sizes: dict[str, MetadataValue] = {
        "block_count": layers,
        "context_length": 1024,
        "embedding_length": width,
        "feed_forward_length": 2 * width,
        "attention.head_count": 4,
        "attention.head_count_kv": 1,
        "attention.layer_norm_rms_epsilon": 1e-5,
    }
    header = synthesized_header(
        {"general.architecture": "llama", **{f"llama.{key}": value for key, value in sizes.items()}},
        vocabulary_size=320,
        tied_output=True,
    )
    random = numpy.random.default_rng(seed=7)
    writer = GGUFWriter(path, "llama", split_max_tensors=tensors_a_part)
    if alignment != 32:
        writer.add_custom_alignment(alignment)
    for key, value in header.metadata.items():
        if isinstance(value, float):
            writer.add_float32(key, value)
        elif isinstance(value, int):
            writer.add_uint32(key, value)
    for tensor in header.tensors:
        values = random.standard_normal(tuple(reversed(tensor.shape)), dtype=numpy.float32)
        if infinite:
            values.flat[0] = numpy.inf
        writer.add_tensor(tensor.name, values.astype(numpy.float16 if tensor.type_id == 1 else numpy.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
