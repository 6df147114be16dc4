"""Sizes in bytes as people read them.

Files are counted in powers of 1000, as download pages and most file managers do; memory in powers of 1024, as it
is sold: a graphics card of "8 GB" has 8 x 1024^3 bytes.
"""


def file_size_text(size_bytes: int) -> str:
    """Size of a file: "98 MB", "4.9 GB"."""
    if size_bytes >= 999.5 * 1000**2:  # would round to 1000 MB
        return f"{_short(size_bytes / 1000**3)} GB"
    return f"{max(1, round(size_bytes / 1000**2))} MB" if size_bytes else "0 MB"


def memory_text(size_bytes: int) -> str:
    """Amount of memory in GB, with the unit left out: "18.2", "30"."""
    return _short(size_bytes / 1024**3)


def needed_memory_text(size_bytes: int) -> str:
    """Memory that something takes: "22 MB" or "6.4 GB", in powers of 1024 like `memory_text`."""
    if size_bytes < 99.5 * 1024**2:
        return f"{round(size_bytes / 1024**2)} MB"
    return f"{memory_text(size_bytes)} GB"


def free_memory_text(available_bytes: int, total_bytes: int) -> str:
    """How much memory is left: "18.2 of 30 GB free"."""
    return f"{memory_text(available_bytes)} of {memory_text(total_bytes)} GB free"


def _short(number: float) -> str:
    """One decimal, none where it would be a zero."""
    return f"{number:.1f}".removesuffix(".0")
