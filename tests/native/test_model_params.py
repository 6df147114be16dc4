"""A plan becomes llama.cpp's parameters: without layers on GPUs no GPU is named."""

import subprocess
import sys

DEVICES = """
import ctypes
from quantchat.core.plan import LoadPlan
from quantchat.native.model_params import model_params

for layers in (-1, 7, 0):
    params = model_params(LoadPlan("", gpu_layers=layers))
    devices = params.devices
    first = ctypes.cast(devices, ctypes.POINTER(ctypes.c_void_p))[0] if devices else "every device"
    print(params.n_gpu_layers, first)
"""


def test_a_plan_for_the_processor_alone_leaves_every_gpu_alone() -> None:
    said = subprocess.run(
        [sys.executable, "-c", DEVICES], capture_output=True, text=True, check=True, timeout=60
    ).stdout

    assert said.splitlines() == ["-1 every device", "7 every device", "0 None"]
