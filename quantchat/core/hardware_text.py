"""A machine as lines for people: what it has, what of it is free, and why a GPU is not used.

Memory is counted in powers of 1024, as it is sold, and bandwidth in powers of 1000, as makers state it.
"""

from collections.abc import Iterator

from quantchat.core.hardware import BandwidthBasis, Cpu, Gpu, Hardware, MemoryHolder, Ram
from quantchat.core.sizes import free_memory_text, memory_gb
from quantchat.wording import NO_WORDS, Wording, joined, worded, worded_count

_LABEL_CHARS = 13


def hardware_text(hardware: Hardware) -> str:
    """Facts of a machine as aligned lines."""
    rows = hardware_rows(hardware)
    return "\n".join(line for label, lines in rows for line in _labelled(label, lines))


def hardware_rows(
    hardware: Hardware, *, with_instruction_sets: bool = True
) -> tuple[tuple[Wording, tuple[Wording, ...]], ...]:
    """Facts of a machine as labels and the lines beside them; a row without lines is empty."""
    return (
        (worded("Processor"), (_cpu_text(hardware.cpu, with_instruction_sets=with_instruction_sets),)),
        (worded("Memory"), (_ram_text(hardware.ram),)),
        *((worded("GPU"), tuple(_gpu_lines(gpu))) for gpu in hardware.gpus),
        *(((worded("GPU"), (worded("none found"),)),) if not hardware.gpus else ()),
        (worded("Engine uses"), (joined(hardware.engine_backends, ", ") or worded("unknown"),)),
        (worded("Memory held"), tuple(_holder_text(holder) for holder in hardware.holders)),
        (worded("Not read"), hardware.problems),
    )


def _labelled(label: Wording, lines: tuple[Wording, ...]) -> Iterator[str]:
    for index, line in enumerate(lines):
        yield f"{label if index == 0 else '':<{_LABEL_CHARS}}{line}"


def _cpu_text(cpu: Cpu, *, with_instruction_sets: bool) -> Wording:
    cores = worded_count("{count} core", "{count} cores", count=cpu.physical_cores)
    return joined((cpu.name, cores, *(sorted(cpu.instruction_sets) if with_instruction_sets else ())), ", ")


def _ram_text(ram: Ram) -> Wording:
    free = free_memory_text(ram.available_bytes, ram.total_bytes)
    return joined((free, *_bandwidth(ram.bandwidth_gbps, ram.bandwidth_basis)), ", ")


def _gpu_lines(gpu: Gpu) -> Iterator[Wording]:
    name = f"{gpu.name} ({gpu.backend})" if gpu.backend else gpu.name
    memory = free_memory_text(gpu.free_bytes, gpu.total_bytes) if gpu.total_bytes else worded("memory unknown")
    shared = (worded("shared with the processor"),) if gpu.shares_ram else ()
    first = worded("{gpu}: {memory}", gpu=name, memory=memory)
    yield joined((first, *shared, *_bandwidth(gpu.bandwidth_gbps, gpu.bandwidth_basis)), ", ")
    if not gpu.usable:
        yield worded("Not used: {reason}", reason=gpu.why_not) if gpu.why_not else worded("Not used.")


def _bandwidth(gbps: float | None, basis: BandwidthBasis) -> tuple[Wording, ...]:
    if gbps is None:
        return ()
    match basis:
        case BandwidthBasis.MEASURED:
            return (worded("{bandwidth:,.0f} GB/s measured", bandwidth=gbps),)
        case BandwidthBasis.PUBLISHED:
            return (worded("{bandwidth:,.0f} GB/s as published", bandwidth=gbps),)
        case _:
            return (worded("{bandwidth:,.0f} GB/s", bandwidth=gbps),)


def _holder_text(holder: MemoryHolder) -> Wording:
    ram = worded("{size} GB", size=memory_gb(holder.ram_bytes)) if holder.ram_bytes else NO_WORDS
    on_gpu = worded("{size} GB of GPU memory", size=memory_gb(holder.gpu_bytes)) if holder.gpu_bytes else NO_WORDS
    return worded("{program}: {held}", program=holder.name, held=joined((ram, on_gpu), ", "))
