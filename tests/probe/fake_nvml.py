"""NVML without a GPU: the functions of `pynvml` that the reader calls, with its real errors."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pynvml

GIB = 1024**3
MIB = 1024**2


@dataclass
class FakeNvidiaGpu:
    """One GPU, or a MIG part of one. None stands for what the GPU does not tell."""

    name: str = "NVIDIA GeForce RTX 4060"
    total_bytes: int | None = 8188 * MIB
    reserved_bytes: int = 225 * MIB
    free_bytes: int = 7000 * MIB
    memory_clock_mhz: int | None = 8501
    bus_width_bits: int | None = 128
    bus_id: str = "00000000:01:00.0"
    compute: Sequence[tuple[int, int | None]] = ()
    graphics: Sequence[tuple[int, int | None]] = ()
    mig: Sequence["FakeNvidiaGpu | None"] | None = None
    error: int | None = None


def refusal(code: int = pynvml.NVML_ERROR_NOT_SUPPORTED) -> Exception:
    error: Exception = pynvml.NVMLError(code)
    return error


@dataclass
class FakeNvml:
    """The module."""

    gpus: Sequence[FakeNvidiaGpu] = ()
    init_error: int | None = None
    knows_version_2: bool = True
    shutdowns: int = 0
    NVMLError: type[Exception] = pynvml.NVMLError
    nvmlMemory_v2: int = pynvml.nvmlMemory_v2  # noqa: N815
    calls: list[str] = field(default_factory=list)

    def nvmlInit(self) -> None:  # noqa: N802
        if self.init_error is not None:
            raise refusal(self.init_error)

    def nvmlShutdown(self) -> None:  # noqa: N802
        self.shutdowns += 1

    def nvmlDeviceGetCount(self) -> int:  # noqa: N802
        return len(self.gpus)

    def nvmlDeviceGetHandleByIndex(self, index: int, /) -> FakeNvidiaGpu:  # noqa: N802
        gpu = self.gpus[index]
        if gpu.error is not None:
            raise refusal(gpu.error)
        return gpu

    def nvmlDeviceGetName(self, handle: FakeNvidiaGpu, /) -> str:  # noqa: N802
        return handle.name

    def nvmlDeviceGetPciInfo(self, handle: FakeNvidiaGpu, /) -> Any:  # noqa: N802
        if not handle.bus_id:
            raise refusal()
        return SimpleNamespace(busId=handle.bus_id)

    def nvmlDeviceGetMemoryInfo(self, handle: FakeNvidiaGpu, version: int | None = None, /) -> Any:  # noqa: N802
        if handle.total_bytes is None:
            raise refusal()
        if version is not None and not self.knows_version_2:
            raise refusal(pynvml.NVML_ERROR_FUNCTION_NOT_FOUND)
        figures = {"total": handle.total_bytes, "free": handle.free_bytes}
        return SimpleNamespace(**figures, **({"reserved": handle.reserved_bytes} if version else {}))

    def nvmlDeviceGetMaxClockInfo(self, handle: FakeNvidiaGpu, kind: int, /) -> int:  # noqa: N802
        assert kind == pynvml.NVML_CLOCK_MEM
        if handle.memory_clock_mhz is None:
            raise refusal()
        return handle.memory_clock_mhz

    def nvmlDeviceGetMemoryBusWidth(self, handle: FakeNvidiaGpu, /) -> int:  # noqa: N802
        if handle.bus_width_bits is None:
            raise refusal()
        return handle.bus_width_bits

    def nvmlDeviceGetMigMode(self, handle: FakeNvidiaGpu, /) -> Sequence[int]:  # noqa: N802
        if handle.mig is None:
            raise refusal()
        return [int(bool(handle.mig)), int(bool(handle.mig))]

    def nvmlDeviceGetMaxMigDeviceCount(self, handle: FakeNvidiaGpu, /) -> int:  # noqa: N802
        return len(handle.mig or ())

    def nvmlDeviceGetMigDeviceHandleByIndex(self, handle: FakeNvidiaGpu, index: int, /) -> FakeNvidiaGpu:  # noqa: N802
        part = (handle.mig or ())[index]
        if part is None:
            raise refusal(pynvml.NVML_ERROR_NOT_FOUND)
        return part

    def nvmlDeviceGetComputeRunningProcesses(self, handle: FakeNvidiaGpu, /) -> Sequence[Any]:  # noqa: N802
        return _processes(handle.compute)

    def nvmlDeviceGetGraphicsRunningProcesses(self, handle: FakeNvidiaGpu, /) -> Sequence[Any]:  # noqa: N802
        return _processes(handle.graphics)


def _processes(held: Sequence[tuple[int, int | None]]) -> Sequence[Any]:
    return [SimpleNamespace(pid=pid, usedGpuMemory=size_bytes) for pid, size_bytes in held]
