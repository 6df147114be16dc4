"""A machine survives being written down and read; one written by hand is completed, or refused with its key."""

import json
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantchat.core.hardware import BandwidthBasis, Cpu, Gpu, Hardware, MemoryHolder, Ram
from quantchat.core.hardware_json import hardware_json, parse_hardware
from quantchat.core.hardware_text import hardware_text
from quantchat.core.plain_text import plain_text
from quantchat.errors import KnownError
from quantchat.wording import verbatim, worded

GIB = 1024**3
USUAL_CPU = Cpu("Unknown processor", physical_cores=6, instruction_sets=frozenset({"AVX", "AVX2", "F16C", "FMA"}))
MACHINE = Hardware(
    cpu=Cpu("AMD Ryzen 7 5700X", "x86_64", 8, frozenset({"AVX2", "FMA"})),
    ram=Ram(30 * GIB, 24 * GIB, 41.5, BandwidthBasis.MEASURED),
    gpus=(
        Gpu(
            "NVIDIA GeForce RTX 4060", "CUDA", 8 * GIB, 7 * GIB, 272.0, BandwidthBasis.PUBLISHED, usable=False,
            why_not=worded("This build of the engine computes on the processor only."),
        ),
        Gpu("Intel UHD Graphics 770", "Vulkan", 20 * GIB, 15 * GIB, shares_ram=True, engine_device="Vulkan0"),
    ),
    engine_backends=("Vulkan", "CPU"),
    holders=(MemoryHolder("firefox", 2 * GIB, GIB // 2),),
    problems=(worded("The AMD driver did not answer in time."),),
)  # fmt: skip


def contract(**changes: object) -> dict[str, Any]:
    """A machine with the contract's keys only."""
    gpu = {"name": "NVIDIA GeForce RTX 4060", "backend": "CUDA", "total_bytes": 8 * GIB, "free_bytes": 7 * GIB}
    return {
        "cpu": {},
        "ram": {"total_bytes": 32 * GIB, "available_bytes": 24 * GIB, "bandwidth_gbps": 45.0},
        "gpus": [{**gpu, "bandwidth_gbps": 272, "usable": True}],
        "engine_backends": ["CUDA", "CPU"],
        **changes,
    }


def one_gpu(**fields: object) -> Gpu:
    return parse_hardware(contract(gpus=[{"total_bytes": 8 * GIB, **fields}])).gpus[0]


def refusal(value: object) -> str:
    with pytest.raises(KnownError) as caught:
        parse_hardware(value)
    return caught.value.sentence


def test_a_machine_is_the_same_after_a_trip_through_json() -> None:
    assert parse_hardware(json.loads(json.dumps(hardware_json(MACHINE)))) == MACHINE


def test_the_contracts_keys_are_all_there() -> None:
    written = hardware_json(MACHINE)

    assert {"cpu", "ram", "gpus", "engine_backends"} <= written.keys()
    assert {"total_bytes", "available_bytes", "bandwidth_gbps"} <= hardware_json(MACHINE)["ram"].keys()  # type: ignore[attr-defined]
    for gpu in json.loads(json.dumps(written))["gpus"]:
        assert {"name", "backend", "total_bytes", "free_bytes", "bandwidth_gbps", "usable"} <= gpu.keys()


names = st.text(max_size=60).map(lambda text: plain_text(text)).filter(lambda text: text == plain_text(text) != "")
sizes = st.integers(0, 2**50)
bandwidths = st.one_of(
    st.just((None, BandwidthBasis.UNKNOWN)),
    st.tuples(st.floats(0.1, 9999), st.sampled_from([BandwidthBasis.MEASURED, BandwidthBasis.PUBLISHED])),
)


@st.composite
def gpus(draw: st.DrawFn) -> Gpu:
    free_bytes, total_bytes = sorted((draw(sizes), draw(sizes)))
    bandwidth_gbps, basis = draw(bandwidths)
    gpu = Gpu(draw(names), draw(names), total_bytes, free_bytes, bandwidth_gbps, basis, shares_ram=draw(st.booleans()))
    return gpu if draw(st.booleans()) else replace(gpu, usable=False, why_not=verbatim(draw(names)))


@given(st.lists(gpus(), max_size=4), bandwidths, st.lists(names, max_size=3))
def test_any_machine_is_the_same_after_a_trip_through_json(
    found: list[Gpu], bandwidth: tuple[float | None, BandwidthBasis], backends: list[str]
) -> None:
    machine = replace(MACHINE, gpus=tuple(found), ram=Ram(8 * GIB, GIB, *bandwidth), engine_backends=tuple(backends))

    assert parse_hardware(json.loads(json.dumps(hardware_json(machine)))) == machine


def test_the_contracts_keys_are_enough() -> None:
    assert parse_hardware(contract()) == Hardware(
        USUAL_CPU,
        Ram(32 * GIB, 24 * GIB, 45.0, BandwidthBasis.PUBLISHED),
        (Gpu("NVIDIA GeForce RTX 4060", "CUDA", 8 * GIB, 7 * GIB, 272.0, BandwidthBasis.PUBLISHED),),
        ("CUDA", "CPU"),
    )


def test_the_memory_alone_is_enough_and_four_fifths_of_it_are_available() -> None:
    assert parse_hardware({"ram": {"total_bytes": 10 * GIB}}) == Hardware(USUAL_CPU, Ram(10 * GIB, 8 * GIB))


@pytest.mark.parametrize("key", ["cpu", "gpus", "engine_backends", "holders", "problems"])
def test_null_means_that_nothing_is_said(key: str) -> None:
    machine = contract(gpus=[])
    without = {name: value for name, value in machine.items() if name != key}

    assert parse_hardware({**machine, key: None}) == parse_hardware(without)


def test_a_gpu_without_further_facts_is_empty_usable_and_has_its_makers_bandwidth() -> None:
    machine = parse_hardware({"ram": {"total_bytes": 1}, "gpus": [{"name": "RTX 4060 Ti", "total_bytes": 8 * GIB}]})

    assert machine.gpus == (Gpu("RTX 4060 Ti", "CUDA", 8 * GIB, 8 * GIB, 288.0, BandwidthBasis.PUBLISHED),)
    assert machine.engine_backends == ("CPU", "CUDA")


def test_apples_gpus_are_known_by_their_chip_alone() -> None:
    assert one_gpu(name="M2 Max", backend="Metal").bandwidth_gbps == 400


@pytest.mark.parametrize(
    ("name", "backend", "shares_ram"),
    [
        ("Apple M2", "Metal", True),
        ("whatever", "Metal", True),
        ("Intel(R) UHD Graphics", "Vulkan", True),
        ("AMD Radeon 780M Graphics", "Vulkan", True),
        ("NVIDIA GB10", "CUDA", True),
        ("NVIDIA GeForce RTX 4060", "CUDA", False),
        ("AMD Radeon RX 7900 XTX", "Vulkan", False),
    ],
)
def test_whether_a_gpu_shares_memory_follows_from_its_name_where_it_is_not_said(
    name: str, backend: str, shares_ram: bool
) -> None:
    assert one_gpu(name=name, backend=backend).shares_ram is shares_ram
    assert one_gpu(name=name, backend=backend, shares_ram=not shares_ram).shares_ram is not shares_ram


def test_a_gpu_whose_backend_the_engine_lacks_is_not_usable_and_says_why() -> None:
    machine = parse_hardware(contract(engine_backends=["CPU"], gpus=[{"name": "RTX 3090", "total_bytes": 24 * GIB}]))

    assert machine.usable_gpus == ()
    assert machine.gpus[0].why_not.startswith("This build of the engine computes on the processor only; a build with")


def test_a_gpu_that_is_said_not_to_be_usable_gets_a_reason_and_keeps_its_own() -> None:
    assert one_gpu(name="RTX 3090", usable=False).why_not.startswith("The engine can use CUDA but does not find")
    assert one_gpu(name="RTX 3090", usable=False, why_not="It is in a drawer.").why_not == "It is in a drawer."


def test_more_free_than_there_is_counts_as_all_of_it() -> None:
    assert one_gpu(free_bytes=9 * GIB).free_bytes == 8 * GIB
    assert parse_hardware({"ram": {"total_bytes": 5, "available_bytes": 6}}).ram.available_bytes == 5


def test_sizes_written_as_decimal_numbers_are_sizes() -> None:
    assert parse_hardware({"ram": {"total_bytes": 8e9}}).ram.total_bytes == 8_000_000_000


def test_texts_are_made_safe_to_show() -> None:
    assert one_gpu(name="GPU\x1b[2J\n\u202eevil").name == "GPU[2J evil"
    assert len(one_gpu(name="x" * 10_000).name) == 200


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"ram": None}, "ram is missing; it must hold total_bytes"),
        ({"ram": {}}, "ram.total_bytes must be a number of bytes"),
        ({"ram": []}, "ram must be an object"),
        ({"ram": {"total_bytes": "32 GB"}}, "ram.total_bytes must be a number of bytes"),
        ({"ram": {"total_bytes": True}}, "ram.total_bytes must be a number of bytes"),
        ({"ram": {"total_bytes": 0}}, "ram.total_bytes must be 1 bytes or more"),
        ({"ram": {"total_bytes": math.nan}}, "ram.total_bytes must be a number of bytes"),
        ({"ram": {"total_bytes": 2**50 + 1}}, "ram.total_bytes is more memory than any computer has"),
        ({"ram": {"total_bytes": 10**5000}}, "ram.total_bytes is more memory than any computer has"),
        ({"ram": {"total_bytes": 9, "available_bytes": -1}}, "ram.available_bytes must not be negative"),
        ({"ram": {"total_bytes": 9, "bandwidth_gbps": -4}}, "ram.bandwidth_gbps must be a number above 0"),
        ({"ram": {"total_bytes": 9, "bandwidth_gbps": math.inf}}, "ram.bandwidth_gbps must be a number above 0"),
        ({"gpus": {}}, "gpus must be a list"),
        ({"gpus": [7]}, "gpus[0] must be an object"),
        ({"gpus": [{}]}, "gpus[0].total_bytes must be a number of bytes"),
        ({"gpus": [{"total_bytes": "8G"}]}, "gpus[0].total_bytes must be a number of bytes"),
        ({"gpus": [{"total_bytes": 1, "usable": "yes"}]}, "gpus[0].usable must be true or false"),
        ({"gpus": [{"total_bytes": 1, "name": 4060}]}, "gpus[0].name must be a text"),
        ({"gpus": [{"total_bytes": 1, "bandwidth_basis": "felt"}]}, "gpus[0].bandwidth_basis must be one of measured"),
        ({"gpus": [{"total_bytes": 1}] * 999}, "gpus must not have more than 256 entries"),
        ({"cpu": "fast"}, "cpu must be an object"),
        ({"cpu": {"physical_cores": 0}}, "cpu.physical_cores must be a whole number from 1 to 4096"),
        ({"cpu": {"physical_cores": 1.5}}, "cpu.physical_cores must be a whole number from 1 to 4096"),
        ({"engine_backends": "CUDA"}, "engine_backends must be a list"),
        ({"engine_backends": [1]}, "engine_backends[0] must be a text"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_key(change: dict[str, object], fault: str) -> None:
    assert fault in refusal(contract(**change))


@pytest.mark.parametrize("value", [None, 7, "hardware", [], [{"ram": {"total_bytes": 1}}]])
def test_what_is_no_object_at_all_is_refused(value: object) -> None:
    assert refusal(value) == "The description of the hardware cannot be used: the whole must be an object."


def test_lines_for_people_say_what_is_free_why_a_gpu_is_not_used_and_what_is_wrong() -> None:
    assert hardware_text(MACHINE).splitlines() == [
        "Processor    AMD Ryzen 7 5700X, 8 cores, AVX2, FMA",
        "Memory       24 of 30 GB free, 42 GB/s measured",
        "GPU          NVIDIA GeForce RTX 4060 (CUDA): 7 of 8 GB free, 272 GB/s as published",
        "             Not used: This build of the engine computes on the processor only.",
        "GPU          Intel UHD Graphics 770 (Vulkan): 15 of 20 GB free, shared with the processor",
        "Engine uses  Vulkan, CPU",
        "Memory held  firefox: 2 GB, 0.5 GB of GPU memory",
        "Not read     The AMD driver did not answer in time.",
    ]


def test_lines_for_people_say_that_there_is_no_gpu() -> None:
    lines = hardware_text(parse_hardware({"ram": {"total_bytes": GIB}})).splitlines()

    assert lines[:3] == [
        "Processor    Unknown processor, 6 cores, AVX, AVX2, F16C, FMA",
        "Memory       0.8 of 1 GB free",
        "GPU          none found",
    ]
