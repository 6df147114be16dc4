"""NVIDIA GPUs, through the driver's management library NVML.

NVML knows GPUs that the engine cannot use, and who holds their memory. Without a driver it is absent; a GPU on the
PCI bus is then still shown, as one that needs a driver.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from quantchat.core.gpu_bandwidths import published_bandwidth_gbps
from quantchat.core.gpu_names import GpuVendor, is_integrated
from quantchat.core.plain_text import plain_text
from quantchat.probe.found_gpu import FoundGpu, GpuReading
from quantchat.probe.kernel_files import ROOT
from quantchat.probe.memory import Memory, read_memory
from quantchat.probe.pci import NVIDIA, display_controllers, pci_name
from quantchat.wording import Wording, worded

# nvmlReturn_t of nvml.h
_NOT_SUPPORTED = 3
_DRIVER_NOT_LOADED = 9
_LIBRARY_NOT_FOUND = 12

_MEMORY_CLOCK = 2  # NVML_CLOCK_MEM
_TRANSFERS_PER_CLOCK = 2
_PLAUSIBLE_RATIO = 2.0


class Nvml(Protocol):
    """The functions of the `pynvml` module that are used here; tests give their own.

    Handles and NVML's structures are opaque: the module has no type hints.
    """

    NVMLError: type[Exception]
    nvmlMemory_v2: int  # noqa: N815

    def nvmlInit(self) -> None: ...  # noqa: N802, D102
    def nvmlShutdown(self) -> None: ...  # noqa: N802, D102
    def nvmlDeviceGetCount(self) -> int: ...  # noqa: N802, D102
    def nvmlDeviceGetHandleByIndex(self, index: int, /) -> Any: ...  # noqa: N802, D102, ANN401
    def nvmlDeviceGetName(self, handle: Any, /) -> str | bytes: ...  # noqa: N802, D102, ANN401
    def nvmlDeviceGetPciInfo(self, handle: Any, /) -> Any: ...  # noqa: N802, D102, ANN401
    def nvmlDeviceGetMemoryInfo(self, handle: Any, version: int | None = None, /) -> Any: ...  # noqa: N802, D102, ANN401
    def nvmlDeviceGetMaxClockInfo(self, handle: Any, kind: int, /) -> int: ...  # noqa: N802, D102, ANN401
    def nvmlDeviceGetMemoryBusWidth(self, handle: Any, /) -> int: ...  # noqa: N802, D102, ANN401
    def nvmlDeviceGetMigMode(self, handle: Any, /) -> Sequence[int]: ...  # noqa: N802, D102, ANN401
    def nvmlDeviceGetMaxMigDeviceCount(self, handle: Any, /) -> int: ...  # noqa: N802, D102, ANN401
    def nvmlDeviceGetMigDeviceHandleByIndex(self, handle: Any, index: int, /) -> Any: ...  # noqa: N802, D102, ANN401
    def nvmlDeviceGetComputeRunningProcesses(self, handle: Any, /) -> Sequence[Any]: ...  # noqa: N802, D102, ANN401
    def nvmlDeviceGetGraphicsRunningProcesses(self, handle: Any, /) -> Sequence[Any]: ...  # noqa: N802, D102, ANN401


def read_nvidia(nvml: Nvml | None = None, root: Path = ROOT) -> GpuReading:
    """NVIDIA's GPUs, MIG parts as GPUs of their own, and the GPU memory of each process.

    Args:
        nvml: the module `pynvml`; by default the installed one.
        root: folder holding `proc` and `sys`.
    """
    if nvml is None:
        import pynvml  # its import costs time that only this reader's thread should pay

        nvml = pynvml
    try:
        nvml.nvmlInit()
    except nvml.NVMLError as error:
        return _without_nvml(root, error)
    try:
        return _read(nvml, root)
    except nvml.NVMLError as error:
        return GpuReading(problems=(_problem(error),))
    finally:
        nvml.nvmlShutdown()


def _without_nvml(root: Path, error: Exception) -> GpuReading:
    """GPUs on the bus that no NVIDIA driver drives; a driver that is just absent is no problem of its own."""
    gpus = tuple(
        FoundGpu(
            name=f"NVIDIA {pci_name(root, device) or f'GPU {device.device:04x}'}",
            vendor=GpuVendor.NVIDIA,
            pci_address=device.address,
            has_driver=False,
        )
        for device in display_controllers(root, NVIDIA)
    )
    absent = _code(error) in (_LIBRARY_NOT_FOUND, _DRIVER_NOT_LOADED)
    return GpuReading(gpus, problems=() if absent else (_problem(error),))


def _read(nvml: Nvml, root: Path) -> GpuReading:
    gpus: list[FoundGpu] = []
    held_bytes: dict[int, int] = {}
    problems: list[Wording] = []
    for index in range(nvml.nvmlDeviceGetCount()):
        try:
            handle = nvml.nvmlDeviceGetHandleByIndex(index)
            gpus.extend(_gpus(nvml, handle, root))
        except nvml.NVMLError as error:  # one lost GPU must not hide the others
            problems.append(
                worded(
                    "An NVIDIA GPU (number {number}) could not be read: {reason}.", number=index, reason=_reason(error)
                )
            )
            continue
        for pid, size_bytes in _process_bytes(nvml, handle).items():
            held_bytes[pid] = held_bytes.get(pid, 0) + size_bytes
    return GpuReading(tuple(gpus), held_bytes, tuple(problems))


def _gpus(nvml: Nvml, handle: Any, root: Path) -> Iterator[FoundGpu]:  # noqa: ANN401
    """The GPU, or its MIG parts where it is divided: the whole cannot be computed on then."""
    whole = _gpu(nvml, handle, root)
    parts = tuple(_mig_handles(nvml, handle))
    if not parts:
        yield whole
    for part in parts:
        total_bytes, free_bytes = _memory_bytes(nvml, part) or (0, 0)
        yield replace(
            whole,
            name=_name(nvml, part) or f"{whole.name} MIG",
            total_bytes=total_bytes,
            free_bytes=free_bytes,
            bandwidth_gbps=_share(whole.bandwidth_gbps, total_bytes, whole.total_bytes),
        )


def _gpu(nvml: Nvml, handle: Any, root: Path) -> FoundGpu:  # noqa: ANN401
    name = _name(nvml, handle) or "NVIDIA GPU"
    memory = _memory_bytes(nvml, handle)
    ram = read_memory(root) if memory is None else Memory(0, 0)
    total_bytes, free_bytes = memory or (ram.total_bytes, ram.available_bytes)
    return FoundGpu(
        name=name,
        vendor=GpuVendor.NVIDIA,
        total_bytes=total_bytes,
        free_bytes=free_bytes,
        bandwidth_gbps=_bandwidth_gbps(nvml, handle, name),
        shares_ram=memory is None or is_integrated(name),
        pci_address=_pci_address(nvml, handle),
    )


def _name(nvml: Nvml, handle: Any) -> str:  # noqa: ANN401
    try:
        name = nvml.nvmlDeviceGetName(handle)
    except nvml.NVMLError:  # a GPU without a name is still a GPU
        return ""
    return plain_text(name.decode("utf-8", "replace") if isinstance(name, bytes) else name)


def _memory_bytes(nvml: Nvml, handle: Any) -> tuple[int, int] | None:  # noqa: ANN401
    """Total and free bytes; None where the GPU has none of its own, as on GB10 and Jetson (NOT_SUPPORTED).

    Version 2 of the structure tells what the driver keeps for itself, which no program can have: it is taken off the
    total, as `cudaMemGetInfo` does. Drivers before R510 know version 1 only, which counts it as used.
    """
    try:
        info = nvml.nvmlDeviceGetMemoryInfo(handle, nvml.nvmlMemory_v2)
        reserved_bytes = int(info.reserved)
    except nvml.NVMLError as error:
        if _code(error) == _NOT_SUPPORTED:
            return None
        info, reserved_bytes = nvml.nvmlDeviceGetMemoryInfo(handle), 0
    total_bytes = max(0, int(info.total) - reserved_bytes)
    return total_bytes, min(int(info.free), total_bytes)


def _bandwidth_gbps(nvml: Nvml, handle: Any, name: str) -> float | None:  # noqa: ANN401
    """Memory clock x bus width x 2 transfers a clock, as the driver states clock and width.

    NVML adjusts the clock of GDDR memory so that two transfers a clock hold for every kind of memory (NVIDIA's
    answer in forums.developer.nvidia.com/t/198730: RTX 3090 9751 MHz x 384 bits = 936 GB/s, A100 1215 MHz x 5120 bits
    = 1555 GB/s, both as published). An H200 was read: 3201 MHz x 6016 bits = 4814 GB/s, published 4800. The other GPUs
    in the tests are checked from stated clocks and were not read. Where a maker's figure is known and this one is far
    from it, the maker's counts.
    """
    published_gbps = published_bandwidth_gbps(name)
    try:
        clock_mhz = nvml.nvmlDeviceGetMaxClockInfo(handle, _MEMORY_CLOCK)
        width_bits = nvml.nvmlDeviceGetMemoryBusWidth(handle)
    except nvml.NVMLError:  # old drivers and virtual GPUs do not say
        return published_gbps
    stated_gbps = clock_mhz * 1e6 * _TRANSFERS_PER_CLOCK * width_bits / 8 / 1e9
    if published_gbps is None:
        return stated_gbps or None
    plausible = published_gbps / _PLAUSIBLE_RATIO <= stated_gbps <= published_gbps * _PLAUSIBLE_RATIO
    return stated_gbps if plausible else published_gbps


def _pci_address(nvml: Nvml, handle: Any) -> str:  # noqa: ANN401
    """The address as sysfs and ggml write it: NVML's domain has eight digits, theirs four."""
    try:
        bus_id = nvml.nvmlDeviceGetPciInfo(handle).busId
    except nvml.NVMLError:  # systems on a chip have no PCI bus
        return ""
    text = bus_id.decode("ascii", "replace") if isinstance(bus_id, bytes) else str(bus_id)
    domain, _, rest = text.lower().partition(":")
    return f"{domain[-4:]}:{rest}" if rest else ""


def _mig_handles(nvml: Nvml, handle: Any) -> Iterator[Any]:  # noqa: ANN401
    try:
        if not nvml.nvmlDeviceGetMigMode(handle)[0]:
            return
        count = nvml.nvmlDeviceGetMaxMigDeviceCount(handle)
    except nvml.NVMLError:  # consumer GPUs and old drivers know no MIG
        return
    for index in range(count):
        try:
            yield nvml.nvmlDeviceGetMigDeviceHandleByIndex(handle, index)
        except nvml.NVMLError:  # this place is not taken
            continue


def _process_bytes(nvml: Nvml, handle: Any) -> dict[int, int]:  # noqa: ANN401
    """GPU memory of each process; one that both computes and draws is listed twice with the same figure."""
    held_bytes: dict[int, int] = {}
    for read in (nvml.nvmlDeviceGetComputeRunningProcesses, nvml.nvmlDeviceGetGraphicsRunningProcesses):
        try:
            processes = read(handle)
        except nvml.NVMLError:  # not told on this GPU or to this user; the GPU itself was read
            continue
        for process in processes:
            size_bytes = process.usedGpuMemory or 0  # None on Windows, where the system alone knows
            held_bytes[process.pid] = max(held_bytes.get(process.pid, 0), size_bytes)
    return {pid: size_bytes for pid, size_bytes in held_bytes.items() if size_bytes > 0}


def _share(whole_gbps: float | None, part_bytes: int, whole_bytes: int) -> float | None:
    """A MIG part's bandwidth: parts are made of equal slices of the memory and its controllers."""
    return whole_gbps * part_bytes / whole_bytes if whole_gbps and whole_bytes else None


def _code(error: Exception) -> int | None:
    code = getattr(error, "value", None)
    return code if isinstance(code, int) else None


def _reason(error: Exception) -> str:
    return plain_text(str(error), 200).rstrip(".") or type(error).__name__


def _problem(error: Exception) -> Wording:
    return worded(
        "The NVIDIA driver did not answer: {reason}. Restart the computer or reinstall the driver.",
        reason=_reason(error),
    )
