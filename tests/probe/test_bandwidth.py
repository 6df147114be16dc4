"""Memory bandwidth is measured with all threads at once, and leaves nothing running."""

import threading

import pytest

from quantchat.probe.bandwidth import measure_bandwidth_gbps

MIB = 2**20


@pytest.mark.parametrize("threads", [1, 2])
def test_reading_memory_gives_a_bandwidth_that_a_computer_can_have(threads: int) -> None:
    before = threading.active_count()
    assert 0.5 < measure_bandwidth_gbps(threads, 32 * MIB) < 2000
    assert threading.active_count() == before
