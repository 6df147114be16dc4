"""Machines written down as `--hardware` reads them: with the keys of the contract only."""

import json
from pathlib import Path

GIB = 2**30


def gpu(
    name: str, total_gib: float, free_gib: float, bandwidth_gbps: float | None, **more: object
) -> dict[str, object]:
    return {
        "name": name,
        "backend": "CUDA",
        "total_bytes": round(total_gib * GIB),
        "free_bytes": round(free_gib * GIB),
        "bandwidth_gbps": bandwidth_gbps,
        "usable": True,
        **more,
    }


RTX_4060 = gpu("NVIDIA GeForce RTX 4060", 8, 7.5, 272.0)


def written_machine(
    folder: Path, total_gib: float, available_gib: float, *gpus: dict[str, object], bandwidth_gbps: float | None = 48.0
) -> Path:
    """Write a machine and return its file."""
    backends = list(dict.fromkeys(["CPU", *(str(gpu["backend"]) for gpu in gpus if gpu["usable"])]))
    machine = {
        "cpu": {"name": "A usual processor"},
        "ram": {
            "total_bytes": round(total_gib * GIB),
            "available_bytes": round(available_gib * GIB),
            "bandwidth_gbps": bandwidth_gbps,
        },
        "gpus": list(gpus),
        "engine_backends": backends,
    }
    path = folder / "machine.json"
    path.write_text(json.dumps(machine), encoding="utf-8")
    return path
