"""How a plan becomes llama.cpp's model: in one place, so that what is predicted is what is then loaded."""

import ctypes

import llama_cpp.llama_cpp as llama

from quantchat.core.plan import LoadPlan

_NO_DEVICES = (ctypes.c_void_p * 1)()
"""A list of devices that ends at once. llama.cpp keeps the pointer, so it lives as long as the process."""


def model_params(plan: LoadPlan) -> llama.llama_model_params:
    """Parameters of the model that this plan asks for, without how the file is read.

    A plan without layers on GPUs names no GPU: llama.cpp would else prepare every GPU all the same, which took 527 MiB
    on an H200 and ended the engine where a GPU was full; and it would not store weights anew for the processor.
    """
    params = llama.llama_model_default_params()
    params.n_gpu_layers = plan.gpu_layers
    if plan.gpu_layers == 0:
        params.devices = ctypes.cast(_NO_DEVICES, ctypes.c_void_p)
    return params
