"""Sizes in bytes as people read them.

Files are counted in powers of 1000, as download pages and most file managers do; memory in powers of 1024, as it
is sold: a graphics card of "8 GB" has 8 x 1024^3 bytes.
"""

from quantchat.wording import Wording, short_number, worded


def file_size_text(size_bytes: int) -> Wording:
    """Size of a file: "98 MB", "4.9 GB"."""
    if size_bytes >= 999.5 * 1000**2:  # would round to 1000 MB
        return worded("{size} GB", size=short_number(size_bytes / 1000**3))
    return worded("{size} MB", size=max(1, round(size_bytes / 1000**2)) if size_bytes else 0)


def needed_memory_text(size_bytes: int) -> Wording:
    """Memory that something takes: "22 MB" or "6.4 GB", in powers of 1024."""
    if size_bytes < 99.5 * 1024**2:
        return worded("{size} MB", size=round(size_bytes / 1024**2))
    return worded("{size} GB", size=memory_gb(size_bytes))


def free_memory_text(available_bytes: int, total_bytes: int) -> Wording:
    """How much memory is left: "18.2 of 30 GB free"."""
    return worded("{available} of {total} GB free", available=memory_gb(available_bytes), total=memory_gb(total_bytes))


def memory_gb(size_bytes: int) -> int | float:
    """Amount of memory in GB, for a sentence: 18.2, 30."""
    return short_number(size_bytes / 1024**3)
