"""What llama.cpp says of the instructions that it was compiled for and uses."""

import re

_PROCESSOR = re.compile(r"\bCPU : (?P<flags>[^:]*)(?: \| \w+ :|$)")
"""The processor's part of the line; every backend has one, and flags of a GPU's are no instruction sets."""

_FLAG = re.compile(r"(\w+) = 1\b")
_NO_INSTRUCTION_SETS = {"LLAMAFILE", "OPENMP", "REPACK", "ACCELERATE"}


def instruction_sets(system_info: str) -> frozenset[str]:
    """Instruction sets of the processor backend, in ggml's spelling.

    Args:
        system_info: of `llama_print_system_info`, such as "CUDA : USE_GRAPHS = 1 | CPU : AVX2 = 1 | REPACK = 1 | ".
    """
    found = _PROCESSOR.search(system_info)
    return frozenset(_FLAG.findall(found["flags"])) - _NO_INSTRUCTION_SETS if found else frozenset()
