"""A model may take most of what is free, and always leaves some for the desktop and for everything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantchat.core.budgets import budget_bytes
from quantchat.core.memory import DeviceKind, DeviceMemory
from tests.core.machines import GIB, MIB


def device(kind: DeviceKind, total_bytes: int, free_bytes: int) -> DeviceMemory:
    return DeviceMemory("any", kind, 0, 0, 0, 0, 0, free_bytes, total_bytes)


@pytest.mark.parametrize(
    ("kind", "total_mib", "free_mib", "budget_mib"),
    [
        # An "8 GB" card: 5.5 % are the driver's even if it says that all is free, and 512 MiB stay free.
        (DeviceKind.GPU, 8192, 8192, 8192 * 0.945 - 512),
        (DeviceKind.GPU, 8192, 7000, 7000 - 512),
        (DeviceKind.GPU, 24576, 24000, 24576 * 0.945 - 1024),
        (DeviceKind.GPU, 8192, 300, 0),
        (DeviceKind.CPU, 8192, 6000, 6000 - 512),
        (DeviceKind.CPU, 16384, 12000, 12000 - 1024),
        (DeviceKind.CPU, 65536, 60000, 60000 - 2048),
        (DeviceKind.CPU, 65536, 1000, 0),
    ],
)
def test_a_sixteenth_stays_free_within_bounds(
    kind: DeviceKind, total_mib: int, free_mib: int, budget_mib: float
) -> None:
    assert budget_bytes(device(kind, total_mib * MIB, free_mib * MIB)) == pytest.approx(budget_mib * MIB, abs=MIB)


@given(st.sampled_from(DeviceKind), st.integers(0, 512 * GIB), st.integers(0, 512 * GIB), st.integers(0, 512 * GIB))
def test_more_free_memory_never_allows_less_and_never_more_than_is_free(
    kind: DeviceKind, total: int, free: int, more: int
) -> None:
    less, all_of_it = (budget_bytes(device(kind, total, bytes_)) for bytes_ in (free, free + more))
    assert 0 <= less <= all_of_it
    assert less <= free
