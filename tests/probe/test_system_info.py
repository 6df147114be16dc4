"""The processor's instruction sets are told apart from what other backends were compiled with."""

import pytest

from quantchat.probe.system_info import instruction_sets


@pytest.mark.parametrize(
    "system_info",
    [
        "CPU : SSE3 = 1 | AVX2 = 1 | LLAMAFILE = 1 | OPENMP = 1 | REPACK = 1 | ",
        # backends print the flags of their build before and after it
        "CUDA : ARCHS = 900 | USE_GRAPHS = 1 | PEER_MAX_BATCH_SIZE = 128 | CPU : SSE3 = 1 | AVX2 = 1 | REPACK = 1 | ",
        "CPU : SSE3 = 1 | AVX2 = 1 | OPENMP = 1 | Metal : EMBED_LIBRARY = 1 | ",
    ],
)
def test_flags_of_a_gpu_backend_are_no_instruction_sets_of_the_processor(system_info: str) -> None:
    assert instruction_sets(system_info) == {"SSE3", "AVX2"}


def test_a_build_that_says_nothing_of_the_processor_has_no_known_instruction_sets() -> None:
    assert instruction_sets("CUDA : ARCHS = 900 | USE_GRAPHS = 1 | ") == frozenset()
