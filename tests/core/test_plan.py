"""How a model is loaded, and the settings to fall back to after crashes."""

from quantchat.core.plan import ALL_GPU_LAYERS, KvType, LoadPlan


def test_safer_settings_use_the_processor_without_a_memory_map_and_a_short_context() -> None:
    safer = LoadPlan("model.gguf", context_length=32768, kv_type=KvType.Q4_0, gpu_layers=ALL_GPU_LAYERS).safer()
    assert safer.model_path == "model.gguf"
    assert safer.gpu_layers == 0
    assert not safer.memory_map
    assert safer.context_length == 2048
    assert safer.kv_type is KvType.F16


def test_safer_settings_never_ask_for_a_longer_context_and_are_their_own_safer_settings() -> None:
    safer = LoadPlan("model.gguf", context_length=512).safer()
    assert safer.context_length == 512
    assert safer.safer() == safer
