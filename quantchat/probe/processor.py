"""The processor: its name, what it can compute with, and the cores of it that may really be used."""

import ctypes
import math
import os
import platform
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import psutil

from quantchat.core.hardware import Cpu
from quantchat.core.plain_text import plain_text
from quantchat.probe.control_groups import control_groups, cpu_quota
from quantchat.probe.kernel_files import ROOT, read_text
from quantchat.probe.sysctl import read_sysctl

_ARCHITECTURES = {"amd64": "x86_64", "x64": "x86_64", "aarch64": "arm64"}

_LINUX_FLAGS = {
    "pni": "SSE3", "ssse3": "SSSE3", "avx": "AVX", "avx_vnni": "AVX_VNNI", "avx2": "AVX2", "f16c": "F16C",
    "fma": "FMA", "bmi2": "BMI2", "avx512f": "AVX512", "avx512vbmi": "AVX512_VBMI", "avx512_vnni": "AVX512_VNNI",
    "avx512_bf16": "AVX512_BF16", "amx_int8": "AMX_INT8",
    "asimd": "NEON", "asimdhp": "FP16_VA", "i8mm": "MATMUL_INT8", "sve": "SVE", "asimddp": "DOTPROD", "sme": "SME",
}  # fmt: skip
"""Flags of /proc/cpuinfo and ggml's names for them (`ggml_backend_cpu_get_features` of ggml-cpu.cpp)."""

_MAC_FACTS = {
    "hw.optional.avx2_0": "AVX2", "hw.optional.avx512f": "AVX512", "hw.optional.neon": "NEON",
    "hw.optional.arm.FEAT_DotProd": "DOTPROD", "hw.optional.arm.FEAT_I8MM": "MATMUL_INT8",
    "hw.optional.arm.FEAT_FP16": "FP16_VA", "hw.optional.arm.FEAT_SME": "SME",
}  # fmt: skip
"""sysctl names of macOS that are 1 where the processor has it; not exercised."""

_WINDOWS_FEATURES = {19: "NEON", 13: "SSE3", 36: "SSSE3", 39: "AVX", 40: "AVX2", 41: "AVX512", 43: "DOTPROD"}
"""PF_ constants of winnt.h for IsProcessorFeaturePresent; not exercised."""


def allowed_physical_cores(root: Path = ROOT, allowed_cpus: Iterable[int] | None = None) -> int:
    """Physical cores this process may keep busy, at least 1.

    Two hardware threads of one core count once, since they share the arithmetic units that decoding waits for.

    Args:
        root: folder holding `proc` and `sys`.
        allowed_cpus: logical processors that may be used; by default the process's affinity.
    """
    cpus = _affinity() if allowed_cpus is None else frozenset(allowed_cpus)
    cores = {siblings for cpu in cpus if (siblings := _thread_siblings(root, cpu))}
    count = len(cores) or psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
    quotas = [quota for group in control_groups(root, "cpu") if (quota := cpu_quota(group)) is not None]
    # Rounded down: threads beyond the quota are stopped for the rest of each period, and the others wait for them.
    return max(1, min([count, *(math.floor(quota) for quota in quotas)]))


def cpu_name(root: Path = ROOT) -> str:
    """The processor's name for people, such as "AMD EPYC" or "arm64" where the system tells no more."""
    for line in read_text(root / "proc/cpuinfo").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "model name" and value.strip():
            return plain_text(value)
    told = read_sysctl("machdep.cpu.brand_string") or platform.processor() or platform.machine()
    return plain_text(told) or "Unknown processor"


def instruction_sets(root: Path = ROOT) -> frozenset[str]:
    """Instruction sets of this processor that matter to the engine, in ggml's spelling; empty if unknown."""
    if sys.platform == "win32":
        has_feature = ctypes.windll.kernel32.IsProcessorFeaturePresent
        return frozenset(name for feature, name in _WINDOWS_FEATURES.items() if has_feature(feature))
    for line in read_text(root / "proc/cpuinfo").splitlines():
        key, _, value = line.partition(":")
        if key.strip() in ("flags", "Features"):
            return frozenset(_LINUX_FLAGS[flag] for flag in value.split() if flag in _LINUX_FLAGS)
    return frozenset(name for fact, name in _MAC_FACTS.items() if read_sysctl(fact) == "1")


def read_cpu(root: Path = ROOT) -> Cpu:
    """The processor as far as this process may use it."""
    machine = platform.machine().lower()
    return Cpu(
        name=cpu_name(root),
        architecture=_ARCHITECTURES.get(machine, machine),
        physical_cores=allowed_physical_cores(root),
        instruction_sets=instruction_sets(root),
    )


def _affinity() -> frozenset[int]:
    """Logical processors the system lets this process run on; empty where it does not say."""
    read_affinity: Callable[[int], set[int]] | None = getattr(os, "sched_getaffinity", None)
    return frozenset(read_affinity(0)) if read_affinity else frozenset()


def _thread_siblings(root: Path, cpu: int) -> str:
    """The logical processors that share this one's core, as the kernel lists them; empty if unknown."""
    topology = root / f"sys/devices/system/cpu/cpu{cpu}/topology"
    return read_text(topology / "thread_siblings_list").strip()
