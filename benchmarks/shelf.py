"""What the picker waits for: `python benchmarks/shelf.py`.

A sheet is all quantizations of one model judged by formula, at a context and KV type that the person chose. "Anew" is
what moving the slider costs, "first" what opening the sheet does, "headers" what making its candidates before does.
Machines and their moods differ, so that each figure also stands as a multiple of a yardstick of plain Python that is
measured beside it, and the least of several runs counts.
"""

import itertools
import resource
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from quantchat.advice.adviser import Adviser
from quantchat.advice.offers import offers_of_entry
from quantchat.advice.shelf import Shelf
from quantchat.core.hardware import BandwidthBasis, Cpu, Gpu, Hardware, Ram
from quantchat.core.plan import LoadPlan
from quantchat.core.recommend import Candidate
from quantchat.library.catalogue import Catalogue, read_catalogue

GIB = 2**30
CPU_ONLY = Hardware(
    Cpu("8 cores", "x86_64", 8, frozenset({"AVX2", "FMA", "F16C"})),
    Ram(32 * GIB, 26 * GIB, 45.0, BandwidthBasis.PUBLISHED),
)
GAMING_PC = Hardware(
    CPU_ONLY.cpu,
    CPU_ONLY.ram,
    (Gpu("8 GB GPU", "CUDA", 8 * GIB, round(7.6 * GIB), 272.0, BandwidthBasis.PUBLISHED),),
    ("CPU", "CUDA"),
)
MACHINES: Mapping[str, Hardware] = {"8 GB GPU": GAMING_PC, "CPU only": CPU_ONLY}
MODELS = ("llama-3.1-8b-instruct", "llama-3.3-70b-instruct", "qwen3-30b-a3b-instruct-2507")
RUNS = 7


def yardstick() -> None:
    """About a hundred thousand steps of what the advice does most: dictionaries, small objects, whole numbers."""
    counts: dict[int, int] = {}
    for number in range(100_000):
        counts[number % 97] = counts.get(number % 97, 0) + number


def least_ms(work: Callable[[], object], runs: int = RUNS) -> float:
    """The quickest of several runs."""
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times) * 1000


def sheet(adviser: Adviser, candidates: tuple[Candidate, ...], contexts: Iterator[int]) -> None:
    """One sheet by formula, at a context that was not asked about before."""
    plan = LoadPlan("", context_length=next(contexts))
    adviser.recommend("A model", candidates, plan, context_is_fixed=True, kv_type_is_fixed=True, exact_seconds=0.0)


def first_sheet(hardware: Hardware, candidates: tuple[Candidate, ...], contexts: Iterator[int]) -> None:
    """The same by an adviser who never saw the model."""
    sheet(Adviser(hardware, is_this_machine=False), candidates, contexts)


def sheet_lines(catalogue: Catalogue, yardstick_ms: float) -> None:
    """A line for each model and machine."""
    print(f"{'':<30}{'machine':<10}{'rows':>5}{'headers':>12}{'first':>12}{'anew':>12}")
    for name, (machine_name, hardware) in itertools.product(MODELS, MACHINES.items()):
        entry = catalogue.find(name)
        candidates, contexts = offers_of_entry(entry), itertools.count(4096, 512)
        adviser = Adviser(hardware, is_this_machine=False)
        sheet(adviser, candidates, contexts)
        milliseconds = (
            least_ms(partial(offers_of_entry, entry)),
            least_ms(partial(first_sheet, hardware, candidates, contexts)),
            least_ms(partial(sheet, adviser, candidates, contexts)),
        )
        figures = "".join(f"{one:6.0f} ({one / yardstick_ms:3.1f})" for one in milliseconds)
        print(f"{name:<30}{machine_name:<10}{len(candidates):>5}{figures}")


def listing(shelf: Shelf, adviser: Adviser) -> None:
    """All cards."""
    for _ in shelf.cards((), LoadPlan(""), lambda: adviser):
        pass


def listing_lines(catalogue: Catalogue, yardstick_ms: float) -> None:
    """The whole list, for each machine on an empty shelf and then again."""
    for machine_name, hardware in MACHINES.items():
        shelf = Shelf(catalogue)

        adviser = Adviser(hardware, is_this_machine=False, memories=shelf.memories)
        first_ms = least_ms(partial(listing, shelf, adviser), runs=1)
        again_ms = least_ms(partial(listing, shelf, adviser), runs=3)
        print(
            f"{len(catalogue.entries)} cards, {machine_name}: {first_ms:.0f} ms ({first_ms / yardstick_ms:.0f}), again "
            f"{again_ms:.0f} ms ({again_ms / yardstick_ms:.0f})"
        )


def main() -> None:
    """Measure sheets and listings."""
    catalogue = read_catalogue()
    yardstick_ms = least_ms(yardstick)
    print(f"milliseconds, in brackets multiples of the yardstick of {yardstick_ms:.1f} ms")
    listing_lines(catalogue, yardstick_ms)
    sheet_lines(catalogue, yardstick_ms)
    print(f"yardstick at the end {least_ms(yardstick):.1f} ms")
    print(f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
