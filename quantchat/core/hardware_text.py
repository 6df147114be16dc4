"""A machine as lines for people: what it has, what of it is free, and why a GPU is not used.

Memory is counted in powers of 1024, as it is sold, and bandwidth in powers of 1000, as makers state it.
"""

from collections.abc import Iterator

from quantchat.core.hardware import BandwidthBasis, Cpu, Gpu, Hardware, MemoryHolder, Ram

_LABEL_CHARS = 13
_KNOWN_BASES = {BandwidthBasis.MEASURED: "measured", BandwidthBasis.PUBLISHED: "as published"}


def hardware_text(hardware: Hardware) -> str:
    """Facts of a machine as aligned lines."""
    rows = hardware_rows(hardware)
    return "\n".join(line for label, lines in rows for line in _labelled(label, lines))


def hardware_rows(hardware: Hardware, *, with_instruction_sets: bool = True) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Facts of a machine as labels and the lines beside them; a row without lines is empty."""
    return (
        ("Processor", (_cpu_text(hardware.cpu, with_instruction_sets=with_instruction_sets),)),
        ("Memory", (_ram_text(hardware.ram),)),
        *(("GPU", tuple(_gpu_lines(gpu))) for gpu in hardware.gpus),
        *((("GPU", ("none found",)),) if not hardware.gpus else ()),
        ("Engine uses", (", ".join(hardware.engine_backends) or "unknown",)),
        ("Memory held", tuple(_holder_text(holder) for holder in hardware.holders)),
        ("Not read", hardware.problems),
    )


def _labelled(label: str, lines: tuple[str, ...]) -> Iterator[str]:
    for index, line in enumerate(lines):
        yield f"{label if index == 0 else '':<{_LABEL_CHARS}}{line}"


def _cpu_text(cpu: Cpu, *, with_instruction_sets: bool) -> str:
    cores = "1 core" if cpu.physical_cores == 1 else f"{cpu.physical_cores} cores"
    return ", ".join((cpu.name, cores, *(sorted(cpu.instruction_sets) if with_instruction_sets else ())))


def _ram_text(ram: Ram) -> str:
    return ", ".join(
        (f"{_gb(ram.available_bytes)} of {_gb(ram.total_bytes)} GB free", *_bandwidth(ram.bandwidth_gbps, ram))
    )


def _gpu_lines(gpu: Gpu) -> Iterator[str]:
    backend = f" ({gpu.backend})" if gpu.backend else ""
    memory = f"{_gb(gpu.free_bytes)} of {_gb(gpu.total_bytes)} GB free" if gpu.total_bytes else "memory unknown"
    shared = ("shared with the processor",) if gpu.shares_ram else ()
    yield ", ".join((f"{gpu.name}{backend}: {memory}", *shared, *_bandwidth(gpu.bandwidth_gbps, gpu)))
    if not gpu.usable:
        yield f"Not used: {gpu.why_not}" if gpu.why_not else "Not used."


def _bandwidth(bandwidth_gbps: float | None, owner: Ram | Gpu) -> tuple[str, ...]:
    if bandwidth_gbps is None:
        return ()
    basis = _KNOWN_BASES.get(owner.bandwidth_basis, "")
    return (f"{bandwidth_gbps:,.0f} GB/s{f' {basis}' if basis else ''}",)


def _holder_text(holder: MemoryHolder) -> str:
    held = ((holder.ram_bytes, "GB"), (holder.gpu_bytes, "GB of GPU memory"))
    return f"{holder.name}: " + ", ".join(f"{_gb(size)} {unit}" for size, unit in held if size)


def _gb(size_bytes: int) -> str:
    """Gigabytes with one decimal, none where it would be a zero."""
    return f"{size_bytes / 1024**3:.1f}".removesuffix(".0")
